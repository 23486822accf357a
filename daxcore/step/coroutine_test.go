package step_test

import (
	"runtime"
	"slices"
	"strings"
	"testing"

	"daxwait/daxcore/step"
	"daxwait/daxcore/task"
)

// host is one that only writes down what it is told.
type host struct {
	problems []string
	locks    []int32 // taken, or -1-ID for dropped
	woken    []int
	events   []task.Event
	yes      bool
}

func (h *host) Wake(_ *step.Coroutine, id int)           { h.woken = append(h.woken, id) }
func (h *host) Decide(*step.Coroutine, task.Choice) bool { return h.yes }
func (h *host) Observe(_ *step.Coroutine, e task.Event)  { h.events = append(h.events, e) }
func (h *host) Locked(s *task.Spin)                      { h.locks = append(h.locks, s.ID) }
func (h *host) Unlocked(s *task.Spin)                    { h.locks = append(h.locks, -1-s.ID) }
func (h *host) Problem(_ *step.Coroutine, what string)   { h.problems = append(h.problems, what) }
func (h *host) complains(what string) bool {
	return len(h.problems) == 1 && strings.Contains(h.problems[0], what)
}
func lock(t task.Task, spins ...*task.Spin) { each(spins, t.Lock); each(spins, t.Unlock) }
func each(spins []*task.Spin, do func(*task.Spin)) {
	for _, s := range spins {
		do(s)
	}
}
func waitsFor(t task.Task, id int) { t.(interface{ Until(int) }).Until(id) }

// The locks of these tests: a point, another, a leaf and a mover.
var (
	point  = &task.Spin{ID: 1}
	point2 = &task.Spin{ID: 2}
	leaf   = &task.Spin{ID: 3, Class: task.Leaf}
	mover  = &task.Spin{ID: 4, Class: task.Mover}
)

func start(t *testing.T, op func(task.Task)) (*step.Coroutine, *host) {
	t.Helper()
	h := new(host)
	c := step.New(h)
	t.Cleanup(c.Stop)
	c.Start(5, op)
	return c, h
}

// steps runs an operation to its end, awake again after each sleep, and
// returns how many steps that took.
func steps(t *testing.T, c *step.Coroutine) int {
	t.Helper()
	for n := 1; ; n++ {
		c.Step(false)
		c.Awaken()
		if c.Status() == step.Finished {
			return n
		}
		if n == 100 {
			t.Fatal("no end after 100 steps")
		}
	}
}

// TestWhatEndsAStep counts the steps of operations, by the rules of package
// task.
func TestWhatEndsAStep(t *testing.T) {
	for name, c := range map[string]struct {
		op   func(task.Task)
		want int
	}{
		"nothing":                                  {func(task.Task) {}, 1},
		"the first lock is part of the step":       {func(t task.Task) { lock(t, point) }, 1},
		"the second is a point":                    {func(t task.Task) { lock(t, point); lock(t, point2) }, 2},
		"the same again is a point":                {func(t task.Task) { lock(t, point); lock(t, point) }, 2},
		"within another it is none":                {func(t task.Task) { lock(t, point, point2) }, 1},
		"a leaf is none":                           {func(t task.Task) { lock(t, leaf) }, 1},
		"a lock behind a leaf is still the first":  {func(t task.Task) { lock(t, leaf); lock(t, point) }, 1},
		"a leaf within is none":                    {func(t task.Task) { lock(t, point); lock(t, point2, leaf) }, 2},
		"a mover is none":                          {func(t task.Task) { lock(t, point); lock(t, mover) }, 1},
		"a release is none":                        {func(t task.Task) { lock(t, point); t.At(task.Start, 1, 2); t.Spend(0, 1) }, 1},
		"a yield is none at first, and uses it up": {func(t task.Task) { t.Yield(task.SemEnter); lock(t, point) }, 2},
		"a yield is one later":                     {func(t task.Task) { lock(t, point); t.Yield(task.SemEnter); lock(t, leaf) }, 2},
		"a lock after a yield is one more":         {func(t task.Task) { lock(t, point); t.Yield(task.SemEnter); lock(t, point) }, 3},
		"a sleep":                                  {func(t task.Task) { sleep(t) }, 2},
		"a lock after a sleep is not one more":     {func(t task.Task) { sleep(t); lock(t, point) }, 2},
		"a yield after a sleep is not":             {func(t task.Task) { sleep(t); t.Yield(task.SemEnter); lock(t, leaf) }, 2},
		"but the next is":                          {func(t task.Task) { sleep(t); lock(t, point); lock(t, point) }, 3},
		"until another has finished":               {func(t task.Task) { waitsFor(t, 2); lock(t, point) }, 2},
		"a lock behind that is not one more":       {func(t task.Task) { lock(t, point); waitsFor(t, 2); lock(t, point) }, 2},
	} {
		co, h := start(t, c.op)
		if got := steps(t, co); got != c.want || h.problems != nil {
			t.Errorf("%s: %d steps, want %d; problems %q", name, got, c.want, h.problems)
		}
	}
}

