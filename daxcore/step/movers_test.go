package step_test

import (
	"slices"
	"strings"
	"testing"

	"daxwait/daxcore/step"
	"daxwait/daxcore/task"
)

// The locks of these tests: a page table that is task 0's own, one of another, an
// xa_lock, and a semaphore that nobody takes alone.
var (
	own    = task.Spin{ID: 0, Order: task.PageTable}
	theirs = task.Spin{ID: 1, Order: task.PageTable}
	xa     = task.Spin{ID: 2, Order: task.XALock}
	sem    = task.Spin{ID: 3, Class: task.Mover}
)

func movers(of step.OpMovers) *step.Movers {
	return &step.Movers{
		Owner: []uint8{1, 2, 0, step.Anybody}, Number: []int32{0, 1, 2, 3},
		Shared: 1 << task.InvalidateLock, Unseen: 1 << task.WritebackLoop,
		Ops: [][]step.OpMovers{{of}},
	}
}

func section(t task.Task, s *task.Spin) { t.Lock(s); t.Unlock(s) }

// enter takes a semaphore for shared use, as rwsem does.
func enter(t task.Task) {
	t.Yield(task.SemEnter)
	section(t, &sem)
}

// TestMovers counts the steps of operations with movers and without, and how often
// each ran on.
func TestMovers(t *testing.T) {
	all := step.OpMovers{Tables: true, Found: true, Invalidate: true, Mmap: true, Inserts: true}
	for _, c := range []struct {
		name   string
		may    step.OpMovers
		op     func(t task.Task)
		passed []int // by step
	}{
		{"own table behind an insertion", all, func(t task.Task) { section(t, &xa); t.At(task.Inserted, 0, 0); section(t, &own); section(t, &xa) }, []int{1, 0}},
		{"not where the operation has none", step.OpMovers{}, func(t task.Task) { section(t, &xa); t.At(task.Inserted, 0, 0); section(t, &own); section(t, &xa) }, []int{0, 0, 0}},
		{"not the table of another", all, func(t task.Task) { section(t, &xa); t.At(task.Grabbed, 0, 0); section(t, &xa) }, []int{0, 0}},
		{"not in the middle of a copy", all, func(t task.Task) { section(t, &xa); t.At(task.Copying, 0, 0); section(t, &own) }, []int{0, 0}},
		{"behind a grab", all, func(t task.Task) { section(t, &xa); t.At(task.Grabbed, 0, 0); section(t, &own) }, []int{1}},
		{"not behind a grab whose block others may change", step.OpMovers{Tables: true}, func(t task.Task) { section(t, &xa); t.At(task.Grabbed, 0, 0); section(t, &own) }, []int{0, 0}},
		{"an entry is filled in", all, func(t task.Task) { section(t, &xa); t.At(task.Inserting, 0, 0); section(t, &xa) }, []int{1}},
		{"xa_lock elsewhere", all, func(t task.Task) { section(t, &xa); t.At(task.Inserted, 0, 0); section(t, &xa) }, []int{0, 0}},
		{"what an operation begins with goes with what follows", all, func(t task.Task) {
			section(t, &own)
			t.At(task.FaultStart, 0, 0)
			enter(t)
			section(t, &xa)
			section(t, &xa)
		}, []int{2, 0}},
		{"a semaphore that is none", step.OpMovers{Tables: true}, func(t task.Task) { section(t, &own); t.At(task.FaultStart, 0, 0); enter(t); section(t, &xa) }, []int{1, 0}},
		{"no more than that", all, func(t task.Task) { section(t, &own); t.Yield(task.PageLoop); section(t, &xa) }, []int{1, 0}},
		{"mmap_lock is no invalidate_lock", step.OpMovers{Mmap: true}, func(t task.Task) {
			section(t, &xa)
			t.At(task.Entering, 0, 0)
			enter(t)
			t.At(task.FaultStart, 0, 0)
			enter(t)
		}, []int{1, 0}},
		{"after a sleep the step has not begun", all, func(t task.Task) { t.Park(); section(t, &own); section(t, &xa) }, []int{0, 0, 0}},
	} {
		h := new(host)
		s := step.New(h)
		s.Start(0, c.op)
		s.Move(movers(c.may), 0)
		var passed []int
		for s.Status() != step.Finished {
			s.Step(false)
			if s.Status() == step.Asleep {
				s.Awaken()
			}
			passed = append(passed, len(s.Passed()))
		}
		s.Stop()
		if !slices.Equal(passed, c.passed) || s.Misfit() != "" {
			t.Errorf("%s: %v, want %v; %s", c.name, passed, c.passed, s.Misfit())
		}
	}
}

// TestMisfits: what is said of the tasks of a scenario, and one breaks.
func TestMisfits(t *testing.T) {
	for _, c := range []struct {
		op   func(t task.Task)
		says string
	}{
		{func(t task.Task) { section(t, &theirs) }, "task 0 takes spinlock 1, which is said to be taken by task 1 alone"},
		{func(t task.Task) {
			t.Observe(task.Event{Kind: task.Acquiring, N: int(task.InvalidateLock)})
		}, "task 0 takes invalidate_lock alone"},
		{func(t task.Task) { t.At(task.WritebackLoop, 0, 0) }, "task 0 gets to writeback-loop"},
		{func(t task.Task) {
			t.Observe(task.Event{Kind: task.Acquiring, N: int(task.InvalidateLock), All: true})
			t.Observe(task.Event{Kind: task.Acquiring, N: int(task.MmapLock)})
			t.At(task.PageLoop, 0, 0)
		}, ""},
	} {
		s := step.New(new(host))
		s.Start(0, c.op)
		s.Move(movers(step.OpMovers{}), 0)
		s.Step(false)
		if got := s.Misfit(); c.says == "" && got != "" || !strings.HasPrefix(got, c.says) {
			t.Errorf("%q, want %q", got, c.says)
		}
		s.Stop()
	}
}

// TestChoicesOfAPassedPoint: a step says how many choices it had met each time it
// ran on, and a label of before tells nothing of what is read behind.
func TestChoicesOfAPassedPoint(t *testing.T) {
	s := step.New(new(host))
	s.Start(0, func(t task.Task) {
		section(t, &xa)
		t.Decide(task.AllocFails)
		t.At(task.Inserted, 0, 0)
		section(t, &own)
		t.Decide(task.AllocFails)
		section(t, &xa)
	})
	s.Move(movers(step.OpMovers{Tables: true}), 0)
	s.Step(false)
	if _, fresh := s.Label(); !slices.Equal(s.Passed(), []uint8{1}) || fresh {
		t.Errorf("ran on after %v choices; the label tells all: %v", s.Passed(), fresh)
	}
	s.Stop()
}

// TestNumbers: equal tasks have a name in common for the lock that each owns.
func TestNumbers(t *testing.T) {
	at := func(lock *task.Spin, number int32) uint64 {
		s := step.New(new(host))
		defer s.Stop()
		m := movers(step.OpMovers{})
		m.Owner = []uint8{1, 1, 0, 0}
		m.Number[1] = number
		s.Start(0, func(t task.Task) { section(t, &xa); section(t, lock) })
		s.Move(m, 0)
		s.Step(false)
		h, _ := s.Label()
		return h
	}
	if at(&own, 1) == at(&theirs, 1) || at(&own, 0) != at(&theirs, 0) {
		t.Error("a lock does not have the name of that which it stands for")
	}
}
