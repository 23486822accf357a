package daxcore

import (
	"daxwait/daxcore/task"
	"daxwait/daxcore/waitqueue"
)

// SleepOn has a task sleep that has found an entry of the file locked, until
// another wakes its key: it queues in the section that found it so, says that it
// sleeps, drops xa_lock and sleeps. again says that it was woken before in the
// same wait, in vain.
//
// Preconditions: xa_lock is held, and has been since the look; what the task
// carries on is told ([Task.At]), as its locals outlive a scheduling point.
// On return xa_lock is not held, and nothing that was looked up is still true:
// a task that looks again takes it by [Mapping.Enter], and begins with a cursor that was
// reset.
func (m *Mapping) SleepOn(t Task, q *waitqueue.Table, key waitqueue.Key, mode waitqueue.Mode, again bool) {
	useless := 0
	if again {
		useless = 1
	}
	q.Prepare(t, key, mode)
	t.Observe(Event{Kind: task.Slept, File: m.ID, Index: key.Index, Order: key.Queue, N: useless})
	t.Unlock(&m.XALock)
	q.Sleep(t)
}

// WakeOn wakes waiters of a key, if its queue has anybody at all: those that are
// not exclusive, and up to n that are, or all with [waitqueue.All]. It tells how
// many that were, also if there were none.
//
// Preconditions: the lock bit went before, or goes in the same section of
// xa_lock. Outside of one the task has just called [Task.Yield].
func (m *Mapping) WakeOn(t Task, q *waitqueue.Table, key waitqueue.Key, n int) {
	woken := 0
	if q.Active(key) {
		woken = q.Wake(t, key, n)
	}
	t.Observe(Event{Kind: task.Woke, File: m.ID, Index: key.Index, Order: key.Queue, N: woken, All: n == waitqueue.All})
}

// HandOff is StoreUnlocked for designs that give the lock away: the first
// exclusive waiter of key has it from now on, lock bit and all, and finds that
// out by [waitqueue.Table.Grant]; if there is none, the bit is cleared. It holds
// the caller to the same rules, and its observation is task.Unlocked, before
// anybody is woken. Preconditions: as for StoreUnlocked.
func (m *Mapping) HandOff(t Task, q *waitqueue.Table, key waitqueue.Key, index uint64, cookie Entry) (handed bool) {
	m.unlocks(t, index, m.Load(index), cookie)
	if _, handed = q.HandOff(t, key, uint64(cookie.Unlocked())); !handed {
		t.Spend(task.WalkXArray, 0)
		m.store(index, cookie.Unlocked())
	}
	return handed
}
