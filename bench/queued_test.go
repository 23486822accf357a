package bench

import (
	"strings"
	"testing"
	"time"

	"daxwait/bench/pattern"
	"daxwait/bench/profile"
	"daxwait/daxcore"
	"daxwait/daxcore/task"
	"daxwait/daxcore/waitqueue"
	"daxwait/results"
	"daxwait/strategies"
)

// forgetting is the kernel's loop for who finds an entry unlocked. Others sleep in
// an array of its own, and nobody wakes them.
type forgetting struct {
	daxcore.EntryLock
	keys   []waitqueue.Key // by task
	asleep []bool
}

func forgets(r daxcore.Room) daxcore.EntryLock {
	return &forgetting{daxcore.Kernel(daxcore.Policy{}), make([]waitqueue.Key, r.Tasks), make([]bool, r.Tasks)}
}

func (f *forgetting) Get(t daxcore.Task, m *daxcore.Mapping, index uint64, order uint8) (daxcore.Entry, bool) {
	cur := m.Pages.At(index, order)
	if e := m.Find(t, &cur); e.Locked() {
		f.keys[t.ID()], f.asleep[t.ID()] = waitqueue.Key{File: m.ID, Index: e.Start(index)}, true
		t.Unlock(&m.XALock)
		t.Park()
		t.Spend(task.Recheck, 0)
		m.Enter(t, index)
	}
	return f.EntryLock.Get(t, m, index, order)
}

// Waiting implements [daxcore.Queued].
func (f *forgetting) Waiting(id int) (waitqueue.Key, string, bool) {
	return f.keys[id], "and is forgotten", f.asleep[id]
}

// TestAQueueOfADesignsOwnIsNamed in what a record says of a hang: which key, who
// has the entry, and behind whom others have stopped.
func TestAQueueOfADesignsOwnIsNamed(t *testing.T) {
	p := found(pattern.Find("rocksdb"))[0]
	c := &Case{
		Pattern: p, Strategy: &strategies.Strategy{Name: "forgetting", New: forgets}, Tasks: p.DefaultTasks(), Seed: 1,
		Sim: NewSim(&found(profile.Find("default")).Profile),
	}
	r := c.Simulate(t.Context(), 3, 10*time.Millisecond)
	if len(r.Hangs) == 0 || len(r.Pileups) == 0 {
		t.Fatalf("%d hangs, %d pile-ups", len(r.Hangs), len(r.Pileups))
	}
	for _, h := range r.Hangs {
		if !strings.Contains(h, "sleeps on key ") || !strings.Contains(h, "(and is forgotten), where the entry is ") || !strings.Contains(h, results.NobodyHolds) {
			t.Errorf("%s", h)
		}
	}
	for _, p := range r.Pileups {
		lost := 0
		for _, s := range p.Stops {
			if s.Lost {
				lost++
			} else if s.Behind < 0 {
				t.Errorf("task %d is neither lost nor behind anybody", s.Task)
			}
		}
		if lost == 0 {
			t.Errorf("nobody of %d is lost", len(p.Stops))
		}
	}
}
