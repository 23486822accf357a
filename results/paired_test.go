package results

import (
	"math"
	"testing"
)

// TestMiddle is the median, of whatever order.
func TestMiddle(t *testing.T) {
	for _, c := range []struct {
		values []float64
		want   float64
	}{{[]float64{3}, 3}, {[]float64{5, 1, 2}, 2}, {[]float64{4, 1, 3, 2}, 2.5}} {
		want := median(c.values)
		if got := middle(c.values); got != c.want || want != c.want {
			t.Errorf("%v, and %v by the library, want %v", got, want, c.want)
		}
	}
	if !math.IsNaN(middle(nil)) {
		t.Error("nothing has a median")
	}
}
