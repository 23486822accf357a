package compare

import (
	"math"
	"slices"
	"sort"

	moremath "github.com/aclements/go-moremath/stats"
)

// The interval of a ratio is all ratios that the test does not refuse, at the
// level that Holm has it at: so the two agree, however many tests there are.

// fieller is the interval of the ratio of means, b over a, of pairs: all r for
// which the paired t-test of b and r·a has p of level or more (Fieller 1954). It
// is endless where the mean of a may be 0.
func fieller(a, b []float64, level float64, known quantiles) (lo, hi float64) {
	n := float64(len(a))
	if n < 2 {
		return 0, math.Inf(1)
	}
	t := known.at(n-1, level)
	meanA, meanB := mean(a), mean(b)
	var aa, ab, bb float64
	for i := range a {
		x, y := a[i]-meanA, b[i]-meanB
		aa, ab, bb = aa+x*x, ab+x*y, bb+y*y
	}
	k := t * t / n / (n - 1)
	// (meanB - r·meanA)² ≤ k·(bb - 2·r·ab + r²·aa)
	square, half, rest := meanA*meanA-k*aa, meanA*meanB-k*ab, meanB*meanB-k*bb
	if square <= 0 {
		return 0, math.Inf(1)
	}
	root := math.Sqrt(max(0, half*half-square*rest))
	return max(0, (half-root)/square), (half + root) / square
}

// quantiles are those of Student's distribution that one comparison has asked for: most
// of its tests are of one level and as many windows. Nil keeps none.
type quantiles map[[2]float64]float64

// at is the value that is exceeded on either side, together, at a level.
func (q quantiles) at(freedom, level float64) float64 {
	t, ok := q[[2]float64{freedom, level}]
	if !ok {
		t = moremath.InvCDF(moremath.TDist{V: freedom})(1 - level/2)
		if q != nil {
			q[[2]float64{freedom, level}] = t
		}
	}
	return t
}

func mean(v []float64) (m float64) {
	for _, x := range v {
		m += x / float64(len(v))
	}
	return m
}

// byRanks is the interval of the ratio by which b is larger than a: all r for
// which Mann and Whitney's test of b and r·a has p of level or more.
func byRanks(a, b []float64, level float64) (lo, hi float64) {
	var steps []float64 // the ratios at which the ranks change
	for _, x := range a {
		for _, y := range b {
			if r := y / x; r > 0 && !math.IsInf(r, 0) {
				steps = append(steps, r)
			}
		}
	}
	slices.Sort(steps)
	steps = slices.Compact(steps)
	scaled := make([]float64, len(a))
	refuses := func(r float64) bool {
		for i, x := range a {
			scaled[i] = r * x
		}
		return pair{a: scaled, b: b}.pValue() < level
	}
	n := len(steps)
	if n == 0 { // b never is what a is
		if refuses(1) {
			return 0, 0
		}
		return 0, math.Inf(1)
	}
	// before is a ratio between step i and the one before it.
	before := func(i int) float64 {
		switch i {
		case 0:
			return steps[0] / 2
		case n:
			return steps[n-1] * 2
		}
		return (steps[i-1] + steps[i]) / 2
	}
	middle := median(b) / median(a)
	low := sort.Search(n, func(i int) bool { r := before(i); return r >= middle || !refuses(r) })
	high := sort.Search(n+1, func(i int) bool { r := before(i); return r > middle && refuses(r) })
	if low > 0 {
		lo = steps[low-1]
	}
	if high > n {
		return lo, math.Inf(1)
	}
	return lo, steps[high-1]
}
