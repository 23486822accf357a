package check_test

import (
	"slices"
	"testing"

	"daxwait/bench/check"
	"daxwait/daxcore"
	"daxwait/daxcore/daxtest"
	"daxwait/daxcore/step"
	"daxwait/daxcore/task"
	"daxwait/daxcore/waitqueue"
	"daxwait/daxcore/xarray"
)

// The designs below break in ways that no strategy does: each overrides a
// method or two of upstream's.

// blind takes no notice of lock bits.
type blind struct{ daxcore.EntryLock }

func (blind) Get(_ daxcore.Task, m *daxcore.Mapping, index uint64, order uint8) (daxcore.Entry, bool) {
	cur := m.Pages.At(index, order)
	return daxcore.Entry(cur.FindConflict()) &^ lockBit, false
}

// unlocking has an Unlock of its own.
type unlocking struct {
	daxcore.EntryLock
	unlock func(l daxcore.EntryLock, t daxcore.Task, m *daxcore.Mapping, index uint64, cookie daxcore.Entry)
}

func (u unlocking) Unlock(t daxcore.Task, m *daxcore.Mapping, index uint64, cookie daxcore.Entry) {
	u.unlock(u.EntryLock, t, m, index, cookie)
}

func unlocks(f func(l daxcore.EntryLock, t daxcore.Task, m *daxcore.Mapping, index uint64, cookie daxcore.Entry)) daxcore.Design {
	return func(daxcore.Room) daxcore.EntryLock { return unlocking{daxcore.Kernel(daxcore.Policy{}), f} }
}

// handingOver gives an entry to the first waiter, lock bit and all, which
// wants its wake for an answer: trusts says that any end of a sleep will do.
type handingOver struct {
	daxcore.EntryLock
	trusts bool
}

func (h handingOver) Get(t daxcore.Task, m *daxcore.Mapping, index uint64, order uint8) (daxcore.Entry, bool) {
	table, slept := m.World().Table, false
	for {
		cur := m.Pages.At(index, order)
		e := daxcore.Entry(cur.FindConflict())
		switch {
		case slept && (h.trusts || table.Grant(t) != 0):
			return e &^ lockBit, true
		case !e.Locked():
			return e, false
		}
		table.Prepare(t, waitqueue.Key{File: m.ID, Index: index}, waitqueue.Exclusive)
		t.At(task.GetLoop, index, uint64(order))
		t.Unlock(&m.XALock)
		if h.trusts {
			if !t.Park() {
				table.Finish(t)
			}
			t.Spend(task.Recheck, 0)
		} else {
			table.Sleep(t)
		}
		t.Lock(&m.XALock)
		slept = true
	}
}

func (h handingOver) Unlock(t daxcore.Task, m *daxcore.Mapping, index uint64, cookie daxcore.Entry) {
	t.Lock(&m.XALock)
	t.Observe(daxcore.Event{Kind: task.Unlocked, File: m.ID, Index: index})
	if _, ok := m.World().Table.HandOff(t, waitqueue.Key{File: m.ID, Index: index}, uint64(cookie)); !ok {
		cur := m.Pages.At(index, daxcore.PTE)
		cur.Store(xarray.Entry(cookie))
	}
	t.Unlock(&m.XALock)
}

