package oracle

import (
	"math/rand/v2"

	"daxwait/bench/sim"
	"daxwait/daxcore/task"
)

// cost is a mean time in units, drawn from an exponential distribution or not.
type cost struct {
	mean     float64
	constant bool
}

func (c cost) time(unit float64) sim.Time {
	return sim.Time{Mean: int64(c.mean*unit + 0.5), Drawn: !c.constant}
}

// plan is what a simulation does.
type plan struct {
	tasks, cpus int
	think, hold cost
	// Think and hold occupy a CPU.
	thinkRuns, holdRuns    bool
	latency, wake, recheck cost
	// lock makes what the tasks compete for.
	lock func(tasks int) locker
	// pick chooses the lock, or the kind of fault and its index, of the next
	// operation; nil is always the first.
	pick func(*rand.Rand) (class int, index uint64)
	// last is the index of the least popular lock; the first is the most popular
	// one, unless all are alike.
	last  uint64
	alike bool
	// body is what a task does; nil is a closed loop.
	body func(*worker)
	// periodic: constant times, so a few rounds are exact.
	periodic bool
	// once: each task does one operation, all of which count.
	once bool
}

// closed is a plan with the costs that the parameters name, all drawn.
func closed(p *Params, lock func(tasks int) locker) *plan {
	return &plan{
		tasks: p.N, cpus: p.C,
		think: cost{mean: p.Z}, hold: cost{mean: p.S},
		latency: cost{mean: p.D}, wake: cost{mean: p.W}, recheck: cost{mean: p.R},
		lock: lock,
	}
}

// unit returns how many ns a unit is: a second, so that rounding to ns does not
// show, or less where the clock would overflow.
func (p *plan) unit(ops int64) float64 {
	// No operation can take longer on average.
	most := p.think.mean + p.hold.mean + p.latency.mean + float64(p.tasks)*(p.wake.mean+p.recheck.mean) + 1
	unit := 1e9
	for unit > 1 && most*unit*float64(ops) > 1e18 {
		unit /= 10
	}
	return unit
}

// profile returns the costs for the engine.
func (p *plan) profile(unit float64) *sim.Profile {
	profile := sim.Zero()
	profile.Costs[p.thinkCost()] = p.think.time(unit)
	profile.Costs[p.holdCost()] = p.hold.time(unit)
	profile.Costs[task.WakeOne] = p.wake.time(unit)
	profile.Costs[task.Recheck] = p.recheck.time(unit)
	profile.WakeLatency = p.latency.time(unit)
	return profile
}

func (p *plan) thinkCost() task.Cost {
	if p.thinkRuns {
		return task.ThinkRun
	}
	return task.ThinkSleep
}

func (p *plan) holdCost() task.Cost {
	if p.holdRuns {
		return task.HoldRun
	}
	return task.HoldSleep
}
