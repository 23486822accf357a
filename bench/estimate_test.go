package bench

import (
	"context"
	"slices"
	"testing"
	"time"

	"daxwait/bench/pattern"
	"daxwait/bench/profile"
	"daxwait/strategies"
)

func TestBeside(t *testing.T) {
	s := func(n ...int) (work []time.Duration) {
		for _, n := range n {
			work = append(work, time.Duration(n))
		}
		return work
	}
	for _, c := range []struct {
		work    []time.Duration
		workers int
		want    time.Duration
	}{
		{nil, 2, 0},
		{s(3, 4, 5), 1, 12},
		{s(3, 4, 5), 2, 8},   // 3 and 5; 4
		{s(1, 1, 10), 2, 11}, // the longest is begun last
		{s(3, 4, 5), 7, 5},
	} {
		if got := beside(c.work, c.workers); got != c.want {
			t.Errorf("%v, %d at a time: %d, want %d", c.work, c.workers, got, c.want)
		}
	}
}

func estimated(t *testing.T, p *Plan) (*Estimate, int) {
	t.Helper()
	groups, err := p.Groups()
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, g := range groups {
		n += len(g)
	}
	return p.Estimate(t.Context(), groups, time.Millisecond), n
}

// TestEstimate: a live case takes as long as its windows; a simulated one is
// tried, and of too many some.
func TestEstimate(t *testing.T) {
	patterns, err := pattern.Find("pte-same,inval-rounds")
	if err != nil {
		t.Fatal(err)
	}
	p := &Plan{Patterns: patterns, Strategies: strategies.Compared(), Windows: 10, Window: 20 * time.Millisecond, Seed: 1}
	e, n := estimated(t, p)
	if want := 205 * time.Millisecond; len(e.Cases) != n || slices.ContainsFunc(e.Cases, func(c time.Duration) bool { return c != want }) || e.Total != time.Duration(n)*want {
		t.Errorf("live: %v; want %d times %v", e, n, want)
	}

	costs, err := profile.Find("default")
	if err != nil {
		t.Fatal(err)
	}
	p.Sim, p.Sensitivity = NewSim(&costs.Profile), true
	e, n = estimated(t, p)
	if len(e.Cases) != n || slices.ContainsFunc(e.Cases, func(c time.Duration) bool { return c <= 0 }) {
		t.Errorf("%d times for %d cases: %v", len(e.Cases), n, e.Cases)
	}
	// Those of one kind, with other prices, are taken for the same.
	kinds := len(strategies.Compared())
	if !slices.Equal(e.Cases[:kinds], e.Cases[kinds:2*kinds]) {
		t.Errorf("prices make a difference: %v and %v", e.Cases[:kinds], e.Cases[kinds:2*kinds])
	}
	if none := p.Estimate(t.Context(), nil, time.Millisecond); none.Total != 0 {
		t.Errorf("nothing takes %v", none.Total)
	}
}

// TestCostsGrow: what doubled from half the tasks to all of them does so again,
// what did not stays; nothing grows faster than a cube.
func TestCostsGrow(t *testing.T) {
	half, all := costs{around: 5, once: 10, run: 100}, costs{around: 10, once: 40, run: 90}
	if got, want := all.with(half, 2), (costs{around: 40, once: 640, run: 90}); got != want {
		t.Errorf("%v, want %v", got, want)
	}
	if got, want := (costs{once: 100}).with(costs{once: 1}, 1), (costs{once: 800}); got != want {
		t.Errorf("%v, want %v", got, want)
	}
	if got := (costs{around: 1, once: 10, run: 400}).window(); got != 1+2*10+500 {
		t.Errorf("a window takes %d", got)
	}
}

// TestStoppedWindow: a case that is stopped gives up the window that it is in,
// of an hour here, on either engine.
func TestStoppedWindow(t *testing.T) {
	patterns, err := pattern.Find("pte-same,inval-rounds")
	if err != nil {
		t.Fatal(err)
	}
	costs, err := profile.Find("default")
	if err != nil {
		t.Fatal(err)
	}
	for _, machine := range []*Sim{nil, NewSim(&costs.Profile)} {
		for _, pat := range patterns {
			ctx, stop := context.WithCancel(t.Context())
			c := Case{Pattern: pat, Strategy: strategies.Compared()[0], Tasks: 4, Seed: 1, Sim: machine}
			x := c.Start(nil, time.Hour)
			release := x.until(ctx)
			time.AfterFunc(5*time.Millisecond, stop)
			x.Window()
			if s := x.Finish().Samples[0]; s.Seconds >= 3600 {
				t.Errorf("%s: it went on for %v s", pat.Name, s.Seconds)
			}
			release()
			stop()
		}
	}
}
