package check_test

import (
	"fmt"

	"daxwait/bench/check"
	"daxwait/daxcore"
	"daxwait/daxcore/daxtest"
	"daxwait/daxcore/task"
	"daxwait/daxcore/waitqueue"
)

// nudging is the kernel's own loop with another Unlock: who unlocks a page also
// wakes a waiter of the 2 MiB around it.
type nudging struct{ daxcore.EntryLock }

func (n nudging) Unlock(t daxcore.Task, m *daxcore.Mapping, index uint64, cookie daxcore.Entry) {
	n.EntryLock.Unlock(t, m, index, cookie)
	base := waitqueue.Key{File: m.ID, Index: daxcore.Base(index)}
	if cookie.IsPMD() || base.Index == index {
		return // that was its queue
	}
	t.At(task.WakeAfterUnlock, base.Index, uint64(m.ID)) // where the task stands, for the checker
	t.Yield(task.WakeAfterUnlock)                        // others may come between
	if queues := m.World().Table; queues.Active(base) {
		t.Observe(daxcore.Event{Kind: task.Woke, File: m.ID, Index: base.Index, N: queues.Wake(t, base, 1)})
	}
}

// Linux 4.20 to 5.2 let a PMD fault wait for a PTE entry on a key that nobody
// wakes. A design in thirty lines that mends it, and the search that proves it.
func ExampleCheck() {
	waits := func() daxcore.EntryLock { return daxcore.Kernel(daxcore.Policy{PMDMeets: daxcore.WaitAtBase}) }
	nudges := func() daxcore.EntryLock { return nudging{waits()} }

	sc, err := daxtest.ScenarioNamed("entry/pmd-meets-pte")
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, design := range []func() daxcore.EntryLock{waits, nudges} {
		r, err := check.Check(sc, design, check.For(sc))
		switch {
		case err != nil:
			fmt.Println(err)
		case len(r.Violations) != 0:
			v := r.Violations[0]
			fmt.Printf("%s in %d steps: %s\n", v.Kind, v.Depth, v.Schedule)
		default:
			fmt.Println("proved within bounds")
		}
	}
	// Random schedules of all scenarios besides; without an error none lost.
	fmt.Println(daxtest.Conform(nudges, daxtest.Options{Schedules: 10}))
	// Output:
	// lost wakeup in 4 steps: 0100
	// proved within bounds
	// <nil>
}
