package compare

import (
	"cmp"
	"slices"

	"daxwait/internal/distinct"
	"daxwait/results"
)

// Lead says who leads a group in a metric.
type Lead struct {
	Group  results.Group
	Under  results.Conditions
	Metric *results.Metric
	// Best are the strategies that cannot be told from the best, itself among
	// them, in the order of the records; Value is the best one's median.
	Best  []string
	Value Interval
	// Told is what is told of all of Best: Same, Even, or else Untold.
	Told Outcome
	// Worst is the last one, Last its median, and WorstToo are those that did the same
	// run as it.
	Worst    string
	WorstToo []string
	Last     Interval
	// Hung are those that hung, which cannot lead.
	Hung []string
	// Idle are those that did no operation, which cannot lead either.
	Idle []string
	// Sure: there are enough samples, and somebody is clearly worse.
	Sure bool
	// Busy is the work that disturbed them, if it did: then nobody is clearly worse.
	Busy string
	// Depends are the variants of prices under which none of Best leads.
	Depends []string
}

// Alone reports whether all but one hung or did no operation, so that there is nobody
// to lead.
func (l *Lead) Alone() bool {
	return len(l.Hung)+len(l.Idle) != 0 && len(l.Best) == 1 && l.Worst == l.Best[0]
}

// Leaders returns who leads each group under the prices of its profile, in the
// order of the records.
func Leaders(records []*results.Record, m *results.Metric) []Lead {
	leads := leadersOf(results.Base(records), m)
	depend(leads, records, m)
	return leads
}

func leadersOf(records []*results.Record, m *results.Metric) []Lead {
	records = results.Pool(records)
	var leads []Lead
	groups, parts := distinct.Split(records, (*results.Record).Group)
	for i, g := range groups {
		if l, ok := leader(parts[i], g, m); ok {
			leads = append(leads, l)
		}
	}
	return leads
}

// leader is who leads a group, whose records these are.
func leader(records []*results.Record, g results.Group, m *results.Metric) (Lead, bool) {
	l := Lead{Group: g, Metric: m}
	type entrant struct {
		*results.Record
		median Interval
	}
	var field []entrant
	for _, r := range records {
		switch v := r.Values(m); {
		case r.Hung():
			l.Hung, l.Under = append(l.Hung, r.Strategy), r.Conditions()
		case r.Idle():
			l.Idle, l.Under = append(l.Idle, r.Strategy), r.Conditions()
		case len(v) != 0:
			l.Under = r.Conditions()
			field = append(field, entrant{r, Median(v)})
			l.Busy = cmp.Or(l.Busy, r.Busy())
		}
	}
	if len(field) == 0 {
		return l, len(l.Hung)+len(l.Idle) != 0
	}
	slices.SortStableFunc(field, func(a, b entrant) int {
		if m.HigherBetter {
			a, b = b, a
		}
		return cmp.Compare(a.median.Value, b.median.Value)
	})
	best, worst := field[0], field[len(field)-1]
	l.Value, l.Worst, l.Last = best.median, worst.Strategy, worst.median
	for _, e := range field[:len(field)-1] {
		if worst.SameRun(e.Record) {
			l.WorstToo = append(l.WorstToo, e.Strategy)
		}
	}
	tests := make([]pair, len(field)-1)
	for i, e := range field[1:] {
		tests[i] = pairOf(best.Record, e.Record, m)
	}
	l.Told = Same
	equals := []string{best.Strategy}
	for i, h := range holm(pValues(tests)) {
		e := field[i+1]
		c := Change{Metric: m}
		c.tell(tests[i], twin{best.Record, e.Record}, h.level, Negligible)
		if c.Outcome.Apart() {
			l.Sure = true
			continue
		}
		l.Told = c.Outcome.atMost(l.Told)
		equals = append(equals, e.Strategy)
	}
	for _, r := range records {
		if slices.Contains(equals, r.Strategy) {
			l.Best = append(l.Best, r.Strategy)
		}
	}
	return l, true
}
