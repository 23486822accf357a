package bench

import (
	"encoding/json"
	"testing"
	"time"

	"daxwait/bench/pattern"
	"daxwait/bench/sim"
	"daxwait/daxcore/task"
	"daxwait/strategies"
)

// simulated runs a pattern on two virtual CPUs and returns the record.
func simulated(t *testing.T, name, strategy string, tasks, windows int) string {
	t.Helper()
	p, err := pattern.Find(name)
	if err != nil {
		t.Fatal(err)
	}
	s, err := strategies.Find(strategy)
	if err != nil {
		t.Fatal(err)
	}
	prof := sim.Zero()
	prof.WakeLatency = sim.Time{Mean: 3000, Drawn: true}
	prof.Costs[task.WakeOne] = sim.Time{Mean: 1000}
	prof.Costs[task.InstallPTE] = sim.Time{Mean: 500}
	c := Case{Pattern: p[0], Strategy: s[0], Tasks: tasks, Seed: 1, Sim: &Sim{CPUs: 2, Profile: prof, Slice: 3_000_000}}
	x := c.Start(nil, 20*time.Millisecond)
	for range windows {
		x.Window()
	}
	b, err := json.Marshal(x.Finish())
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// TestSimulationRepeats: the same seed gives the same bytes.
func TestSimulationRepeats(t *testing.T) {
	for _, name := range []string{"pte-same", "mixed-pmd", "inval-rounds", "punch", "zipf"} {
		a, b := simulated(t, name, "exclusive", 8, 2), simulated(t, name, "exclusive", 8, 2)
		if a != b {
			t.Errorf("%s:\n%s\n%s", name, a, b)
		}
		t.Log(name, len(a), a)
	}
}
