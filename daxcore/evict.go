package daxcore

import "daxwait/daxcore/task"

// Open takes a reference to a file. One that was evicted is then another, in
// the same memory.
func (w *World) Open(file int) { w.Files[file].Inode.Get() }

// Close drops a reference that the task has. The last one evicts.
func (w *World) Close(t Task, file int) {
	m := w.Files[file]
	t.At(task.Closing, uint64(file), 0)
	t.Yield(task.Closing)
	if m.Inode.Put() {
		w.evict(t, m)
	}
}

// evict frees a file that nobody has a reference to. Lock-by-page may still be
// about: it may have locked an entry, be waiting for one, or be on its way to
// the lock of the file. All three ingredients are for it:
//
// The entries are deleted, and that waits for who has one locked. Then xa_lock
// is taken once more, so that whoever found the file empty and is still inside
// of a section is waited for. And the memory goes after a grace period, since
// who has seen page->mapping before that may only now come to take xa_lock.
func (w *World) evict(t Task, m *Mapping) {
	t.Observe(Event{Kind: task.Evicted, File: m.ID})
	t.At(task.Evicting, uint64(m.ID), 0)
	w.deleteEntries(t, m, 0, m.Blocks.Pages()-1, true)
	t.At(task.Clearing, uint64(m.ID), 0)
	t.Lock(&m.XALock)
	if m.NrPages != 0 {
		m.violated(t, 0, task.LeftBehind)
	}
	t.Unlock(&m.XALock)
	w.readers.Wait(t)
	m.Inode.Free()
	t.Observe(Event{Kind: task.Freed, File: m.ID})
}