func TestEveryKindIsFound(t *testing.T) {
	type entryLock = daxcore.EntryLock
	type tsk = daxcore.Task
	type mapping = daxcore.Mapping
	upstream := kernel(daxcore.Policy{})
	herding := kernel(daxcore.Policy{Key: daxcore.KeyBase, Resleep: daxcore.ResleepPasses})
	const pair = "F(0,B+1); F(0,B+1)"
	for _, c := range []struct {
		name, tasks string
		kind        step.Kind
		design      daxcore.Design
	}{
		{"each waits until the other has finished", "F(0,B+1) until 1; F(0,B+2) until 0", step.LockCycle, upstream},
		{"one waits until its waiter has finished", "F(0,B+1) until 1; F(0,B+1)", step.LockCycle, upstream},
		{"waiters of a held page wake each other", "F(0,B+1); F(0,B+1); F(0,B+1); F(0,B+2)", step.Livelock, herding},
		{"lock bits are not looked at", pair, step.TwoHolders, func(r daxcore.Room) entryLock { return blind{upstream(r)} }},
		{"an invalidation does not look at lock bits", "F(0,B+1); I(B+1)", step.Replaced, func(r daxcore.Room) entryLock { return blind{upstream(r)} }},
		{"unlocks twice", "F(0,B+1)", step.NonHolder, unlocks(func(l entryLock, t tsk, m *mapping, index uint64, cookie daxcore.Entry) {
			l.Unlock(t, m, index, cookie)
			l.Unlock(t, m, index, cookie)
		})},
		{"unlocks another entry", "F(0,B+1)", step.NonHolder, unlocks(func(l entryLock, t tsk, m *mapping, index uint64, cookie daxcore.Entry) {
			l.Unlock(t, m, index+1, cookie)
		})},
		{"stores another cookie", "F(0,B+1)", step.Replaced, unlocks(func(l entryLock, t tsk, m *mapping, index uint64, _ daxcore.Entry) {
			l.Unlock(t, m, index, daxcore.MakeEntry(0, daxcore.FlagZero))
		})},
		{"gives the lock bit for a cookie", "F(0,B+1)", step.NonHolder, unlocks(func(l entryLock, t tsk, m *mapping, index uint64, cookie daxcore.Entry) {
			l.Unlock(t, m, index, cookie|lockBit)
		})},
		{"says that it unlocks, and leaves the bit", "F(0,B+1)", step.LeftLocked, unlocks(func(_ entryLock, t tsk, m *mapping, index uint64, _ daxcore.Entry) {
			t.Observe(daxcore.Event{Kind: task.Unlocked, File: m.ID, Index: index})
		})},
		{"does not unlock", "F(0,B+1)", step.LeftLocked, unlocks(func(entryLock, tsk, *mapping, uint64, daxcore.Entry) {})},
		{"panics", "F(0,B+1)", step.Broken, unlocks(func(_ entryLock, _ tsk, m *mapping, _ uint64, _ daxcore.Entry) {
			panic("out of order")
		})},
		{"ends inside a section", "F(0,B+1)", step.Broken, unlocks(func(l entryLock, t tsk, m *mapping, index uint64, cookie daxcore.Entry) {
			l.Unlock(t, m, index, cookie)
			t.Lock(&m.XALock)
		})},
		{"sleeps inside a section", "F(0,B+1)", step.Broken, unlocks(func(_ entryLock, t tsk, m *mapping, _ uint64, _ daxcore.Entry) {
			t.Lock(&m.XALock)
			t.Park()
		})},
		{"wakes who does not sleep", pair, step.Broken, unlocks(func(l entryLock, t tsk, m *mapping, index uint64, cookie daxcore.Entry) {
			l.Unlock(t, m, index, cookie)
			t.Wake(1 - t.ID())
		})},
		{"wakes after a section without a yield", pair, step.Broken, unlocks(func(l entryLock, t tsk, m *mapping, index uint64, cookie daxcore.Entry) {
			t.Lock(&m.XALock)
			l.Release(t, m, index, cookie, true, silent)
			t.Unlock(&m.XALock)
			m.World().Table.Wake(t, waitqueue.Key{File: m.ID, Index: index}, 1)
		})},
		{"looks at entries without xa_lock", "F(0,B+1)", step.Broken, unlocks(func(l entryLock, t tsk, m *mapping, index uint64, cookie daxcore.Entry) {
			if m.Load(index) != 0 {
				l.Unlock(t, m, index, cookie)
			}
		})},
	} {
		t.Run(c.name, func(t *testing.T) {
			sc := scenario(t, "pte B+1", c.tasks)
			v := found(search(t, sc, c.design, check.Options{}), c.kind)
			if v == nil {
				t.Fatalf("no %v: %v", c.kind, losses(search(t, sc, c.design, check.Options{})))
			}
			if c.kind == step.Livelock && v.Schedule.Loop >= len(v.Schedule.Steps) {
				t.Errorf("it is said to repeat, but nothing of %v does", v.Schedule)
			}
			// What a task waits for itself is none of the design's mistakes.
			if r := search(t, sc, upstream, check.Options{}); c.kind != step.LockCycle && len(r.Violations) != 0 {
				t.Errorf("upstream: %v", losses(r))
			}
		})
	}
}