// TestNothingHappensBeforeTheFirstStep: to start an operation is no step.
func TestNothingHappensBeforeTheFirstStep(t *testing.T) {
	c, h := start(t, func(t task.Task) { lock(t, point) })
	if c.Status() != step.Ready || h.locks != nil {
		t.Errorf("%v, took %v", c.Status(), h.locks)
	}
}

// TestAPointStandsBeforeItsLock: others run while the task is there.
func TestAPointStandsBeforeItsLock(t *testing.T) {
	c, h := start(t, func(t task.Task) { lock(t, point); lock(t, point2, leaf) })
	c.Step(false)
	if want := []int32{1, -2}; !slices.Equal(h.locks, want) || c.Status() != step.Ready {
		t.Errorf("after a step %v, want %v; %v", h.locks, want, c.Status())
	}
	c.Step(false)
	if want := []int32{1, -2, 2, 3, -3, -4}; !slices.Equal(h.locks, want) || c.Status() != step.Finished {
		t.Errorf("after two steps %v, want %v; %v", h.locks, want, c.Status())
	}
}

// TestProblems: each rule that code may break is told, once and in words.
func TestProblems(t *testing.T) {
	for name, c := range map[string]struct {
		op   func(task.Task)
		says string
	}{
		"sleep with a lock":            {func(t task.Task) { t.Lock(point); sleep(t); t.Unlock(point) }, "parks with a spinlock held"},
		"end with a lock":              {func(t task.Task) { t.Lock(point) }, "ends with a spinlock held"},
		"unlock without lock":          {func(t task.Task) { t.Unlock(point) }, "spinlock"},
		"leaf after a section":         {func(t task.Task) { lock(t, point); lock(t, leaf) }, "takes leaf lock 3 where it may not"},
		"leaf after a later section":   {func(t task.Task) { sleep(t); lock(t, point); lock(t, leaf) }, "takes leaf lock 3 where it may not"},
		"leaf after a yield's section": {func(t task.Task) { lock(t, point); t.Yield(task.SemEnter); lock(t, point); lock(t, leaf) }, "takes leaf lock 3"},
		"panic":                        {func(task.Task) { panic("at the disco") }, "panics: at the disco"},
		"panic later":                  {func(t task.Task) { t.Park(); panic("late") }, "panics: late"},
		"panic with a lock":            {func(t task.Task) { t.Lock(point); panic("held") }, "panics: held"},
	} {
		co, h := start(t, c.op)
		if steps(t, co); !h.complains(c.says) {
			t.Errorf("%s: problems %q, want %q", name, h.problems, c.says)
		}
	}
}

// TestWhatIsAllowed is the other side: no problem where there is none.
func TestWhatIsAllowed(t *testing.T) {
	for name, op := range map[string]func(task.Task){
		"leaf at the start":     func(t task.Task) { lock(t, leaf); lock(t, leaf) },
		"leaf after a sleep":    func(t task.Task) { lock(t, point); sleep(t); lock(t, leaf) },
		"leaf after a yield":    func(t task.Task) { lock(t, point); t.Yield(task.WakeAfterUnlock); lock(t, leaf) },
		"leaf within":           func(t task.Task) { lock(t, point); lock(t, point, leaf) },
		"mover after a section": func(t task.Task) { lock(t, point); lock(t, mover); lock(t, leaf2(t)) },
	} {
		co, h := start(t, op)
		if steps(t, co); h.problems != nil {
			t.Errorf("%s: problems %q", name, h.problems)
		}
	}
}

// leaf2 is a leaf, behind a yield.
func leaf2(t task.Task) *task.Spin { t.Yield(task.WakeAfterUnlock); return leaf }

