package check

import (
	"daxwait/daxcore"
	"daxwait/daxcore/daxtest"
	"daxwait/daxcore/lockorder"
	"daxwait/daxcore/step"
)

// Inversion is an inversion of the order of locks, and what became of it.
type Inversion struct {
	lockorder.Inversion
	// Deadlock is a schedule of fewest steps in which tasks wait for each other
	// as the cycle says; nil if none was met.
	Deadlock *step.Schedule
	// None: there is no such schedule within the bounds.
	None bool
}

// inversions returns those of the order that the search has seen, with a
// deadlock of each if one was met. Where the search has stopped at what is no
// deadlock there may be one behind that.
func (s *search) inversions(sc *daxtest.Scenario, design daxcore.Design, r *Result) ([]Inversion, error) {
	var all []Inversion
	for _, v := range r.Order.Inversions() {
		all = append(all, Inversion{Inversion: v})
	}
	open := len(all)
	var err error
	s.graph.Ended(func(id uint32, kind step.Kind) bool {
		if kind != step.LockCycle || open == 0 {
			return open != 0
		}
		sched := step.NewSchedule(s.graph.Path(id))
		var stuck []lockorder.Chain
		if stuck, err = chains(sc, design, sched); err != nil {
			return false
		}
		for i := range all {
			if v := &all[i]; v.Deadlock == nil && v.In(stuck) {
				v.Deadlock = &sched
				open--
			}
		}
		return true
	})
	if err != nil {
		return nil, err
	}
	complete := r.Hit == ""
	for _, v := range r.Violations {
		complete = complete && v.Kind == step.LockCycle
	}
	for i := range all {
		all[i].None = complete && all[i].Deadlock == nil
	}
	return all, nil
}

// chains plays a schedule with the stepper, and returns what those hold and
// wait for that then sleep.
func chains(sc *daxtest.Scenario, design daxcore.Design, sched step.Schedule) ([]lockorder.Chain, error) {
	s := daxtest.NewStepper(sc.World(design), sc.Tasks)
	defer s.Stop()
	s.Quiet, s.Order = true, &lockorder.Recorder{}
	if err := s.Play(sched.String()); err != nil {
		return nil, err
	}
	var stuck []lockorder.Chain
	for id := range sc.Tasks {
		if s.Status(id) == step.Asleep {
			stuck = append(stuck, s.Chain(id))
		}
	}
	return stuck, nil
}

// order merges what the workers have seen.
func (s *search) order() *lockorder.Graph {
	g := &lockorder.Graph{}
	for _, e := range s.engines {
		g.Merge(&e.order.Graph)
	}
	return g
}
