package daxcore

import (
	"daxwait/daxcore/fs"
	"daxwait/daxcore/task"
)

// Invalidate removes the entry at index once it is unlocked, unless it is
// dirty, and reports whether it did. This is the synchronous variant, which
// needs no lock: a FUSE open or a write(2) calls it beside faults.
func (w *World) Invalidate(t Task, file int, index uint64) bool {
	t.At(task.Start, index, 0)
	return w.deleteEntry(t, w.Files[file], index, false)
}

// deleteEntry is invalidation of one entry. A truncating caller excludes
// faults, and has the entry removed though it be dirty.
func (w *World) deleteEntry(t Task, m *Mapping, index uint64, truncate bool) bool {
	t.Lock(&m.XALock)
	e, owned := w.get(t, m, index, PTE)
	cur := m.Pages.At(index, PTE)
	removed := false
	switch {
	case !e.Present():
		w.Entries.Release(t, m, index, e, owned, Unused)
	case !truncate && (cur.Marked(Dirty) || cur.Marked(ToWrite) || t.Decide(task.Refuses)):
		t.Observe(Event{Kind: task.Refused, File: m.ID, Index: e.Start(index), Order: e.Order()})
		w.Entries.Release(t, m, index, e, owned, Refused)
	default:
		m.remove(t, &cur, e)
		if owned {
			t.Observe(Event{Kind: task.Unlocked, File: m.ID, Index: e.Start(index), Order: e.Order()})
		}
		w.Entries.Release(t, m, index, e, false, Removed)
		removed = true
	}
	t.Unlock(&m.XALock)
	if truncate && !removed {
		m.violated(t, index, task.NotDeleted)
	}
	return removed
}

// next returns the first index from first to last that has an entry.
func (w *World) next(t Task, m *Mapping, first, last uint64) (index uint64, e Entry) {
	t.Lock(&m.XALock)
	t.Spend(task.WalkXArray, 0)
	cur := m.Pages.At(first, PTE)
	e = Entry(cur.Next(last))
	t.Unlock(&m.XALock)
	return cur.Index(), e
}

// deleteEntries deletes the entries of pages first to last one by one, with no
// lock held between them. It reports how many went and whether any stayed.
func (w *World) deleteEntries(t Task, m *Mapping, first, last uint64, truncate bool) (removed int, busy bool) {
	for at := first; at <= last; {
		t.At(task.RangeLoop, at, last)
		index, e := w.next(t, m, at, last)
		if e == 0 {
			break
		}
		t.At(task.RangeEntry, extent{index, e.Order()}.word(), last)
		if w.deleteEntry(t, m, index, truncate) {
			removed++
		} else {
			busy = true
		}
		at = e.Start(index) + 1<<e.Order()
	}
	t.At(task.RangeLoop, last+1, last)
	return removed, busy
}

// InvalidateRange invalidates the entries of pages first to last, and unmaps
// the range after that.
func (w *World) InvalidateRange(t Task, file int, first, last uint64) (removed int, busy bool) {
	m := w.Files[file]
	removed, busy = w.deleteEntries(t, m, first, last, false)
	m.unmap(t, first, last)
	return removed, busy
}

// Punch makes pages first to last a hole: it lets no fault in meanwhile, so it
// never waits for one.
func (w *World) Punch(t Task, file int, first, last uint64) {
	m := w.Files[file]
	t.At(task.RangeStart, first, last)
	m.InvalidateLock.Lock(t)
	w.cut(t, m, first, last)
	m.InvalidateLock.Unlock(t)
}

// Truncate sets the length of a file in pages.
func (w *World) Truncate(t Task, file int, pages uint64) {
	m := w.Files[file]
	t.At(task.RangeStart, pages, 0)
	m.InvalidateLock.Lock(t)
	was := m.Size()
	t.At(task.Cutting, pages, was)
	m.setSize(pages)
	if pages < was {
		w.cut(t, m, pages, was-1)
	}
	m.InvalidateLock.Unlock(t)
}

// cut takes pages out of the page tables, then out of the tree, then frees
// their blocks. A PMD entry that overlaps the range goes as a whole, its
// blocks outside stay. Preconditions: invalidate_lock is held alone.
func (w *World) cut(t Task, m *Mapping, first, last uint64) {
	m.unmap(t, first, last)
	w.deleteEntries(t, m, first, last, true)
	w.fs.Free(t, m.part(first, last-first+1))
}

// Allocate gives pages first to last unwritten blocks where they are holes, as
// fallocate does.
func (w *World) Allocate(t Task, file int, first, last uint64) {
	m := w.Files[file]
	m.InvalidateLock.Lock(t) // or a fault would see half of it, and be undone
	w.fs.Reserve(t, m.part(first, last-first+1))
	m.InvalidateLock.Unlock(t)
}

// Write is write(2) of one page: where it fills a hole it allocates a block
// and invalidates what faults have put there, with no lock that they hold.
func (w *World) Write(t Task, file int, index uint64) {
	m := w.Files[file]
	if index >= m.Blocks.Pages() {
		return
	}
	if index >= m.Size() {
		m.setSize(index + 1)
	}
	if m.Blocks.Flagged(index, 1) {
		m.unmap(t, index, index) // nobody may rely on its metadata any more
	}
	if was := w.fs.Write(t, m.part(index, 1)); was != fs.Written {
		t.Yield(task.RangeStart) // nothing is locked between the two
		w.InvalidateRange(t, file, index, index)
	}
}
