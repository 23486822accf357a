package daxcore

import (
	"daxwait/daxcore/task"
	"daxwait/daxcore/waitqueue"
	"daxwait/daxcore/xarray"
)

// Kernel makes an EntryLock of a policy by the kernel's own loop: look up,
// and while the entry is locked queue, drop xa_lock, sleep, retake it, and
// look up again with a cursor that was reset.
func Kernel(p Policy) EntryLock { return kernel{Policy: p} }

type kernel struct {
	Policy
	peers *Peers // who is asked the same, or nil
	plan  *plan  // where wakes are noted instead of done, or nil
}

// IsPolicy reports whether a design is the kernel's loop and nothing else. That
// keeps no state of its own.
func IsPolicy(l EntryLock) bool { _, ok := l.(kernel); return ok }

func (k kernel) Rules() Rules {
	if k.peers != nil {
		k.peers.rules(k.Policy.Rules)
	}
	return k.Policy.Rules
}

// lookup is step 1 of Get.
func (k kernel) lookup(m *Mapping, cur *xarray.Cursor) Entry {
	switch k.Lookup {
	case FirstSlot:
		return Entry(cur.Load())
	case ExactIndex:
		exact := m.Pages.At(cur.Index(), PTE)
		return Entry(exact.Load())
	}
	return Entry(cur.FindConflict())
}

// finds is step 2: what Get returns that finds e, or whether it sleeps.
func (k kernel) finds(pmd bool, e Entry) (got Entry, sleeps bool) {
	inTheWay := pmd && !e.IsPMD()
	switch {
	case inTheWay && k.PMDMeets == FallBackEmpty,
		inTheWay && k.PMDMeets == FallBack && e.Present():
		return Conflict, false
	}
	return e, e.Locked()
}

// bed is where and how a task sleeps in Get that finds e.
func (k kernel) bed(m *Mapping, cur *xarray.Cursor, index uint64, pmd bool, e Entry) (waitqueue.Key, waitqueue.Mode) {
	key := k.key(m, cur.Index(), e)
	if k.atEntry(pmd && !e.IsPMD()) {
		key.Index = m.startOf(index, e)
	}
	return key, k.queueing(InFault)
}

func (k kernel) Get(t Task, m *Mapping, index uint64, order uint8) (Entry, bool) {
	cur := m.Pages.At(index, order)
	pmd := order == PMD
	var was waitqueue.Key
	for slept := false; ; slept = true {
		t.Spend(task.WalkXArray, 0)
		if k.peers != nil {
			k.peers.get(k, m, cur, index)
		}
		e, sleeps := k.finds(pmd, k.lookup(m, &cur))
		if !sleeps {
			if slept {
				t.Observe(Event{Kind: task.WaitEnd, File: m.ID, Index: cur.Index(), Order: cur.Order()})
			}
			return e, false
		}
		key, mode := k.bed(m, &cur, index, pmd, e)
		if !slept {
			t.Observe(Event{Kind: task.WaitBegin, File: m.ID, Index: cur.Index(), Order: cur.Order()})
		} else if k.Resleep == ResleepPasses {
			k.wake(t, m, was, WakeNext)
		}
		cur.Reset()
		later := extent{order: order}.word()
		if k.Resleep == ResleepPasses {
			later = bed{extent{key.Index, order}, key.Queue}.word()
		}
		t.At(task.GetLoop, cur.Index(), later)
		m.SleepOn(t, m.world.Table, key, mode, slept)
		was = key
		m.Enter(t, index)
	}
}

func (k kernel) Wait(t Task, m *Mapping, index uint64, e Entry, at Site, again bool) {
	if k.peers != nil {
		k.peers.wait(k, m, index, e, at)
	}
	m.SleepOn(t, m.world.Table, k.key(m, index, e), k.queueing(at), again)
}

