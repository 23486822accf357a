package trace

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestQuantiles compares with sorting, over all magnitudes.
func TestQuantiles(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for _, n := range []int{1, 2, 3, 10, 99, 100, 101, 5000} {
		for _, top := range []int64{1000, 1e5, 1e8, 104_857_599, 104_857_600, 1e9, 1e13, 8e18} {
			var h histogram
			all := make([]int64, n)
			for i := range all {
				all[i] = rng.Int64N(top)
				h.add(all[i])
			}
			slices.Sort(all)
			q := h.quantiles()
			if q.N != int64(n) || q.Max != all[n-1] {
				t.Fatalf("n=%d top=%d: %+v, want max %d", n, top, q, all[n-1])
			}
			for _, p := range []struct{ percent, got int64 }{{50, q.P50}, {90, q.P90}, {99, q.P99}} {
				want := roundUnit(all[min(int64(n)*p.percent/100, int64(n)-1)])
				if want < exactTo*unitNS && p.got != want {
					t.Errorf("n=%d top=%d p%d = %d, want %d", n, top, p.percent, p.got, want)
				}
				if d := math.Abs(float64(p.got-want)) / float64(max(want, 1)); d > 1.0/2048+1e-9 {
					t.Errorf("n=%d top=%d p%d = %d, want %d, off by %g", n, top, p.percent, p.got, want, d)
				}
			}
		}
	}
}

// TestBuckets: buckets follow each other without a gap or an overlap, and
// there are no more of them than promised.
func TestBuckets(t *testing.T) {
	for b := exactTo - 2; b < numBuckets-1; b++ {
		if got := bucket(unitsOf(b)); got != b {
			t.Fatalf("bucket(unitsOf(%d)) = %d", b, got)
		}
		if unitsOf(b) >= unitsOf(b+1) {
			t.Fatalf("bucket %d is not below the next", b)
		}
	}
	if b := bucket(math.MaxUint64); b != numBuckets-1 {
		t.Errorf("last bucket is %d, want %d", b, numBuckets-1)
	}
	if q := new(histogram).quantiles(); q != (Quantiles{}) {
		t.Errorf("nothing measured: %+v", q)
	}
}
