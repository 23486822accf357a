package bench

import (
	"math/rand/v2"
	"slices"
	"testing"

	"daxwait/bench/pattern"
	"daxwait/bench/profile"
	"daxwait/bench/sim"
	"daxwait/results"
	"daxwait/strategies"
)

// openCase is a case of tasks that each mean to begin an operation of 10 µs so many
// times a second; nothing else takes time.
func openCase(t *testing.T, design string, tasks int, rate float64) Case {
	t.Helper()
	found, err := pattern.Find("pte-same")
	if err != nil {
		t.Fatal(err)
	}
	p := *found[0]
	p.Hold = pattern.Time{Mean: service, Constant: true, Sleeps: true}
	s, err := strategies.Find(design)
	if err != nil {
		t.Fatal(err)
	}
	return Case{Pattern: &p, Strategy: s[0], Tasks: tasks, Rate: rate, Seed: 7, Sim: NewSim(sim.Zero())}
}

const service = 10_000

// TestOneTaskOfAnOpenLoopIsAQueue: what one task does is Lindley's recursion, and what it did not
// finish counts with what it took at least.
func TestOneTaskOfAnOpenLoopIsAQueue(t *testing.T) {
	const window = 2_000_000
	for _, rate := range []float64{5_000, 90_000, 150_000, 300_000} {
		c := openCase(t, strategies.Baseline, 1, rate)
		s := c.Simulate(t.Context(), 1, window).Samples[0]
		// The second window of the task, as the first warms up.
		arrivals := rand.New(rand.NewPCG(7, 1<<32|1<<40))
		var want results.Open
		var exact, floors []int64
		free := int64(0)
		for due := int64(0); ; {
			if due += int64(arrivals.ExpFloat64() * float64(int64(1e9/rate))); due >= window {
				break
			}
			want.Offered++
			if start := max(due, free); start < 2*window {
				free = start + service
				exact = append(exact, free-due)
			} else {
				floors = append(floors, free-due)
			}
		}
		want.Begun, want.Finished, want.LeftOver = int64(len(exact)), int64(len(exact)), int64(len(floors))
		all := slices.Sorted(slices.Values(slices.Concat(exact, floors)))
		slices.Sort(exact)
		for _, p := range []struct {
			name    string
			percent float64
			is      int64
		}{{"p50-latency-ns", 50, s.LatencyP50}, {"p99-latency-ns", 99, s.LatencyP99}, {"p99.9-latency-ns", 99.9, s.LatencyP999}} {
			rank := int(p.percent/100*float64(len(all)) + 0.5)
			if v := all[rank-1]; p.is < v || float64(p.is) > float64(v)*1.001 {
				t.Errorf("%g/s: %s is %d, want %d", rate, p.name, p.is, v)
			}
			if rank > len(exact) || exact[rank-1] > p.is {
				want.AtLeast = append(want.AtLeast, p.name)
			}
		}
		if s.Open.Offered != want.Offered || s.Open.Begun != want.Begun || s.Open.Finished != want.Finished || s.Open.LeftOver != want.LeftOver || !slices.Equal(s.Open.AtLeast, want.AtLeast) {
			t.Errorf("%g/s: %+v, want %+v", rate, *s.Open, want)
		}
		if keeps := rate < 190_000; s.Open.KeptUp() != keeps {
			t.Errorf("%g/s: %+v kept up: %v", rate, *s.Open, !keeps)
		}
	}
}

// TestOffersAreEqual: each design is offered the same, however far it lags behind.
func TestOffersAreEqual(t *testing.T) {
	var first []int64
	for i, design := range []string{"exclusive", "perindex", "handoff"} {
		c := openCase(t, design, 4, 50_000)
		var offered []int64
		for _, s := range c.Simulate(t.Context(), 3, 1_000_000).Samples {
			if s.Open.Begun+s.Open.LeftOver != s.Open.Offered || s.Open.LeftOver == 0 {
				t.Errorf("%s: %+v", design, *s.Open)
			}
			offered = append(offered, s.Open.Offered)
		}
		if i == 0 {
			first = offered
		}
		if !slices.Equal(offered, first) || offered[0] == offered[1] {
			t.Errorf("%s is offered %d, others %d", design, offered, first)
		}
	}
}

// TestHungInAnOpenLoop: what is in hand when tasks hang is begun and not finished.
func TestHungInAnOpenLoop(t *testing.T) {
	found, err := pattern.Find("mixed-pte")
	if err != nil {
		t.Fatal(err)
	}
	c := openCase(t, "linux-5.2", 8, 20_000)
	c.Pattern, c.Sim = found[0], NewSim(&profile.Default().Profile)
	hung := false
	for _, s := range c.Simulate(t.Context(), 4, 5_000_000).Samples {
		// Some hang only in the company that they keep after the window.
		if o := s.Open; o.Begun > o.Finished {
			hung = true
			if !s.Hung || len(o.AtLeast) == 0 {
				t.Errorf("hung %v, %+v", s.Hung, *o)
			}
		}
	}
	if !hung {
		t.Error("no window hung with an operation of its own in hand")
	}
}
