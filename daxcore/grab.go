package daxcore

import (
	"daxwait/daxcore/task"
	"daxwait/daxcore/xarray"
)

// Grab gets the entry of a fault of the given order at index, locked, and
// returns its cookie. Where there is none it inserts an empty one; a zero or
// empty PMD entry that a PTE fault meets is downgraded. A PMD fault that meets
// a PTE entry is told to fall back, with nothing locked.
//
// xa_lock is never dropped while the slot is empty and unclaimed, so two
// faults cannot both insert; and no path makes a PMD entry of PTE entries.
func (w *World) Grab(t Task, m *Mapping, index uint64, order uint8) (cookie Entry, r Result) {
	if order == PMD && Decided(w.Entries, func(r Rules) bool { return r.PMDOff }) {
		return 0, w.fallBack(t, m, index)
	}
	for {
		t.At(task.Start, index, uint64(order))
		t.Lock(&m.XALock)
		e, owned := w.get(t, m, index, order)
		cur := m.Pages.At(index, order)
		switch {
		case e == Conflict || e != 0 && !e.Present():
			// A node instead of an entry is what the first slot shows to a PMD
			// request of 4.20-rc1 if PTE entries lie there.
			t.Unlock(&m.XALock)
			return 0, w.fallBack(t, m, index)
		case order == PMD && e.Present() && !e.IsPMD():
			w.Entries.Release(t, m, cur.Index(), e, owned, Unused)
			t.Unlock(&m.XALock)
			return 0, w.fallBack(t, m, index)
		case order == PTE && e.IsPMD() && (e.IsZero() || e.IsEmpty()):
			w.downgrade(t, m, &cur, e, owned)
			e, owned = 0, false
			cur.Set(index)
		}
		if e != 0 {
			if !owned {
				m.lock(t, &cur, e)
			}
			t.Unlock(&m.XALock)
			t.At(task.Grabbed, extent{index, order}.word(), uint64(e))
			return e, 0
		}
		if cur.Missing() != 0 && t.Decide(task.AllocFails) {
			t.Unlock(&m.XALock)
			t.At(task.AllocRetry, index, uint64(order))
			t.Spend(task.AllocNode, 0)
			continue // with what a downgrade did done and over (5.14)
		}
		if order == PMD && w.othersInChunk(m, index) {
			if Decided(w.Entries, func(r Rules) bool { return r.ExactInsert }) {
				t.Unlock(&m.XALock)
				return 0, w.fallBack(t, m, index)
			}
			m.violated(t, index, task.EntriesLost)
		}
		e = MakeEntry(0, FlagEmpty|flagOf(order))
		m.lock(t, &cur, e)
		m.NrPages += 1 << order
		t.Unlock(&m.XALock)
		t.At(task.Grabbed, extent{index, order}.word(), uint64(e))
		return e, 0
	}
}

func (w *World) fallBack(t Task, m *Mapping, index uint64) Result {
	t.Observe(Event{Kind: task.FellBack, File: m.ID, Index: index, Order: PMD})
	return Fallback
}

// othersInChunk reports whether a PMD entry would be stored over others.
func (w *World) othersInChunk(m *Mapping, index uint64) bool {
	probe := m.Pages.At(index, PMD)
	return probe.FindConflict() != 0
}

// downgrade removes the zero or empty PMD entry e, so that the fault can put a
// PTE entry in its place, and wakes all that slept on it.
//
// The entry is locked while its page-table entries go. It is not looked up
// again after that: nobody may remove a locked entry.
func (w *World) downgrade(t Task, m *Mapping, cur *xarray.Cursor, e Entry, owned bool) {
	if !owned {
		m.lock(t, cur, e)
	}
	if e.IsZero() {
		t.Unlock(&m.XALock)
		t.At(task.DowngradeUnmap, cur.Index(), uint64(e))
		m.unmap(t, Base(cur.Index()), Base(cur.Index())+Chunk-1)
		t.At(task.DowngradeUnmap, cur.Index(), uint64(e))
		cur.Reset()
		t.Lock(&m.XALock)
	}
	t.Observe(Event{Kind: task.Downgraded, File: m.ID, Index: Base(cur.Index()), Order: PMD})
	w.disassociate(e)
	cur.Store(0)
	m.NrPages -= Chunk
	t.Observe(Event{Kind: task.Unlocked, File: m.ID, Index: Base(cur.Index()), Order: PMD})
	w.Entries.Release(t, m, cur.Index(), e, false, Downgraded)
}

// UnlockEntry gives back what Grab locked.
func (w *World) UnlockEntry(t Task, m *Mapping, index uint64, cookie Entry) {
	w.Entries.Unlock(t, m, index, cookie)
}

// Visit gets the entry of a file at index once it is unlocked and leaves it as it
// is: a get and a put, of a task that locks nothing. A synchronous fault whose
// entry has become another does that.
func (w *World) Visit(t Task, file int, index uint64, order uint8) Entry {
	m := w.Files[file]
	t.At(task.Start, index, uint64(order))
	t.Lock(&m.XALock)
	e, owned := w.get(t, m, index, order)
	w.Entries.Release(t, m, index, e, owned, Unused)
	t.Unlock(&m.XALock)
	return e
}
