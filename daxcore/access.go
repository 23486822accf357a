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
// for ever. Where it commits metadata in a retry (fs.SyncRetry), it has dropped
// the lock before.
func (w *World) Access(t Task, f *Fault) Result {
	if _, mapped := f.VMA.Look(t, f.Index, f.Write); mapped {
		return NoPage
	}
	t.Spend(task.Exception, 0)
	for {
		f.VMA.Enter(t)
		r := SigSegv
		if f.VMA.Mapped() {
			r = w.Fault(t, f)
		}
		f.VMA.Leave(t)
		if !w.fs.Again(t, uint32(f.File), f.Index, r&Retry != 0) {
			return r
		}
	}
}

// Remap is munmap of a mapping and mmap of the same pages again, by a thread of
// its address space.
func (w *World) Remap(t Task, v *mm.VMA) {
	v.Change(t, false)
	v.Change(t, true)
}

// AddAddressSpace adds one to the world, before any task runs. A mapping belongs
// to it that names it before World.Map.
func (w *World) AddAddressSpace(perVMA bool) *mm.AddressSpace {
	s := &mm.AddressSpace{ID: uint32(len(w.AddressSpaces)), PerVMA: perVMA}
	s.Init(w.tasks, w.spin(1))
	if len(w.AddressSpaces) == 0 {
		for _, m := range w.Files {
			m.IMmap.Init(w.tasks, w.spin(1), task.IMmap, m.ID)
		}
	}
	w.AddressSpaces = append(w.AddressSpaces, s)
	return s
}
