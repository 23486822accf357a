package daxcore_test

import (
	"errors"
	"fmt"

	"daxwait/daxcore"
	"daxwait/daxcore/daxtest"
	"daxwait/daxcore/mm"
)

// One task locks the entry of a page and unlocks it. Another gets the entry, for
// which it sleeps, does not want it, and so releases it. A stepper takes their
// steps: the schedule says whose.
func Example() {
	const page = 7
	locks := func(w *daxcore.World, t daxcore.Task) {
		cookie, _ := w.Grab(t, w.Files[0], page, daxcore.PTE)
		w.UnlockEntry(t, w.Files[0], page, cookie)
	}
	looks := func(w *daxcore.World, t daxcore.Task) {
		m := w.Files[0]
		t.Lock(&m.XALock)
		e, owned := w.Entries.Get(t, m, page, daxcore.PTE) // may sleep: what was known is not true any more
		fmt.Println("got:", e)
		w.Entries.Release(t, m, page, e, owned, daxcore.Unused) // who gets an entry owes it
		t.Unlock(&m.XALock)
	}
	w := daxcore.NewWorld(daxcore.Config{Tasks: 2, Files: 1, FilePages: daxcore.Chunk, Entries: daxcore.Policy{}.Design})
	s := daxtest.NewStepper(w, []daxtest.Task{{{Name: "locks", Run: locks}}, {{Name: "looks", Run: looks}}})
	defer s.Stop()
	err := s.Play("01") // the entry is locked, then looked for
	fmt.Println("task 1 is", s.Status(1))
	fmt.Println(errors.Join(err, s.Finish(), s.Verdict()))
	// Output:
	// task 1 is asleep
	// got: pte empty
	// <nil>
}

// A write to a page that a task has mapped, and nobody has touched yet: one fault.
func ExampleWorld_Fault() {
	w := daxcore.NewWorld(daxcore.Config{Tasks: 1, Files: 1, FilePages: daxcore.Chunk, Entries: daxcore.Policy{}.Design})
	small := w.Map(0, &mm.VMA{Pages: daxcore.Chunk, Skewed: true}) // no PMD fits
	writes := func(w *daxcore.World, t daxcore.Task) {
		fmt.Println(w.Fault(t, &daxcore.Fault{VMA: small, Index: 7, Write: true}))
	}
	s := daxtest.NewStepper(w, []daxtest.Task{{{Name: "writes", Run: writes}}})
	defer s.Stop()
	err := s.Finish()
	fmt.Println(w.Files[0].Load(7), errors.Join(err, s.Verdict()))
	// Output:
	// nopage|major
	// pte pfn 0x207 <nil>
}