// TestUnfairSchedulesAreNoLivelock: who waits for an entry in a loop runs for
// ever if nobody puts one there, and only then is it to blame.
func TestUnfairSchedulesAreNoLivelock(t *testing.T) {
	spin := daxtest.Op{Name: "spin", Run: func(w *daxcore.World, as daxcore.Task) {
		for m, seen := w.Files[0], false; !seen; {
			as.At(task.RangeLoop, 0, 0)
			as.Lock(&m.XALock)
			seen = m.Load(daxtest.B+1) != 0
			as.Unlock(&m.XALock)
		}
	}}
	for other, want := range map[string]step.Kind{"F(0,B+1)": step.None, "I(B+1)": step.Livelock} {
		sc := scenario(t, "", other)
		sc.Tasks = append(sc.Tasks, daxtest.Task{spin})
		r := search(t, sc, kernel(daxcore.Policy{}), check.Options{})
		if v := found(r, step.None); (v != nil) != (want != step.None) || v != nil && v.Kind != want {
			t.Errorf("beside %s: %v, want %v", other, losses(r), want)
		}
	}
}

// TestLooksWithoutLockAreFound: also those before the first section of a step.
func TestLooksWithoutLockAreFound(t *testing.T) {
	for _, locks := range []bool{false, true} {
		sc := scenario(t, "pte B+1", "I(B+2)")
		sc.Tasks[0][0].Run = func(w *daxcore.World, as daxcore.Task) {
			m := w.Files[0]
			if locks {
				as.Lock(&m.XALock)
			}
			m.Load(daxtest.B + 1)
			if locks {
				as.Unlock(&m.XALock)
			}
		}
		r := search(t, sc, kernel(daxcore.Policy{}), check.Options{})
		if (found(r, step.Broken) != nil) == locks || locks && len(r.Violations) != 0 {
			t.Errorf("under xa_lock %v: %v", locks, losses(r))
		}
	}
}

// TestBudgetsAreKept asks twice, in one step and in two, whether an allocation
// fails. Only a budget of two lets both.
func TestBudgetsAreKept(t *testing.T) {
	for _, between := range []bool{false, true} {
		sc := scenario(t, "", "I(B)")
		sc.Tasks[0][0].Run = func(w *daxcore.World, as daxcore.Task) {
			fails := uint64(0)
			for i := range uint64(2) {
				if i == 0 || between {
					as.At(task.AllocRetry, fails, i)
					as.Lock(&w.Files[0].XALock)
					as.Unlock(&w.Files[0].XALock)
				}
				if as.Decide(task.AllocFails) {
					fails++
				}
			}
			if fails == 2 {
				panic("both")
			}
		}
		for budget := range 3 {
			r := search(t, sc, kernel(daxcore.Policy{}), check.Options{AllocFails: budget})
			if both := found(r, step.Broken) != nil; both != (budget == 2) {
				t.Errorf("budget %d, a point between %v: both fail %v", budget, between, both)
			}
		}
	}
}

// TestSpuriousWakeupsRescueNothing: one sleeper of a losing schedule may be
// rescued by waking up for no reason, but others lose all the same.
func TestSpuriousWakeupsRescueNothing(t *testing.T) {
	sc := scenario(t, "", "F(0,B+1); F(9,B)")
	f := row(t, "F").EntryLock
	for budget := range 3 {
		r := search(t, sc, f, check.Options{Spurious: budget})
		if v := found(r, step.LostWakeup); v == nil || v.Depth != 4 {
			t.Errorf("budget %d: %v, want a lost wakeup in 4", budget, losses(r))
		}
	}
	s := daxtest.NewStepper(sc.World(f), sc.Tasks)
	defer s.Stop()
	if err := s.Play("01001s"); err != nil || s.Verdict() != nil || len(s.Ready()) != 0 {
		t.Errorf("the wake for no reason does not rescue task 1: %v, %v", err, s.Verdict())
	}
}

// TestSpuriousWakeupsFindTrust: that a sleep ends does not say that anybody
// ended it. Only a budget shows who believes that.
func TestSpuriousWakeupsFindTrust(t *testing.T) {
	sc := scenario(t, "pte B+1", "F(0,B+1); F(0,B+1); F(0,B+1)")
	design := func(trusts bool) daxcore.Design {
		return func(daxcore.Room) daxcore.EntryLock { return handingOver{daxcore.Kernel(daxcore.Policy{}), trusts} }
	}
	for _, c := range []struct {
		trusts bool
		budget int
		want   []string
	}{
		{false, 0, nil}, {false, 1, nil}, {true, 0, nil}, {true, 1, []string{"two holders in 3"}},
	} {
		if r := search(t, sc, design(c.trusts), check.Options{Spurious: c.budget}); !slices.Equal(losses(r), c.want) {
			t.Errorf("trusts %v, budget %d: %v, want %v", c.trusts, c.budget, losses(r), c.want)
		}
	}
}
