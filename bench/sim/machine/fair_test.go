package machine

import (
	"math/rand/v2"
	"testing"
)

const ms = 1_000_000

// kernel is a machine as the kernel has it.
func kernel(s Scheduler, sockets, cores int) *Machine {
	return &Machine{
		Name: "test", Scheduler: s, Sockets: sockets, Cores: cores, Preemption: Voluntary,
		Tick: 4 * ms, Slice: 750e3, Latency: 6 * ms, Wakeup: ms, Hot: 500e3,
	}
}

// TestScale: the kernel's times are those of one CPU, times 1 + log2, of 8 at most.
func TestScale(t *testing.T) {
	for cpus, want := range map[int]int64{1: 1, 2: 2, 3: 2, 4: 3, 8: 4, 64: 4} {
		f := NewFair(kernel(CFS, 1, cpus), cpus, 1)
		if f.slice != want*750e3 || f.latency != want*6*ms || f.wakeup != want*ms {
			t.Errorf("%d CPUs: slice %d, latency %d, wake-up %d; want %d times that of one", cpus, f.slice, f.latency, f.wakeup, want)
		}
	}
}

// TestSleeperAndHog: under cfs a task that slept takes the CPU of one that is further
// ahead than the wake-up granularity, and not of another; it is placed half a latency
// behind and no more, however long it slept.
func TestSleeperAndHog(t *testing.T) {
	for ran, want := range map[int64]Outcome{ms / 2: Queued, 2 * ms: Ahead, 1000 * ms: Ahead} {
		f := NewFair(kernel(CFS, 1, 1), 1, 2)
		f.Wake(0, 0, 0)
		if got := f.Wake(1, 0, ran); got != want {
			t.Errorf("after %d ns of the hog: %d, want %d", ran, got, want)
		}
		if behind := f.tasks[0].v - f.tasks[1].v; behind > f.latency/2 || ran > f.latency && behind != f.latency/2 {
			t.Errorf("after %d ns it is %d behind", ran, behind)
		}
	}
}

// TestTicks: a task that computes loses its CPU at a tick that finds its share of the
// latency used, and at none if nobody waits.
func TestTicks(t *testing.T) {
	for _, s := range []Scheduler{CFS, EEVDF} {
		f := NewFair(kernel(s, 1, 1), 1, 3)
		f.Wake(0, 0, 0)
		if f.MakesWay(0, 40*ms) {
			t.Errorf("%s: it makes way for nobody", s)
		}
		f.Wake(1, 0, 40*ms)
		f.Wake(2, 0, 40*ms)
		if first := f.Yield(0, 40*ms+1); first != 1 {
			t.Errorf("%s: %d is the first that has not run, want 1", s, first)
		}
		if f.MakesWay(0, 40*ms+f.slice/2) {
			t.Errorf("%s: it makes way before its slice is used", s)
		}
		if f.MakesWay(0, 43*ms) {
			t.Errorf("%s: it makes way before a tick", s)
		}
		if !f.MakesWay(0, 44*ms) {
			t.Errorf("%s: it does not make way at the tick", s)
		}
		if next := f.Yield(0, 44*ms); next != 2 {
			t.Errorf("%s: then %d runs, want 2", s, next)
		}
	}
}

// TestRunToParity: under eevdf a task that runs is left alone until its slice is used, or
// it had its share.
func TestRunToParity(t *testing.T) {
	f := NewFair(kernel(EEVDF, 1, 1), 1, 3)
	f.Wake(0, 0, 0)
	f.tasks[1].lag, f.tasks[2].lag = -f.slice, f.slice
	f.Wake(1, 0, 0) // so that the mean is far ahead
	if f.Wake(2, 0, 1000) != Queued {
		t.Error("a task with lag goes before one that has not used its slice")
	}
	if f.tasks[2].deadline >= f.tasks[0].deadline || f.tasks[0].v*3 > f.cpus[0].sum {
		t.Error("it would not have gone before anyway")
	}
	f.Sleep(0, 2000)
	if f.Running(0) != 2 {
		t.Error("then it does not run")
	}
}

// TestWakeUpPreemption: under eevdf a woken task goes before one that had its share.
func TestWakeUpPreemption(t *testing.T) {
	for lag, want := range map[int64]Outcome{0: Queued, 750e3: Ahead} {
		f := NewFair(kernel(EEVDF, 1, 1), 1, 2)
		f.Wake(0, 0, 0)
		f.tasks[1].lag = lag
		if got := f.Wake(1, 0, 1000); got != want {
			t.Errorf("with a lag of %d: %d, want %d", lag, got, want)
		}
	}
}

