package sim_test

import (
	"slices"
	"testing"

	"daxwait/bench/sim"
	"daxwait/bench/sim/machine"
	"daxwait/daxcore/task"
)

// kernel is a machine as the kernel has it.
func kernel(s machine.Scheduler, sockets, cores int) *machine.Machine {
	return &machine.Machine{
		Name: "test", Scheduler: s, Sockets: sockets, Cores: cores, Preemption: machine.Voluntary,
		Tick: 4e6, Slice: 750e3, Latency: 6e6, Wakeup: 1e6, Hot: 500e3,
	}
}

// fairly calls each for both of the schedulers that are fair.
func fairly(t *testing.T, each func(t *testing.T, s machine.Scheduler)) {
	for _, s := range []machine.Scheduler{machine.CFS, machine.EEVDF} {
		t.Run(string(s), func(t *testing.T) { each(t, s) })
	}
}

// herd is a lock whose release wakes all that wait for it.
// The queue has a spinlock, as in the kernel, which the walk is below.
type herd struct {
	spin        task.Spin
	held        bool
	queue, next []int
}

func (h *herd) lock(t *sim.Task) {
	for h.held {
		t.Lock(&h.spin)
		h.queue = append(h.queue, t.ID())
		t.Unlock(&h.spin)
		t.Park()
	}
	h.held = true
}

func (h *herd) unlock(t *sim.Task) {
	h.held = false
	t.Lock(&h.spin)
	woken := h.queue
	h.queue, h.next = h.next[:0], woken
	for _, id := range woken {
		t.Spend(task.WakeOne, 0)
		t.Wake(id)
	}
	t.Unlock(&h.spin)
}

// guest are the prices of a wake on two CPUs of an emulator.
func guest() *sim.Profile {
	p := sim.Zero()
	p.Costs[task.WakeOne].Mean = 11_500
	p.Costs[task.Recheck].Mean = 200
	p.WakeLatency = sim.Time{Mean: 10_300, Drawn: true}
	p.ContextSwitch.Mean = 11_400
	p.SpinTransfer.Mean = 230
	return p
}

// again is after how many others a task had something again: the median, and what it is
// in 19 of 20 cases at most.
func again(owners []int) (median, most int) {
	last := map[int]int{}
	var gaps []int
	for i, id := range owners {
		if at, had := last[id]; had {
			gaps = append(gaps, i-at)
		}
		last[id] = i
	}
	slices.Sort(gaps)
	return gaps[len(gaps)/2], gaps[len(gaps)*95/100]
}

// TestHerdTakesTurns: where tasks hold an entry asleep and all that wait are woken, each
// of n has it once in nearly n times under cfs. First come first served, with a latency of
// its own for each, a few have it most of the time; eevdf, which forgets what a task had
// when the queue is empty, is between.
func TestHerdTakesTurns(t *testing.T) {
	const n = 16
	turns := func(m *machine.Machine) (median, most int) {
		e := sim.New(n, sim.Options{CPUs: 2, Spins: 1, Machine: m, Profile: guest(), Seed: 1, Slice: 3e6})
		defer e.Close()
		var h herd
		var owners []int
		if !e.Run(func(t *sim.Task) {
			for t.Now() < 1e9 {
				t.Spend(task.ThinkRun, 20_000)
				h.lock(t)
				owners = append(owners, t.ID())
				t.Spend(task.HoldSleep, 300_000)
				h.unlock(t)
			}
		}) {
			t.Fatal("hung")
		}
		return again(owners)
	}
	fifo, lottery := turns(nil)
	cfs, last := turns(kernel(machine.CFS, 1, 2))
	eevdf, later := turns(kernel(machine.EEVDF, 1, 2))
	t.Logf("a task has the entry again after (19 of 20 times, after at most): fifo %d (%d), cfs %d (%d), eevdf %d (%d)", fifo, lottery, cfs, last, eevdf, later)
	if cfs < n-3 || cfs > n || last > 3*n {
		t.Error("tasks take no turns under cfs")
	}
	if fifo > n/2 || eevdf <= fifo {
		t.Error("first come first served is no lottery any more")
	}
}

