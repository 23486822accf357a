package waitqueue_test

import (
	"fmt"

	"daxwait/bench/sim"
	"daxwait/daxcore/task"
	"daxwait/daxcore/waitqueue"
)

// Two tasks and a flag: one waits until the other has cleared it. The test of the
// flag and the queueing are one section of the lock that guards the flag.
func Example() {
	key := waitqueue.Key{Index: 7}
	table := waitqueue.New(1, 2, 1)
	lock, busy := &task.Spin{}, true
	waits := func(t task.Task) {
		t.Lock(lock)
		for busy { // looked at anew after each sleep
			table.Prepare(t, key, waitqueue.Exclusive)
			t.Unlock(lock)
			fmt.Println("sleeps")
			table.Sleep(t)
			t.Lock(lock)
		}
		t.Unlock(lock)
		fmt.Println("goes on")
	}
	clears := func(t task.Task) {
		t.Spend(task.ThinkRun, 1000)
		t.Lock(lock)
		busy = false
		t.Unlock(lock)
		t.Yield(task.WakeAfterUnlock)
		if table.Active(key) {
			fmt.Println("wakes", table.Wake(t, key, 1))
		}
	}
	e := sim.New(2, sim.Options{Spins: 2})
	defer e.Close()
	e.Run(func(t *sim.Task) { []func(task.Task){waits, clears}[t.ID()](t) })
	// Output:
	// sleeps
	// wakes 1
	// goes on
}
