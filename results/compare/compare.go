package compare

import (
	"cmp"
	"math"
	"slices"

	"github.com/montanaflynn/stats"
	"golang.org/x/perf/benchmath"

	"daxwait/results"
)

// Interval is a value with the bounds of an interval, of 95 % if nothing else is
// said.
type Interval struct {
	Value, Lo, Hi float64
	N             int // samples behind it
}

// Has reports whether a value is within the bounds.
func (i Interval) Has(v float64) bool { return i.Lo <= v && v <= i.Hi }

// Endless reports whether the samples bound nothing, being too few or too far
// apart.
func (i Interval) Endless() bool { return math.IsInf(i.Hi, 1) }

// Median returns the median of values, whose order stays, with an interval by order
// statistics. With fewer than 6 values the interval is their range.
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
	s := benchmath.AssumeNothing.Summary(benchmath.NewSample(slices.Clone(values), &benchmath.DefaultThresholds), 0.95)
	i.Lo, i.Hi = s.Lo, s.Hi
	return i
}

// Change is how a strategy differs from the baseline in one metric.
type Change struct {
	Group results.Group
	// Under are the conditions, without which no sentence tells it.
	Under    results.Conditions
	Metric   *results.Metric
	Strategy string
	// Old and New are medians of the baseline and the strategy; Ratio is New
	// over Old, with the interval that the test leaves at the level of Holm's
	// correction. Where Old is 0, Ratio is not defined.
	Old, New Interval
	Ratio    Interval
	Defined  bool
	// P is the p-value, by a paired t-test over the seeds of simulations and
	// else Mann and Whitney's, corrected by Holm over all changes of
	// one call to Compare.
	P float64
	// Outcome is what that tells.
	Outcome Outcome
	// Roles are the operations of each role, of operations a second alone and
	// where there is more than one.
	Roles []RoleChange
}

// Case is the case that the change is of.
func (c *Change) Case() results.Case { return results.Case{Group: c.Group, Strategy: c.Strategy} }

// Clear reports whether one is told to be ahead.
func (c *Change) Clear() bool { return c.Outcome.Apart() }

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
	var tests []int // what is tested of changes
	var pairs []pair
	var twins []twin
	for _, r := range records {
		g := r.Group()
		b := base[g]
		if b == nil || r.Strategy == baseline {
			continue
		}
		p := pairOf(b, r, m)
		c := Change{Group: g, Under: r.Conditions(), Metric: m, Strategy: r.Strategy, Old: Median(p.a), New: Median(p.b)}
		switch t := (twin{b, r}); {
		case len(p.a) != 0 && len(p.b) != 0:
			tests, pairs, twins = append(tests, len(changes)), append(pairs, p), append(twins, t)
		case t.idle() && (m.Name == "ops/s" || len(p.a)+len(p.b) != 0):
			c.Outcome, c.P = Idle, 1
		default:
			continue
		}
		changes = append(changes, c)
	}
	known := quantiles{}
	for i, h := range holm(pValues(pairs)) {
		pairs[i].known = known
		c := &changes[tests[i]]
		c.P = h.p
		c.tell(pairs[i], twins[i], h.level, Negligible)
	}
	return changes
}

// tell has a change be told at a level, where less than a threshold does not
// count.
func (c *Change) tell(p pair, t twin, level, threshold float64) {
	c.Ratio, c.Defined = p.ratio(level)
	switch {
	case t.a.SameRun(t.b):
		c.Outcome = Same
	case t.a.Busy() != "" || t.b.Busy() != "":
		c.Outcome = Busy
	case min(len(p.a), len(p.b)) < Enough && !(t.a.Exact && t.b.Exact):
		c.Outcome = TooFew
	case !c.Defined:
		c.Outcome = toldFromZero(p, level, c.Metric.HigherBetter)
	default:
		c.Outcome = told(c.Ratio, threshold, c.Metric.HigherBetter)
		if c.Ratio.Endless() {
			c.Outcome = TooFew
		}
	}
	if c.Metric.Name != "ops/s" || c.Outcome == Same || c.Outcome == Busy || c.Outcome == TooFew {
		return
	}
	if c.Roles = t.roles(level); mixed(c.Roles) {
		c.Outcome = Mixed
	}
}

func pValues(family []pair) (all []float64) {
	for _, p := range family {
		all = append(all, p.pValue())
	}
	return all
}

// tested is a p-value of a family and the level that its interval has.
type tested struct{ p, level float64 }

// holm corrects the p-values of a family: the least is refused below Alpha over
// their number, the next below Alpha over one less, and so on until one is not;
// the rest have its level.
func holm(family []float64) []tested {
	all := make([]tested, len(family))
	order := make([]int, len(family))
	for i, p := range family {
		order[i], all[i].p = i, p
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(all[a].p, all[b].p) })
	worst, stopped := 0.0, 0
	for rank, i := range order {
		left := float64(len(family) - rank)
		if stopped != 0 {
			left = float64(len(family) - stopped + 1)
		} else if all[i].p*left >= Alpha {
			stopped = rank + 1
		}
		worst = max(worst, min(1, all[i].p*float64(len(family)-rank)))
		all[i] = tested{worst, Alpha / left}
	}
	return all
}

// resamples of a bootstrap.
const resamples = 1000
