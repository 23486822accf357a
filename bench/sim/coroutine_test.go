package sim_test

import (
	"runtime"
	"strings"
	"testing"

	"daxwait/bench/sim"
	"daxwait/daxcore/task"
)

// mixed has tasks change places for a while, and then one of them do something
// while others sleep, are about to go on, or have not begun to think.
func mixed(e *sim.Engine, last func()) {
	var l fifo
	e.Run(func(t *sim.Task) {
		for i := range 50 {
			t.Spend(task.ThinkSleep, 0)
			l.lock(t)
			t.Spend(task.HoldRun, 0)
			if i == 40 && t.ID() == 5 {
				last()
			}
			l.unlock(t)
		}
	})
}

// TestPanicReachesTheCaller: with the task and the time.
func TestPanicReachesTheCaller(t *testing.T) {
	e := sim.New(8, sim.Options{Profile: profile(), Seed: 1})
	defer e.Close()
	defer func() {
		if what, _ := recover().(string); !strings.HasPrefix(what, "task 5 at ") || !strings.HasSuffix(what, " ns: oops") {
			t.Errorf("panicked with %q", what)
		}
	}()
	mixed(e, func() { panic("oops") })
	t.Error("the caller goes on")
}

// TestExitReachesTheCaller: a body may call FailNow.
func TestExitReachesTheCaller(t *testing.T) {
	returned, ended := false, make(chan bool)
	go func() {
		defer close(ended)
		e := sim.New(8, sim.Options{Profile: profile(), Seed: 1})
		defer e.Close()
		mixed(e, runtime.Goexit)
		returned = true
	}()
	if <-ended; returned {
		t.Error("the caller goes on")
	}
}

// TestCloseEndsAllCoroutines: of whatever stage.
func TestCloseEndsAllCoroutines(t *testing.T) {
	for _, x := range []struct {
		what string
		run  func(e *sim.Engine)
	}{
		{"unused", func(*sim.Engine) {}},
		{"idle", func(e *sim.Engine) { mixed(e, func() {}) }},
		{"hung", func(e *sim.Engine) { e.Run(func(t *sim.Task) { t.Park() }) }},
		{"panicked", func(e *sim.Engine) {
			defer func() { recover() }()
			mixed(e, func() { panic("oops") })
		}},
	} {
		before := runtime.NumGoroutine()
		e := sim.New(8, sim.Options{Profile: profile(), Seed: 1})
		x.run(e)
		if n := runtime.NumGoroutine(); n != before+8 {
			t.Errorf("%s: %d coroutines, want 8", x.what, n-before)
		}
		e.Close()
		if n := runtime.NumGoroutine(); n != before {
			t.Errorf("%s: %d coroutines are left", x.what, n-before)
		}
	}
}
