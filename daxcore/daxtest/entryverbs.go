package daxtest

import (
	"fmt"

	"daxwait/daxcore"
)

// entryVerbs are what fs/dax does with entries.
func entryVerbs() []verb {
	type world = daxcore.World
	type tsk = daxcore.Task
	return []verb{
		{name: "F", uses: Downgrades, indexes: 2, holds: true, check: anOrder, run: func(w *world, t tsk, a *arguments) {
			m := w.Files[0]
			if cookie, r := w.Grab(t, m, a.n[1], uint8(a.n[0])); r == 0 {
				a.hold(t)
				w.UnlockEntry(t, m, a.n[1], cookie)
			}
		}},
		{name: "G", indexes: 2, check: anOrder, run: func(w *world, t tsk, a *arguments) { w.Visit(t, 0, a.n[1], uint8(a.n[0])) }},
		{name: "P", uses: Faults | Downgrades, indexes: 1, access: true, maps: true, run: fault},
		{name: "Y", uses: Faults | Downgrades | Marks | Metadata | Unmaps, indexes: 1, maps: true, sync: true, run: fault},
		{name: "I", indexes: 1, run: func(w *world, t tsk, a *arguments) { w.Invalidate(t, 0, a.n[0]) }},
		{name: "R", uses: Unmaps, indexes: 2, check: inOrder, run: func(w *world, t tsk, a *arguments) { w.InvalidateRange(t, 0, a.n[0], a.n[1]) }},
		{name: "L", uses: Frames, indexes: 1, holds: true, byPage: true, run: func(w *world, t tsk, a *arguments) {
			if l, ok := w.LockPage(t, w.Files[0].Blocks.PFN(a.n[0])); ok {
				a.hold(t)
				w.UnlockPage(t, l)
			}
		}},
		{name: "W", uses: Marks | Unmaps, indexes: 2, check: inOrder, run: func(w *world, t tsk, a *arguments) { w.Writeback(t, 0, a.n[0], a.n[1]) }},
		{name: "S", uses: Unmaps, indexes: 2, check: inOrder, run: func(w *world, t tsk, a *arguments) { w.BusyPage(t, 0, a.n[0], a.n[1]) }},
		{name: "D", indexes: 2, check: inOrder, run: func(w *world, t tsk, a *arguments) { w.DeleteRange(t, 0, a.n[0], a.n[1]) }},
		{name: "X", uses: Marks, indexes: 2, check: inOrder, run: func(w *world, t tsk, a *arguments) { w.ClearDirty(t, 0, a.n[0], a.n[1]) }},
		{name: "U", uses: Unmaps | Cuts | Metadata, indexes: 2, check: inOrder, run: func(w *world, t tsk, a *arguments) { w.Punch(t, 0, a.n[0], a.n[1]) }},
		{name: "T", uses: Unmaps | Cuts | Metadata | Sizes, indexes: 1, run: func(w *world, t tsk, a *arguments) { w.Truncate(t, 0, a.n[0]) }},
		{name: "C", uses: Unmaps | Metadata | Sizes, indexes: 1, run: func(w *world, t tsk, a *arguments) { w.Write(t, 0, a.n[0]) }},
	}
}

func fault(w *daxcore.World, t daxcore.Task, a *arguments) {
	w.Fault(t, &daxcore.Fault{VMA: w.Files[0].VMA(t.ID()), Index: a.n[0], Write: a.write})
}

func anOrder(n []uint64) error {
	if n[0] != uint64(daxcore.PTE) && n[0] != uint64(daxcore.PMD) {
		return fmt.Errorf("order %d: want 0 or 9", n[0])
	}
	return nil
}
