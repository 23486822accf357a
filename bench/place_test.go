package bench

import (
	"testing"
	"time"

	"daxwait/bench/pattern"
	"daxwait/bench/profile"
	"daxwait/strategies"
)

// TestPlaces: a pattern is run on the small machine and on the large one, with
// shorter windows there; a pattern with a number of tasks of its own once on
// each, a replay on the CPUs of its capture alone, and prices are varied where a
// place says so.
func TestPlaces(t *testing.T) {
	pats, err := pattern.Find("pte-same,rocksdb,replay-inval")
	if err != nil {
		t.Fatal(err)
	}
	p := &Plan{
		Patterns: pats, Strategies: strategies.Compared()[:1], Sim: NewSim(&profile.Default().Profile),
		Window: 100 * time.Millisecond, Windows: 1, Places: Places(),
	}
	type spot struct {
		pattern     string
		cpus, tasks int
	}
	found := func() map[spot]int {
		groups, err := p.Groups()
		if err != nil {
			t.Fatal(err)
		}
		n := map[spot]int{}
		for _, g := range groups {
			c := &g[0]
			n[spot{c.Pattern.Name, c.Sim.CPUs, c.Tasks}]++
			if want := 100 * time.Millisecond; c.Sim.CPUs == 64 && p.WindowOf(c) != want/10 || c.Sim.CPUs == 2 && p.WindowOf(c) != want {
				t.Errorf("%s on %d CPUs: windows of %v", c.Pattern.Name, c.Sim.CPUs, p.WindowOf(c))
			}
		}
		return n
	}
	own, captured := pats[1].Tasks, pats[2].DefaultTasks()
	want := map[spot]int{
		{"pte-same", 2, 8}: 1, {"pte-same", 64, 8}: 1, {"pte-same", 64, 32}: 1, {"pte-same", 64, 128}: 1,
		{"rocksdb", 2, own}: 1, {"rocksdb", 64, own}: 1, {"replay-inval", 2, captured}: 1,
	}
	got := found()
	for s, n := range want {
		if got[s] != n {
			t.Errorf("%v: %d times, want %d", s, got[s], n)
		}
	}
	if len(got) != len(want) {
		t.Errorf("%v, want %v", got, want)
	}
	p.Places, p.Sensitivity = QuickPlaces(), true
	got = found()
	if got[spot{"pte-same", 2, 8}] < 3 || got[spot{"pte-same", 64, 64}] != 1 {
		t.Errorf("with prices varied: %v", got)
	}
}
