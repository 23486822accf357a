package strategies

import (
	"daxwait/daxcore"
	"daxwait/daxcore/task"
	"daxwait/daxcore/waitqueue"
	"daxwait/daxcore/xarray"
)

// directHandOff gives the lock away with the wake.
func directHandOff() *Strategy {
	return &Strategy{
		Name:      "handoff",
		Origin:    "what mutexes and page locks do for waiters that have lost too often (folio lock, 5.9), for all of them",
		Claim:     "the unlocker sets the bit for the first in the queue: no barging, no useless wakes, no token to lose",
		Loses:     "where a wake takes long against the hold: the entry stands idle until its new owner runs",
		CheckOnly: true,
		New:       func() daxcore.EntryLock { return HandOff(daxcore.Rules{}) },
	}
}

// handOff is a design that no Policy can express: who releases an entry gives
// it to the first in the queue. The lock bit stays set meanwhile, so nobody
// barges in, and a wake is no token that may get lost but the lock itself.
//
// A PMD request that meets a PTE entry gets Conflict. So all that wait for an
// entry wait on one key, and whoever is first can use it.
type handOff struct{ rules daxcore.Rules }

// HandOff makes the design, with the rules of operations that it is given.
func HandOff(r daxcore.Rules) daxcore.EntryLock { return &handOff{r} }

func (h *handOff) Rules() daxcore.Rules { return h.rules }

const (
	// lockBit is bit 0 of an entry, above the tag of a value.
	lockBit = daxcore.Entry(1 << 1)
	// pageQueue keeps those that cannot be given an entry, since they do not
	// look at the tree again, apart from those who can.
	pageQueue = 1 << 62
)

func (h *handOff) key(m *daxcore.Mapping, index uint64, e daxcore.Entry) waitqueue.Key {
	return waitqueue.Key{File: m.ID, Index: e.Start(index)}
}

func (h *handOff) Get(t daxcore.Task, m *daxcore.Mapping, index uint64, order uint8) (daxcore.Entry, bool) {
	cur := m.Pages.At(index, order)
	for slept := 0; ; slept = 1 {
		e := m.Find(t, &cur)
		owned := slept != 0 && m.World().Table.Grant(t) != 0
		conflict := e.Present() && e.Order() < cur.Order()
		if slept != 0 && (owned || conflict || !e.Locked()) {
			t.Observe(daxcore.Event{Kind: task.WaitEnd, File: m.ID, Index: cur.Index(), Order: cur.Order()})
		}
		switch {
		case owned:
			return e &^ lockBit, true // as it was when it was handed over
		case conflict:
			return daxcore.Conflict, false
		case !e.Locked():
			return e, false
		case slept == 0:
			t.Observe(daxcore.Event{Kind: task.WaitBegin, File: m.ID, Index: cur.Index(), Order: cur.Order()})
		}
		key := h.key(m, cur.Index(), e)
		m.World().Table.Prepare(t, key, waitqueue.Exclusive)
		cur.Reset()
		t.Observe(daxcore.Event{Kind: task.Slept, File: m.ID, Index: key.Index, N: slept})
		t.At(task.GetLoop, cur.Index(), uint64(order))
		t.Unlock(&m.XALock)
		m.World().Table.Sleep(t)
		m.Enter(t, index)
	}
}

func (h *handOff) Wait(t daxcore.Task, m *daxcore.Mapping, index uint64, e daxcore.Entry, _ daxcore.Site, again bool) {
	key := h.key(m, index, e)
	useless := 0
	if again {
		useless = 1
	}
	t.Observe(daxcore.Event{Kind: task.Slept, File: m.ID, Index: key.Index, N: useless})
	key.Index |= pageQueue
	m.World().Table.Prepare(t, key, waitqueue.NonExclusive)
	t.Unlock(&m.XALock)
	m.World().Table.Sleep(t)
}

func (h *handOff) Unlock(t daxcore.Task, m *daxcore.Mapping, index uint64, cookie daxcore.Entry) {
	m.Enter(t, index)
	h.pass(t, m, index, cookie)
	t.Unlock(&m.XALock)
}

func (h *handOff) Release(t daxcore.Task, m *daxcore.Mapping, index uint64, e daxcore.Entry, owned bool, why daxcore.Reason) {
	switch {
	case why == daxcore.Removed, why == daxcore.Downgraded:
		// There is nothing left to give: all look again.
		key := h.key(m, index, e)
		n := m.World().Table.Wake(t, key, waitqueue.All) + h.wakePages(t, m, key)
		t.Observe(daxcore.Event{Kind: task.Woke, File: m.ID, Index: key.Index, N: n, All: true})
	case !owned: // got it unlocked, so nobody waits
	default:
		h.pass(t, m, index, e)
	}
}

// pass gives the lock of e, which the task has, to the next in the queue, or
// clears it if there is none. Preconditions: xa_lock is held.
func (h *handOff) pass(t daxcore.Task, m *daxcore.Mapping, index uint64, e daxcore.Entry) {
	n, key := 1, h.key(m, index, e)
	t.Observe(daxcore.Event{Kind: task.Unlocked, File: m.ID, Index: key.Index, Order: e.Order()})
	if _, ok := m.World().Table.HandOff(t, key, uint64(e)); !ok {
		n = 0
		t.Spend(task.WalkXArray, 0)
		cur := m.Pages.At(index, daxcore.PTE)
		cur.Store(xarray.Entry(e))
	}
	woke(t, m, key.Index, n+h.wakePages(t, m, key))
}

// woke tells how many a release has woken.
func woke(t daxcore.Task, m *daxcore.Mapping, index uint64, n int) {
	t.Observe(daxcore.Event{Kind: task.Woke, File: m.ID, Index: index, N: n})
}

// wakePages wakes who waits by page, at every release: the entry may be theirs
// by the time they look.
func (h *handOff) wakePages(t daxcore.Task, m *daxcore.Mapping, key waitqueue.Key) int {
	key.Index |= pageQueue
	if !m.World().Table.Active(key) {
		return 0
	}
	return m.World().Table.Wake(t, key, waitqueue.All)
}
