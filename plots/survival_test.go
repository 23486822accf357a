package plots

import (
	"slices"
	"testing"

	"daxwait/results"
)

func TestSurvival(t *testing.T) {
	v := survivalOf([]results.Bin{{NS: 30, Count: 1}, {NS: 0, Count: 6}, {NS: 10, Count: 2}, {NS: 30, Count: 1}})
	want := []step{{0, 4}, {10, 2}, {30, 0}}
	if v.total != 10 || !slices.Equal(v.steps, want) {
		t.Errorf("%v of %d, want %v of 10", v.steps, v.total, want)
	}
	// Where all waited, the curve begins at all.
	v = survivalOf([]results.Bin{{NS: 5, Count: 3}})
	if want := []step{{0, 3}, {5, 0}}; !slices.Equal(v.steps, want) {
		t.Errorf("%v, want %v", v.steps, want)
	}
	if _, _, ok := survivalOf([]results.Bin{{NS: 0, Count: 3}}).waited(); ok {
		t.Error("nobody waited, but somebody did")
	}
}
