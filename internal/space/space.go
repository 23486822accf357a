package space

import (
	"fmt"
	"slices"
	"strings"

	"daxwait/bench/policy"
	"daxwait/daxcore"
	"daxwait/daxcore/daxtest"
	"daxwait/internal/phrase"
)

// Decision is a choice of the space, and the values that it may have here.
type Decision struct {
	Key    string   `json:"key"`
	Values []string `json:"values"`

	policy policy.Decision
}

// Design is what is checked: a policy, and the combinations that are it.
type Design struct {
	// Name is the policy as policy.Describe says it.
	Name string
	// Choice is the value of each decision, as an index of its Values.
	Choice []int
	// Combinations is how many of the product are this design.
	Combinations int

	policy daxcore.Policy
}

// Policy is the design as a policy.
func (d *Design) Policy() daxcore.Policy { return d.policy }

// Same reports whether two policies are one design, as far as a space tells
// designs apart.
func Same(a, b daxcore.Policy) bool { return Canonical(a) == Canonical(b) }

// Canonical is the policy that stands for all that are one design with p.
func Canonical(p daxcore.Policy) daxcore.Policy {
	p, _ = same(fold(p))
	return p
}

// Space is the product of the values of decisions, and the scenarios in which
// its designs are checked.
type Space struct {
	Decisions []Decision
	Designs   []Design
	Scenarios []*daxtest.Scenario

	of []int // design, by combination
}

// defaults are the values that are explored unless others are asked for. What
// is known to store PMD entries over PTE entries (lookup), to make no PMD entry
// at all (pmd, fall-back-empty), or to touch freed memory (page-retry) is left
// out: no scenario is about who waits there.
func defaults(key string) []string {
	switch key {
	case "pmd-meets-pte":
		return []string{"fall-back", "wait-at-base", "wait-at-entry"}
	case "key":
		return []string{"kernel", "base", "found"}
	case "wait-page":
		return []string{"non-exclusive", "exclusive"}
	case "wake-on-unlock":
		return []string{"next", "all"}
	case "wake-on-removal", "wake-on-refusal", "wake-on-downgrade":
		return []string{"all", "next"}
	case "put":
		return []string{"next", "never", "next-if-absent", "both-keys", "all"}
	case "resleep":
		return []string{"quiet", "passes"}
	case "scan":
		return []string{"skips", "waits-advanced", "waits"}
	case "writeback":
		return []string{"skips", "waits"}
	}
	return nil // upstream's
}

// Limits of a space: combinations, and partial assignments to analyse.
const (
	maxCombinations = 50_000
	maxPartial      = 20_000_000
)

// New makes the default space with other values for some decisions, each such
// as "key=kernel,base".
func New(scenarios []*daxtest.Scenario, decide []string) (*Space, error) {
	if len(scenarios) == 0 {
		return nil, fmt.Errorf("no scenario: a space is checked in one at least")
	}
	for i, sc := range scenarios {
		if slices.ContainsFunc(scenarios[:i], func(o *daxtest.Scenario) bool { return o.Name == sc.Name }) {
			return nil, fmt.Errorf("scenario %s is named twice", sc.Name)
		}
	}
	given, err := parseDecide(decide)
	if err != nil {
		return nil, err
	}
	s := &Space{Scenarios: scenarios}
	combinations, partial := 1, 1
	for _, d := range policy.Decisions() {
		values := defaults(d.Key)
		if i := slices.IndexFunc(given, func(g Decision) bool { return g.Key == d.Key }); i >= 0 {
			values = given[i].Values
		} else if values == nil {
			continue
		}
		s.Decisions = append(s.Decisions, Decision{Key: d.Key, Values: values, policy: d})
		combinations *= len(values)
		partial *= len(values) + 1
		if combinations > maxCombinations || partial > maxPartial {
			return nil, fmt.Errorf("more than %d combinations, or too many decisions to analyse; give some decisions one value, such as scan=skips", maxCombinations)
		}
	}
	s.enumerate(combinations)
	return s, nil
}

// parseDecide reads decisions with lists of values.
func parseDecide(decide []string) (given []Decision, err error) {
	choices, err := policy.Choices(decide)
	for _, c := range choices {
		if mistakes(c.Key) {
			return nil, fmt.Errorf("%s is not part of the space: all its values but upstream's are mistakes; try %s=%s in a check", c.Key, c.Key, strings.Join(c.Values, ","))
		}
		given = append(given, Decision{Key: c.Key, Values: c.Values})
	}
	return given, err
}

// mistakes reports whether a decision has values that are no designs.
func mistakes(key string) bool {
	return slices.ContainsFunc(policy.Decisions(), func(d policy.Decision) bool { return d.Key == key && d.Mistakes })
}

// enumerate finds the designs of all combinations. The combination that a
// design is checked as is the one that no rule changes; if that is not in the
// space, the first.
func (s *Space) enumerate(combinations int) {
	s.of = make([]int, combinations)
	known := map[daxcore.Policy]int{}
	for _, asItself := range []bool{true, false} {
		for c := range combinations {
			choice := s.choice(c)
			p := fold(s.policy(choice))
			rep, _ := same(p)
			i, ok := known[rep]
			if !ok && (rep == p || !asItself) {
				i, ok = len(s.Designs), true
				known[rep] = i
				s.Designs = append(s.Designs, Design{Name: policy.Describe(rep), Choice: choice, policy: rep})
			}
			if !asItself {
				s.of[c] = i
				s.Designs[i].Combinations++
			}
		}
	}
}

// choice returns the values of a combination; the last decision varies first.
func (s *Space) choice(combination int) []int {
	choice := make([]int, len(s.Decisions))
	for i := len(choice) - 1; i >= 0; i-- {
		n := len(s.Decisions[i].Values)
		choice[i], combination = combination%n, combination/n
	}
	return choice
}

func (s *Space) policy(choice []int) (p daxcore.Policy) {
	for i, d := range s.Decisions {
		p = d.policy.With(p, slices.Index(d.policy.Values, d.Values[choice[i]]))
	}
	return p
}

// Combinations is the size of the product.
func (s *Space) Combinations() int { return len(s.of) }

// At returns the values of a combination, as indexes, and which design it is.
func (s *Space) At(combination int) (choice []int, design int) {
	return s.choice(combination), s.of[combination]
}

// Bounds says within what a design of the space is safe.
func (s *Space) Bounds(maxStates int) string {
	tasks, operations := 0, 0
	var odd []string
	for _, sc := range s.Scenarios {
		tasks, operations = max(tasks, len(sc.Tasks)), max(operations, sc.Operations())
		if sc.Spurious != 0 {
			odd = append(odd, fmt.Sprintf("spurious wakeups in %s (%d)", sc.Name, sc.Spurious))
		}
		if sc.AllocFails != 0 {
			odd = append(odd, fmt.Sprintf("failed allocations in %s (%d)", sc.Name, sc.AllocFails))
		}
		if sc.Refusals != 0 {
			odd = append(odd, fmt.Sprintf("refusals in %s (%d)", sc.Name, sc.Refusals))
		}
	}
	text := "no spurious wakeups, failed allocations or refusals"
	if odd != nil {
		text += " but " + strings.Join(odd, " and ")
	}
	return fmt.Sprintf("all interleavings of %s of up to %s and %s; %s; sequentially consistent memory; at most %d states a search",
		phrase.Count(len(s.Scenarios), "scenario"), phrase.Count(tasks, "task"), phrase.Count(operations, "operation"), text, maxStates)
}
