package compare_test

import (
	"testing"

	"daxwait/results"
	"daxwait/results/compare"
	"daxwait/results/internal/made"
)

// TestPlaced: machines with numbers of tasks that make no grid are places; a grid,
// one machine or one number of tasks are not.
func TestPlaced(t *testing.T) {
	for _, c := range []struct {
		spots                [][2]int
		placed               bool
		small, large, axesOf int
	}{
		{[][2]int{{2, 8}, {64, 8}, {64, 32}, {64, 128}}, true, 1, 1, 0},
		{[][2]int{{2, 8}, {64, 64}}, true, 1, 1, 0},
		{[][2]int{{2, 8}, {64, 8}}, false, 2, 0, 1},
		{[][2]int{{2, 8}, {2, 16}, {64, 8}, {64, 16}}, false, 4, 0, 2},
		{[][2]int{{64, 8}, {64, 16}}, false, 2, 0, 1},
	} {
		var records []*results.Record
		for _, s := range c.spots {
			r := made.Record("p", "x", made.Ten(1000, 1), made.Ten(5, 1))
			r.Engine, r.VCPUs, r.Tasks = "sim", s[0], s[1]
			records = append(records, r)
		}
		small, large := compare.Ends(records)
		if got := compare.Placed(records); got != c.placed || len(small) != c.small || len(large) != c.large || len(compare.Axes(records)) != c.axesOf {
			t.Errorf("%v: placed %v, %d and %d at the ends, axes %v", c.spots, got, len(small), len(large), compare.Axes(records))
		}
	}
}
