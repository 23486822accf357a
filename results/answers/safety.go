package answers

import (
	"fmt"
	"strings"

	"daxwait/results"
)

// base is the last part of a scenario's name.
func base(scenario string) string { return scenario[strings.LastIndexByte(scenario, '/')+1:] }

// safety says which of some designs are proved in the scenarios that what holds
// of, and how the others lose.
func (e *Evidence) safety(what func(*results.Verdict) bool, designs ...string) Claim {
	var proved, open, missing []string
	var parts []Claim
	most := 0
	for _, d := range designs {
		all := e.of(d, what)
		bad := e.of(d, func(v *results.Verdict) bool { return what(v) && violated(v) })
		sure := e.of(d, func(v *results.Verdict) bool { return what(v) && v.Verdict == results.Proved })
		switch {
		case len(all) == 0:
			missing = append(missing, d)
		case len(bad) != 0:
			parts = append(parts, loses(d, bad))
		case len(sure) == len(all):
			proved, most = append(proved, d), len(all)
		default:
			open = append(open, d)
		}
	}
	if len(missing) == len(designs) {
		return NotLookedAt("Whether "+orderly(designs)+" lose anything", "daxwait check --strategy "+strings.Join(designs, ","))
	}
	if len(proved) != 0 {
		where := Say("in %v", Number(most, "scenario"))
		if most == 1 {
			where = Say("in %v", Name("scenario", e.of(proved[0], what)[0].Scenario))
		}
		parts = append([]Claim{Say("%v %s proved %v", names("design", proved), either(len(proved), "is", "are"), where)}, parts...)
	}
	if len(open) != 0 {
		parts = append(parts, Say("of %v a search was not completed", names("design", open)))
	}
	if len(missing) != 0 {
		parts = append(parts, Say("%v %s not checked", names("design", missing), either(len(missing), "was", "were")))
	}
	c := Claim{}
	for i, p := range parts {
		if i > 0 {
			c.Text += "; "
		}
		c.Text += p.Text
		c.Facts = append(c.Facts, p.Facts...)
	}
	c.Text += "."
	return c.With(e.bounds(what, designs))
}

// loses says how a design loses: in how many scenarios, and soonest how.
func loses(design string, bad []*results.Verdict) Claim {
	soonest := bad[0]
	for _, v := range bad {
		if v.Depth < soonest.Depth {
			soonest = v
		}
	}
	where := Say("in %v", Name("scenario", soonest.Scenario))
	if len(bad) > 1 {
		where = Say("in %v, soonest in %v", Number(len(bad), "scenario"), Name("scenario", soonest.Scenario))
	}
	return Say("%v loses (%v, %v) %v", Name("design", design), Name("violation", soonest.Kind), Number(soonest.Depth, "step"), where)
}

// bounds says within what verdicts of designs hold.
func (e *Evidence) bounds(what func(*results.Verdict) bool, designs []string) string {
	var most results.Bounds
	open := 0
	for _, d := range designs {
		for _, v := range e.of(d, what) {
			most.Tasks, most.Operations = max(most.Tasks, v.Bounds.Tasks), max(most.Operations, v.Bounds.Operations)
			if v.Verdict == results.Incomplete {
				open++
			}
		}
	}
	s := fmt.Sprintf("searched: all schedules of up to %s and %s", results.Count(most.Tasks, "task"), results.Count(most.Operations, "operation"))
	if open != 0 {
		s += fmt.Sprintf("; %d not completed", open)
	}
	return s
}

func either(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

func orderly(words []string) string { return names("", words).String() }
