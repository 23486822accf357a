package bench

import (
	"daxwait/bench/sim"
	"daxwait/daxcore/task"
)

// costs returns what everything costs in a simulation of c. The thinks and
// holds of a replay are what a kernel took for all that it did, so the model's
// steps cost nothing besides. What the replay leaves out is the profile's: what
// a wait and a wake cost. Only a write-back has no hold of its own in the model,
// and flushes for as long as those of the trace held their entries.
func (c *Case) costs() *sim.Profile {
	if c.Pattern.Replay == nil {
		return c.Sim.Profile
	}
	p := *c.Sim.Profile
	for k := range p.Costs {
		switch task.Cost(k) {
		case task.WakeOne, task.ScanForeign, task.Recheck:
		default:
			p.Costs[k] = sim.Time{}
		}
	}
	p.Costs[task.Flush].Mean = c.Pattern.Replay.Flush()
	return &p
}
