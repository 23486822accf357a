package bench

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"daxwait/bench/pattern"
	"daxwait/bench/profile"
	"daxwait/bench/sim"
	"daxwait/bench/sim/machine"
	"daxwait/bench/timeline"
	"daxwait/results"
	"daxwait/strategies"
)

// Case is one strategy under one pattern.
type Case struct {
	Pattern  *pattern.Pattern
	Strategy *strategies.Strategy
	Tasks    int
	Seed     uint64
	// Rate is operations a second for each task in an open loop; 0 is closed.
	Rate float64
	// Load, if not 0, says the rate: that of all tasks is this share of the
	// capacity, which the record tells.
	Load float64
	// PinThreads gives each task an OS thread.
	PinThreads bool
	// Sim is how it is simulated; nil is the live engine.
	Sim *Sim
	// LockOrder records the order in which locks are taken.
	LockOrder bool
	// GiveUp ends a case after so many rounds of a window that hang, and after the first
	// hang of a pattern that has none; 0 goes on. A design that hangs in each round
	// starts a world for each.
	GiveUp int64
	// Set is what was set to other values than the pattern's and the machine's.
	Set []results.Setting
	// shorter is by how much its windows are shorter than the plan's; 0 is not at all.
	shorter int
	// Timeline, if any, records the first window of a simulation.
	Timeline *timeline.Recorder
	// onLeft, if any, is told of a task that the design leaves for good; watch is given
	// what tells how far the case is.
	onLeft func(value any, gone bool)
	watch  func(progress func() int64)
}

// Label is the last part of the case's name as a benchmark.
func (c *Case) Label() string {
	if c.Sim == nil {
		return fmt.Sprintf("tasks=%d", c.Tasks)
	}
	on := fmt.Sprintf("tasks=%d/vcpus=%d", c.Tasks, cmp.Or(c.Sim.CPUs, c.Tasks))
	if m := c.Sim.Machine; m != nil {
		on += "/machine=" + m.Name
	}
	return on
}

// Fixed reports whether the case is a fixed schedule, whose counts are exact:
// neither its pattern nor a price is drawn.
func (c *Case) Fixed() bool {
	if c.Sim == nil || !c.Pattern.Fixed() {
		return false
	}
	p := c.costs()
	return !slices.ContainsFunc(profile.Kinds(), func(k profile.Kind) bool { return profile.Price(p, k).Drawn })
}

// Sim is a simulated machine.
type Sim struct {
	// CPUs is how many there are; 0 is one for each task.
	CPUs    int
	Profile *sim.Profile
	// Ranges are the bounds of prices, which only variants depend on.
	Ranges profile.Ranges `json:"-"`
	// Machine says where the CPUs are and how they are scheduled; nil is one queue, first
	// come first served, of which alone Slice and Preempt are.
	Machine *machine.Machine `json:",omitzero"`
	// Slice is how long a task keeps a CPU that others wait for, in ns.
	Slice int64
	// Preempt: a woken task goes before all that wait for a CPU.
	Preempt bool
	// Rewarm: what a pattern orders is work in warm caches, which a switch makes longer.
	Rewarm bool `json:",omitzero"`
	// Variant says which price is not the profile's, if one is not.
	Variant string
}

// NewSim returns a machine of 2 CPUs, under the scheduler of the kernel whose prices a
// profile has, or under eevdf if it does not say which.
func NewSim(p *sim.Profile) *Sim {
	return &Sim{CPUs: 2, Profile: p, Machine: machine.Of(cmp.Or(p.Scheduler, machine.EEVDF)), Slice: 3e6}
}

// Anywhere reports whether the machine has as many CPUs as are asked for.
func (m *Sim) Anywhere() bool { return m.Machine == nil || m.Machine.Cores == 0 }

// Fair reports whether each CPU has a queue of its own.
func (m *Sim) Fair() bool { return m.Machine != nil && m.Machine.Scheduler != machine.FirstCome }

// of returns the machine for a pattern: with the CPUs of the trace, if it is of one.
func (m *Sim) of(p *pattern.Pattern) *Sim {
	if m == nil || p.Replay == nil || p.Replay.CPUs == 0 {
		return m
	}
	q := *m
	q.CPUs = p.Replay.CPUs
	return &q
}

// Record returns the record of c, as yet without samples.
func (c *Case) Record(window time.Duration) *results.Record {
	r := &results.Record{
		Schema: results.Schema, Engine: "live", Pattern: c.Pattern.Name, Strategy: c.Strategy.Name,
		Tasks: c.Tasks, Hold: c.Pattern.Regime(), Loop: "closed", Seed: c.Seed,
		Window: int64(window), Pinned: c.PinThreads, Set: c.Set,
	}
	if c.Rate > 0 || c.Load > 0 {
		r.Loop, r.Rate = "open", c.Rate
	}
	if c.Sim != nil {
		r.Exact, r.OwnCPUs = c.Fixed(), c.Sim.CPUs == 0
		r.Engine, r.VCPUs, r.Profile, r.Variant = "sim", cmp.Or(c.Sim.CPUs, c.Tasks), c.Sim.Profile.Name, c.Sim.Variant
		if m := c.Sim.Machine; m != nil {
			r.VMachine = m.Name
		}
	}
	return r
}
