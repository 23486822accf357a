package plots

import (
	"slices"
	"strings"
	"testing"
)

// TestThinned: what is drawn of an axis is spread over all of it.
func TestThinned(t *testing.T) {
	for _, c := range []struct {
		n, most int
		want    []int
	}{{0, 3, []int{}}, {3, 3, []int{0, 1, 2}}, {5, 3, []int{0, 2, 4}}, {1000, 4, []int{0, 333, 666, 999}}} {
		if got := thinned(c.n, c.most); !slices.Equal(got, c.want) {
			t.Errorf("%d of %d: %v, want %v", c.most, c.n, got, c.want)
		}
	}
	if s := leftOut("hold", 32, 447); !strings.Contains(s, "32 of the 447 values of hold") || leftOut("hold", 3, 3) != "" {
		t.Errorf("%q", s)
	}
}
