package bench

import (
	"slices"
	"strings"
	"testing"

	"daxwait/bench/pattern"
	"daxwait/bench/profile"
	"daxwait/daxcore"
	"daxwait/daxcore/task"
	"daxwait/results"
	"daxwait/strategies"
)

// cheat is a task that does not do all that the kernel's loop has it do.
type cheat struct {
	daxcore.Task
	free   []task.Cost // are not spent
	silent bool
	under  *task.Spin // it wakes, if there is one
}

func (c cheat) Spend(cost task.Cost, ns int64) {
	if !slices.Contains(c.free, cost) {
		c.Task.Spend(cost, ns)
	}
}

func (c cheat) Observe(e task.Event) {
	if !c.silent || e.Kind != task.Slept && e.Kind != task.Woke && e.Kind != task.WaitBegin && e.Kind != task.WaitEnd {
		c.Task.Observe(e)
	}
}

func (c cheat) Wake(id int) {
	if c.under == nil {
		c.Task.Wake(id)
		return
	}
	c.Lock(c.under)
	c.Task.Wake(id)
	c.Unlock(c.under)
}

// cheating is the kernel's loop, run by cheats.
type cheating struct {
	daxcore.EntryLock
	how cheat
}

func (l cheating) as(t daxcore.Task) daxcore.Task {
	c := l.how
	c.Task = t
	return c
}

func (l cheating) Get(t daxcore.Task, m *daxcore.Mapping, index uint64, order uint8) (daxcore.Entry, bool) {
	return l.EntryLock.Get(l.as(t), m, index, order)
}

func (l cheating) Unlock(t daxcore.Task, m *daxcore.Mapping, index uint64, cookie daxcore.Entry) {
	l.EntryLock.Unlock(l.as(t), m, index, cookie)
}

// simulatedAs runs a design for a moment where it waits much.
func simulatedAs(t *testing.T, design *strategies.Strategy) *results.Record {
	t.Helper()
	found, err := pattern.Find("pte-same")
	if err != nil {
		t.Fatal(err)
	}
	c := Case{Pattern: found[0], Strategy: design, Tasks: 8, Seed: 1, Sim: NewSim(&profile.Default().Profile)}
	return c.Simulate(t.Context(), 2, 1_000_000)
}

// TestNobodySleepsOnCredit: what a design did not pay for, or did not report, is in its
// record, also if it wakes under a lock of a semaphore.
func TestNobodySleepsOnCredit(t *testing.T) {
	for name, c := range map[string]struct {
		how            cheat
		unpaid, unseen bool
	}{
		"honest":                          {cheat{}, false, false},
		"who does not pay for looks":      {cheat{free: []task.Cost{task.Recheck}}, true, false},
		"who does not pay for wakes":      {cheat{free: []task.Cost{task.WakeOne}}, true, false},
		"who wakes under a mover":         {cheat{under: &task.Spin{ID: 4098, Class: task.Mover}}, false, false},
		"who does not pay, under a mover": {cheat{free: []task.Cost{task.WakeOne}, under: &task.Spin{ID: 4098, Class: task.Mover}}, true, false},
		"who does not say that it sleeps": {cheat{silent: true}, false, true},
	} {
		r := simulatedAs(t, &strategies.Strategy{Name: "cheat", New: func(daxcore.Room) daxcore.EntryLock {
			return cheating{daxcore.Kernel(daxcore.Policy{}), c.how}
		}})
		if (r.Unpaid() != 0) != c.unpaid || r.Unpaid() > violations(r) {
			t.Errorf("%s: %d unpaid of %d violations", name, r.Unpaid(), violations(r))
		}
		for _, metric := range []string{"sleeps/op", "wakeups/op", "useless/op", "p99-wait-ns"} {
			m := results.MetricNamed(metric)
			if r.Unseen(m) != c.unseen || (len(r.Values(m)) == 0) != c.unseen {
				t.Errorf("%s: %s unseen is %v: %v", name, metric, r.Unseen(m), r.Values(m))
			}
		}
		for says, is := range map[string]bool{"a broken rule: ": c.unpaid, "were not observed": c.unseen} {
			if slices.ContainsFunc(r.Warnings, func(w string) bool { return strings.Contains(w, says) }) != is {
				t.Errorf("%s: warns %q of %q: %v", name, r.Warnings, says, !is)
			}
		}
	}
}

// TestShippedDesignsPay for all that they do, and report it.
func TestShippedDesignsPay(t *testing.T) {
	for _, s := range strategies.All() {
		if r := simulatedAs(t, s); r.Unpaid() != 0 || r.Samples[0].Unseen != 0 {
			t.Errorf("%s: %d unpaid, %d unseen", s.Name, r.Unpaid(), r.Samples[0].Unseen)
		}
	}
}

func violations(r *results.Record) (n int64) {
	for _, s := range r.Samples {
		n += s.Counts.Violations
	}
	return n
}
