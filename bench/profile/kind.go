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
	WakeOwn                                 // from an interrupt of an idle CPU until that can switch to the woken
	WakeFar                                 // wake-latency to another socket
	WakeQueued                              // wake-one where no CPU is idle
	WakeMore                                // wake-one for each further waiter of a call
	WarmUp                                  // CPU time that is lost to cold caches after a sleep
	WarmWork                                // work in which all but 1/e of that is lost
	SpinFar                                 // spin-transfer to another socket
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
	case WakeOwn:
		return "wake-own"
	case WakeFar:
		return "wake-far"
	case WakeQueued:
		return "wake-queued"
	case WakeMore:
		return "wake-more"
	case WarmUp:
		return "warm-up"
	case WarmWork:
		return "warm-work"
	case SpinFar:
		return "spin-far"
	}
	return task.Cost(k).String()
}

// patterns reports whether patterns say what k takes, not profiles.
func (k Kind) patterns() bool { return k < Kind(task.Costs) && task.Cost(k).ByPattern() }

// As returns the kind whose price k has in a profile that has none for it, if there is
// one: those are of machines on which the price of a wake depends on where the woken is.
func (k Kind) As() (as Kind, is bool) {
	switch k {
	case WakeOwn, WakeFar:
		return WakeLatency, true
	case WakeQueued, WakeMore:
		return Kind(task.WakeOne), true
	case SpinFar:
		return SpinTransfer, true
	}
	return k, false
}

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
	case WakeOwn:
		return &p.WakeOwn
	case WakeFar:
		return &p.WakeFar
	case WakeQueued:
		return &p.WakeQueued
	case WakeMore:
		return &p.WakeMore
	case WarmUp:
		return &p.WarmUp
	case WarmWork:
		return &p.WarmWork
	case SpinFar:
		return &p.SpinFar
	}
	return &p.Costs[k]
}
