package results_test

import (
	"math"
	"slices"
	"testing"

	"daxwait/results"
)

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