// TestEligible: under eevdf a task that had more than its share waits, though its deadline
// is the earliest, until the mean has come up to it; and again if that goes back.
func TestEligible(t *testing.T) {
	f := NewFair(kernel(EEVDF, 1, 1), 1, 3)
	c := &f.cpus[0]
	f.tasks[0].v, f.tasks[0].deadline = 1400, 1500
	f.tasks[1].v, f.tasks[1].deadline = 0, 1600
	f.tasks[2].v, f.tasks[2].deadline = 1400, 3000
	order := func(sum int64) (first int32) {
		c.n, c.sum = 3, sum
		for id := range int32(3) {
			f.rules.add(c, id)
		}
		first = f.rules.pick(c)
		c.queue, c.later = c.queue.empty(), c.later.empty()
		return first
	}
	if got := order(2800); got != 1 {
		t.Errorf("%d runs, want 1, which alone is eligible", got)
	}
	if got := order(4200); got != 0 {
		t.Errorf("%d runs, want 0, whose deadline is the earliest", got)
	}
	c.n, c.sum = 3, 4200
	for id := range int32(3) {
		f.rules.add(c, id)
	}
	if c.sum = 2800; f.rules.pick(c) != 1 {
		t.Error("a task runs that is not eligible any more")
	}
	if c.sum = 4200; f.rules.pick(c) != 0 {
		t.Error("a task that is eligible again does not run")
	}
}

// TestLagIsBounded: under eevdf no task that waits or runs is further from the mean than
// a slice and a tick, whatever they do, if slices end at ticks.
func TestLagIsBounded(t *testing.T) {
	const n = 9
	f := NewFair(kernel(EEVDF, 1, 1), 1, n)
	r := rand.New(rand.NewPCG(3, 4))
	c := &f.cpus[0]
	asleep := map[int32]bool{}
	f.Wake(0, 0, 0)
	for id := int32(1); id < n; id++ {
		asleep[id] = true
	}
	now, most := int64(0), int64(0)
	for range 20_000 {
		now += r.Int64N(300_000)
		switch id := r.Int32N(n); {
		case asleep[id]:
			delete(asleep, id)
			f.Wake(id, 0, now)
		case id == f.Running(0) && c.n > 1:
			asleep[id] = true
			f.Sleep(id, now)
		}
		if f.MakesWay(0, now) {
			f.Yield(0, now)
		}
		sum, count := int64(0), int64(0)
		for id := range int32(n) {
			if !asleep[id] {
				sum += f.tasks[id].v
				count++
			}
		}
		if sum != c.sum || count != c.n {
			t.Fatalf("%d tasks have run %d, and %d, %d are counted", count, sum, c.n, c.sum)
		}
		for id := range int32(n) {
			if lag := sum/count - f.tasks[id].v; !asleep[id] {
				most = max(most, lag, -lag)
			}
		}
	}
	if bound := f.slice + f.m.Tick + 300_000; most > bound || most < f.slice/2 {
		t.Errorf("a lag of %d ns, want at most %d", most, bound)
	}
}

// TestShares: tasks that compute have as much of a CPU each, to a slice and a tick.
func TestShares(t *testing.T) {
	for _, s := range []Scheduler{CFS, EEVDF} {
		const n = 5
		f := NewFair(kernel(s, 1, 1), 1, n)
		for id := range int32(n) {
			f.Wake(id, 0, 0)
		}
		for now := int64(0); now < 1000*ms; now += f.m.Tick {
			if f.MakesWay(0, now) {
				f.Yield(0, now)
			}
		}
		for id := range f.tasks {
			if got := f.tasks[id].v; got < 200*ms-f.slice-2*f.m.Tick || got > 200*ms+f.slice+2*f.m.Tick {
				t.Errorf("%s: task %d ran for %d ns of a fifth of 1 s", s, id, got)
			}
		}
	}
}

// TestWorkGrowsAsTheLogarithm: a queue of four times the tasks takes two steps more, each
// way, for a task that is woken, has the CPU and sleeps.
func TestWorkGrowsAsTheLogarithm(t *testing.T) {
	for _, s := range []Scheduler{CFS, EEVDF} {
		last := 0.0
		for n := 256; n <= 16384; n *= 4 {
			f := NewFair(kernel(s, 1, 1), 1, n)
			r := rand.New(rand.NewPCG(5, 6))
			for id := range int32(n) {
				f.Wake(id, 0, 0)
			}
			now, before, rounds := int64(0), f.Steps(), 4*n
			for range rounds {
				now += 1000 + r.Int64N(1000)
				id := f.Running(0)
				f.Sleep(id, now)
				f.Wake(id, 0, now)
			}
			steps := float64(f.Steps()-before) / float64(rounds)
			if last != 0 && steps > last+6 { // into two queues and out of one
				t.Errorf("%s: %d tasks take %.1f steps, a quarter of them %.1f", s, n, steps, last)
			}
			last = steps
		}
	}
}
