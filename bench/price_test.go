package bench

import (
	"testing"
	"time"

	"daxwait/bench/pattern"
	"daxwait/bench/profile"
	"daxwait/strategies"
)

// TestNobodyWalksForNothing: a task that meets nobody does as much under each
// design of the catalogue, since looking an entry up and storing it cost all
// alike. A design that leaves the price of its walks out is ahead here.
func TestNobodyWalksForNothing(t *testing.T) {
	costs, err := profile.Find("default")
	if err != nil {
		t.Fatal(err)
	}
	alone, err := pattern.Find("pte-same-run")
	if err != nil {
		t.Fatal(err)
	}
	want := int64(0)
	for _, s := range strategies.All() {
		c := Case{Pattern: alone[0], Strategy: s, Tasks: 1, Seed: 1, Sim: NewSim(&costs.Profile)}
		ops := c.Simulate(t.Context(), 1, 5*time.Millisecond).Samples[0].Ops
		if want == 0 {
			want = ops
		}
		if ops != want || ops < 100 {
			t.Errorf("%s does %d operations, %s %d", s.Name, ops, strategies.All()[0].Name, want)
		}
	}
}
