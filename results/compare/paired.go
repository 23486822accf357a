package compare

import (
	"math"
	"math/rand/v2"
	"slices"

	moremath "github.com/aclements/go-moremath/stats"
	"github.com/montanaflynn/stats"
	"golang.org/x/perf/benchmath"

	"daxwait/results"
)

// pair is a resampling of two records at a time: where both are simulations
// with the same seeds, sample by sample, since the same seed gives the same
// operations and what they share cancels out.
type pair struct {
	a, b   []float64
	paired bool
	known  quantiles
}

func pairOf(a, b *results.Record, m *results.Metric) pair {
	return seeded(a, b, a.Values(m), b.Values(m))
}

// seeded pairs values of the samples of two records.
func seeded(a, b *results.Record, of, against []float64) pair {
	return pair{a: of, b: against, paired: a.Engine == "sim" && b.Engine == "sim" && a.Seed == b.Seed && len(of) == len(against)}
}

// resample calls f with the medians of as many resamples as a bootstrap has.
// The same values give the same ones.
func (p pair) resample(f func(a, b float64)) {
	rng := rand.New(rand.NewPCG(1, uint64(len(p.a))<<32|uint64(len(p.b))))
	a, b := make([]float64, len(p.a)), make([]float64, len(p.b))
	for range resamples {
		for i := range a {
			n := rng.IntN(len(p.a))
			a[i] = p.a[n]
			if p.paired {
				b[i] = p.b[n]
			}
		}
		if !p.paired {
			for i := range b {
				b[i] = p.b[rng.IntN(len(p.b))]
			}
		}
		f(middle(a), middle(b))
	}
}

// middle is the median of values whose order may be lost.
func middle(v []float64) float64 {
	slices.Sort(v)
	switch n := len(v); {
	case n == 0:
		return math.NaN()
	case n%2 == 1:
		return v[n/2]
	default:
		return (v[n/2-1] + v[n/2]) / 2
	}
}

// pValue is that of no difference: by Student's t-test of the differences seed by
// seed where samples come in pairs, else Mann and Whitney's. It is 1 where the
// two are the same, and where the test is not defined.
func (p pair) pValue() float64 {
	if slices.Equal(p.a, p.b) || len(p.a) == 0 || len(p.b) == 0 {
		return 1
	}
	if p.paired && len(p.a) > 1 {
		if constant(p.a, p.b) { // the same difference for every seed
			return 0
		}
		if t, err := moremath.PairedTTest(p.a, p.b, 0, moremath.LocationDiffers); err == nil && t.P >= 0 {
			return t.P
		}
		return 1
	}
	t := &benchmath.DefaultThresholds
	c := benchmath.AssumeNothing.Compare(benchmath.NewSample(slices.Clone(p.a), t), benchmath.NewSample(slices.Clone(p.b), t))
	if c.P >= 0 && c.P <= 1 {
		return c.P
	}
	return 1
}

// constant reports whether two lists differ by the same everywhere.
func constant(a, b []float64) bool {
	for i := range a {
		if b[i]-a[i] != b[0]-a[0] {
			return false
		}
	}
	return true
}

// ratio returns the ratio of medians, b over a, with the interval that its test
// leaves at a level, and that takes the ratio in. It is not defined where the
// median of a is 0.
func (p pair) ratio(level float64) (Interval, bool) {
	if len(p.a) == 0 || len(p.b) == 0 || median(p.a) == 0 {
		return Interval{}, false
	}
	r := Interval{Value: median(p.b) / median(p.a), N: min(len(p.a), len(p.b))}
	switch {
	case slices.Equal(p.a, p.b) && p.paired:
		r.Lo, r.Hi = 1, 1
	case p.paired:
		r.Lo, r.Hi = fieller(p.a, p.b, level, p.known)
	default:
		r.Lo, r.Hi = byRanks(p.a, p.b, level)
	}
	r.Lo, r.Hi = min(r.Lo, r.Value), max(r.Hi, r.Value)
	return r, true
}

// interval is a value with the 95 % interval of its resamples, which takes the
// value in.
func interval(value float64, resampled []float64) Interval {
	i := Interval{Value: value}
	i.Lo, _ = stats.Percentile(resampled, 2.5)
	i.Hi, _ = stats.Percentile(resampled, 97.5)
	i.Lo, i.Hi = min(i.Lo, value), max(i.Hi, value)
	return i
}

func median(v []float64) float64 {
	m, _ := stats.Median(v)
	return m
}
