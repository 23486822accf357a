package results_test

import (
	"math"
	"slices"
	"testing"

	"daxwait/results"
)

// TestUSLFit: a fit to points of a curve returns its parameters.
func TestUSLFit(t *testing.T) {
	for _, want := range []results.USL{{100, 0.05, 0.001}, {1000, 0.02, 0}, {50, 0, 0.0005}} {
		for _, variance := range []float64{0, 0.1} {
			var points []results.USLPoint
			for _, n := range []float64{1, 2, 4, 8, 16, 32, 64} {
				points = append(points, results.USLPoint{N: n, X: want.At(n), Variance: variance * n})
			}
			got, err := results.FitUSL(points)
			if err != nil {
				t.Fatal(err)
			}
			for _, d := range []float64{got.Lambda/want.Lambda - 1, got.Sigma - want.Sigma, got.Kappa - want.Kappa} {
				if math.Abs(d) > 1e-9 {
					t.Errorf("%+v, want %+v", got, want)
				}
			}
			if _, err := results.FitUSL(points[:5]); err == nil {
				t.Error("5 points were fitted")
			}
		}
	}
	same := slices.Repeat([]results.USLPoint{{N: 4, X: 3}}, 8)
	if u, err := results.FitUSL(same); err == nil {
		t.Errorf("one point, eight times, gave %+v", u)
	}
	if peak := (results.USL{Lambda: 1, Sigma: 0.5}).Peak(); !math.IsInf(peak, 1) {
		t.Errorf("a curve that never turns has its peak at %v", peak)
	}
}

// TestGini: equal shares, one that has all, and nothing.
func TestGini(t *testing.T) {
	for _, c := range []struct {
		shares []float64
		want   float64
	}{{nil, 0}, {[]float64{0, 0}, 0}, {[]float64{3, 3, 3}, 0}, {[]float64{0, 4, 0, 0}, 0.75}, {[]float64{1, 3}, 0.25}} {
		if got := results.Gini(c.shares); math.Abs(got-c.want) > 1e-12 {
			t.Errorf("%v: %v, want %v", c.shares, got, c.want)
		}
	}
}

// TestBackFill: a latency of 3.5 intervals hides two operations.
func TestBackFill(t *testing.T) {
	if got := results.BackFill([]float64{1, 7}, 2); !slices.Equal(got, []float64{1, 7, 5, 3}) {
		t.Error(got)
	}
	if got := results.BackFill([]float64{5}, 0); !slices.Equal(got, []float64{5}) {
		t.Error(got)
	}
}

// TestNearestRank: the smallest sample that is rank enough.
func TestNearestRank(t *testing.T) {
	v := []float64{1, 2, 3, 4}
	for _, c := range []struct{ p, want float64 }{{0, 1}, {0.25, 1}, {0.26, 2}, {0.5, 2}, {0.99, 4}, {1, 4}} {
		if got := results.NearestRank(v, c.p); got != c.want {
			t.Errorf("p%v is %v, want %v", 100*c.p, got, c.want)
		}
	}
	if results.NearestRank(nil, 0.5) != 0 {
		t.Error("nothing has a rank")
	}
}
