package compare

import (
	"cmp"
	"slices"

	"github.com/montanaflynn/stats"
	"golang.org/x/perf/benchmath"

	"daxwait/results"
)

// Interval is a value with the bounds of its 95 % interval.
type Interval struct {
	Value, Lo, Hi float64
	N             int // samples behind it
}

// Has reports whether a value is within the bounds.
func (i Interval) Has(v float64) bool { return i.Lo <= v && v <= i.Hi }

// Median returns the median of values with an interval by order statistics.
// With fewer than 6 values the interval is their range.
func Median(values []float64) Interval {
	if len(values) == 0 {
		return Interval{}
	}
	m, _ := stats.Median(values)
	i := Interval{Value: m, N: len(values)}
	if len(values) < 6 {
		i.Lo, i.Hi = slices.Min(values), slices.Max(values)
		return i
	}
	s := benchmath.AssumeNothing.Summary(benchmath.NewSample(values, &benchmath.DefaultThresholds), 0.95)
	i.Lo, i.Hi = s.Lo, s.Hi
	return i
}

// Change is how a strategy differs from the baseline in one metric.
type Change struct {
	Group    results.Group
	Metric   *results.Metric
	Strategy string
	// Old and New are medians of the baseline and the strategy; Ratio is New
	// over Old with a bootstrap interval. Where Old is 0, Ratio is not defined.
	Old, New Interval
	Ratio    Interval
	Defined  bool
	// P is the p-value, by a paired t-test over the seeds of simulations and
	// else Mann and Whitney's, corrected by Holm over all changes of
	// one call to Compare.
	P float64
	// Clear: P < 0.05, and the interval of the ratio, where that is defined, is
	// on one side of 1. The test is of means and the interval of medians, so one
	// may see what the other does not. Of a busy machine nothing is.
	Clear bool
	// Busy: other work disturbed one of the two, see [results.Record.Busy].
	Busy bool
}

// Compare compares each strategy with the baseline in each group that has
// both. Records are as read, in any order; results are in theirs.
func Compare(records []*results.Record, baseline string, m *results.Metric) []Change {
	records = results.Pool(records)
	base := map[results.Group]*results.Record{}
	for _, r := range records {
		if r.Strategy == baseline {
			base[r.Group()] = r
		}
	}
	var changes []Change
	for _, r := range records {
		b := base[r.Group()]
		if b == nil || r.Strategy == baseline {
			continue
		}
		old, now := b.Values(m), r.Values(m)
		if len(old) == 0 || len(now) == 0 {
			continue
		}
		changes = append(changes, change(b, r, m, old, now))
	}
	holm(changes)
	for i := range changes {
		c := &changes[i]
		c.Clear = c.Clear && !c.Busy && !(c.Defined && c.Ratio.Has(1))
	}
	return changes
}

func change(base, r *results.Record, m *results.Metric, old, now []float64) Change {
	c := Change{Group: r.Group(), Metric: m, Strategy: r.Strategy, Old: Median(old), New: Median(now), Busy: base.Busy() != "" || r.Busy() != ""}
	if c.Defined = c.Old.Value != 0; c.Defined {
		c.Ratio, c.Defined = pairOf(base, r, m).ratio()
	}
	c.P = pairOf(base, r, m).pValue()
	return c
}

// holm corrects the p-values of a family.
func holm(changes []Change) {
	order := make([]int, len(changes))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(changes[a].P, changes[b].P) })
	worst := 0.0
	for rank, i := range order {
		worst = max(worst, min(1, changes[i].P*float64(len(changes)-rank)))
		changes[i].P = worst
		changes[i].Clear = worst < Alpha
	}
}

// resamples of a bootstrap.
const resamples = 1000
