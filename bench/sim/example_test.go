package sim_test

import (
	"fmt"

	"daxwait/bench/sim"
	"daxwait/daxcore/task"
)

// Three tasks on two CPUs: code takes no time, Spend does. A sleep off the CPU
// lets another have it.
func ExampleEngine_Run() {
	e := sim.New(3, sim.Options{CPUs: 2})
	defer e.Close()
	e.Run(func(t *sim.Task) {
		t.Spend(task.HoldRun, 1000)
		t.Spend(task.HoldSleep, 5000)
		fmt.Printf("task %d is done at %d ns\n", t.ID(), t.Now())
	})
	// Output:
	// task 0 is done at 6000 ns
	// task 1 is done at 6000 ns
	// task 2 is done at 7000 ns
}
