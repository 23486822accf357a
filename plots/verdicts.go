package plots

import (
	"slices"

	"daxwait/results"
	"daxwait/results/words"
)

// verdicts is what was checked, by design and scenario, both in the order met.
type verdicts struct {
	designs, scenarios []string
	at                 map[pair]*results.Verdict
}

type pair struct{ design, scenario string }

// newVerdicts sorts verdicts into cells. Where a cell was checked more than
// once, a violation counts more than a proof, a proof more than an incomplete
// search, and otherwise what is later more than what is earlier.
func newVerdicts(list []*results.Verdict) *verdicts {
	s := &verdicts{at: map[pair]*results.Verdict{}}
	weight := func(v *results.Verdict) int {
		return slices.Index([]string{results.Proved, results.Violation}, v.Verdict)
	}
	for _, v := range list {
		if v == nil {
			continue
		}
		at := pair{v.Strategy, v.Scenario}
		if old := s.at[at]; old == nil || weight(v) >= weight(old) {
			s.at[at] = v
		}
		if !slices.Contains(s.designs, v.Strategy) {
			s.designs = append(s.designs, v.Strategy)
		}
		if !slices.Contains(s.scenarios, v.Scenario) {
			s.scenarios = append(s.scenarios, v.Scenario)
		}
	}
	return s
}

// all returns the verdicts that count, by design and scenario.
func (s *verdicts) all() (all []*results.Verdict) {
	for _, d := range s.designs {
		for _, scenario := range s.scenarios {
			if v := s.at[pair{d, scenario}]; v != nil {
				all = append(all, v)
			}
		}
	}
	return all
}

func proved(v *results.Verdict) bool   { return v.Verdict == results.Proved }
func violated(v *results.Verdict) bool { return v.Verdict == results.Violation }

// violates returns whether a verdict has a kind of violation.
func violates(k words.Kind) func(*results.Verdict) bool {
	return func(v *results.Verdict) bool { return violated(v) && slices.Contains(words.KindsOf(v), k) }
}
