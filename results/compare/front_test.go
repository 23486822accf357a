package compare

import (
	"slices"
	"strings"
	"testing"

	"daxwait/results"
	"daxwait/results/internal/made"
)

// judged is a record of so much throughput, tail and so many wakeups.
func judged(strategy string, ops, tail, woken int64) *results.Record {
	r := made.Point(strategy, "", 1, 8)
	for i := range r.Samples {
		r.Samples[i].Ops, r.Samples[i].WaitP99, r.Samples[i].Counts.Woken = ops, tail, woken*ops
	}
	return r
}

// TestFront: a design is on the front unless another is better in something and
// worse in nothing; a difference within a step of a hundredth does not count, and those that did
// the same are one.
func TestFront(t *testing.T) {
	hung := judged("hangs", 9000, 1, 0)
	hung.Hangs = []string{"lost"}
	f := Fronts([]*results.Record{
		judged("fast", 2000, 500, 6), judged("calm", 1000, 100, 1), judged("between", 1500, 300, 3),
		judged("worse", 1500, 400, 3), judged("hardly-worse", 1499, 300, 3), hung,
		judged("key=base+put=all", 1000, 100, 1), judged("key=base+put=next", 1000, 100, 1),
		judged("key=base+put=both", 900, 50, 7), judged("key=base+scan=waits", 900, 50, 7),
	})
	if len(f) != 1 || !slices.Equal(f[0].Hung, []string{"hangs"}) {
		t.Fatalf("%+v", f)
	}
	var on []string
	for _, m := range f[0].Members {
		name, own := m.Name()
		if own != !strings.Contains(name, "=") {
			t.Errorf("%s: its own name %v", name, own)
		}
		on = append(on, name)
	}
	if want := []string{"fast", "between", "hardly-worse", "calm", "key=base"}; !slices.Equal(on, want) {
		t.Errorf("on the front %v, want %v", on, want)
	}
	if len(f[0].Behind) != 1 || f[0].Behind[0].Strategies[0] != "worse" {
		t.Errorf("behind it %+v, want worse", f[0].Behind)
	}
	if calm := f[0].Members[3]; len(calm.Strategies) != 3 {
		t.Errorf("%v did the same as calm, want three", calm.Strategies)
	}
}
