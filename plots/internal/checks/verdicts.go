package checks

import (
	"slices"

	"daxwait/results"
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

// remark is a finding that is no violation, and its letter in the matrix.
type remark struct{ name, letter, says string }

// remarks returns the findings in the order of their letters in a cell, the
// last of which stands for all that are not known here.
func remarks() []remark {
	return []remark{
		{"stranded", "s", "stranded"},
		{"false-sharing stall", "f", "false-sharing stall"},
		{"herd", "h", "herd"},
		{"immediate fallback", "b", "immediate fallback"},
		{"skipped", "k", "skipped a locked entry"},
		{"", "o", "another finding"},
	}
}

// remarksOf returns the findings of a verdict, each once.
func remarksOf(v *results.Verdict) (found []remark) {
	all := remarks()
	met := make([]bool, len(all))
	for _, name := range v.Findings {
		i := slices.IndexFunc(all, func(r remark) bool { return r.name == name })
		if i < 0 {
			i = len(all) - 1
		}
		met[i] = true
	}
	for i, r := range all {
		if met[i] {
			found = append(found, r)
		}
	}
	return found
}