// TestWokenTogether: of n tasks that one wakes together again and again, the first to have
// the CPU has the entry, and each has it once in n times. Under eevdf it has to queue behind
// the others for that: its debt counts as paid when they have run, and among equals the
// first woken is the first.
func TestWokenTogether(t *testing.T) {
	const n = 8
	fairly(t, func(t *testing.T, s machine.Scheduler) {
		e := sim.New(n+1, sim.Options{CPUs: 1, Spins: 1, Machine: kernel(s, 1, 1), Profile: guest(), Seed: 1})
		defer e.Close()
		h := herd{held: true}
		var owners []int
		free, over := false, false
		if !e.Run(func(t *sim.Task) {
			if t.ID() == n { // the one that wakes
				for range 50 * n {
					t.Spend(task.ThinkSleep, 5e6)
					free = true
					h.unlock(t)
					h.held = true
				}
				over = true
				h.unlock(t)
				return
			}
			for !over {
				t.Lock(&h.spin)
				h.queue = append(h.queue, t.ID())
				t.Unlock(&h.spin)
				t.Park()
				if free {
					free = false
					owners = append(owners, t.ID())
					t.Spend(task.HoldRun, 300_000)
					if s == machine.EEVDF {
						t.Spend(task.ThinkSleep, 1e6)
					}
				}
			}
		}) {
			t.Fatal("hung")
		}
		if median, most := again(owners); median != n || most > n+1 {
			t.Errorf("each has it once in %d times, 19 of 20 times in %d at most; want %d", median, most, n)
		}
	})
}

// TestSleeperTakesTheCPU: a task that wakes by itself takes the CPU of one that computes
// in user mode at once, and in the kernel where the machine's preemption lets it: at the
// end of what that does, at once, or at the tick.
func TestSleeperTakesTheCPU(t *testing.T) {
	const switches = 11_400
	for _, c := range []struct {
		preemption machine.Preemption
		hog        task.Cost
		want       int64 // when the sleeper runs, without its interrupt and switch
	}{
		{machine.Voluntary, task.ThinkRun, 10e6},
		{machine.Voluntary, task.HoldRun, 30e6},
		{machine.Full, task.HoldRun, 10e6},
		{machine.Lazy, task.HoldRun, 12e6},
		{machine.Lazy, task.ThinkRun, 12e6},
	} {
		m := kernel(machine.CFS, 1, 1)
		m.Preemption = c.preemption
		e := sim.New(2, sim.Options{CPUs: 1, Machine: m, Profile: guest(), Seed: 1})
		var ran, done int64
		e.Run(func(t *sim.Task) {
			if t.ID() == 0 {
				t.Spend(task.ThinkSleep, 10e6)
				ran = t.Now()
				return
			}
			t.Spend(c.hog, 30e6)
			t.Spend(task.ThinkRun, 0)
			done = t.Now()
		})
		e.Close()
		const interrupt = 11_500
		if late := ran - c.want; late < 0 || late > 2*(interrupt+switches) {
			t.Errorf("%s, %s: the sleeper runs at %d ns, want %d", c.preemption, c.hog, ran, c.want)
		}
		if c.want < 30e6 {
			if rest := done - 30e6; rest < interrupt+2*switches || rest > 3*(interrupt+switches) {
				t.Errorf("%s, %s: the hog ends at %d ns, and an interrupt and two switches took its CPU", c.preemption, c.hog, done)
			}
		}
	}
}

// TestNobodyIsCutBelowASpinlock: not even under full preemption.
func TestNobodyIsCutBelowASpinlock(t *testing.T) {
	m := kernel(machine.CFS, 1, 1)
	m.Preemption = machine.Full
	e := sim.New(2, sim.Options{CPUs: 1, Spins: 1, Machine: m, Profile: guest(), Seed: 1})
	defer e.Close()
	var l task.Spin
	var ran int64
	e.Run(func(t *sim.Task) {
		if t.ID() == 0 {
			t.Spend(task.ThinkSleep, 10e6)
			ran = t.Now()
			return
		}
		t.Lock(&l)
		t.Spend(task.HoldRun, 20e6)
		t.Unlock(&l)
		t.Spend(task.HoldRun, 10e6)
	})
	if ran < 20e6 || ran > 21e6 {
		t.Errorf("the sleeper runs at %d ns, want 20e6", ran)
	}
}

