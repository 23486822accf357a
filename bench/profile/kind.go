package profile

import (
	"daxwait/bench/sim"
	"daxwait/daxcore/task"
)

// Kind is something that costs time: a [task.Cost], or one of the engine's own.
type Kind int

// The costs of the engine. They follow those of tasks.
const (
	WakeLatency   = Kind(task.Costs) + iota // from a wake until the woken wants a CPU
	ContextSwitch                           // CPU time to come back from a sleep
	SpinTransfer                            // a spinlock's way to the next CPU
	numKinds
)

// String is the name of its table.
func (k Kind) String() string {
	switch k {
	case WakeLatency:
		return "wake-latency"
	case ContextSwitch:
		return "context-switch"
	case SpinTransfer:
		return "spin-transfer"
	}
	return task.Cost(k).String()
}

// patterns reports whether patterns say what k takes, not profiles.
func (k Kind) patterns() bool { return k < Kind(task.Costs) && task.Cost(k).ByPattern() }

// Kinds returns what a profile prices, in the order in which it is written.
func Kinds() []Kind {
	var all []Kind
	for k := range numKinds {
		if !k.patterns() {
			all = append(all, k)
		}
	}
	return all
}

// Price returns where p has the price of k.
func Price(p *sim.Profile, k Kind) *sim.Time {
	switch k {
	case WakeLatency:
		return &p.WakeLatency
	case ContextSwitch:
		return &p.ContextSwitch
	case SpinTransfer:
		return &p.SpinTransfer
	}
	return &p.Costs[k]
}
