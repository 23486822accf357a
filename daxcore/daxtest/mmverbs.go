package daxtest

import "daxwait/daxcore"

// mmVerbs are what threads of a process do with the one mapping that they share,
// and others from outside.
func mmVerbs() []verb {
	type world = daxcore.World
	type tsk = daxcore.Task
	return []verb{
		{name: "A", uses: Faults | Downgrades, indexes: 1, access: true, threads: true, run: func(w *world, t tsk, a *arguments) {
			w.Access(t, &daxcore.Fault{VMA: w.Files[0].VMA(0), Index: a.n[0], Write: a.write})
		}},
		{name: "M", uses: Remaps, threads: true, run: func(w *world, t tsk, _ *arguments) { w.Remap(t, w.Files[0].VMA(0)) }},
		{name: "V", threads: true, run: func(w *world, t tsk, _ *arguments) { w.AddressSpaces[0].Peek(t) }},
	}
}
