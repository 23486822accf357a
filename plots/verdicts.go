package plots

import (
	"fmt"
	"slices"
	"strings"

	"daxwait/internal/phrase"
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

// has returns in how many scenarios what holds of a design.
func (s *verdicts) has(design string, what func(*results.Verdict) bool) (n int) {
	for _, scenario := range s.scenarios {
		if v := s.at[pair{design, scenario}]; v != nil && what(v) {
			n++
		}
	}
	return n
}

// count returns of how many designs what holds in so many scenarios at least.
func (s *verdicts) count(scenarios int, what func(*results.Verdict) bool) (n int) {
	for _, d := range s.designs {
		if s.has(d, what) >= scenarios {
			n++
		}
	}
	return n
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
func violates(k kind) func(*results.Verdict) bool {
	return func(v *results.Verdict) bool { return violated(v) && slices.Contains(kindsOf(v), k) }
}

// undecided leaves out the scenarios in which all of many designs fail, as they
// tell nothing of a design, and returns how many they are.
func (s *verdicts) undecided() (rest *verdicts, hopeless int) {
	var list []*results.Verdict
	for _, scenario := range s.scenarios {
		for _, d := range s.designs {
			if v := s.at[pair{d, scenario}]; v != nil {
				list = append(list, v)
			}
		}
	}
	all := results.Defeats(list)
	rest = &verdicts{designs: s.designs, at: s.at, scenarios: slices.DeleteFunc(slices.Clone(s.scenarios), func(name string) bool { return slices.Contains(all, name) })}
	return rest, len(all)
}

// finding is the title: how many designs lose a wakeup or, if none does, have
// the violation that most of them have.
func (s *verdicts) finding() string {
	designs, scenarios := len(s.designs), len(s.scenarios)
	if designs == 0 {
		return "No design was checked"
	}
	if few, hopeless := s.undecided(); hopeless != 0 && len(few.scenarios) != 0 {
		return fmt.Sprintf("%s; in %s of %d all designs fail", few.finding(), phrase.Count(hopeless, "more scenario"), scenarios)
	}
	lead, most := kind{}, 0
	for _, k := range kinds() {
		if n := s.count(1, violates(k)); n > most && lead.code != "LW" {
			lead, most = k, n
		}
	}
	if most == 0 {
		return s.noViolation()
	}
	where := "in " + s.scenarios[0]
	switch {
	case scenarios > 1 && designs == 1:
		where = fmt.Sprintf("in %d of %d scenarios", s.has(s.designs[0], violates(lead)), scenarios)
	case scenarios > 1:
		where = fmt.Sprintf("somewhere in %d scenarios", scenarios)
	}
	title := s.subject(most) + " " + phrase.Either(most, lead.one, lead.many) + " " + where
	var more []string
	if n := s.count(1, violated) - most; n > 0 {
		more = append(more, fmt.Sprintf("%d more %s otherwise", n, phrase.Either(n, "fails", "fail")))
	}
	if n := s.count(scenarios, proved); n > 0 {
		p := fmt.Sprintf("%d %s proved", n, phrase.Either(n, "is", "are"))
		if scenarios > 1 {
			p += " in all"
		}
		more = append(more, p)
	}
	if len(more) > 0 {
		title += "; " + strings.Join(more, ", ")
	}
	return title
}

// noViolation is the title if there is none: a proof only if nothing is open.
func (s *verdicts) noViolation() string {
	cells := len(s.designs) * len(s.scenarios)
	open := cells
	for _, v := range s.all() {
		if proved(v) {
			open--
		}
	}
	where := "in " + s.scenarios[0]
	if n := len(s.scenarios); n > 1 {
		where = fmt.Sprintf("in %d scenarios", n)
	}
	if open > 0 {
		return fmt.Sprintf("No violation was met %s, but %d of %s %s no proof", where, open, phrase.Count(cells, "cell"), phrase.Either(open, "has", "have"))
	}
	if n := len(s.scenarios); n > 1 {
		where = fmt.Sprintf("in all %d scenarios", n)
	}
	n := len(s.designs)
	return s.subject(n) + " " + phrase.Either(n, "is", "are") + " proved " + where
}

// subject is so many of the designs.
func (s *verdicts) subject(n int) string {
	switch of := len(s.designs); {
	case of == 1:
		return s.designs[0]
	case n == of && n == 2:
		return "Both designs"
	case n == of:
		return fmt.Sprintf("All %d designs", n)
	default:
		return fmt.Sprintf("%d of %d designs", n, of)
	}
}

// bounds says within what the verdicts hold, and what they took.
func (s *verdicts) bounds() string {
	all := s.all()
	if len(all) == 0 {
		return ""
	}
	tasks, ops := [2]int{all[0].Bounds.Tasks, all[0].Bounds.Tasks}, [2]int{all[0].Bounds.Operations, all[0].Bounds.Operations}
	spurious, fails, states, seconds := 0, 0, int64(0), 0.0
	for _, v := range all {
		b := v.Bounds
		tasks = [2]int{min(tasks[0], b.Tasks), max(tasks[1], b.Tasks)}
		ops = [2]int{min(ops[0], b.Operations), max(ops[1], b.Operations)}
		spurious, fails = max(spurious, b.Spurious), max(fails, b.AllocFails)
		states, seconds = states+v.States, seconds+v.Seconds
	}
	s1 := "Bounds: " + span(tasks[0], tasks[1], "task") + " and " + span(ops[0], ops[1], "operation") + " a scenario"
	var most []string
	if spurious > 0 {
		most = append(most, phrase.Count(spurious, "spurious wake"))
	}
	if fails > 0 {
		most = append(most, phrase.Count(fails, "failed allocation"))
	}
	if len(most) > 0 {
		s1 += ", at most " + phrase.List(most, "and") + " a schedule"
	}
	s1 += " · " + phrase.Number(float64(states)) + " states in total"
	if seconds == 0 { // not measured, or left out
		return s1
	}
	return s1 + ", " + long(seconds)
}

// long formats a time in seconds that may be hours.
func long(seconds float64) string {
	switch s := int64(seconds + 0.5); {
	case s >= 3600:
		return fmt.Sprintf("%d"+phrase.NBSP+"h %d"+phrase.NBSP+"min", s/3600, s%3600/60)
	case s >= 60:
		return fmt.Sprintf("%d"+phrase.NBSP+"min %d"+phrase.NBSP+"s", s/60, s%60)
	}
	return phrase.Time(phrase.Round(seconds*1e9, 2))
}