func TestSleepsEndWithAWakeOrWithout(t *testing.T) {
	var woken []bool
	c, h := start(t, func(t task.Task) { woken = append(woken, sleep(t), sleep(t)); wake(t, 9) })
	c.Step(false)
	if c.Status() != step.Asleep || !c.Awaken() || c.Status() != step.Ready || c.Awaken() {
		t.Fatal("a sleeper is woken once")
	}
	c.Step(false)
	c.Step(true)
	if !slices.Equal(woken, []bool{true, false}) || c.Status() != step.Finished || !slices.Equal(h.woken, []int{9}) {
		t.Errorf("woken %v, %v; wakes %v", woken, c.Status(), h.woken)
	}
}

func TestABlockedTaskSaysWhomItAwaits(t *testing.T) {
	c, _ := start(t, func(t task.Task) { waitsFor(t, 2) })
	c.Step(false)
	if c.Status() != step.Blocked || c.AwaitsTask() != 2 || c.Awaken() {
		t.Errorf("%v, awaits %d", c.Status(), c.AwaitsTask())
	}
}

func TestThePortReachesTheHost(t *testing.T) {
	e := task.Event{Kind: task.Locked, Index: 7}
	var answer bool
	c, h := start(t, func(t task.Task) { t.Observe(e); answer = t.Decide(task.AllocFails) })
	h.yes = true
	c.Step(false)
	if !answer || !slices.Equal(h.events, []task.Event{e}) || c.ID() != 5 {
		t.Errorf("answer %v, events %v, id %d", answer, h.events, c.ID())
	}
}

// TestAnAbortedOperationUnwinds: what it has deferred runs, nobody is told, and
// the coroutine runs another.
func TestAnAbortedOperationUnwinds(t *testing.T) {
	var did []string
	c, h := start(t, func(t task.Task) {
		defer func() { did = append(did, "unwound") }()
		t.Lock(point)
		t.Unlock(point)
		t.Park()
		did = append(did, "went on")
	})
	c.Step(false)
	c.Abort()
	if !slices.Equal(did, []string{"unwound"}) || h.problems != nil || c.Status() != step.Finished {
		t.Errorf("did %v, problems %q, %v", did, h.problems, c.Status())
	}
	c.Abort() // nothing is left to abort
	c.Start(6, func(t task.Task) { lock(t, leaf); lock(t, point); did = append(did, "again") })
	c.Abort() // before it has begun
	c.Start(6, func(t task.Task) { lock(t, leaf); lock(t, point); sleep(t); did = append(did, "again") })
	if got := steps(t, c); got != 2 || !slices.Equal(did, []string{"unwound", "again"}) || h.problems != nil || c.ID() != 6 {
		t.Errorf("in %d steps: did %v, problems %q, id %d", got, did, h.problems, c.ID())
	}
}

// TestAbortAndStopForgiveHeldLocks: an operation that is given up with a lock
// held says nothing, and the next begins with none.
func TestAbortAndStopForgiveHeldLocks(t *testing.T) {
	c, h := start(t, func(t task.Task) { t.Lock(point); t.Park() })
	c.Step(false)
	h.problems = nil // of the sleep
	c.Abort()
	c.Start(5, func(t task.Task) { lock(t, point); lock(t, point) })
	if got := steps(t, c); got != 2 || h.problems != nil {
		t.Errorf("%d steps, want 2; problems %q", got, h.problems)
	}
}

// TestAfterAPanicTheCoroutineRunsOn another operation.
func TestAfterAPanicTheCoroutineRunsOn(t *testing.T) {
	c, h := start(t, func(t task.Task) { t.Lock(point); panic("once") })
	steps(t, c)
	h.problems = nil
	c.Start(5, func(t task.Task) { lock(t, point); lock(t, point) })
	if got := steps(t, c); got != 2 || h.problems != nil {
		t.Errorf("%d steps, want 2; problems %q", got, h.problems)
	}
}

// TestStopLeavesNothing, wherever the coroutine is.
func TestStopLeavesNothing(t *testing.T) {
	before := runtime.NumGoroutine()
	unwound := 0
	for range 50 {
		for _, n := range []int{0, 1, 2, 3} {
			c := step.New(new(host))
			c.Start(0, func(t task.Task) {
				defer func() { unwound++ }()
				t.Park()
				t.Park()
			})
			for range n {
				c.Step(false)
			}
			c.Stop()
			c.Stop()
		}
		step.New(new(host)).Stop()
	}
	if now := runtime.NumGoroutine(); now != before {
		t.Errorf("%d goroutines, %d before", now, before)
	}
	if unwound != 150 {
		t.Errorf("%d operations of 150 were unwound", unwound)
	}
}
