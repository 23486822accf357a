package daxcore

import (
	"fmt"
	"slices"

	"daxwait/daxcore/mm"
	"daxwait/daxcore/rwsem"
	"daxwait/daxcore/waitqueue"
)

// Queued is what an [EntryLock] implements that has tasks sleep elsewhere than in
// the wait table, so that reports of a hang can name what they sleep on.
type Queued interface {
	// Waiting returns the key that a task waits for, and in words how it is
	// queued; ok is false if it waits in no queue of the design's own. No task
	// runs meanwhile.
	Waiting(id int) (key waitqueue.Key, how string, ok bool)
}

// Key returns the key that a task sleeps on, in the wait table or in a queue of
// the design's own, and in words how it is queued; ok is false if it sleeps on
// none, and if what a design says is of no file. It is for reports, while no task
// runs.
func (w *World) Key(id int) (key waitqueue.Key, how string, ok bool) {
	if key, mode, ok := w.Table.Waiting(id); ok {
		return key, mode.String(), true
	}
	if q, own := w.Entries.(Queued); own {
		key, how, ok = q.Waiting(id)
		return key, how, ok && int(key.File) < len(w.Files)
	}
	return key, "", false
}

// WaitsFor says in words what a task sleeps on. It is for reports, while no
// task runs.
func (w *World) WaitsFor(id int) string {
	if key, how, ok := w.Key(id); ok {
		e := w.Files[key.File].Load(key.Index)
		return fmt.Sprintf("sleeps on key %v (%s), where the entry is %v", key, how, e)
	}
	if w.Journal != nil {
		if what, ok := w.Journal.Waiting(id); ok {
			return "waits for " + what
		}
	}
	name, s := w.semaphoreOf(id)
	if readers := w.Graced(id); readers != nil {
		return fmt.Sprintf("waits until RCU readers have left: tasks %v", readers)
	}
	if s == nil {
		return "sleeps, but is in no queue"
	}
	kind := "shared"
	if write, _ := s.Waiting(id); write {
		kind = "exclusive"
	}
	readers, writer := s.Held()
	held := fmt.Sprintf("%d readers hold", readers)
	if readers == 1 {
		held = "one reader holds"
	}
	if writer >= 0 {
		held = fmt.Sprintf("task %d holds alone", writer)
	}
	return fmt.Sprintf("sleeps on the %s (%s), which %s", name, kind, held)
}

// SleepsOn names the lock that a task sleeps on, if it is none of an entry:
// such as "mmap_lock", or what it waits for of a journal. It is for reports, too.
func (w *World) SleepsOn(id int) string {
	if _, s := w.semaphoreOf(id); s != nil {
		return s.Class().String()
	}
	if w.Graced(id) != nil {
		return "a grace period"
	}
	if w.Journal != nil {
		return w.Journal.SleepsOn(id)
	}
	return ""
}

// Ahead returns whom a task waits for that sleeps on another lock than an
// entry's: who is first in the queue; and, who is first, the writer that has the
// lock. If readers have it, which no lock knows, it returns -1 and the file that
// the lock belongs to, or -1 if it is a process's. It is for reports, too.
func (w *World) Ahead(id int) (task, file int) {
	_, s := w.semaphoreOf(id)
	if s == nil {
		return -1, -1
	}
	if first := s.First(); first != id {
		return first, -1
	}
	_, writer := s.Held()
	for i, m := range w.Files {
		if s == &m.InvalidateLock || s == &m.IMmap || slices.ContainsFunc(m.vmas, func(v *mm.VMA) bool { return s == v.Lock() }) {
			return writer, i
		}
	}
	return writer, -1
}

// semaphoreOf returns the semaphore that a task is queued for, and its name.
func (w *World) semaphoreOf(id int) (name string, s *rwsem.Sem) {
	queued := func(s *rwsem.Sem) bool { _, ok := s.Waiting(id); return ok }
	for _, process := range w.AddressSpaces {
		if queued(&process.MmapLock) {
			return fmt.Sprintf("mmap_lock of process %d", process.ID), &process.MmapLock
		}
	}
	for _, m := range w.Files {
		if queued(&m.InvalidateLock) {
			return fmt.Sprintf("invalidate_lock of file %d", m.ID), &m.InvalidateLock
		}
		if queued(&m.IMmap) {
			return fmt.Sprintf("i_mmap_rwsem of file %d", m.ID), &m.IMmap
		}
		for _, v := range m.vmas {
			if s := v.Lock(); queued(s) {
				return fmt.Sprintf("lock of a mapping of file %d", m.ID), s
			}
		}
	}
	return "", nil
}
