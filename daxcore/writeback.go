package daxcore

import (
	"daxwait/daxcore/task"
	"daxwait/daxcore/xarray"
)

// Fsync writes back the dirty entries of pages first to last and commits the
// journal.
func (w *World) Fsync(t Task, file int, first, last uint64) {
	w.Writeback(t, file, first, last)
	w.fs.Fsync(t, w.Files[file].File)
}

// Writeback flushes the dirty entries of pages first to last, and returns how
// many. What it does with a locked one is a rule: the kernels from 4.20 on
// pass it by, against their comments, since the iteration has positioned the
// cursor by then and a positioned cursor of order 0 finds no conflict.
func (w *World) Writeback(t Task, file int, first, last uint64) (written int) {
	m := w.Files[file]
	t.At(task.RangeStart, first, last)
	t.Lock(&m.XALock)
	tag := m.Pages.At(first, PTE)
	for tag.NextMarked(last, Dirty) != 0 {
		tag.SetMark(ToWrite)
	}
	cur := m.Pages.At(first, PTE)
	for {
		t.Spend(task.WalkXArray, 0)
		e := Entry(cur.NextMarked(last, ToWrite))
		if e == 0 {
			break
		}
		t.At(task.WritebackLoop, cur.Index(), last)
		if w.writeOne(t, m, &cur, e) {
			written++
		}
	}
	t.Unlock(&m.XALock)
	return written
}

// writeOne flushes the entry that the cursor stands on. xa_lock is held on
// entry and return, and dropped meanwhile.
func (w *World) writeOne(t Task, m *Mapping, cur *xarray.Cursor, e Entry) bool {
	owned := false
	if e.Locked() {
		if Decided(w.Entries, func(r Rules) bool { return r.Writeback == WritebackSkips }) {
			t.Observe(Event{Kind: task.Skipped, File: m.ID, Index: e.Start(cur.Index()), Order: e.Order()})
			return false // it stays dirty, and chosen
		}
		was := e
		t.At(task.WritebackWait, cur.Index(), uint64(was))
		cur.Reset()
		e, owned = w.get(t, m, cur.Index(), PTE)
		cur.Load() // the iteration goes on behind this index, whatever is there
		if !e.Present() || e.PFN() != was.PFN() || !cur.Marked(ToWrite) {
			w.Entries.Release(t, m, cur.Index(), e, owned, Unused)
			return false
		}
	}
	if !owned {
		m.lock(t, cur, e)
	}
	cur.ClearMark(ToWrite)
	t.Unlock(&m.XALock)

	index, first := cur.Index(), e.Start(cur.Index())
	t.At(task.WritebackFlush, index, uint64(e))
	m.protect(t, first, first+1<<e.Order()-1)
	t.Spend(task.Flush, 0)
	t.At(task.WritebackFlush, index, uint64(e))

	cur.Reset()
	t.Lock(&m.XALock)
	cur.Load()
	cur.ClearMark(Dirty)
	w.Entries.Release(t, m, index, e, true, Written)
	return true
}

// ClearDirty takes the dirty marks off the entries of pages first to last, as
// reflink does before it copies a shared extent (6.2), so that they can be
// invalidated.
func (w *World) ClearDirty(t Task, file int, first, last uint64) {
	m := w.Files[file]
	t.At(task.RangeStart, first, last)
	t.Lock(&m.XALock)
	cur := m.Pages.At(first, PTE)
	for word := range cur.Entries(last) {
		e := Entry(word)
		rule := Decided(w.Entries, func(r Rules) Scan { return r.Scan })
		waits := rule != ScanSkips
		if waits {
			if e = w.scanned(t, m, &cur, e, last, rule); !e.Present() {
				continue
			}
		}
		cur.ClearMark(Dirty) // before 6.15 of a locked entry too
		cur.ClearMark(ToWrite)
		if waits { // before, it had got nothing, and put that back
			w.Entries.Release(t, m, cur.Index(), e, false, Unused)
		}
	}
	t.Unlock(&m.XALock)
}
