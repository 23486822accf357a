// Package waitqueue is a hashed table of wait queues with keyed waiters, as
// fs/dax has had it since Linux 4.7.
//
// A waiter hangs on the queue head that its key hashes to. A wake walks that
// queue and wakes those whose key matches; the others cost the waker a call
// each and are left alone. Non-exclusive waiters are put at the head and are
// all woken; exclusive ones at the tail, and a wake of n stops after the n-th.
//
// # The pattern that users get wrong
//
// Test and enqueue are one section of the lock that guards the condition, and
// so is whatever makes the condition true. The sleep is outside, and after it
// everything is looked up anew, the key included:
//
//	t.Lock(&lock)
//	for conditionHolds() {
//		table.Prepare(t, key(), waitqueue.Exclusive)
//		t.Unlock(&lock)
//		table.Sleep(t)
//		t.Lock(&lock)
//	}
//
//	t.Lock(&lock)
//	endCondition()
//	t.Unlock(&lock)
//	t.Yield(task.WakeAfterUnlock)
//	if table.Active(key) {
//		table.Wake(t, key, 1)
//	}
//
// Active takes no lock. It may miss a waiter only if that one enqueued itself
// after endCondition, in which case it saw the condition gone and will not
// sleep. Clear the condition after the test, or drop the lock between test and
// enqueue, and a task sleeps for ever.
//
// An exclusive wake is a token: the woken task takes the lock (and wakes the
// next when it is done), sleeps again on the same key, or wakes somebody else.
//
// Waiters stand in an array by task, linked by index, so that waiting does not
// allocate and a table can be stored and set again. A task waits for one key at a time.
package waitqueue