func (k kernel) Release(t Task, m *Mapping, index uint64, e Entry, owned bool, why Reason) {
	if owned {
		m.StoreUnlocked(t, index, e)
	}
	if k.peers != nil {
		k.peers.release(k, m, index, e, why)
	}
	key := k.key(m, index, e)
	switch why {
	case Removed, Refused:
		whom := k.OnRemoval.or(WakeAll)
		if why == Refused {
			whom = k.OnRefusal.or(whom)
		}
		// One that wakes the next does it by put, and is as silent as that.
		if whom != WakeNext || k.Put != PutNever {
			k.wake(t, m, key, whom)
		}
	case Downgraded:
		k.wake(t, m, key, k.OnDown.or(WakeAll))
	case Unlocked, Written:
		k.wake(t, m, key, k.OnUnlock.or(WakeNext))
	case Replaced:
		// Who gets a page that is gone unlocks it, and so one after the other is
		// woken: all of them, in the end.
		mode := WakeAll
		if k.Policy.Rules.Holes == HolePagesNext && !e.IsZero() {
			mode = WakeNext
		}
		k.wake(t, m, key, mode)
	case Unused:
		if k.atEntry(true) {
			key.Index = m.startOf(index, e)
		}
		k.put(t, m, key, e)
	}
}

// put is what a woken task owes that leaves without locking.
func (k kernel) put(t Task, m *Mapping, key waitqueue.Key, e Entry) {
	if e == Conflict {
		return
	}
	switch k.Put {
	case PutNever:
	case PutNext:
		if e.Present() {
			k.wake(t, m, key, WakeNext)
		}
	case PutAll:
		if e.Present() {
			k.wake(t, m, key, WakeAll)
		}
	case PutAbsent:
		k.wake(t, m, key, WakeNext)
	case PutBoth, PutAllOnBoth:
		whom := WakeNext
		if k.Put == PutAllOnBoth && !e.Present() {
			whom = WakeAll
		}
		k.wake(t, m, key, whom)
		if base := Base(key.Index); !e.Present() && base != key.Index {
			k.wake(t, m, waitqueue.Key{File: m.ID, Index: base}, whom)
		}
	}
}

func (k kernel) Unlock(t Task, m *Mapping, index uint64, cookie Entry) {
	m.Enter(t, index)
	m.StoreUnlocked(t, index, cookie)
	t.Unlock(&m.XALock)
	key := k.key(m, index, cookie)
	if k.peers != nil {
		k.peers.key(m, index, cookie, key)
	}
	t.At(task.WakeAfterUnlock, key.Index, m.Place(0))
	t.Yield(task.WakeAfterUnlock)
	if k.peers != nil {
		k.peers.unlock(k, m, key)
	}
	k.wake(t, m, key, k.OnUnlock.or(WakeNext))
}

// key is the key of an entry seen through a cursor at index. It goes by the
// cursor's index and the entry's PMD bit, not by where the entry was found.
func (k kernel) key(m *Mapping, index uint64, e Entry) waitqueue.Key {
	key := waitqueue.Key{File: m.ID, Index: index}
	if k.Key == KeyBase || e.IsPMD() {
		key.Index = Base(index)
	}
	if k.Policy.Rules.isPage(e) {
		key.Queue = pageQueue
	}
	return key
}

// atEntry reports whether the key of an entry that Get found, which may be in the
// way of a PMD request, is the entry's own. It is never with KeyBase: all keys are
// bases then.
func (k kernel) atEntry(inTheWay bool) bool {
	return k.Key == KeyFound || k.Key == KeyKernel && k.PMDMeets == WaitAtEntry && inTheWay
}

func (k kernel) queueing(at Site) waitqueue.Mode {
	q := k.Policy.Wait[at]
	if q == QueueShared || q == QueueDefault && at == ByPage {
		return waitqueue.NonExclusive
	}
	return waitqueue.Exclusive
}

// wake wakes whom the rule says.
func (k kernel) wake(t Task, m *Mapping, key waitqueue.Key, whom Wake) {
	if k.plan != nil {
		k.plan.add(key, whom)
		return
	}
	switch whom {
	case WakeNext:
		m.WakeOn(t, m.world.Table, key, 1)
	case WakeAll:
		m.WakeOn(t, m.world.Table, key, waitqueue.All)
	}
}
