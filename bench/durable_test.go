package bench

import (
	"math"
	"slices"
	"testing"
	"time"

	"daxwait/bench/pattern"
	"daxwait/bench/profile"
	"daxwait/daxcore"
	"daxwait/daxcore/fs"
	"daxwait/strategies"
)

// latency returns the mean latency of a simulation of a pattern, in us, and its
// samples' spread.
func latency(t *testing.T, name string) float64 {
	t.Helper()
	patterns, err := pattern.Find(name)
	if err != nil {
		t.Fatal(err)
	}
	prices, err := profile.Find("default")
	if err != nil {
		t.Fatal(err)
	}
	s, err := strategies.Find("exclusive")
	if err != nil {
		t.Fatal(err)
	}
	p := patterns[0]
	c := Case{Pattern: p, Strategy: s[0], Tasks: p.DefaultTasks(), Seed: 1, Sim: NewSim(&prices.Profile)}
	c.Sim.CPUs = 4
	r := c.Simulate(t.Context(), 2, 20*time.Millisecond)
	var sum float64
	for _, x := range r.Samples {
		if x.Hung || x.HungRounds != 0 || x.Ops == 0 || x.Counts.Violations != 0 || float64(x.LatencyMin) > x.LatencyMean || x.LatencyMean > float64(x.LatencyMax) {
			t.Errorf("%s: %+v", name, x)
		}
		sum += x.LatencyMean / 1e3
	}
	return sum / float64(len(r.Samples))
}

// TestDurableFaultsCost what the price list says and the cover letters of
// MAP_SYNC do: nothing if the blocks are there, a commit if not.
func TestDurableFaultsCost(t *testing.T) {
	is := func(what string, got, least, most float64) {
		t.Helper()
		if !(got >= least && got <= most) {
			t.Errorf("%s: %.1f us, want %.0f to %.0f", what, got, least, most)
		}
	}
	never, sync := latency(t, "empty-never"), latency(t, "empty-map-sync")
	is("MAP_SYNC on preallocated blocks", math.Abs(latency(t, "prealloc-map-sync")-latency(t, "prealloc-never")), 0, 0.1)
	is("MAP_SYNC on an empty file", sync-never, 90, 110)
	is("a commit within the fault", latency(t, "empty-in-entry")-never, 90, 110)
	is("a retried fault", latency(t, "empty-retry")-sync, 0.5, 4)
	is("every other extent", latency(t, "empty-nofsync")-never, 40, 60)
	is("MAP_SYNC beside a load", latency(t, "loaded-map-sync")-sync, 50, 110)
	is("no MAP_SYNC beside a load", latency(t, "loaded-never")-never, 0, 5)
	is("munmap beside retried faults, less than beside MAP_SYNC", latency(t, "mapper-map-sync")-latency(t, "mapper-retry"), 3000, 8000)
}

// TestCommitsWithinHandlesHang on the simulator, too, and say so.
func TestCommitsWithinHandlesHang(t *testing.T) {
	p := found(pattern.Find("empty-map-sync"))[0]
	q := *p
	q.Journal = &fs.Journaling{Sync: fs.SyncInHandle}
	c := Case{Pattern: &q, Strategy: found(strategies.Find("exclusive"))[0], Tasks: 1, Seed: 1, Sim: NewSim(&found(profile.Find("default")).Profile)}
	r := c.Simulate(t.Context(), 1, time.Millisecond)
	if len(r.Hangs) == 0 || r.Samples[0].HungRounds == 0 ||
		r.Hangs[0] != "after 0 operations: task 0 waits for the last handle of the transaction that it commits, of itself" {
		t.Errorf("hangs %q, %d rounds", r.Hangs, r.Samples[0].HungRounds)
	}
}

// TestAroundIsNamed: what is about the surroundings of entries is run when it is
// named, and only then.
func TestDurableIsNamed(t *testing.T) {
	for _, list := range []string{"", "all"} {
		if slices.ContainsFunc(found(pattern.Find(list)), func(p *pattern.Pattern) bool { return p.Around }) {
			t.Errorf("%q finds some", list)
		}
	}
	if len(found(pattern.Find("loaded-retry"))) != 1 {
		t.Error("one that is named is not found")
	}
}

// TestAsideDoesNotCount: the operations are those of the others.
func TestAsideDoesNotCount(t *testing.T) {
	p := found(pattern.Find("loaded-never"))[0]
	c := Case{Pattern: p, Strategy: found(strategies.Find("exclusive"))[0], Tasks: 3, Seed: 1, Sim: NewSim(&found(profile.Find("default")).Profile)}
	for _, s := range c.Simulate(t.Context(), 1, time.Millisecond).Samples {
		if s.Ops != s.Rounds*daxcore.Chunk || s.Jain != 1 {
			t.Errorf("%d operations in %d rounds, Jain %v", s.Ops, s.Rounds, s.Jain)
		}
	}
}
