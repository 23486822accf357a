package daxcore

import (
	"daxwait/daxcore/mm"
	"daxwait/daxcore/task"
)

// Access is what a thread does that touches a page: nothing if the page is
// mapped as it must be; else a fault below the lock of its address space.
//
// A fault of a DAX file never drops that lock while it waits, whatever it is
// allowed: so a task that sleeps on an entry for ever is a reader of mmap_lock
// for ever. Where it commits metadata in a retry (SyncRetry), it has dropped the
// lock before.
func (w *World) Access(t Task, f *Fault) Result {
	if _, mapped := f.VMA.Look(t, f.Index, f.Write); mapped {
		return NoPage
	}
	t.Spend(task.Exception, 0)
	t.At(task.Touching, f.Index, 0)
	for {
		held := f.VMA.Enter(t)
		r := SigSegv
		if f.VMA.Mapped() {
			r = w.Fault(t, f)
		}
		mm.Leave(t, held)
		if !w.retry(t, f, r) {
			return r
		}
	}
}

// Remap is munmap of a mapping and mmap of the same pages again, by a thread of
// its address space.
func (w *World) Remap(t Task, v *mm.VMA) {
	w.Munmap(t, v)
	w.Mmap(t, v)
}

// Munmap takes a mapping away, and with it its page tables.
func (w *World) Munmap(t Task, v *mm.VMA) { w.change(t, v, false) }

// Mmap puts it back.
func (w *World) Mmap(t Task, v *mm.VMA) { w.change(t, v, true) }

func (w *World) change(t Task, v *mm.VMA, mapped bool) {
	t.At(task.Mapping, 0, 0)
	v.Change(t)
	t.Spend(task.ChangeVMAs, 0)
	v.SetMapped(t, mapped)
	v.Changed(t)
}

// Peek is what ps does to a process, from outside: it reads its mappings.
func (w *World) Peek(t Task, s *mm.Space) {
	t.At(task.Peeking, 0, 0)
	s.MmapLock.RLock(t)
	t.Spend(task.ReadVMAs, 0)
	s.MmapLock.RUnlock(t)
}

// AddSpace adds an address space to the world, before any task runs. A mapping
// belongs to it that names it before World.Map.
func (w *World) AddSpace(perVMA bool) *mm.Space {
	s := &mm.Space{ID: uint32(len(w.Spaces)), PerVMA: perVMA}
	s.Init(w.tasks, w.spin(1))
	w.Spaces = append(w.Spaces, s)
	return s
}
