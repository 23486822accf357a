package sim_test

import (
	"fmt"
	"runtime"
	"slices"
	"testing"
	"time"

	"daxwait/bench/sim"
	"daxwait/bench/sim/machine"
	"daxwait/daxcore/task"
)

// crowd is tasks that hold a lock for 1 µs, with a CPU for every 16 of them, and
// one lock or as many as CPUs. Neither locks nor CPUs are busy for more than half
// of the time, so that an operation is as many events however many tasks there are.
type crowd struct {
	*sim.Engine
	locks []fifo
	each  int // operations of a task in an episode
	body  func(*sim.Task)
}

func newCrowd(tasks int, many bool) *crowd { return newCrowdOn("", tasks, many) }

// newCrowdOn is a crowd on a machine with a scheduler; none is first come first served.
func newCrowdOn(s machine.Scheduler, tasks int, many bool) *crowd {
	cpus := tasks / 16
	c := &crowd{locks: make([]fifo, 1)}
	p := profile()
	p.Costs[task.ThinkSleep].Mean = int64(tasks) * 2_000
	if many {
		c.locks = make([]fifo, cpus)
		p.Costs[task.ThinkSleep].Mean = 16 * 2_000
	}
	o := sim.Options{CPUs: cpus, Profile: p, Seed: 1}
	if s != "" {
		o.Machine = kernel(s, 1, cpus)
	}
	c.Engine = sim.New(tasks, o)
	c.body = func(t *sim.Task) {
		l := &c.locks[t.ID()%len(c.locks)]
		for range c.each {
			t.Spend(task.ThinkSleep, 0)
			l.lock(t)
			t.Spend(task.HoldRun, 0)
			l.unlock(t)
		}
	}
	return c
}

func (c *crowd) run(each int) bool {
	c.each = each
	return c.Run(c.body)
}

// sizes are four times the last each.
var sizes = []int{64, 256, 1024, 4096, 16384}

// families calls each for crowds on one lock, and for those on many.
func families(each func(name string, many bool)) {
	each("locks=one", false)
	each("locks=many", true)
}

// TestWorkGrowsAsTheLogarithm: four times the tasks make the queue one level
// deeper, so that an event takes one step more up and one down at most, and
// nobody is switched to but for an event.
func TestWorkGrowsAsTheLogarithm(t *testing.T) {
	families(func(name string, many bool) {
		last := 0.0
		for i, n := range sizes {
			c := newCrowd(n, many)
			if !c.run(10) {
				t.Fatal("hung")
			}
			sifts := float64(c.Sifts()) / float64(c.Events)
			if i > 0 && sifts > last+2 {
				t.Errorf("%s: %d tasks take %.2f steps for each event, a quarter of them %.2f", name, n, sifts, last)
			}
			last = sifts
			if c.Switches > c.Events+1 { // back to Run
				t.Errorf("%s: %d tasks switch %d times for %d events", name, n, c.Switches, c.Events)
			}
			if ops := float64(10 * n); float64(c.Events+c.Advances) > 6*ops {
				t.Errorf("%s: %d tasks take %d events and %d advances for %v operations", name, n, c.Events, c.Advances, ops)
			}
			c.Close()
		}
	})
}

// TestFairWorkDoesNotGrow: with four times the tasks and CPUs an operation takes as many
// events, as its CPU has no longer a queue.
func TestFairWorkDoesNotGrow(t *testing.T) {
	fairly(t, func(t *testing.T, s machine.Scheduler) {
		for _, n := range sizes {
			if testing.Short() && n > 1024 {
				break
			}
			c := newCrowdOn(s, n, true)
			if !c.run(10) {
				t.Fatal("hung")
			}
			if ops := float64(10 * n); float64(c.Events+c.Advances) > 8*ops {
				t.Errorf("%d tasks take %d events and %d advances for %v operations", n, c.Events, c.Advances, ops)
			}
			c.Close()
		}
	})
}

// TestEventsDoNotAllocate: not in the second episode any more.
func TestEventsDoNotAllocate(t *testing.T) {
	for _, s := range []machine.Scheduler{"", machine.CFS, machine.EEVDF} {
		families(func(name string, many bool) {
			c := newCrowdOn(s, 256, many)
			defer c.Close()
			c.run(50) // so that each CPU has had its longest queue
			if n := testing.AllocsPerRun(10, func() { c.run(20) }); n != 0 {
				t.Errorf("%s %s: %v allocations in an episode", s, name, n)
			}
		})
	}
}

// TestTaskTakesFourKiBAtMost: besides its stack, but with what else belongs to
// its coroutine, and its share of the queues.
func TestTaskTakesFourKiBAtMost(t *testing.T) {
	const n = 4096
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	c := newCrowd(n, true)
	defer c.Close()
	c.run(2)
	runtime.ReadMemStats(&after)
	if each := (after.TotalAlloc - before.TotalAlloc) / n; each > 4096 {
		t.Errorf("%d bytes a task", each)
	} else {
		t.Logf("%d bytes a task, and %d of stacks", each, (after.StackInuse-before.StackInuse)/n)
	}
}

// BenchmarkScale has crowds on as many CPUs as a 16th of the tasks.
func BenchmarkScale(b *testing.B) {
	families(func(name string, many bool) {
		for _, n := range sizes {
			b.Run(fmt.Sprintf("%s/tasks=%d/cpus=%d", name, n, n/16), func(b *testing.B) {
				c := newCrowd(n, many)
				defer c.Close()
				c.run(10)
				events, sifts := c.Events, c.Sifts()
				b.ResetTimer()
				c.run(b.N/n + 1)
				count := float64(c.Events - events)
				b.ReportMetric(float64(b.Elapsed())/count, "ns/event")
				b.ReportMetric(float64(c.Sifts()-sifts)/count, "sifts/event")
				b.ReportMetric(count/float64((b.N/n+1)*n), "events/op")
				b.ReportMetric(0, "ns/op")
			})
		}
	})
}

// BenchmarkFair is crowds of one size on each scheduler, in turns: how many events a
// second are handled, against first come first served, turn by turn.
func BenchmarkFair(b *testing.B) {
	const n, each = 1024, 2
	all := []machine.Scheduler{"", machine.CFS, machine.EEVDF}
	var rates, ratios [3][]float64
	var crowds []*crowd
	for _, s := range all {
		c := newCrowdOn(s, n, true)
		defer c.Close()
		c.run(10)
		crowds = append(crowds, c)
	}
	b.ResetTimer()
	for range max(b.N/n/each, 5) {
		for i, c := range crowds {
			before, began := c.Events, time.Now()
			c.run(each)
			rate := float64(c.Events-before) / time.Since(began).Seconds()
			rates[i] = append(rates[i], rate)
			ratios[i] = append(ratios[i], rate/rates[0][len(ratios[i])])
		}
	}
	for i, s := range all[1:] {
		slices.Sort(ratios[i+1])
		b.ReportMetric(ratios[i+1][len(ratios[i+1])/2], string(s)+"/fifo")
	}
}
