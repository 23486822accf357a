package bench

import (
	"daxwait/daxcore"
	"daxwait/daxcore/mm"
	"daxwait/daxcore/task"
)

// access has a thread read the pages from f.Index to last, one by one: what a
// copy of each takes. It does so for longer than the TLB remembers: each page
// that is mapped by a PTE is a miss, and the first of 2 MiB that a PMD maps.
func (w *worker) access(t daxcore.Task, f *daxcore.Fault, last uint64) {
	huge := uint64(0) // 1 + base of the last PMD
	for ; f.Index <= last; f.Index++ {
		if r := w.scene.world.Access(t, f); r&daxcore.SigSegv != 0 {
			return // it was unmapped meanwhile
		}
		switch slot, _ := f.VMA.Look(t, f.Index, f.Write); {
		case slot != mm.Huge:
			t.Spend(task.TLBMiss, 0)
		case huge != daxcore.Base(f.Index)+1:
			huge = daxcore.Base(f.Index) + 1
			t.Spend(task.TLBMissHuge, 0)
		}
		t.Spend(task.CopyPage, 0)
	}
}
