package answers

import (
	"slices"

	"daxwait/results"
)

// Evidence is all that answers are made of.
type Evidence struct {
	// Verdicts are those of a check.
	Verdicts []*results.Verdict
	// Schedules are losing ones, as people read them.
	Schedules []*results.Columns
	// Sources are results of runs, apart from each other.
	Sources []Source
}

// Source is a folder of results.
type Source struct {
	Name    string
	Records []*results.Record
}

// Designs returns designs that answers ask about and no catalogue has: each is
// one of it with decisions changed.
func Designs() []string {
	return []string{
		"perindex+pmd-meets-pte=wait-at-entry", "exclusive+pmd-meets-pte=wait-at-entry",
		"perindex+wake-on-removal=next",
		"exclusive+page-retry=compare-pfn", "exclusive+page-retry=blindly", "exclusive+page-retry=relock", "exclusive+page-retry=relock-put",
		"exclusive+page-rcu=first", "exclusive+page-rcu=none", "exclusive+lookup=first-slot",
		"exclusive+cookie=from-page", "exclusive+cookie=locked",
	}
}

// of returns the verdicts of a design, those that what holds of.
func (e *Evidence) of(design string, what func(*results.Verdict) bool) (found []*results.Verdict) {
	for _, v := range e.Verdicts {
		if v.Strategy == design && what(v) {
			found = append(found, v)
		}
	}
	return found
}

func each(*results.Verdict) bool { return true }

func violated(v *results.Verdict) bool { return v.Verdict == results.Violation }

// ofDesigns is the evidence without the verdicts of scenarios in which all
// designs lose, whose names are lost: these tell of what stands around the
// queues, and nothing of designs.
func (e *Evidence) ofDesigns() (part *Evidence, lost []string) {
	lost = results.Defeats(e.Verdicts)
	of := *e
	of.Verdicts = slices.DeleteFunc(slices.Clone(e.Verdicts), func(v *results.Verdict) bool { return slices.Contains(lost, v.Scenario) })
	return &of, lost
}

// in tells verdicts of some scenarios, by the last part of their names.
func in(scenarios ...string) func(*results.Verdict) bool {
	return func(v *results.Verdict) bool { return slices.Contains(scenarios, base(v.Scenario)) }
}

// simulated returns the records of simulations in a source, which alone are
// compared.
func (s *Source) simulated() (found []*results.Record) {
	for _, r := range s.Records {
		if r.Engine == "sim" {
			found = append(found, r)
		}
	}
	return found
}

// designs returns all that were simulated, in the order met.
func (e *Evidence) designs() (found []string) {
	for i := range e.Sources {
		for _, r := range e.Sources[i].simulated() {
			if !slices.Contains(found, r.Strategy) {
				found = append(found, r.Strategy)
			}
		}
	}
	return found
}

// Unproved returns the designs that are not proved wherever they were checked,
// not counting scenarios in which all designs lose.
func (e *Evidence) Unproved() (found []string) {
	of, _ := e.ofDesigns()
	for _, v := range of.Verdicts {
		if unproved(v) && !slices.Contains(found, v.Strategy) {
			found = append(found, v.Strategy)
		}
	}
	return found
}

// Soonest returns the losing schedules of fewest steps of some designs, of those
// that lose where not all do.
func (e *Evidence) Soonest(designs []string) (tickets []string) {
	of, _ := e.ofDesigns()
	for _, d := range designs {
		if bad := of.of(d, func(v *results.Verdict) bool { return v.Schedule != "" }); len(bad) != 0 {
			tickets = append(tickets, soonest(bad).Schedule)
		}
	}
	return tickets
}

func unproved(v *results.Verdict) bool { return v.Verdict != results.Proved }
