package daxtest

import (
	"fmt"

	"daxwait/daxcore"
	"daxwait/daxcore/fs"
)

// journalVerbs are what tasks do on a file system with a journal.
func journalVerbs() []verb {
	type world = daxcore.World
	type tsk = daxcore.Task
	return []verb{
		{name: "access", uses: Faults | Downgrades | Marks | Metadata | Unmaps, indexes: 1, access: true, maps: true, journal: true, run: func(w *world, t tsk, a *arguments) {
			w.Access(t, access(w, t, a.n[0], a.write))
		}},
		{name: "copy", uses: Faults | Downgrades | Marks | Metadata | Unmaps, indexes: 2, access: true, maps: true, journal: true, check: aPage, run: func(w *world, t tsk, a *arguments) {
			w.CopyFrom(t, int(a.n[0]), access(w, t, a.n[1], a.write))
		}},
		{name: "append", uses: Metadata, indexes: 1, journal: true, check: aPage, run: func(w *world, t tsk, a *arguments) { w.Append(t, int(a.n[0])) }},
		{name: "fsync", uses: Marks | Metadata | Unmaps, indexes: 2, journal: true, check: inOrder, run: func(w *world, t tsk, a *arguments) { w.Fsync(t, 0, a.n[0], a.n[1]) }},
		{name: "unmap", uses: Remaps, maps: true, journal: true, run: func(w *world, t tsk, _ *arguments) { w.Files[0].VMA(t.ID()).Change(t, false) }},
	}
}

// access is an access of a task through its mapping.
func access(w *daxcore.World, t daxcore.Task, index uint64, write bool) *daxcore.Fault {
	return &daxcore.Fault{VMA: w.Files[0].VMA(t.ID()), Index: index, Write: write}
}

// aPage is the check of a page of the ordinary file.
func aPage(n []uint64) error {
	if n[0] >= fs.OrdinaryPages {
		return fmt.Errorf("page %d of the ordinary file: it has %d", n[0], fs.OrdinaryPages)
	}
	return nil
}
