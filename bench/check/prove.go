package check

import (
	"daxwait/daxcore"
	"daxwait/daxcore/daxtest"
	"daxwait/daxcore/step"
)

// prove searches with what may be left out left out. If that finds nothing wrong,
// or cannot be completed, it is done. What it finds is for a search of all
// schedules to look into, which knows the simplest.
func prove(sc *daxtest.Scenario, design daxcore.Design, o Options) (r *Result, done bool, err error) {
	s := newSearch(sc, design, o)
	defer s.close()
	s.firstOnly = true
	if err := s.run(); err != nil {
		return nil, false, err
	}
	r = s.result()
	r.Reduced = s.o.Reduce
	if s.graph.Violates() {
		return r, o.First, s.shown(sc, design, r)
	}
	if r.Hit == "" && !o.NoLivelock && s.graph.MayLivelock(len(sc.Tasks), s.engines[0].equal) {
		return r, false, nil
	}
	for i, e := range s.evidence {
		if bit := Finding(1) << i; s.found&bit != 0 {
			r.Evidence[bit] = step.NewSchedule(s.engines[0].probe().unfold(append(s.graph.Path(e.from), e.step)))
		}
	}
	r.Inversions, err = s.inversions(sc, design, r) // nobody sleeps for ever, so none is a deadlock
	return r, true, err
}

// shown puts the violation that ended the search into its result, with the schedule
// by which it was met: neither the shortest nor the simplest.
func (s *search) shown(sc *daxtest.Scenario, design daxcore.Design, r *Result) error {
	v := Violation{}
	s.graph.Ended(func(id uint32, kind step.Kind) bool {
		steps := s.engines[0].probe().unfold(s.graph.Path(id))
		v = Violation{Kind: kind, Depth: len(steps), Schedule: step.NewSchedule(steps)}
		return false
	})
	o := s.o
	o.Reduce, o.Mode = 0, Pooled
	e := newEngine(sc, design, &o, &recipes{by: map[uint64]*recipe{}})
	defer e.close()
	e.follow(&v)
	r.Violations = []Violation{v}
	return confirm(sc, design, &v)
}
