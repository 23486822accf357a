package daxcore_test

import (
	"slices"
	"strings"
	"testing"

	"daxwait/daxcore"
	"daxwait/daxcore/daxtest"
	"daxwait/daxcore/task"
	"daxwait/daxcore/waitqueue"
	"daxwait/daxcore/xarray"
)

// The tests of this package are named after the steps of the operations as
// docs/model.md numbers them: TestGrabStep4… is step 4 of the grab.

// B is the first index of the chunk in which the tests work.
const B = daxtest.B

// doing is what one task does.
type doing = func(*daxcore.World, daxcore.Task)

// newWorld makes a world for eight tasks, with entries as daxtest writes them.
func newWorld(t *testing.T, entries string, p daxcore.Policy) *daxcore.World {
	t.Helper()
	w, err := daxtest.NewWorld(p.Design, 8, entries)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// stage is a stepper that fails its test instead of returning errors.
type stage struct {
	*daxtest.Stepper
	t *testing.T
}

func newStage(t *testing.T, w *daxcore.World, tasks ...doing) *stage {
	t.Helper()
	var all []daxtest.Task
	for _, run := range tasks {
		all = append(all, daxtest.Task{{Name: "task", Run: run}})
	}
	s := &stage{daxtest.NewStepper(w, all), t}
	s.Quiet = true
	t.Cleanup(s.Stop)
	return s
}

// play takes the steps of a schedule.
func (s *stage) play(schedule string) {
	s.t.Helper()
	if err := s.Play(schedule); err != nil {
		s.t.Fatal(err)
	}
}

// run steps one task until it sleeps or finishes.
func (s *stage) run(id int) {
	s.t.Helper()
	for n := 0; slices.Contains(s.Ready(), id); n++ {
		if n == 1000 {
			s.t.Fatalf("task %d still runs after %d steps", id, n)
		}
		s.play(string(rune('0' + id)))
	}
}

// finish lets everybody run on, and wants no one left and no rule broken.
func (s *stage) finish() {
	s.t.Helper()
	if err := s.Finish(); err != nil {
		s.t.Fatal(err)
	}
	if err := s.Verdict(); err != nil {
		s.t.Error(err)
	}
}

// sleepsOn wants a task to be queued at an index, and returns how.
func (s *stage) sleepsOn(id int, index uint64) waitqueue.Mode {
	s.t.Helper()
	key, mode, ok := s.World.Table.Waiting(id)
	if !ok || key.Index != index {
		s.t.Fatalf("task %d sleeps: %v, on key %v; want key %s", id, ok, key, daxtest.FormatIndex(index))
	}
	return mode
}

func (s *stage) asleep(id int) bool {
	_, _, ok := s.World.Table.Waiting(id)
	return ok
}

// broken wants a rule to have been broken.
func (s *stage) broken(r task.Rule) {
	s.t.Helper()
	if err := s.Verdict(); err == nil || !strings.Contains(err.Error(), r.String()) {
		s.t.Errorf("not reported: %v; but: %v", r, err)
	}
}

// alone lets one task run to its end with nobody about.
func alone(t *testing.T, w *daxcore.World, run doing) {
	t.Helper()
	newStage(t, w, run).finish()
}

// script is an operation in the words of daxtest.ParseTasks.
func script(t *testing.T, op string) doing {
	t.Helper()
	ops, err := daxtest.ParseTasks(op)
	if err != nil {
		t.Fatal(err)
	}
	return ops[0].Run
}

// sleeper queues its task at an index, whatever is there, and sleeps.
func sleeper(index uint64, mode waitqueue.Mode) doing {
	return func(w *daxcore.World, t daxcore.Task) {
		m := w.Files[0]
		t.Lock(&m.XALock)
		w.Table.Prepare(t, waitqueue.Key{File: m.ID, Index: index}, mode)
		t.Unlock(&m.XALock)
		w.Table.Sleep(t)
	}
}

// exclusive is three sleepers at an index, of whom a wake of one takes one.
func exclusive(index uint64) []doing {
	s := sleeper(index, waitqueue.Exclusive)
	return []doing{s, s, s}
}

// wokenBy queues sleepers, as tasks 1, 2, …, lets task 0 act to its end, and
// returns how many of the sleepers that woke.
func wokenBy(t *testing.T, w *daxcore.World, act doing, sleepers []doing) (woken int) {
	t.Helper()
	s := newStage(t, w, append([]doing{act}, sleepers...)...)
	for id := range sleepers {
		s.run(id + 1)
	}
	s.run(0)
	if s.asleep(0) {
		t.Fatal("the actor sleeps")
	}
	for id := range sleepers {
		if !s.asleep(id + 1) {
			woken++
		}
	}
	return woken
}

// under is what is done with xa_lock held.
func under(do func(w *daxcore.World, t daxcore.Task, m *daxcore.Mapping)) doing {
	return func(w *daxcore.World, t daxcore.Task) {
		m := w.Files[0]
		t.Lock(&m.XALock)
		do(w, t, m)
		t.Unlock(&m.XALock)
	}
}

// marked reports whether the entry at an index has a mark.
func marked(m *daxcore.Mapping, index uint64, mark xarray.Mark) bool {
	cur := m.Pages.At(index, daxcore.PTE)
	return cur.Marked(mark)
}
