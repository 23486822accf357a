package results

import (
	"strings"

	"daxwait/results/machine"
)

// shared are the texts and machines of a file, which repeat from record to record, each
// once in memory.
type shared struct {
	texts    map[string]string
	machines map[machine.Machine]*machine.Machine
}

// What is kept to be shared is bounded: a file in which all differs takes no more for it.
const mostShared, longestShared = 1 << 14, 64

// text replaces a text by the one of that content. It is copied once: a text that was
// cut out of a longer one would keep all of that.
func (s *shared) text(t *string) {
	if *t == "" || len(*t) > longestShared {
		return
	}
	known, ok := s.texts[*t]
	if !ok {
		if s.texts == nil {
			s.texts = map[string]string{}
		}
		if len(s.texts) == mostShared {
			return
		}
		known = strings.Clone(*t)
		s.texts[known] = known
	}
	*t = known
}

// machine replaces a machine by the one that is equal.
func (s *shared) machine(m **machine.Machine) {
	if *m == nil {
		return
	}
	known := s.machines[**m]
	if known == nil {
		if s.machines == nil {
			s.machines = map[machine.Machine]*machine.Machine{}
		}
		if len(s.machines) == mostShared {
			return
		}
		known = *m
		s.machines[**m] = known
	}
	*m = known
}

// record has a record share what it can, and keep no more room than it fills.
func (s *shared) record(r *Record) {
	r.settings = settings(r.Set, " ")
	s.text(&r.settings)
	for _, t := range []*string{&r.Engine, &r.Pattern, &r.Strategy, &r.Profile, &r.VMachine, &r.Variant, &r.Hold, &r.Loop} {
		s.text(t)
	}
	for i := range r.Set {
		s.text(&r.Set[i].Axis)
		s.text(&r.Set[i].Unit)
	}
	s.machine(&r.Machine)
	r.Set, r.Samples, r.Waits = exactly(r.Set), exactly(r.Samples), exactly(r.Waits)
	for i := range r.Samples {
		w := &r.Samples[i]
		w.Roles = exactly(w.Roles)
		for k := range w.Roles {
			s.text(&w.Roles[k].Role)
		}
	}
}

// exactly is a list in no more room than it fills.
func exactly[T any](list []T) []T {
	if cap(list) == len(list) {
		return list
	}
	return append(make([]T, 0, len(list)), list...)
}
