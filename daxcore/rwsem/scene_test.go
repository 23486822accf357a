package rwsem_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"daxwait/daxcore/rwsem"
	"daxwait/daxcore/step"
	"daxwait/daxcore/task"
)

// scene is a semaphore and its tasks, which run when the test says so: the woken
// are on their way until they go.
type scene struct {
	sem          *rwsem.Sem
	tasks        []*step.Coroutine
	now          int64
	slept        []int // in vain or not
	woken        []int
	has          []byte // what each has: 'r', 'w' or 0
	told         []task.Event
	misbehaviour string
}

func newScene(t *testing.T, tasks int) *scene {
	s := &scene{sem: new(rwsem.Sem), has: make([]byte, tasks)}
	s.sem.Init(tasks, 0, task.MmapLock, 3)
	for range tasks {
		s.tasks = append(s.tasks, step.New(s))
	}
	t.Cleanup(func() {
		for _, c := range s.tasks {
			c.Stop()
		}
		if s.misbehaviour != "" {
			t.Error(s.misbehaviour)
		}
	})
	return s
}

// clocked is a task with the clock of the scene.
type clocked struct {
	task.Task
	s *scene
}

// StartTimer implements [task.Task].
func (c clocked) StartTimer(t *task.Timer) { t.StartAt(c.s.now) }

// Elapsed implements [task.Task].
func (c clocked) Elapsed(t *task.Timer, limit time.Duration) bool { return t.ElapsedAt(c.s.now, limit) }

// do has a task begin something, and run until it sleeps or is done.
func (s *scene) do(id int, op func(t task.Task)) {
	s.tasks[id].Start(id, func(t task.Task) { op(clocked{t, s}) })
	s.goes(id)
}

// goes lets a task run that was woken.
func (s *scene) goes(ids ...int) {
	for _, id := range ids {
		if s.tasks[id].Status() != step.Ready {
			s.misbehaviour = fmt.Sprintf("task %d is %v", id, s.tasks[id].Status())
			return
		}
		for s.tasks[id].Status() == step.Ready {
			s.tasks[id].Step(false)
		}
	}
}

func (s *scene) reads(ids ...int) {
	for _, id := range ids {
		s.do(id, func(t task.Task) { s.sem.RLock(t); s.has[id] = 'r' })
	}
}

func (s *scene) writes(ids ...int) {
	for _, id := range ids {
		s.do(id, func(t task.Task) { s.sem.Lock(t); s.has[id] = 'w' })
	}
}

// leaves has a task give back what it has.
func (s *scene) leaves(ids ...int) {
	for _, id := range ids {
		s.do(id, func(t task.Task) {
			had := s.has[id]
			s.has[id] = 0
			if had == 'w' {
				s.sem.Unlock(t)
			} else {
				s.sem.RUnlock(t)
			}
		})
	}
}

// expect compares who slept and was woken since the last time, and who holds.
func (s *scene) expect(t *testing.T, slept, woken []int, readers, writer int) {
	t.Helper()
	if !slices.Equal(s.slept, slept) || !slices.Equal(s.woken, woken) {
		t.Errorf("slept %v, woken %v; want %v, %v", s.slept, s.woken, slept, woken)
	}
	if r, w := s.sem.Held(); r != readers || w != writer {
		t.Errorf("held by %d readers, writer %d; want %d, %d", r, w, readers, writer)
	}
	s.slept, s.woken = nil, nil
}

// Wake implements [step.Host].
func (s *scene) Wake(_ *step.Coroutine, id int) {
	s.woken = append(s.woken, id)
	if !s.tasks[id].Awaken() {
		s.misbehaviour = fmt.Sprintf("task %d is woken, and does not sleep", id)
	}
}

// Observe implements [step.Host].
func (s *scene) Observe(by *step.Coroutine, e task.Event) {
	s.told = append(s.told, e)
	if e.Kind == task.SemSlept {
		s.slept = append(s.slept, by.ID())
	}
}

// Decide implements [step.Host].
func (s *scene) Decide(*step.Coroutine, task.Choice) bool { return false }

// Locked implements [step.Host].
func (s *scene) Locked(*task.Spin) {}

// Unlocked implements [step.Host].
func (s *scene) Unlocked(*task.Spin) {}

// Problem implements [step.Host].
func (s *scene) Problem(_ *step.Coroutine, what string) { s.misbehaviour = what }
