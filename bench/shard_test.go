package bench

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"daxwait/bench/pattern"
	"daxwait/bench/profile"
	"daxwait/results"
	"daxwait/strategies"
)

// drawGroups returns groups of cases with drawn numbers of tasks.
func drawGroups(rng *rand.Rand) []Group {
	var groups []Group
	for range rng.IntN(40) {
		tasks := 1 << rng.IntN(10)
		var g Group
		for _, s := range strategies.Compared()[:1+rng.IntN(7)] {
			g = append(g, Case{Strategy: s, Tasks: tasks})
		}
		groups = append(groups, g)
	}
	return groups
}

// TestShards: of whatever plan and number, shards are disjoint, have all, keep
// the order, and their work differs by at most that of the largest case.
func TestShards(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		groups := drawGroups(rng)
		var all []*Case
		largest := 0
		for _, g := range groups {
			for i := range g {
				all = append(all, &g[i])
				largest = max(largest, g[i].work())
			}
		}
		n := 1 + rng.IntN(40)
		seen := make([]bool, len(all))
		var loads []int
		for i := range n {
			part, has := Part(groups, Shard{i + 1, n})
			load, at := 0, 0
			for _, g := range part {
				if len(g) == 0 {
					t.Fatal("a group of no case")
				}
				for j := range g {
					if c := all[has[at]]; g[j].Strategy != c.Strategy || g[j].Tasks != c.Tasks {
						t.Fatalf("shard %d/%d: case %d is not what its index says", i+1, n, at)
					}
					load += g[j].work()
					at++
				}
			}
			if at != len(has) || !slices.IsSorted(has) {
				t.Fatalf("shard %d/%d: %d cases, indexes %v", i+1, n, at, has)
			}
			for _, c := range has {
				if seen[c] {
					t.Fatalf("case %d is in two of %d shards", c, n)
				}
				seen[c] = true
			}
			loads = append(loads, load)
			if again, _ := Part(groups, Shard{i + 1, n}); len(again) != len(part) {
				t.Fatal("another part the second time")
			}
		}
		if slices.Contains(seen, false) {
			t.Fatalf("a case is in none of %d shards", n)
		}
		if d := slices.Max(loads) - slices.Min(loads); d > largest {
			t.Fatalf("%d cases on %d shards: loads %v differ by more than the largest case, %d", len(all), n, loads, largest)
		}
	}
}

// TestLargestFirst: one case of 9 tasks, after nine of one, is a shard of its own.
func TestLargestFirst(t *testing.T) {
	var g Group
	for range 9 {
		g = append(g, Case{Tasks: 1})
	}
	groups := []Group{g, {{Tasks: 9}}}
	_, one := Part(groups, Shard{1, 2})
	_, two := Part(groups, Shard{2, 2})
	if !slices.Equal(one, []int{9}) || len(two) != 9 {
		t.Errorf("shards have %v and %v", one, two)
	}
}

// TestStrategiesAreSpread: no shard has one strategy only, though there are as
// many shards as strategies and all cases are alike.
func TestStrategiesAreSpread(t *testing.T) {
	compared := strategies.Compared()
	var groups []Group
	for range 50 {
		var g Group
		for _, s := range compared {
			g = append(g, Case{Strategy: s, Tasks: 8})
		}
		groups = append(groups, g)
	}
	for _, n := range []int{len(compared), 2 * len(compared)} {
		for i := range n {
			part, has := Part(groups, Shard{i + 1, n})
			count := map[string]int{}
			for _, g := range part {
				for j := range g {
					count[g[j].Strategy.Name]++
				}
			}
			for name, c := range count {
				if c > len(has)/2 {
					t.Errorf("shard %d/%d: %d of %d cases are of %s", i+1, n, c, len(has), name)
				}
			}
		}
	}
}

func TestParseShard(t *testing.T) {
	if s, err := ParseShard("3/8"); err != nil || s != (Shard{3, 8}) || s.String() != "3/8" {
		t.Error(s, err)
	}
	for _, bad := range []string{"", "3", "/", "0/8", "9/8", "-1/8", "1/0", "3/8/2", "1/100001", "a/b", " 1/2"} {
		if s, err := ParseShard(bad); err == nil || !strings.Contains(err.Error(), "such as 3/8") {
			t.Errorf("%q: %v, %v", bad, s, err)
		}
	}
}

