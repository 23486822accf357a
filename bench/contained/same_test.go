package contained_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"testing"
	"time"

	"daxwait/bench"
	"daxwait/bench/check"
	"daxwait/bench/contained"
	"daxwait/bench/machines"
	"daxwait/bench/pattern"
	"daxwait/bench/profile"
	"daxwait/bench/timeline"
	"daxwait/daxcore/daxtest"
	"daxwait/results"
	"daxwait/strategies"
)

// both are a design that runs here, and the same in a child.
func both(t *testing.T, name string) (here, away *strategies.Strategy) {
	t.Helper()
	found, err := catalogue().Find(name)
	if err != nil {
		t.Fatal(err)
	}
	moved := strategies.Catalogue(found).At(pool(t))
	if moved[0].Away() == nil {
		t.Fatalf("%s runs here", name)
	}
	moved.Wait(10 * time.Second)
	return found[0], moved[0]
}

// asJSON is a value as it is written to a file.
func asJSON(t *testing.T, v any) string {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestSameRecords: a simulation in a child has the record of one here, byte for byte,
// and shows the same.
func TestSameRecords(t *testing.T) {
	here, away := both(t, "handoff")
	guest, err := machines.Find("guest-2cpu")
	if err != nil {
		t.Fatal(err)
	}
	costs, err := profile.Find("default")
	if err != nil {
		t.Fatal(err)
	}
	patterns, err := pattern.Find("mix,mixed-rounds")
	if err != nil {
		t.Fatal(err)
	}
	lsm, err := pattern.Open("../../results/captures/linux6.1-ext4-2cpu-lsm-n6.trace.gz") // of which one worker maps and unmaps
	if err != nil {
		t.Fatal(err)
	}
	if testing.Short() {
		patterns = patterns[:1]
	}
	patterns = append(patterns, lsm)
	for _, p := range patterns {
		for _, set := range []func(*bench.Case){
			func(c *bench.Case) {},
			func(c *bench.Case) { c.LockOrder, c.Sim.CPUs, c.Sim.Preempt, c.GiveUp = true, 3, true, 2 },
			func(c *bench.Case) { c.Sim.Machine = guest },
		} {
			c := bench.Case{Pattern: p, Tasks: p.DefaultTasks(), Seed: 7, Sim: bench.NewSim(&costs.Profile)}
			set(&c)
			windows := 0
			of := func(s *strategies.Strategy) (record, chrome string) {
				c := c
				c.Strategy = s
				c.Timeline = timeline.New(timeline.About{Pattern: p.Name, Strategy: s.Name, Tasks: c.Tasks, CPUs: c.Sim.CPUs, Files: p.Files}, timeline.Limit)
				r := c.Simulate(t.Context(), 2, time.Millisecond)
				windows = len(r.Samples)
				var b bytes.Buffer
				if err := c.Timeline.WriteChrome(&b); err != nil {
					t.Fatal(err)
				}
				return asJSON(t, r), b.String()
			}
			wantRecord, wantChrome := of(here)
			record, chrome := of(away)
			if record != wantRecord || windows != 2 {
				t.Errorf("%s: %d windows, the record of a child is\n%.2000s\nand the record of this process\n%.2000s", p.Name, windows, record, wantRecord)
			}
			if chrome != wantChrome || len(chrome) < 1000 {
				t.Errorf("%s: the timelines differ: %d bytes of a child, %d of this process", p.Name, len(chrome), len(wantChrome))
			}
		}
	}
}

// TestSameVerdicts: a search in a child finds what one here finds, and shows it by the
// same schedules.
func TestSameVerdicts(t *testing.T) {
	for name, scenarios := range map[string]string{"handoff": "entry/invalidations,around/order-entry-first", "lossy": "entry/pmd-meets-pte,entry/invalidations"} {
		here, away := both(t, name)
		found, err := daxtest.FindScenarios(scenarios)
		if err != nil {
			t.Fatal(err)
		}
		var texts [2][]string
		for i, d := range []*strategies.Strategy{here, away} {
			cells := contained.Cells([]*strategies.Strategy{d}, found, check.Limits{})
			check.Search(t.Context(), cells, 2, check.Watch{}, nil)
			for _, c := range cells {
				if c.Err != nil {
					t.Fatal(c.Err)
				}
				c.Verdict.Seconds = 0
				texts[i] = append(texts[i], asJSON(t, c.Verdict), asJSON(t, c.Result), c.Ticket.String())
				if len(c.Result.Violations) == 0 {
					continue
				}
				columns, err := c.Columns()
				if err != nil {
					t.Fatal(err)
				}
				again, err := contained.Replayed(c.Ticket, d, c.Scenario)
				if err != nil {
					t.Fatal(err)
				}
				stale := c.Ticket
				stale.Digest++
				if _, err := contained.Replayed(stale, d, c.Scenario); !errors.Is(err, contained.ErrStale) {
					t.Errorf("a stale schedule: %v", err)
				}
				issued, err := c.Issue(c.Ticket.Schedule)
				if err != nil {
					t.Fatal(err)
				}
				sample, err := contained.Random(t.Context(), c, 20, 3)
				if err != nil {
					t.Fatal(err)
				}
				texts[i] = append(texts[i], asJSON(t, columns), asJSON(t, again), issued.String(), asJSON(t, sample))
			}
			err := contained.Conform(t.Context(), d, 3, 1)
			if (err != nil) != (name == "lossy") {
				t.Errorf("%s: conform says %v", name, err)
			}
			if err != nil {
				texts[i] = append(texts[i], err.Error())
			}
		}
		if !slices.Equal(texts[0], texts[1]) {
			t.Errorf("%s: here and in a child\n%.3000q\n%.3000q", name, texts[0], texts[1])
		}
	}
}

// TestSameLive: a contestant of the live engine takes turns with one in a child.
func TestSameLive(t *testing.T) {
	_, away := both(t, "handoff")
	patterns, err := pattern.Find("pte-same")
	if err != nil {
		t.Fatal(err)
	}
	plan := bench.Plan{Patterns: patterns, Strategies: append(strategies.Compared()[:1], away), Windows: 3, Window: time.Millisecond, Seed: 1}
	groups, err := plan.Groups()
	if err != nil {
		t.Fatal(err)
	}
	var turns []int
	found, err := plan.Run(t.Context(), groups, nil, func(c int) { turns = append(turns, c) })
	if err != nil || !slices.Equal(turns, []int{0, 1, 1, 0, 0, 1}) {
		t.Fatalf("%v, the turns are %v", err, turns)
	}
	for _, r := range found {
		if r.Broken != nil || len(r.Samples) != 3 || r.Machine == nil || results.MetricNamed("ops/s").Of(&r.Samples[2]) <= 0 {
			t.Errorf("%s: %+v", r.Strategy, r)
		}
	}
}

// TestProgress: a case that goes on for longer than the limit is not stuck.
func TestProgress(t *testing.T) {
	if testing.Short() {
		t.Skip("it lasts for many limits")
	}
	_, away := both(t, "handoff")
	strategies.Catalogue{away}.Wait(100 * time.Millisecond)
	costs, err := profile.Find("default")
	if err != nil {
		t.Fatal(err)
	}
	patterns, err := pattern.Find("pte-same")
	if err != nil {
		t.Fatal(err)
	}
	c := bench.Case{Pattern: patterns[0], Strategy: away, Tasks: 8, Seed: 1, Sim: bench.NewSim(&costs.Profile)}
	if r := c.Simulate(t.Context(), 1, 10*time.Second); r.Broken != nil || len(r.Samples) != 1 {
		t.Errorf("%+v", r.Broken)
	}
}
