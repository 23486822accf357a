package bench

import (
	"slices"
	"strings"
	"testing"
	"time"

	"daxwait/bench/pattern"
	"daxwait/bench/profile"
	"daxwait/daxcore"
	"daxwait/results"
	"daxwait/strategies"
)

// pageLock simulates a pattern around entry locks for a moment.
func pageLock(t *testing.T, name string, s *strategies.Strategy) results.Sample {
	t.Helper()
	p := found(found(pattern.Find(name))[0].Set(pattern.AxisNamed("think-on-cpu"), 0)) // so that more tasks are about
	c := Case{Pattern: p, Strategy: s, Tasks: 6, Seed: 1}
	c.Sim = &Sim{CPUs: 2, Profile: &found(profile.Find("default")).Profile, Slice: 3_000_000}
	return c.Simulate(t.Context(), 1, 10*time.Millisecond).Samples[0]
}

// TestPageLocksOfSafeDesigns: lock-by-page beside truncation, split and
// eviction breaks no rule. TestEveryPatternRuns has them live.
func TestPageLocksOfSafeDesigns(t *testing.T) {
	for _, p := range pattern.Around() {
		if !strings.HasPrefix(p.Name, "page-lock") {
			continue
		}
		for _, s := range strategies.All() {
			if !slices.Contains([]string{"exclusive", "linux-6.16", "handoff"}, s.Name) {
				continue
			}
			x := pageLock(t, p.Name, s)
			if x.Ops == 0 || x.Counts.Violations != 0 || x.Hung {
				t.Errorf("%s, %s: %d operations, %d broken rules, hung %v", p.Name, s.Name, x.Ops, x.Counts.Violations, x.Hung)
			}
		}
	}
}

// TestEvictionCatchesUseAfterFree: what a search finds happens by itself, too.
// That RCU ends with the first look is caught too seldom.
func TestEvictionCatchesUseAfterFree(t *testing.T) {
	for _, rules := range []daxcore.Rules{
		{PageRetry: daxcore.Relock}, {PageRetry: daxcore.RelockPut}, {PageRetry: daxcore.ComparePFN}, {PageRetry: daxcore.RelockBlindly},
		{PageRCU: daxcore.RCUNone},
	} {
		s := &strategies.Strategy{Name: "exclusive", Policy: daxcore.Policy{Rules: rules}}
		x := pageLock(t, "page-lock-evict", s)
		t.Logf("%+v: %d in %d operations", rules, x.Counts.Violations, x.Ops)
		if x.Counts.Violations == 0 {
			t.Errorf("%+v: no broken rule in %d operations", rules, x.Ops)
		}
		if x := pageLock(t, "page-lock-cut", s); x.Counts.Violations != 0 {
			t.Errorf("%+v: %d broken rules where no inode is freed", rules, x.Counts.Violations)
		}
	}
}
