package sim_test

import (
	"math"
	"testing"

	"daxwait/bench/sim"
	"daxwait/bench/sim/machine"
	"daxwait/daxcore/task"
)

// cold has one task sleep and then do two steps, and returns when it ended.
func cold(t *testing.T, o sim.Options, first task.Cost, ns ...int64) int64 {
	t.Helper()
	e := sim.New(1, o)
	defer e.Close()
	if !e.Run(func(t *sim.Task) {
		t.Spend(task.ThinkSleep, 1000)
		for _, n := range ns {
			t.Spend(first, n)
		}
	}) {
		t.Fatal("it hung")
	}
	return e.Now()
}

// TestWarmUp: after a switch a task loses what its profile says, in the proportion of
// what it does; it does not matter in how many parts that is. What a pattern orders takes
// as long as that says, unless it is to be made colder, and threads of one process lose nothing.
func TestWarmUp(t *testing.T) {
	fairly(t, func(t *testing.T, s machine.Scheduler) {
		p := sim.Zero()
		p.ContextSwitch.Mean, p.WarmUp.Mean, p.WarmWork.Mean = 100, 5000, 2000
		o := sim.Options{CPUs: 1, Machine: kernel(s, 1, 1), Profile: p}
		lost := func(ns float64) int64 { return int64(5000*(1-math.Exp(-ns/2000)) + 0.5) }
		for name, c := range map[string]struct {
			got, want int64
		}{
			"a step":             {cold(t, o, task.MapExtent, 700), 1100 + 700 + lost(700)},
			"in two parts":       {cold(t, o, task.MapExtent, 300, 400), 1100 + 700 + lost(700)},
			"a long one":         {cold(t, o, task.MapExtent, 1e6), 1100 + 1e6 + 5000},
			"ordered by pattern": {cold(t, o, task.HoldRun, 700), 1100 + 700},
			"a think":            {cold(t, o, task.ThinkRun, 700), 1100 + 700},
		} {
			if d := c.got - c.want; d < -1 || d > 1 {
				t.Errorf("%s: %d ns, want %d", name, c.got, c.want)
			}
		}
		o.Rewarm = true
		if got, want := cold(t, o, task.HoldRun, 700), 1100+700+lost(700); got != want {
			t.Errorf("a hold that is made colder: %d ns, want %d", got, want)
		}
		if got := cold(t, o, task.MapExtent, 700); got != 1800 {
			t.Errorf("a step beside those: %d ns, want 1800", got)
		}
		o.Rewarm, o.Threads = false, true
		if got := cold(t, o, task.MapExtent, 700); got != 1800 {
			t.Errorf("threads: %d ns, want 1800", got)
		}
	})
	p := sim.Zero()
	p.WarmUp.Mean, p.WarmWork.Mean = 5000, 2000
	if got := cold(t, sim.Options{CPUs: 1, Profile: p}, task.MapExtent, 700); got != 1700 {
		t.Errorf("first come first served: %d ns, want 1700", got)
	}
}

// TestHerd: of several wakes in one section of a spinlock the first has a price of its
// own.
func TestHerd(t *testing.T) {
	fairly(t, func(t *testing.T, s machine.Scheduler) {
		p := sim.Zero()
		p.Costs[task.WakeOne].Mean, p.WakeMore.Mean = 1000, 300
		e := sim.New(1, sim.Options{CPUs: 2, Machine: kernel(s, 1, 2), Spins: 1, Profile: p})
		defer e.Close()
		e.Run(func(t *sim.Task) {
			spin := task.Spin{ID: 0}
			for range 2 {
				t.Lock(&spin)
				for range 3 {
					t.Spend(task.WakeOne, 0)
				}
				t.Unlock(&spin)
			}
		})
		if got := e.Now(); got != 2*(1000+2*300) {
			t.Errorf("two times three wakes take %d ns", got)
		}
	})
}

// TestLines: a task that takes a free spinlock waits for its line if another CPU had it
// last, by how far that is.
func TestLines(t *testing.T) {
	fairly(t, func(t *testing.T, s machine.Scheduler) {
		p := sim.Zero()
		p.SpinTransfer.Mean, p.SpinFar.Mean = 40, 150
		e := sim.New(3, sim.Options{CPUs: 3, Machine: kernel(s, 2, 2), Spins: 1, Profile: p})
		defer e.Close()
		took := [3][2]int64{}
		e.Run(func(t *sim.Task) { // CPUs 0 and 1 are of a socket, 2 is of the other
			spin := task.Spin{ID: 0}
			t.Spend(task.ThinkRun, int64(1000*(t.ID()+1)))
			for i := range 2 {
				began := t.Now()
				t.Lock(&spin)
				took[t.ID()][i] = t.Now() - began
				t.Unlock(&spin)
			}
		})
		if want := [3][2]int64{{0, 0}, {40, 0}, {150, 0}}; took != want {
			t.Errorf("it took %v, want %v", took, want)
		}
	})
}