// TestWakePrices: what a wake takes by where the woken is. The waker's work is less where
// no CPU is idle, and then there is no latency.
func TestWakePrices(t *testing.T) {
	p := sim.Zero()
	p.Costs[task.WakeOne].Mean = 1000
	p.WakeQueued.Mean = 300
	p.WakeLatency.Mean = 10_000
	p.WakeFar.Mean = 50_000
	p.WakeOwn.Mean = 7_000
	p.ContextSwitch.Mean = 100
	// Task 0 wakes task 1, which had the CPU of its number last; others compute.
	woken := func(sockets, cores, tasks int) (waker, woken int64) {
		e := sim.New(tasks, sim.Options{CPUs: sockets * cores, Machine: kernel(machine.EEVDF, sockets, cores), Profile: p, Seed: 1})
		defer e.Close()
		e.Run(func(t *sim.Task) {
			switch t.ID() {
			case 0:
				t.Spend(task.HoldRun, 1e6)
				t.Spend(task.WakeOne, 0)
				t.Wake(1)
				waker = t.Now() - 1e6
			case 1:
				t.Park()
				woken = t.Now() - 1e6
			default:
				t.Spend(task.HoldRun, 3e6)
			}
		})
		return waker, woken
	}
	if a, b := woken(1, 2, 2); a != 1000 || b != 1000+10_000+100 {
		t.Errorf("to an idle CPU: %d and %d ns", a, b)
	}
	if a, b := woken(2, 1, 2); a != 1000 || b != 1000+50_000+100 {
		t.Errorf("to another socket: %d and %d ns", a, b)
	}
	if a, b := woken(1, 2, 3); a != 300 || b != 300+100 { // task 2 had taken the CPU of task 1; the waker has done
		t.Errorf("where no CPU is idle: %d and %d ns", a, b)
	}
	e := sim.New(1, sim.Options{CPUs: 1, Machine: kernel(machine.EEVDF, 1, 1), Profile: p, Seed: 1})
	defer e.Close()
	e.Run(func(t *sim.Task) { t.Spend(task.ThinkSleep, 1e6) })
	if got := e.Now() - 1e6; got != 1000+7_000+100 {
		t.Errorf("by an interrupt of its own, idle CPU: %d ns", got)
	}
}

// TestFairSameSeedSameRun: a seed decides everything, on more CPUs, too.
func TestFairSameSeedSameRun(t *testing.T) {
	fairly(t, func(t *testing.T, s machine.Scheduler) {
		end := func(seed uint64) []int64 {
			e := sim.New(12, sim.Options{Profile: profile(), Seed: seed, CPUs: 4, Machine: kernel(s, 2, 2)})
			defer e.Close()
			if !queueing(e, 500) {
				t.Fatal("hung")
			}
			return []int64{e.Now(), e.Events, e.Switches, e.Advances}
		}
		if a, b := end(1), end(1); !slices.Equal(a, b) {
			t.Errorf("one seed gives %v and %v", a, b)
		}
		if slices.Equal(end(1), end(2)) {
			t.Error("two seeds give the same")
		}
	})
}

// TestFairHang: tasks that sleep for ever are found, and the CPUs are free again.
func TestFairHang(t *testing.T) {
	fairly(t, func(t *testing.T, s machine.Scheduler) {
		var asleep []int
		e := sim.New(5, sim.Options{Profile: profile(), CPUs: 2, Machine: kernel(s, 1, 2), OnHang: func(ids []int) { asleep = ids }})
		defer e.Close()
		for range 2 {
			asleep = nil
			if e.Run(func(t *sim.Task) {
				t.Spend(task.HoldRun, 0)
				t.Spend(task.ThinkRun, 5_000)
				if t.ID() != 1 {
					t.Park()
				}
			}) {
				t.Error("did not hang")
			}
			if !slices.Equal(asleep, []int{0, 2, 3, 4}) {
				t.Errorf("%v sleep", asleep)
			}
			if !queueing(e, 10) {
				t.Error("hung, with nobody asleep")
			}
		}
	})
}
