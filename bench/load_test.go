package bench

import (
	"testing"
	"time"

	"daxwait/bench/pattern"
	"daxwait/bench/profile"
	"daxwait/bench/sim"
	"daxwait/results"
	"daxwait/strategies"
)

// loaded is a case of eight tasks with a load.
func loaded(t *testing.T, name, strategy string, load float64) Case {
	t.Helper()
	c := Case{Pattern: found(pattern.Find(name))[0], Strategy: found(strategies.Find(strategy))[0], Tasks: 8, Seed: 3, Sim: NewSim(&found(profile.Find("default")).Profile)}
	if load != 0 {
		c = found(c.with([]setting{{SweepOf("load", load).Axis, load}}))
	}
	return c
}

// TestLoad: tasks do that share of what upstream's design does in a closed loop,
// whatever the design, and the record says of what.
func TestLoad(t *testing.T) {
	const window = 10 * time.Millisecond
	rate := func(r *results.Record) float64 { return float64(r.Samples[0].Ops) / r.Samples[0].Seconds }
	closed := loaded(t, "pte-same", "exclusive", 0)
	base := closed.Simulate(t.Context(), 1, window)
	for _, strategy := range []string{"exclusive", "perindex"} {
		for _, load := range []float64{0.25, 0.75} {
			c := loaded(t, "pte-same", strategy, load)
			r := c.Simulate(t.Context(), 1, window)
			if got := rate(r) / r.Capacity; r.Capacity != rate(base) || got < load-0.1 || got > load+0.1 {
				t.Errorf("%s at load %g does %.2f of %.0f operations a second; a closed loop does %.0f", strategy, load, got, r.Capacity, rate(base))
			}
			if at, ok := r.On("load"); !ok || at.Value != load || r.Loop != "open" || r.Validate() != nil {
				t.Errorf("the record is at load %v, in a loop that is %s: %v", at, r.Loop, r.Validate())
			}
		}
	}
	if base.Capacity != 0 || base.Loop != "closed" {
		t.Errorf("a closed loop of capacity %g, %s", base.Capacity, base.Loop)
	}
}

// TestLoadWithoutTime: where nothing costs anything a capacity has no end, and
// the window has one all the same.
func TestLoadWithoutTime(t *testing.T) {
	c := loaded(t, "pte-same", "exclusive", 1)
	for _, axis := range []string{"hold", "think"} {
		c.Pattern = found(c.Pattern.Set(pattern.AxisNamed(axis), 0))
	}
	c.Sim = NewSim(sim.Zero())
	if s := c.Simulate(t.Context(), 1, time.Millisecond).Samples[0]; s.Ops > 8*2000 || s.Seconds < 0.5e-3 {
		t.Errorf("%d operations in %g s, want a millisecond of at most a million a second for each of 8 tasks", s.Ops, s.Seconds)
	}
}

// TestLoadIsRefused where there is no capacity, or two rates.
func TestLoadIsRefused(t *testing.T) {
	load := setting{SweepOf("load", 0.5).Axis, 0.5}
	closed := loaded(t, "pte-same", "exclusive", 0)
	live := closed
	live.Sim = nil
	for what, err := range map[string]error{
		"on the live engine": second(live.with([]setting{load})),
		"with a rate":        second(closed.with([]setting{load, {SweepOf("rate", 100).Axis, 100}})),
		"of nothing":         second(closed.with([]setting{{load.axis, 0}})),
		"of a hundred":       second(closed.with([]setting{{load.axis, 100}})),
		"in rounds":          second(loaded(t, "inval-rounds", "exclusive", 0).with([]setting{load})),
		"of rounds set":      second(closed.with([]setting{load, {SweepOf("rounds", 2).Axis, 2}})),
		"of a replay":        second(loaded(t, "replay-inval", "exclusive", 0).with([]setting{load})),
	} {
		if err == nil {
			t.Errorf("a load %s", what)
		}
	}
}

func second(_ Case, err error) error { return err }
