package plots

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"daxwait/internal/distinct"
	"daxwait/plots/internal/ink"
	"daxwait/results"
	"daxwait/results/words"
)

// place is where a record stands in a chart.
type place struct {
	group    results.Group
	strategy string
}

// set is the records of a drawing, one to a place, in order of appearance:
// without variants and without what was swept, which has charts of its own.
type set struct {
	records    []*results.Record
	strategies []string
	groups     []results.Group
	at         map[place]*results.Record
	// first is a record of each group, tasks how many numbers of them a pattern has,
	// engines how many there are: what labels and headings are made of.
	first   map[results.Group]*results.Record
	tasks   map[bench]int
	engines int
	// doubts is what makes times of the live engine doubtful.
	doubts string
	// given are the records as they came, for the charts of sweeps.
	given            []*results.Record
	options          Options
	baseline, footer string
}

// bench is a pattern on an engine.
type bench struct{ engine, pattern string }

// newSet sorts records into places. What was measured in more than one run of
// the same place is pooled. Where regimes differ, each is a pattern of its own.
func newSet(given []*results.Record, o Options) *set {
	plain := slices.DeleteFunc(results.Base(given), words.Swept(given))
	s := &set{given: given, options: o, baseline: o.baseline(), footer: provenance(plain, o.Footer), at: map[place]*results.Record{},
		first: map[results.Group]*results.Record{}, tasks: map[bench]int{}}
	split := regimesDiffer(plain)
	var strategies, engines distinct.List[string]
	var groups distinct.List[results.Group]
	for _, r := range plain {
		c := *r
		if split {
			c.Pattern += " (" + regime(r) + ")"
		}
		at := place{c.Group(), c.Strategy}
		if known := s.at[at]; known != nil {
			known.Samples = append(known.Samples, c.Samples...)
			known.Waits = append(known.Waits, c.Waits...)
			known.Hangs = append(known.Hangs, c.Hangs...)
			known.Pileups = append(known.Pileups, c.Pileups...)
			known.Broken = cmp.Or(known.Broken, c.Broken)
			continue
		}
		// What is appended goes into lists of the set's own.
		c.Samples, c.Waits, c.Hangs, c.Pileups = slices.Clip(c.Samples), slices.Clip(c.Waits), slices.Clip(c.Hangs), slices.Clip(c.Pileups)
		s.at[at] = &c
		s.records = append(s.records, &c)
		strategies.At(c.Strategy)
		engines.At(c.Engine)
		if _, fresh := groups.At(at.group); fresh {
			s.first[at.group] = &c
		}
	}
	s.strategies, s.groups, s.engines, s.doubts = strategies.All(), groups.All(), len(engines.All()), doubts(s.records)
	type sized struct {
		bench
		tasks int
	}
	for _, k := range distinct.Keys(s.groups, func(g results.Group) sized { return sized{bench{g.Engine, g.Pattern}, g.Tasks} }) {
		s.tasks[k.bench]++
	}
	return s
}

// regime is what tells runs of a pattern apart beside engine and tasks.
func regime(r *results.Record) string {
	s := r.Hold
	if r.Loop != "" && r.Loop != "closed" {
		s += " " + r.Loop
		if r.Rate != 0 {
			s += fmt.Sprintf(" %g/s", r.Rate)
		}
	}
	return strings.TrimSpace(s)
}

// regimesDiffer reports whether a strategy was run in more than one regime of a
// pattern. A pattern that was run in one needs no name for it, even if another
// pattern was run in another.
func regimesDiffer(records []*results.Record) bool {
	seen := map[place]string{}
	return slices.ContainsFunc(records, func(r *results.Record) bool {
		p := place{r.Group(), r.Strategy}
		was, ok := seen[p]
		seen[p] = regime(r)
		return ok && was != seen[p]
	})
}

// label names a group by what differs between groups.
func (s *set) label(g results.Group) string {
	label := g.Pattern
	if s.tasks[bench{g.Engine, g.Pattern}] > 1 {
		label += fmt.Sprintf(" ×%d", g.Tasks)
	}
	if s.engines > 1 {
		label += ", " + g.Engine
	}
	return label
}

// with returns the groups in which what holds of some strategy.
func (s *set) with(groups []results.Group, what func(results.Group, string) bool) []results.Group {
	return slices.DeleteFunc(slices.Clone(groups), func(g results.Group) bool {
		return !slices.ContainsFunc(s.strategies, func(name string) bool { return what(g, name) })
	})
}

// look is how a strategy is drawn beside the others.
func (s *set) look(strategy string) ink.Look { return ink.LookOf(strategy, s.strategies) }

// machineNote is what charts of times on the live engine say, and else nothing.
func (s *set) machineNote(groups []results.Group) string {
	if !slices.ContainsFunc(groups, func(g results.Group) bool { return g.Engine == "live" }) {
		return ""
	}
	note := "Depends on the machine: goroutines, not kernel"
	if s.doubts != "" {
		note += " (" + s.doubts + ")"
	}
	return note
}
