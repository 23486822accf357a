package bench

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"daxwait/bench/check"
	"daxwait/bench/pattern"
	"daxwait/bench/sim"
	"daxwait/daxcore"
	"daxwait/daxcore/daxtest"
	"daxwait/daxcore/task"
	"daxwait/results"
	"daxwait/results/machine"
	"daxwait/strategies"
)

// inverting is a design that takes invalidate_lock, for shared use, to give an
// entry back: inside the entry lock, and a second time inside itself.
type inverting struct{ daxcore.EntryLock }

func (i inverting) Unlock(t daxcore.Task, m *daxcore.Mapping, index uint64, cookie daxcore.Entry) {
	m.InvalidateLock.RLock(t)
	i.EntryLock.Unlock(t, m, index, cookie)
	m.InvalidateLock.RUnlock(t)
}

var inverter = strategies.Strategy{Name: "inverting", New: func(daxcore.Room) daxcore.EntryLock {
	return inverting{daxcore.Kernel(daxcore.Policy{})}
}}

// cycles are what every engine must say of it.
var cycles = []string{"invalidate_lock > invalidate_lock", "invalidate_lock > entry lock > invalidate_lock"}

func faults(t *testing.T, s *strategies.Strategy, m *Sim) *results.Record {
	t.Helper()
	p, err := pattern.Find("pte-same")
	if err != nil {
		t.Fatal(err)
	}
	c := Case{Pattern: p[0], Strategy: s, Tasks: 3, Seed: 1, Sim: m, LockOrder: true}
	x := c.Start(machine.Here(), 5*time.Millisecond)
	x.Window()
	return x.Finish()
}

// TestEveryEngineReportsAnInversion that hangs nobody there, since nobody wants
// invalidate_lock alone. The checker proves that, and with a truncation beside
// the faults it makes a deadlock of both cycles.
func TestEveryEngineReportsAnInversion(t *testing.T) {
	for engine, m := range map[string]*Sim{"sim": {CPUs: 2, Profile: priced(), Slice: 3e6}, "live": nil} {
		r := faults(t, &inverter, m)
		if len(r.Hangs) != 0 || r.Samples[0].Ops == 0 {
			t.Errorf("%s: %d operations, hangs %v", engine, r.Samples[0].Ops, r.Hangs)
		}
		var got []string
		for _, v := range r.LockOrder.Inversions {
			got = append(got, v.Cycle)
			if !slices.Contains(r.Warnings, v.String()) || len(v.Chains) != strings.Count(v.Cycle, ">") {
				t.Errorf("%s: %v is no warning, or lacks a chain: %q", engine, v, r.Warnings)
			}
		}
		if !slices.Equal(got, cycles) {
			t.Errorf("%s: %q, want %q", engine, got, cycles)
		}
		// With upstream's design there is none.
		r = faults(t, upstream(t), m)
		if o := r.LockOrder; len(o.Inversions) != 0 || !strings.HasPrefix(o.Order, "invalidate_lock > entry lock > ") {
			t.Errorf("%s: upstream has the order %s, inversions %v", engine, o.Order, o.Inversions)
		}
	}
	for text, hangs := range map[string]bool{"P(B+1,w); P(B+1,w)": false, "P(B+1,w); P(B+1,w); T(B)": true} {
		tasks, err := daxtest.ParseTasks(text)
		if err != nil {
			t.Fatal(err)
		}
		sc := &daxtest.Scenario{Name: text, Tasks: tasks}
		r, err := check.Check(sc, inverter.EntryLock, check.For(sc))
		if err != nil {
			t.Fatal(err)
		}
		v := check.Verdict("inverting", sc, check.For(sc), r, "", 0)
		var got []string
		for i, x := range v.Inversions {
			got = append(got, x.Cycle)
			found := x.Deadlock == results.DeadlockFound
			if found != hangs || x.Deadlock == results.DeadlockNone == hangs || (r.Inversions[i].Deadlock != nil) != hangs {
				t.Errorf("check, %s: %s: %q", text, x.Cycle, x.Deadlock)
			}
		}
		if !slices.Equal(got, cycles) {
			t.Errorf("check, %s: %q, want %q", text, got, cycles)
		}
	}
}

func priced() *sim.Profile {
	p := sim.Zero()
	p.WakeLatency = sim.Time{Mean: 3000}
	p.Costs[task.InstallPTE] = sim.Time{Mean: 500}
	return p
}

func upstream(t *testing.T) *strategies.Strategy {
	t.Helper()
	s, err := strategies.Find(strategies.Baseline)
	if err != nil {
		t.Fatal(err)
	}
	return s[0]
}

// TestTheOrderOfLocksChangesNothingElse of a simulation.
func TestTheOrderOfLocksChangesNothingElse(t *testing.T) {
	p, err := pattern.Find("mix,inval-rounds,punch")
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range p {
		c := Case{Pattern: q, Strategy: upstream(t), Tasks: 4, Seed: 1, Sim: &Sim{CPUs: 2, Profile: priced(), Slice: 3e6}}
		without := c.Simulate(t.Context(), 2, 3*time.Millisecond)
		c.LockOrder = true
		with := c.Simulate(t.Context(), 2, 3*time.Millisecond)
		if without.LockOrder != nil || with.LockOrder == nil {
			t.Fatalf("%s: %v without, %v with", q.Name, without.LockOrder, with.LockOrder)
		}
		with.LockOrder = nil
		a, _ := json.Marshal(without)
		if b, _ := json.Marshal(with); string(a) != string(b) {
			t.Errorf("%s:\n%s\n%s", q.Name, a, b)
		}
		if strings.Contains(string(a), "lock_order") {
			t.Errorf("%s: a record without an order of locks has the word", q.Name)
		}
	}
}
