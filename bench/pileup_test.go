package bench

import (
	"slices"
	"testing"
	"time"

	"daxwait/bench/pattern"
	"daxwait/bench/profile"
	"daxwait/results"
	"daxwait/strategies"
)

// recorded runs a pattern for a few short windows.
func recorded(t *testing.T, patternName, strategy string, windows int) *results.Record {
	t.Helper()
	p := found(pattern.Find(patternName))[0]
	c := &Case{
		Pattern: p, Strategy: found(strategies.Find(strategy))[0], Tasks: p.DefaultTasks(), Seed: 1,
		Sim: NewSim(&found(profile.Find("default")).Profile),
	}
	return c.Simulate(t.Context(), windows, 10*time.Millisecond)
}

// TestALostWakeupStopsAProcess: with mmap_lock and with VMA locks, readers, the
// mapper, the appender and ps; and each of them waits, by way of others, for one
// whose wakeup was lost.
func TestALostWakeupStopsAProcess(t *testing.T) {
	for _, name := range []string{"rocksdb", "rocksdb-vma-locks"} {
		r := recorded(t, name, "linux-5.2", 3)
		if len(r.Pileups) == 0 {
			t.Fatalf("%s: no pile-up", name)
		}
		hit := map[string]bool{}
		for n := range r.Pileups {
			p := &r.Pileups[n]
			byTask := map[int]results.Stop{}
			for _, s := range p.Stops {
				byTask[s.Task] = s
				hit[s.Role] = true
			}
			if len(p.Stops)+len(p.Going) != p.Tasks {
				t.Errorf("%s, %d: %d stopped and %d not, of %d", name, n, len(p.Stops), len(p.Going), p.Tasks)
			}
			if !slices.IsSortedFunc(p.Stops, func(a, b results.Stop) int { return int(a.NS - b.NS) }) {
				t.Errorf("%s, %d: not in order of time", name, n)
			}
			for _, s := range p.Stops {
				at, steps := s, 0
				for ; !at.Lost && steps < p.Tasks; steps++ {
					next, ok := byTask[at.Behind]
					if !ok {
						t.Fatalf("%s, %d: task %d waits for %d, which has not stopped", name, n, at.Task, at.Behind)
					}
					at = next
				}
				if !at.Lost || at.On != results.OnEntry {
					t.Errorf("%s, %d: task %d waits for nobody who is lost", name, n, s.Task)
				}
			}
		}
		for _, role := range []string{"reader", "mapper", "appender", "ps"} {
			if !hit[role] {
				t.Errorf("%s: no %s was hit", name, role)
			}
		}
	}
}

// TestSafeDesignsStopNobody in the same traffic.
func TestSafeDesignsStopNobody(t *testing.T) {
	for _, strategy := range []string{"exclusive", "perindex", "merged", "nopmd", "handoff", "linux-6.16"} {
		if r := recorded(t, "rocksdb", strategy, 2); r.Hung() || len(r.Pileups) != 0 || r.Samples[0].Counts.SemSleeps == 0 {
			t.Errorf("%s: hung %v, %d pile-ups, %d sleeps on mmap_lock", strategy, r.Hung(), len(r.Pileups), r.Samples[0].Counts.SemSleeps)
		}
	}
}

// TestPMDMappingsAreWorthSomething to who reads whole tables: one fault in place
// of 512.
func TestPMDMappingsAreWorthSomething(t *testing.T) {
	with, without := recorded(t, "table-scan", "exclusive", 2), recorded(t, "table-scan", "nopmd", 2)
	if a, b := with.Samples[0].Ops, without.Samples[0].Ops; a < 3*b || b == 0 {
		t.Errorf("%d tables read with PMD mappings, %d without", a, b)
	}
}
