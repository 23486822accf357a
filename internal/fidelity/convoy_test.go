package fidelity

import (
	"os"
	"testing"
	"time"

	"daxwait/bench"
	"daxwait/bench/pattern"
	"daxwait/bench/profile"
	"daxwait/bench/trace"
	"daxwait/results"
	"daxwait/results/compare"
	"daxwait/strategies"
)

// rates are the operations a second of a capture, and of its replay.
func rates(t *testing.T, file string) (traced, replayed float64) {
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	w := found(trace.Replay(found(trace.NewReader(file, f)), 0))
	ops := 0
	for i := range w.Workers {
		ops += len(w.Workers[i].Ops)
	}
	p := found(pattern.Open(file))
	c := bench.Case{
		Pattern: p, Strategy: found(strategies.Find("exclusive"))[0], Tasks: p.DefaultTasks(), Seed: 1,
		Sim: bench.NewSim(&found(profile.Find("emulated-6.1-traced")).Profile),
	}
	rate := results.MetricNamed("ops/s")
	return float64(ops) / w.Seconds, compare.Median(c.Simulate(t.Context(), 5, 100*time.Millisecond).Values(rate)).Value
}

// TestConvoy is the convoy of docs/validation.md: four tasks on one page do about half of
// what one does that has a CPU and a page to itself, in the captures and in
// their replays. One such is a CPU of pte-distinct, where nobody waits.
func TestConvoy(t *testing.T) {
	lone, ownLone := rates(t, "testdata/linux6.1-ext4-2cpu-pte-distinct-n4.trace.gz")
	// Of the excerpt, while all are at it: they begin one after the other.
	same := compared(t, excerpts+"pte-same-n4.trace.gz", "exclusive", found(profile.Find("emulated-6.1-traced"))).row("ops/s")
	traced, replayed := 4*same.Trace/(lone/2), 4*same.Ours.Value/(ownLone/2)
	t.Logf("of what a lone task does: %.2f in the captures, %.2f in their replays", traced, replayed)
	for _, r := range []float64{traced, replayed} {
		if r < 0.4 || r > 0.6 {
			t.Errorf("%.2f is not about half", r)
		}
	}
}
