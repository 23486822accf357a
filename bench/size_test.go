package bench

import (
	"testing"
	"time"

	"daxwait/bench/pattern"
	"daxwait/bench/profile"
	"daxwait/strategies"
)

// TestSize: a plan has as many cases as are counted, and its sample no more than asked for.
func TestSize(t *testing.T) {
	patterns, err := pattern.Find("pte-same,inval-rounds")
	if err != nil {
		t.Fatal(err)
	}
	prices, err := profile.Find("default")
	if err != nil {
		t.Fatal(err)
	}
	sim := NewSim(&prices.Profile)
	sim.Ranges = prices.Ranges
	for name, p := range map[string]*Plan{
		"one case each": {},
		"two axes":      {Sweeps: []Sweep{SweepOf("tasks", 2, 3, 4), SweepOf("hold", 1000, 2000)}},
		"places":        {Places: Places()},
		"prices":        {Places: QuickPlaces(), Sensitivity: true},
	} {
		p.Patterns, p.Strategies, p.Sim, p.Windows, p.Window = patterns, strategies.Compared(), sim, 10, time.Millisecond
		groups, err := p.Groups()
		if err != nil {
			t.Fatal(err)
		}
		n := int64(0)
		for _, g := range groups {
			n += int64(len(g))
		}
		if n != p.Size() {
			t.Errorf("%s: %d cases, and %d are counted", name, n, p.Size())
		}
	}
	many := make([]float64, 1000)
	for i := range many {
		many[i] = float64(i + 1)
	}
	p := &Plan{Patterns: patterns, Strategies: strategies.Compared(), Sim: sim, Sweeps: []Sweep{SweepOf("tasks", many...), SweepOf("hold", many...), SweepOf("think", 1000)}}
	if n := p.Sample(1000).Size(); n > 1000 || n < 250 {
		t.Errorf("a sample of 1000 has %d cases", n)
	}
	if _, err := p.Groups(); err == nil || p.Size() != 14_000_000 {
		t.Errorf("%d cases: %v", p.Size(), err)
	}
	for range 4 {
		p.Sweeps = append(p.Sweeps, p.Sweeps[0])
	}
	if n := p.Size(); n < MostCases { // it does not overflow
		t.Errorf("%d cases", n)
	}
}
