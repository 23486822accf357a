package check_test

import (
	"errors"
	"fmt"
	"sync/atomic"

	"daxwait/bench/check"
	"daxwait/daxcore"
	"daxwait/daxcore/daxtest"
	"daxwait/daxcore/task"
	"daxwait/daxcore/waitqueue"
)

// nudging is the kernel's own loop with another Unlock: who unlocks a page also
// wakes a waiter of the 2 MiB around it.
type nudging struct {
	daxcore.EntryLock
	queues *waitqueue.Table
}

func (n nudging) Unlock(t daxcore.Task, m *daxcore.Mapping, index uint64, cookie daxcore.Entry) {
	n.EntryLock.Unlock(t, m, index, cookie)
	base := waitqueue.Key{File: m.ID, Index: daxcore.Base(index)}
	if cookie.IsPMD() || base.Index == index {
		return // that was its queue
	}
	t.At(task.WakeAfterUnlock, base.Index, m.Place(0)) // where the task stands, for the checker
	t.Yield(task.WakeAfterUnlock)                      // others may come between
	m.WakeOn(t, n.queues, base, 1)
}

// Linux 4.20 to 5.2 let a PMD fault wait for a PTE entry on a key that nobody
// wakes. A design in thirty lines that mends it, and the search that proves it.
func ExampleCheck() {
	waits := daxcore.Policy{PMDMeets: daxcore.WaitAtBase}.Design
	nudges := func(r daxcore.Room) daxcore.EntryLock { return nudging{waits(r), r.Table} }

	sc, err := daxtest.ScenarioNamed("entry/pmd-meets-pte")
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, design := range []daxcore.Design{waits, nudges} {
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

// relieving also wakes all who wait for an entry, at every second unlock.
type relieving struct {
	daxcore.EntryLock
	queues  *waitqueue.Table
	unlocks atomic.Uint64
}

func (r *relieving) AppendState(dst []uint64) []uint64 { return append(dst, r.unlocks.Load()%2) }
func (r *relieving) SetState(src []uint64) []uint64    { r.unlocks.Store(src[0]); return src[1:] }

func (r *relieving) Unlock(t daxcore.Task, m *daxcore.Mapping, index uint64, cookie daxcore.Entry) {
	r.EntryLock.Unlock(t, m, index, cookie)
	key := waitqueue.Key{File: m.ID, Index: cookie.Start(index)}
	t.At(task.WakeAfterUnlock, key.Index, m.Place(1)) // at 0 stands the kernel's loop
	t.Yield(task.WakeAfterUnlock)
	if r.unlocks.Add(1)%2 == 0 {
		m.WakeOn(t, r.queues, key, waitqueue.All)
	}
}

// A design with state of its own is proved if it shows it, and refused if it
// does not.
func ExampleCheck_state() {
	shows := func(r daxcore.Room) daxcore.EntryLock {
		return &relieving{EntryLock: daxcore.Kernel(daxcore.Policy{}), queues: r.Table}
	}
	hides := func(r daxcore.Room) daxcore.EntryLock { return struct{ daxcore.EntryLock }{shows(r)} }

	sc, err := daxtest.ScenarioNamed("entry/pte-pte")
	if err != nil {
		fmt.Println(err)
		return
	}
	r, err := check.Check(sc, shows, check.For(sc))
	fmt.Println(len(r.Violations), err)
	_, err = check.Check(sc, hides, check.For(sc))
	fmt.Println(errors.As(err, new(*check.HiddenState)))
	// Output:
	// 0 <nil>
	// true
}