// TestLeft: what is there is left out, unless it has too few samples.
func TestLeft(t *testing.T) {
	p := shardPlan(t)
	groups, err := p.Groups()
	if err != nil {
		t.Fatal(err)
	}
	done, short := groups[0][0].Record(p.Window), groups[0][1].Record(p.Window)
	done.Samples, short.Samples = make([]results.Sample, p.Windows), make([]results.Sample, p.Windows-1)
	p.Have = []*results.Record{done, short}
	left := p.Left(groups)
	if len(left) != len(groups) || len(left[0]) != len(groups[0])-1 || left[0][0].Strategy != groups[0][1].Strategy {
		t.Errorf("left of the first group: %d of %d", len(left[0]), len(groups[0]))
	}
}

// shardPlan is a simulated plan of a pattern and a replay.
func shardPlan(t *testing.T) *Plan {
	t.Helper()
	p := &Plan{Windows: 2, Window: 2 * time.Millisecond, Seed: 3}
	costs, err := profile.Find("default")
	if err != nil {
		t.Fatal(err)
	}
	p.Sim = NewSim(&costs.Profile)
	for _, err := range []error{
		set(&p.Patterns)(pattern.Find("mix,replay-inval")),
		set(&p.Strategies)(strategies.Find("exclusive,merged")),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	return p
}

// TestManifestsDiffer: whatever the records depend on changes the plan's
// digest, and the difference has a name.
func TestManifestsDiffer(t *testing.T) {
	manifest := func(change func(*Plan)) *results.Manifest {
		p := shardPlan(t)
		change(p)
		groups, err := p.Groups()
		if err != nil {
			t.Fatal(err)
		}
		m, err := p.Manifest(groups, Shard{1, 1})
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	sweep := func(words ...string) func(*Plan) {
		return func(p *Plan) {
			for _, w := range words {
				s, err := ParseSweep(w)
				if err != nil {
					t.Fatal(err)
				}
				p.Sweeps = append(p.Sweeps, s)
			}
		}
	}
	plain := manifest(func(*Plan) {})
	if d := plain.Differs(manifest(func(p *Plan) { p.Patterns[0].About = "in other words" })); d != nil || plain.Of != 1 || len(plain.Has) != plain.Cases {
		t.Errorf("%v; %+v", d, plain)
	}
	for _, c := range []struct {
		says   string
		change func(*Plan)
	}{
		{"seed 3 against 4", func(p *Plan) { p.Seed = 4 }},
		{"windows 2 against 3", func(p *Plan) { p.Windows = 3 }},
		{"window 2ms against 3ms", func(p *Plan) { p.Window = 3 * time.Millisecond }},
		{"profile default on eevdf has another content", func(p *Plan) { p.Sim.Profile.WakeLatency.Mean++ }},
		{"profile default on eevdf against mine on eevdf", func(p *Plan) { p.Sim.Profile.Name = "mine" }},
		{"pattern replay-inval has another content", func(p *Plan) { p.Patterns[1].Replay.Workers[0][0].Index++ }},
		{"pattern mix has another content", func(p *Plan) { p.Patterns[0].Think.Mean++ }},
		{"pattern replay-inval against none", func(p *Plan) { p.Patterns = p.Patterns[:1] }},
		{"strategy merged against none", func(p *Plan) { p.Strategies = p.Strategies[:1] }},
		{"engine sim against live", func(p *Plan) { p.Sim = nil }},
		{"values of tasks=8 against tasks=2,8", sweep("tasks=2,8")},
		{"values of none against buckets=64", sweep("buckets=64")},
		{"values of none against rate=100", sweep("rate=100")},
		{"values of none against variant=wake-latency*0.5,", func(p *Plan) { p.Sensitivity = true }},
		{"order of cases", func(p *Plan) { slices.Reverse(p.Strategies) }},
	} {
		other := manifest(c.change)
		if other.Plan == plain.Plan {
			t.Errorf("%s: one digest", c.says)
		}
		if d := strings.Join(plain.Differs(other), "; "); !strings.Contains(d, c.says) {
			t.Errorf("%q, want %q in it", d, c.says)
		}
	}
}
