package sim

import (
	"math"

	"daxwait/bench/sim/machine"
)

// This file is what caches cost where CPUs are shared fairly: a task that comes back to a
// CPU finds them cold, and a spinlock's line may be in another CPU's.

// warm returns how much longer work takes than in a warm cache. What a task loses after a
// switch is lost as it works, so that it does not matter in which parts it does.
func (t *Task) warm(ns int64) int64 {
	if t.cold == 0 || ns == 0 {
		return 0
	}
	lost := int64(float64(t.cold)*(1-math.Exp(-float64(ns)/float64(t.e.o.Profile.WarmWork.Mean))) + 0.5)
	t.cold -= lost
	return lost
}

// fetch has a task that takes a free lock wait for its line, if another CPU had it last.
func (t *Task) fetch(l *spinlock) {
	if t.e.fair == nil || !t.onCPU || l.cpu == 1+t.cpu {
		return
	}
	from := l.cpu - 1
	if l.cpu = 1 + t.cpu; from >= 0 {
		t.work(t.e.transfer(from, t.cpu).draw(&t.streams[wakeLatency]), false)
	}
}

// transfer is what a spinlock's line takes from one CPU to another.
func (e *Engine) transfer(from, to int32) *Time {
	p := e.o.Profile
	if e.fair != nil && p.SpinFar.Mean != 0 && e.fair.Between(from, to) == machine.Away {
		return &p.SpinFar
	}
	return &p.SpinTransfer
}
