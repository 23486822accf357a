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
	slept := false
	for {
		e := daxcore.Entry(cur.FindConflict())
		switch {
		case slept && m.World().Table.Grant(t) != 0:
			return e &^ lockBit, true // as it was when it was handed over
		case e.Present() && e.Order() < cur.Order():
			return daxcore.Conflict, false
		case !e.Locked():
			return e, false
		}
		m.World().Table.Prepare(t, h.key(m, cur.Index(), e), waitqueue.Exclusive)
		cur.Reset()
		t.Unlock(&m.XALock)
		m.World().Table.Sleep(t)
		t.Lock(&m.XALock)
		slept = true
	}
}

func (h *handOff) Wait(t daxcore.Task, m *daxcore.Mapping, index uint64, e daxcore.Entry, _ daxcore.Site, _ bool) {
	key := h.key(m, index, e)
	key.Index |= pageQueue
	m.World().Table.Prepare(t, key, waitqueue.NonExclusive)
	t.Unlock(&m.XALock)
	m.World().Table.Sleep(t)
}

func (h *handOff) Unlock(t daxcore.Task, m *daxcore.Mapping, index uint64, cookie daxcore.Entry) {
	t.Lock(&m.XALock)
	h.unlocked(t, m, index, cookie)
	h.pass(t, m, index, cookie)
	t.Unlock(&m.XALock)
}

// unlocked tells that a holder is done.
func (h *handOff) unlocked(t daxcore.Task, m *daxcore.Mapping, index uint64, e daxcore.Entry) {
	t.Observe(daxcore.Event{Kind: task.Unlocked, File: m.ID, Index: e.Start(index), Order: e.Order()})
}

func (h *handOff) Release(t daxcore.Task, m *daxcore.Mapping, index uint64, e daxcore.Entry, owned bool, why daxcore.Reason) {
	switch {
	case why == daxcore.Removed, why == daxcore.Downgraded:
		// There is nothing left to give: all look again.
		m.World().Table.Wake(t, h.key(m, index, e), waitqueue.All)
		h.wakePages(t, m, index, e)
	case !owned: // got it unlocked, so nobody waits
	default:
		h.unlocked(t, m, index, e)
		h.pass(t, m, index, e)
	}
}

// pass gives the lock of e, which the task has, to the next in the queue, or
// clears it if there is none. Preconditions: xa_lock is held.
func (h *handOff) pass(t daxcore.Task, m *daxcore.Mapping, index uint64, e daxcore.Entry) {
	if _, ok := m.World().Table.HandOff(t, h.key(m, index, e), uint64(e)); !ok {
		cur := m.Pages.At(index, daxcore.PTE)
		cur.Store(xarray.Entry(e))
	}
	h.wakePages(t, m, index, e)
}

// wakePages wakes who waits by page, at every release: the entry may be theirs
// by the time they look.
func (h *handOff) wakePages(t daxcore.Task, m *daxcore.Mapping, index uint64, e daxcore.Entry) {
	key := h.key(m, index, e)
	key.Index |= pageQueue
	if m.World().Table.Active(key) {
		m.World().Table.Wake(t, key, waitqueue.All)
	}
}
