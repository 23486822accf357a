package answers

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"daxwait/internal/command"
	"daxwait/internal/phrase"
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
		return NotLookedAt("Whether "+orderly(designs)+" lose anything", command.Of("check").Flag("strategy", strings.Join(designs, ",")))
	}
	if len(proved) != 0 {
		where := Say("in %v", Number(most, "scenario"))
		if most == 1 {
			where = Say("in %v", Name("scenario", e.of(proved[0], what)[0].Scenario))
		}
		parts = append([]Claim{Say("%v %s proved %v", names("design", proved), phrase.Either(len(proved), "is", "are"), where)}, parts...)
	}
	if len(open) != 0 {
		parts = append(parts, Say("of %v a search was not completed", names("design", open)))
	}
	if len(missing) != 0 {
		parts = append(parts, Say("%v %s not checked", names("design", missing), phrase.Either(len(missing), "was", "were")))
	}
	return Say("%v.", series(parts, "; ")).With(e.bounds(what, designs))
}

// loses says how a design loses: in how many scenarios, and soonest how.
func loses(design string, bad []*results.Verdict) Claim {
	first := soonest(bad)
	where := Say("in %v", Name("scenario", first.Scenario))
	if len(bad) > 1 {
		where = Say("in %v, soonest in %v", Number(len(bad), "scenario"), Name("scenario", first.Scenario))
	}
	return Say("%v loses (%v, %v) %v", Name("design", design), Name("violation", first.Kind), Number(first.Depth, "step"), where)
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
	s := fmt.Sprintf("searched: all schedules of up to %s and %s", phrase.Count(most.Tasks, "task"), phrase.Count(most.Operations, "operation"))
	if open != 0 {
		s += fmt.Sprintf("; %d not completed", open)
	}
	return s
}

func orderly(words []string) string { return names("", words).String() }

// proved reports whether a design is, wherever it was checked.
func (e *Evidence) proved(design string) bool {
	return len(e.of(design, each)) != 0 && len(e.of(design, unproved)) == 0
}

// choice says which of some ways to do something are proved, each of which is
// that of a design.
func (e *Evidence) choice(what string, designs, words []string) Claim {
	var proved, bad, open list
	var losing, checked []string
	for i, d := range designs {
		way := Name("way", "“"+words[i]+"”")
		switch {
		case len(e.of(d, each)) == 0:
			continue
		case len(e.of(d, violated)) != 0:
			losing, bad = append(losing, d), append(bad, way)
		case e.proved(d):
			proved = append(proved, way)
		default:
			open = append(open, way)
		}
		checked = append(checked, d)
	}
	if len(checked) == 0 {
		return NotLookedAt("Which "+what+" are safe", command.Of("check").Flag("strategy", strings.Join(designs, ",")))
	}
	head := Say("Of %v %s none is proved", Count("ways", len(checked)), what)
	if len(proved) != 0 {
		head = Say("Of %v %s %s%v %s proved", Count("ways", len(checked)), what, phrase.Either(len(proved), "only ", ""), proved, phrase.Either(len(proved), "is", "are"))
	}
	if len(checked) == 1 && len(proved) == 1 {
		head = Say("Of the %s only %v was searched; it is proved", what, proved)
	}
	parts := []Claim{head}
	if n := len(bad); n != 0 {
		who := Say("%v", bad)
		if n > 1 && len(open) == 0 && len(proved) != 0 {
			who = Say("the other %v", Count("unsafe ways", n))
		}
		parts = append(parts, Say("%v %s not safe (%v)", who, phrase.Either(n, "is", "are"), e.losses(losing, each)))
	}
	if len(open) != 0 {
		parts = append(parts, Say("%v %s not known to be safe", open, phrase.Either(len(open), "is", "are")))
	}
	return Say("%v.", series(parts, "; ")).With(e.bounds(each, checked))
}

// verdicts says of designs in a few words which are safe, and how others lose.
func (e *Evidence) verdicts(designs ...string) Claim {
	return e.verdictsOf(designs, designs)
}

// verdictsOf is verdicts under other names.
func (e *Evidence) verdictsOf(designs, called []string) Claim {
	var safe, bad, open list
	var losing []string
	for i, d := range designs {
		name := Name("verdict of "+d, called[i])
		switch {
		case len(e.of(d, each)) == 0:
		case len(e.of(d, violated)) != 0:
			bad, losing = append(bad, name), append(losing, d)
		case e.proved(d):
			safe = append(safe, name)
		default:
			open = append(open, name)
		}
	}
	var parts []Claim
	if n := len(safe); n != 0 {
		parts = append(parts, Say("%v %s proved", safe, phrase.Either(n, "is", "are")))
	}
	if n := len(bad); n != 0 {
		parts = append(parts, Say("%v %s not safe (%v)", bad, phrase.Either(n, "is", "are"), e.losses(losing, each)))
	}
	if n := len(open); n != 0 {
		parts = append(parts, Say("%v %s not known to be safe", open, phrase.Either(n, "is", "are")))
	}
	if len(parts) == 0 {
		return Claim{}
	}
	return Say("%v.", series(parts, ", ")).With(e.bounds(each, designs))
}

// losses says what designs violate, and in how few steps,
// in the scenarios that what holds of.
func (e *Evidence) losses(designs []string, what func(*results.Verdict) bool) Claim {
	var kinds list
	least, most := 0, 0
	for _, d := range designs {
		v := soonest(e.of(d, func(v *results.Verdict) bool { return what(v) && violated(v) }))
		if !slices.ContainsFunc(kinds, func(f Fact) bool { return f.Text == v.Kind }) {
			kinds = append(kinds, Name("violation", v.Kind))
		}
		if least == 0 || v.Depth < least {
			least = v.Depth
		}
		most = max(most, v.Depth)
	}
	if least == most {
		return Say("%v, %v", kinds, Number(most, "step"))
	}
	return Say("%v, %v to %v", kinds, Count("steps", least), Number(most, "step"))
}

// soonest is the violation of fewest steps.
func soonest(bad []*results.Verdict) *results.Verdict {
	return slices.MinFunc(bad, func(a, b *results.Verdict) int { return cmp.Compare(a.Depth, b.Depth) })
}

// byPageAlone tells scenarios of lock-by-page.
func byPageAlone(v *results.Verdict) bool {
	return strings.HasPrefix(base(v.Scenario), "page-lock")
}
