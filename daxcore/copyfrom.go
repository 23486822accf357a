package daxcore

import (
	"daxwait/daxcore/fs"
	"daxwait/daxcore/task"
)

// CopyFrom is write(2) of a page of the ordinary file, from the page of a
// mapping that f accesses.
func (w *World) CopyFrom(t Task, page int, f *Fault) {
	j := w.Journal
	lock := func() {
		j.Start(t)
		t.At(task.Copying, 0, 0)
		j.Pages.Lock(t, page)
	}
	switch j.Rules.Copy {
	case fs.CopyLocked:
		lock()
		j.Order(page)
		j.Stop(t)
		w.Access(t, f)
		t.Spend(task.CopyPage, 0)
		t.At(task.Copying, 1, 0)
		j.Pages.Unlock(t, page)
		return
	case fs.CopyInHandle:
		lock()
		w.Access(t, f)
		w.copied(t, page, true)
		return
	}
	for done := false; !done; {
		if r := w.Access(t, f); r&(SigBus|SigSegv) != 0 {
			return
		}
		t.At(task.Copying, 2, 0)
		lock()
		_, done = f.VMA.Look(t, f.Index, f.Write)
		w.copied(t, page, done)
	}
}

// copied ends a copy with the page locked and a handle held.
func (w *World) copied(t Task, page int, ok bool) {
	if ok {
		t.At(task.Copying, 3, 0)
		t.Spend(task.CopyPage, 0)
		w.Journal.Order(page)
	} else {
		t.At(task.Copying, 4, 0)
	}
	w.Journal.Pages.Unlock(t, page)
	w.Journal.Stop(t)
}

// Append is write(2) of a page of the ordinary file from memory that is no
// mapping of a file.
func (w *World) Append(t Task, page int) {
	t.At(task.Copying, 5, 0)
	w.Journal.Start(t)
	w.Journal.Pages.Lock(t, page)
	w.copied(t, page, true)
}

// SyncOrdinary is fdatasync of the ordinary file: its commit writes the data.
func (w *World) SyncOrdinary(t Task) {
	t.At(task.Copying, 6, 0)
	w.Journal.Commit(t, fs.Ordinary)
}
