package strategies

import (
	"daxwait/daxcore"
	"daxwait/daxcore/task"
	"daxwait/daxcore/waitqueue"
)

// directHandOff gives the lock away with the wake.
func directHandOff() *Strategy {
	return &Strategy{
		Name:      "handoff",
		Origin:    "what mutexes and page locks do for waiters that have lost too often (folio lock, 5.9), for all of them",
		Claim:     "the unlocker sets the bit for the first in the queue: no barging, no useless wakes, no token to lose",
		Loses:     "where a wake takes long against the hold: the entry stands idle until its new owner runs",
		CheckOnly: true,
		New:       HandOff(daxcore.Rules{}),
	}
}

// handOff is a design that no Policy can express: who releases an entry gives
// it to the first in the queue. The lock bit stays set meanwhile, so nobody
// barges in, and a wake is no token that may get lost but the lock itself.
//
// A PMD request that meets a PTE entry gets Conflict. So all that wait for an
// entry wait on one key, and whoever is first can use it.
type handOff struct {
	rules daxcore.Rules
	queue *waitqueue.Table
}

// pages is the queue of those that cannot be given an entry, since they do not
// look at the tree again.
const pages = 1

// HandOff makes the design, with the rules of operations that it is given.
func HandOff(rules daxcore.Rules) daxcore.Design {
	return func(r daxcore.Room) daxcore.EntryLock { return &handOff{rules, r.Table} }
}

func (h *handOff) Rules() daxcore.Rules { return h.rules }

func (h *handOff) key(m *daxcore.Mapping, index uint64, e daxcore.Entry) waitqueue.Key {
	return waitqueue.Key{File: m.ID, Index: e.Start(index)}
}

func (h *handOff) Get(t daxcore.Task, m *daxcore.Mapping, index uint64, order uint8) (daxcore.Entry, bool) {
	cur := m.Pages.At(index, order)
	for slept := false; ; slept = true {
		e := m.Find(t, &cur)
		owned := slept && h.queue.Grant(t) != 0
		conflict := !owned && e.Present() && e.Order() < cur.Order()
		waits := e.Locked() && !owned && !conflict
		switch {
		case slept && !waits:
			t.Observe(daxcore.Event{Kind: task.WaitEnd, File: m.ID, Index: cur.Index(), Order: cur.Order()})
		case waits && !slept:
			t.Observe(daxcore.Event{Kind: task.WaitBegin, File: m.ID, Index: cur.Index(), Order: cur.Order()})
		}
		switch {
		case conflict:
			return daxcore.Conflict, false
		case !waits:
			return e.Unlocked(), owned // as it was when it was handed over
		}
		cur.Reset()
		t.At(task.GetLoop, cur.Index(), uint64(order))
		m.SleepOn(t, h.queue, h.key(m, cur.Index(), e), waitqueue.Exclusive, slept)
		m.Enter(t, index)
	}
}

func (h *handOff) Wait(t daxcore.Task, m *daxcore.Mapping, index uint64, e daxcore.Entry, _ daxcore.Site, again bool) {
	key := h.key(m, index, e)
	key.Queue = pages
	m.SleepOn(t, h.queue, key, waitqueue.NonExclusive, again)
}

func (h *handOff) Unlock(t daxcore.Task, m *daxcore.Mapping, index uint64, cookie daxcore.Entry) {
	m.Enter(t, index)
	h.Release(t, m, index, cookie, true, daxcore.Unlocked)
	t.Unlock(&m.XALock)
}

func (h *handOff) Release(t daxcore.Task, m *daxcore.Mapping, index uint64, e daxcore.Entry, owned bool, why daxcore.Reason) {
	n, key := 0, h.key(m, index, e)
	gone := why == daxcore.Removed || why == daxcore.Downgraded
	switch {
	case gone: // nothing is left to give: all look again
		n = h.queue.Wake(t, key, waitqueue.All)
	case !owned:
		return // got it unlocked, so nobody waits
	case m.HandOff(t, h.queue, key, index, e):
		n = 1
	}
	// Who waits by page is woken at every release: the entry may be theirs by the
	// time they look.
	key.Queue = pages
	if h.queue.Active(key) {
		n += h.queue.Wake(t, key, waitqueue.All)
	}
	t.Observe(daxcore.Event{Kind: task.Woke, File: m.ID, Index: key.Index, N: n, All: gone})
}
