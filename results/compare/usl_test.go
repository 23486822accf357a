package compare

import (
	"math"
	"slices"
	"testing"
)

// TestUSLFit: a fit to points of a curve returns its parameters.
func TestUSLFit(t *testing.T) {
	for _, want := range []USL{{100, 0.05, 0.001}, {1000, 0.02, 0}, {50, 0, 0.0005}} {
		for _, variance := range []float64{0, 0.1} {
			var points []USLPoint
			for _, n := range []float64{1, 2, 4, 8, 16, 32, 64} {
				points = append(points, USLPoint{N: n, X: want.At(n), Variance: variance * n})
			}
			got, err := FitUSL(points)
			if err != nil {
				t.Fatal(err)
			}
			for _, d := range []float64{got.Lambda/want.Lambda - 1, got.Sigma - want.Sigma, got.Kappa - want.Kappa} {
				if math.Abs(d) > 1e-9 {
					t.Errorf("%+v, want %+v", got, want)
				}
			}
			if _, err := FitUSL(points[:5]); err == nil {
				t.Error("5 points were fitted")
			}
		}
	}
	same := slices.Repeat([]USLPoint{{N: 4, X: 3}}, 8)
	if u, err := FitUSL(same); err == nil {
		t.Errorf("one point, eight times, gave %+v", u)
	}
	if peak := (USL{Lambda: 1, Sigma: 0.5}).Peak(); !math.IsInf(peak, 1) {
		t.Errorf("a curve that never turns has its peak at %v", peak)
	}
}

// TestNearestRank: the smallest sample that is rank enough.
func TestNearestRank(t *testing.T) {
	v := []float64{1, 2, 3, 4}
	for _, c := range []struct{ p, want float64 }{{0, 1}, {0.25, 1}, {0.26, 2}, {0.5, 2}, {0.99, 4}, {1, 4}} {
		if got := NearestRank(v, c.p); got != c.want {
			t.Errorf("p%v is %v, want %v", 100*c.p, got, c.want)
		}
	}
	if NearestRank(nil, 0.5) != 0 {
		t.Error("nothing has a rank")
	}
}
