package compare

import (
	"cmp"
	"math"

	"daxwait/results"
)

// Crossover is where two strategies change their order along an axis.
type Crossover struct {
	Group  results.Group
	Under  results.Conditions
	Metric *results.Metric
	Axis   string
	Unit   string
	// Before is better below At, After above.
	Before, After string
	// Between are the nearest values at which the order is clear: all that was
	// measured. At is where in between by interpolation. Its interval is of a
	// bootstrap over seeds, and knows nothing of how far a straight line is from
	// the curve: it is worth telling between [Crossover.Neighbours] only.
	At      Interval
	Between [2]float64
}

// neighbouring is the factor up to which two values of an axis are neighbours.
const neighbouring = 1.5

// Neighbours reports whether the order changes between values so near to each
// other that interpolation adds little to what seeds do.
func (c *Crossover) Neighbours() bool {
	return c.Between[0] > 0 && c.Between[1] <= neighbouring*c.Between[0]
}

// Steps reports whether there is nothing between the two values: whole numbers
// in a row, such as off and on. Then nothing changes at a place between them.
func (c *Crossover) Steps() bool {
	return c.Unit == "" && c.Between[0] == math.Trunc(c.Between[0]) && c.Between[1] == c.Between[0]+1
}

// Crossovers returns where strategies change their order with a baseline along
// an axis. Strategies that hung are left out, and places where the difference
// is not clear or below a hundredth.
func Crossovers(records []*results.Record, baseline, axis string, m *results.Metric) (found []Crossover) {
	for _, l := range Lines(records, axis) {
		found = append(found, l.Crossovers(baseline, m)...)
	}
	return found
}

// Crossovers are those of one line.
func (l *Line) Crossovers(baseline string, m *results.Metric) (found []Crossover) {
	for _, s := range l.Strategies {
		if s != baseline && l.At[baseline] != nil {
			found = append(found, l.crossovers(baseline, s, m)...)
		}
	}
	return found
}

func (l *Line) crossovers(a, b string, m *results.Metric) (found []Crossover) {
	last, side := -1, 0
	known := quantiles{}
	for i := range l.Values {
		ra, rb := l.At[a][i], l.At[b][i]
		if ra == nil || rb == nil || ra.Hung() || rb.Hung() {
			last, side = -1, 0
			continue
		}
		p := pairOf(ra, rb, m)
		p.known = known
		x, y := median(p.a), median(p.b)
		o := Change{Metric: m}
		if o.tell(p, twin{ra, rb}, Alpha, Negligible); min(x, y) <= 0 || !o.Clear() {
			continue
		}
		now := cmp.Compare(y, x)
		if last >= 0 && now == -side {
			c := Crossover{Group: l.Group, Under: l.Under, Metric: m, Axis: l.Axis, Unit: l.Unit, Before: b, After: a,
				At: l.crossing(a, b, last, i, m), Between: [2]float64{l.Values[last], l.Values[i]}}
			if (side > 0) != m.HigherBetter {
				c.Before, c.After = a, b
			}
			found = append(found, c)
		}
		last, side = i, now
	}
	return found
}

// crossing interpolates where the logarithm of the ratio is 0 between two
// values of the axis. It is linear in the axis, or in its logarithm.
func (l *Line) crossing(a, b string, i, j int, m *results.Metric) Interval {
	x0, x1 := l.Values[i], l.Values[j]
	if l.Logarithmic() {
		x0, x1 = math.Log(x0), math.Log(x1)
	}
	at := func(before, after float64) float64 {
		share := 0.5
		if before != after {
			share = min(1, max(0, before/(before-after)))
		}
		x := x0 + share*(x1-x0)
		if l.Logarithmic() {
			return math.Exp(x)
		}
		return x
	}
	p, q := pairOf(l.At[a][i], l.At[b][i], m), pairOf(l.At[a][j], l.At[b][j], m)
	var before, after, crossings []float64
	p.resample(func(a, b float64) { before = append(before, math.Log(b/a)) })
	q.resample(func(a, b float64) { after = append(after, math.Log(b/a)) })
	for k := range before {
		if x := at(before[k], after[k]); !math.IsNaN(x) && !math.IsInf(x, 0) {
			crossings = append(crossings, x)
		}
	}
	c := interval(at(math.Log(median(p.b)/median(p.a)), math.Log(median(q.b)/median(q.a))), crossings)
	c.N = min(len(p.a), len(q.a))
	return c
}

// SweptMetrics are those that sweeps are judged by: throughput, tail, wakeups.
func SweptMetrics() []*results.Metric {
	return []*results.Metric{results.MetricNamed("ops/s"), results.MetricNamed("p99-wait-ns"), results.MetricNamed("wakeups/op")}
}
