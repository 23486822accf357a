package step_test

import (
	"slices"
	"testing"
	"time"

	"daxwait/daxcore/task"
)

// TestTimePassesIfTheHostSaysSo, once for each limit and all below it, and not for
// a timer that does not run.
func TestTimePassesIfTheHostSaysSo(t *testing.T) {
	var timers task.Timers
	timer := &timers.New(1)[0]
	ask := func(yes bool, limits ...time.Duration) (got []bool) {
		c, h := start(t, func(t task.Task) {
			for _, l := range limits {
				got = append(got, t.Elapsed(timer, l))
			}
		})
		h.yes = yes
		if c.Step(false); h.problems != nil {
			t.Errorf("problems %q", h.problems)
		}
		return got
	}
	begin := func() {
		c, _ := start(t, func(t task.Task) { t.StartTimer(timer) })
		if c.Step(false); !c.StartedTimer() {
			t.Error("no timer was started")
		}
	}
	for n, s := range []struct {
		begin, stop, yes bool
		limits           []time.Duration
		want             []bool
	}{
		{yes: true, limits: []time.Duration{5}, want: []bool{false}}, // it does not run
		{begin: true, limits: []time.Duration{5, 7}, want: []bool{false, false}},
		{yes: true, limits: []time.Duration{5}, want: []bool{true}},
		{limits: []time.Duration{5, 3, 6}, want: []bool{true, true, false}},
		{yes: true, limits: []time.Duration{6}, want: []bool{true}},
		{begin: true, limits: []time.Duration{5}, want: []bool{false}}, // anew
		{stop: true, yes: true, limits: []time.Duration{5}, want: []bool{false}},
	} {
		if s.begin {
			begin()
		}
		if s.stop {
			timer.Stop()
		}
		if got := ask(s.yes, s.limits...); !slices.Equal(got, s.want) {
			t.Errorf("%d: %v have passed: %v, want %v", n, s.limits, got, s.want)
		}
	}
}

// TestATimerOfNoWorldStandsStill below a lock of a semaphore, and breaks a rule
// elsewhere.
func TestATimerOfNoWorldStandsStill(t *testing.T) {
	for _, below := range []bool{true, false} {
		passed := true
		c, h := start(t, func(t task.Task) {
			var timer task.Timer
			if below {
				t.Lock(mover)
				defer t.Unlock(mover)
			}
			t.StartTimer(&timer)
			passed = t.Elapsed(&timer, 1)
		})
		h.yes = true
		if c.Step(false); passed || h.complains("none of the world's") == below {
			t.Errorf("below a lock %v: passed %v, problems %q", below, passed, h.problems)
		}
	}
}

// TestReadingTheClockEndsTheOperation, and the next is told apart.
func TestReadingTheClockEndsTheOperation(t *testing.T) {
	went := false
	c, h := start(t, func(t task.Task) { t.Now(); went = true })
	if c.Step(false); !c.ReadsClock() || went || h.problems != nil {
		t.Errorf("reads %v, went on %v, problems %q", c.ReadsClock(), went, h.problems)
	}
	c.Start(5, func(task.Task) {})
	if c.Step(false); c.ReadsClock() {
		t.Error("the operation after it reads the clock")
	}
}
