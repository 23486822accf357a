package bench

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"daxwait/bench/pattern"
	"daxwait/bench/profile"
	"daxwait/results"
	"daxwait/strategies"
)

// productPlans are plans of each kind, all of them few cases.
func productPlans(t *testing.T) map[string]*Plan {
	t.Helper()
	patterns, err := pattern.Find("pte-same,inval-rounds")
	if err != nil {
		t.Fatal(err)
	}
	prices, err := profile.Find("default")
	if err != nil {
		t.Fatal(err)
	}
	plans := map[string]*Plan{
		"one case each": {},
		"two axes":      {Sweeps: []Sweep{SweepOf("tasks", 2, 3, 4), SweepOf("hold", 1000, 2000)}},
		"CPUs":          {Sweeps: []Sweep{SweepOf("cpus", 0, 2, 8)}},
		"places":        {Places: Places()},
		"a replay":      {Places: Places()},
		"prices":        {Places: QuickPlaces(), Sensitivity: true},
		"prices, axis":  {Sensitivity: true, Sweeps: []Sweep{SweepOf("wake-one", 500, 3000), SweepOf("tasks", 2, 5)}},
		"a name twice":  {Patterns: append(slices.Clone(patterns), patterns[0]), Strategies: append(strategies.Compared(), strategies.Compared()[2])},
	}
	replay, err := pattern.Find("replay-inval,pte-same")
	if err != nil {
		t.Fatal(err)
	}
	plans["a replay"].Patterns, plans["a replay"].Strategies = replay, strategies.Compared()
	for _, p := range plans {
		if p.Patterns == nil {
			p.Patterns, p.Strategies = patterns, strategies.Compared()
		}
		p.Sim = NewSim(&prices.Profile)
		p.Sim.Ranges = prices.Ranges
		p.Windows, p.Window, p.Seed = 10, time.Millisecond, 3
	}
	return plans
}

// TestProduct: the case of an index is that of the list of all.
func TestProduct(t *testing.T) {
	for name, p := range productPlans(t) {
		groups, err := p.Groups()
		if err != nil {
			t.Fatal(err)
		}
		q, err := p.product()
		if err != nil {
			t.Fatal(err)
		}
		n := int64(0)
		for _, g := range groups {
			for i := range g {
				c, err := q.at(n)
				if err != nil {
					t.Fatal(err)
				}
				if got, want := keyOf(c.Record(p.WindowOf(&c))), keyOf(g[i].Record(p.WindowOf(&g[i]))); got != want {
					t.Fatalf("%s: case %d is %+v, want %+v", name, n, got, want)
				}
				n++
			}
		}
		if n != q.size {
			t.Errorf("%s: %d cases, want %d", name, q.size, n)
		}
	}
}

// TestPartsOfAProduct: shards are disjoint and have all, in order, as many each, and no
// design has a shard of its own.
func TestPartsOfAProduct(t *testing.T) {
	p := productPlans(t)["two axes"]
	q, err := p.product()
	if err != nil {
		t.Fatal(err)
	}
	for _, of := range []int{1, 2, 7, 14, 1000} {
		seen := make([]bool, q.size)
		for shard := range of {
			part, has, err := q.part(Shard{shard + 1, of})
			if err != nil {
				t.Fatal(err)
			}
			if least := int(q.size) / of; len(has) < least || len(has) > least+1 || !slices.IsSorted(has) {
				t.Fatalf("shard %d/%d has %v of %d", shard+1, of, has, q.size)
			}
			at, designs := 0, map[string]int{}
			for _, g := range part {
				for i := range g {
					c, _ := q.at(int64(has[at]))
					if seen[has[at]] || keyOf(g[i].Record(p.Window)) != keyOf(c.Record(p.Window)) || g[i].Pattern.Name != g[0].Pattern.Name || g[i].Tasks != g[0].Tasks {
						t.Fatalf("shard %d/%d: case %d", shard+1, of, has[at])
					}
					seen[has[at]] = true
					designs[c.Strategy.Name]++
					at++
				}
			}
			if of == 7 && len(designs) < 3 {
				t.Errorf("shard %d/%d is of %v", shard+1, of, designs)
			}
		}
		if slices.Contains(seen, false) {
			t.Errorf("of %d shards none has case %d", of, slices.Index(seen, false))
		}
	}
}

// TestShareOfALargePlan: a shard makes its own cases alone, and all shards say that they
// are of one plan, which is another with another value, or other places.
func TestShareOfALargePlan(t *testing.T) {
	many := make([]float64, 500)
	for i := range many {
		many[i] = float64(i + 1)
	}
	large := func(change func(*Plan)) *Plan {
		p := *productPlans(t)["one case each"]
		p.Sweeps = []Sweep{SweepOf("hold", many...), SweepOf("think", many...)}
		change(&p)
		return &p
	}
	share := func(p *Plan, s Shard) *results.Manifest {
		h, err := p.Share(s)
		if err != nil {
			t.Fatal(err)
		}
		if n := len(h.Has); n != 35 {
			t.Errorf("%d cases", n)
		}
		m, err := h.Manifest()
		if err != nil {
			t.Fatal(err)
		}
		if err := m.Validate(); err != nil {
			t.Error(err)
		}
		return m
	}
	p := large(func(*Plan) {})
	first, last := share(p, Shard{1, 100_000}), share(p, Shard{100_000, 100_000})
	if first.Plan != last.Plan || first.Heads == last.Heads || first.Cases != 3_500_000 || first.Differs(last) != nil {
		t.Errorf("%+v\n%+v", first, last)
	}
	axes := strings.Join(first.Axes, ";")
	if !strings.Contains(axes, "hold=1ns,2ns,3ns,") || !strings.Contains(axes, "think=1ns,") || !strings.HasSuffix(axes, ",500ns") {
		t.Errorf("%.200s", axes)
	}
	for name, change := range map[string]func(*Plan){
		"a value":  func(p *Plan) { p.Sweeps[0].Values = append(slices.Clone(many[1:]), 5000) },
		"an order": func(p *Plan) { slices.Reverse(p.Sweeps) },
		"a seed":   func(p *Plan) { p.Seed++ },
		"an order of designs": func(p *Plan) {
			p.Strategies = slices.Clone(p.Strategies)
			slices.Reverse(p.Strategies)
		},
	} {
		if m := share(large(change), Shard{1, 100_000}); m.Plan == first.Plan || len(first.Differs(m)) == 0 {
			t.Errorf("%s: one plan", name)
		}
	}
	for _, c := range []struct {
		plan  *Plan
		shard Shard
		says  string
	}{
		{p, Shard{1, 13}, "share it out among 14 shards or more"},
		{large(func(p *Plan) { p.Sim = nil }), Shard{1, 1000}, "give fewer values"},
	} {
		_, err := c.plan.Share(c.shard)
		if tooLarge := (*TooLargeError)(nil); !errors.As(err, &tooLarge) || !strings.HasSuffix(err.Error(), c.says) {
			t.Errorf("shard %v: %v", c.shard, err)
		}
	}
	bad := large(func(p *Plan) { p.Sweeps = append(p.Sweeps, SweepOf("tasks", 2, 1e9)) })
	if _, err := bad.Share(Shard{1, 100_000}); err == nil || !strings.Contains(err.Error(), "want 1 to 16384") {
		t.Errorf("a value that none can have: %v", err)
	}
}
