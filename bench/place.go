package bench

import (
	"time"

	"daxwait/bench/pattern"
)

// Place is a simulated machine with a number of tasks on it.
//
// What is found on one says nothing about another: whether a task that is woken
// meets an idle CPU decides most of what tells designs apart.
type Place struct {
	CPUs int
	// Tasks is how many there are; 0 is the pattern's own number. A pattern that
	// has a number of its own keeps it.
	Tasks int
	// Shorter is by how much windows are shorter than the plan's: so many more
	// operations are done in them.
	Shorter int
	// Steady: the prices of a wake are not varied, even if the plan's are.
	Steady bool
}

// Small is the place that was compared with a kernel: two CPUs, and each
// pattern's number of tasks, which is 8 for most.
func Small() Place { return Place{CPUs: 2, Shorter: 1} }

// Large are places on 64 CPUs, where a task that is woken finds an idle one.
func Large(tasks ...int) (places []Place) {
	for _, n := range tasks {
		places = append(places, Place{CPUs: 64, Tasks: n, Shorter: 10})
	}
	return places
}

// Places are where a comparison is made: on the small machine, and on the large
// one with fewer tasks than CPUs and with more.
func Places() []Place { return append([]Place{Small()}, Large(8, 32, 128)...) }

// takes reports whether a pattern is to be run at the place, one of all. The first
// takes every pattern. The others take no replay, which is run on the CPUs of its
// capture alone; and a pattern with a number of tasks of its own is run once on each
// machine.
func (p Place) takes(pat *pattern.Pattern, all []Place) bool {
	if p == all[0] {
		return true
	}
	if pat.Replay != nil {
		return false
	}
	for _, other := range all {
		if other.CPUs == p.CPUs && pat.Tasks != 0 {
			return other == p
		}
	}
	return true
}

// at puts a case at the place.
func (p Place) at(c Case) Case {
	m := *c.Sim
	m.CPUs = p.CPUs
	c.Sim = m.of(c.Pattern)
	if p.Tasks != 0 && c.Pattern.Tasks == 0 {
		c.Tasks = p.Tasks
	}
	c.shorter = p.Shorter
	return c
}

// WindowOf is the length of a window of a case.
func (p *Plan) WindowOf(c *Case) time.Duration {
	return p.Window / time.Duration(max(1, c.shorter))
}
