package space

import (
	"fmt"
	"slices"
	"strings"

	"daxwait/bench/check"
	"daxwait/bench/policy"
	"daxwait/daxcore"
	"daxwait/daxcore/daxtest"
	"daxwait/daxcore/step"
	"daxwait/strategies"
)

// Analysis is what a space shows. It counts combinations, so that no design
// counts for less because others are the same.
type Analysis struct {
	Bounds       string `json:"bounds"`
	Designs      int    `json:"designs"`
	Combinations int    `json:"combinations"`
	Safe         int    `json:"safe"`
	Unsafe       int    `json:"unsafe"`
	Incomplete   int    `json:"incomplete"`
	// Cores are the smallest sets of values with which every design is unsafe,
	// as many as explain each design that any explains: the one that explains
	// most comes first.
	Cores []Term `json:"cores"`
	// AllCores is how many there are, needed for that or not.
	AllCores int `json:"all_cores"`
	// Safes are the smallest sets of values with which every design is safe,
	// likewise.
	Safes    []Term `json:"safes"`
	AllSafes int    `json:"all_safes"`
	// Never are the values that no safe design has.
	Never []Choice `json:"never"`
	// Idle are the decisions that never change whether a design is safe.
	Idle []string `json:"idle"`

	verdicts []string // by design
}

// Verdict returns that of a design.
func (a *Analysis) Verdict(design int) string { return a.verdicts[design] }

// Choice is a decision, and which of its values are meant: any of them.
type Choice struct {
	Key    string   `json:"key"`
	Values []string `json:"values"`
}

func (c Choice) String() string { return c.Key + "=" + strings.Join(c.Values, "|") }

// Example is a schedule that loses.
type Example struct {
	Design string `json:"design"`
	Violation
	// Of is how many combinations of the term lose in this scenario.
	Of int `json:"of"`
	// Replay is the schedule as daxwait replay takes it.
	Replay string `json:"replay"`
}

// Analyse finds what explains the verdicts. It wants a record of each design.
func (s *Space) Analyse(records []*Record, o Options) (*Analysis, error) {
	if len(records) != len(s.Designs) {
		return nil, fmt.Errorf("%d of %d designs are checked: all are wanted", len(records), len(s.Designs))
	}
	r := &Analysis{Bounds: s.Bounds(o.MaxStates), Designs: len(s.Designs), Combinations: s.Combinations()}
	if o.Ignore != nil {
		r.Bounds += "; not counted: " + strings.Join(o.Ignore, ", ")
	}
	for _, rec := range records {
		r.verdicts = append(r.verdicts, o.verdict(rec))
	}
	a := analysis{space: s, records: records, verdicts: r.verdicts, lattice: newLattice(s.Decisions), ignore: o.Ignore}
	safe, unsafe, open := a.tally(Safe), a.tally(unsafe), a.tally(Incomplete)
	all := a.lattice.size - 1 // all is free
	r.Safe, r.Unsafe, r.Incomplete = int(safe[all]), int(unsafe[all]), int(open[all])
	var err error
	r.Cores, r.AllCores = a.cover(unsafe, safe, open)
	for i := range r.Cores {
		if r.Cores[i].Example, err = a.example(&r.Cores[i]); err != nil {
			return nil, err
		}
	}
	r.Safes, r.AllSafes = a.cover(safe, unsafe, open)
	for d, decision := range s.Decisions {
		for v, word := range decision.Values {
			if one := a.lattice.with(all, d, v); safe[one] == 0 && open[one] == 0 {
				r.Never = append(r.Never, Choice{decision.Key, []string{word}})
			}
		}
		if len(decision.Values) > 1 && a.idle(d) {
			r.Idle = append(r.Idle, decision.Key)
		}
	}
	return r, nil
}

// analysis is one in progress.
type analysis struct {
	space    *Space
	records  []*Record
	verdicts []string
	lattice  *lattice
	ignore   []string
}

// tally counts the combinations with a verdict, by partial assignment.
func (a *analysis) tally(verdict string) []int32 {
	counts := make([]int32, a.lattice.size)
	for c := range a.space.Combinations() {
		if a.verdicts[a.space.of[c]] == verdict {
			counts[a.lattice.full(a.space.choice(c))]++
		}
	}
	a.lattice.sum(counts)
	return counts
}

// example shows how a term loses: by the design nearest to upstream of those
// that no term before explains, in the scenario in which most designs lose
// that have the term.
func (a *analysis) example(t *Term) (*Example, error) {
	nearest, least := -1, 0
	losers := map[string]int{} // combinations by scenario
	for c := range a.space.Combinations() {
		choice := a.space.choice(c)
		if !t.has(choice) {
			continue
		}
		p, far := fold(a.space.policy(choice)), 0
		for _, d := range policy.Decisions() {
			if d.Get(p) != 0 {
				far++
			}
		}
		if slices.Contains(t.fresh, c) && (nearest < 0 || far < least) {
			nearest, least = c, far
		}
		last := ""
		for _, v := range a.violations(c) {
			if v.Scenario != last {
				losers[v.Scenario]++
			}
			last = v.Scenario
		}
	}
	d := a.space.of[nearest]
	x := &Example{Design: a.records[d].Design}
	for _, v := range a.violations(nearest) {
		if n := losers[v.Scenario]; n > x.Of || n == x.Of && v.Depth < x.Depth {
			x.Violation, x.Of = v, n
		}
	}
	var err error
	x.Replay, err = a.space.ticket(&a.space.Designs[d], &x.Violation)
	return x, err
}

// violations returns those of a combination that count.
func (a *analysis) violations(combination int) []Violation {
	r := a.records[a.space.of[combination]]
	return slices.DeleteFunc(slices.Clone(r.Violations), func(v Violation) bool { return slices.Contains(a.ignore, v.Kind) })
}

// ticket makes that of a design's violation.
func (s *Space) ticket(d *Design, v *Violation) (string, error) {
	i := slices.IndexFunc(s.Scenarios, func(sc *daxtest.Scenario) bool { return sc.Name == v.Scenario })
	if i < 0 {
		return "", fmt.Errorf("%s: there is no scenario %q", d.Name, v.Scenario)
	}
	sched, err := step.ParseSchedule(v.Schedule)
	if err != nil {
		return "", fmt.Errorf("%s in %s: %w", d.Name, v.Scenario, err)
	}
	name := strategies.Baseline
	if d.policy != (daxcore.Policy{}) {
		name += "+" + strings.ReplaceAll(d.Name, " ", "+")
	}
	t, err := check.Issue(name, s.Scenarios[i], d.policy.Design, sched)
	if err != nil {
		return "", fmt.Errorf("%s in %s: %w", d.Name, v.Scenario, err)
	}
	return t.String(), nil
}

// idle reports whether a decision never changes a verdict.
func (a *analysis) idle(decision int) bool {
	stride := 1
	for _, d := range a.space.Decisions[decision+1:] {
		stride *= len(d.Values)
	}
	n := len(a.space.Decisions[decision].Values)
	for c := range a.space.Combinations() {
		if v := c / stride % n; v > 0 && a.verdicts[a.space.of[c]] != a.verdicts[a.space.of[c-v*stride]] {
			return false
		}
	}
	return true
}
