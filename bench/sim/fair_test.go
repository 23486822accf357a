package sim_test

import (
	"fmt"
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

// TestHerdTakesTurns: of tasks that are woken together again and again, each has the
// entry once while all others have it once, or nearly. First come first served is a
// lottery of their wake latencies.
func TestHerdTakesTurns(t *testing.T) {
	const n = 16
	fairly(t, func(t *testing.T, s machine.Scheduler) {
		p := sim.Zero()
		p.Costs[task.WakeOne].Mean = 11_000
		p.WakeLatency = sim.Time{Mean: 10_000, Drawn: true}
		p.ContextSwitch.Mean = 11_000
		e := sim.New(n, sim.Options{CPUs: 2, Spins: 1, Machine: kernel(s, 1, 2), Profile: p, Seed: 1})
		defer e.Close()
		var h herd
		var owners []int
		if !e.Run(func(t *sim.Task) {
			for range 200 {
				t.Spend(task.ThinkRun, 20_000)
				h.lock(t)
				owners = append(owners, t.ID())
				t.Spend(task.HoldSleep, 300_000)
				h.unlock(t)
			}
		}) {
			t.Fatal("hung")
		}
		last := map[int]int{}
		var gaps []int
		for i, id := range owners[:len(owners)/2] {
			if at, had := last[id]; had {
				gaps = append(gaps, i-at)
			}
			last[id] = i
		}
		hist := map[int]int{}
		for _, g := range gaps {
			hist[g]++
		}
		fmt.Println(s, hist)
	})
}
