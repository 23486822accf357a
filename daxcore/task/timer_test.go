package task_test

import (
	"slices"
	"testing"

	"daxwait/daxcore/task"
)

func TestATimerGoesByTheClock(t *testing.T) {
	var timer task.Timer
	if timer.ElapsedAt(1e9, 0) {
		t.Error("a timer that was never started has run")
	}
	timer.StartAt(0)
	for _, c := range []struct {
		at   int64
		want bool
	}{{0, false}, {499, false}, {500, true}, {501, true}} {
		if got := timer.ElapsedAt(c.at, 500); got != c.want {
			t.Errorf("at %d: %v", c.at, got)
		}
	}
	timer.StartAt(400)
	if timer.ElapsedAt(899, 500) || !timer.ElapsedAt(900, 500) {
		t.Error("started anew, it does not run from then on")
	}
	if timer.Stop(); timer.ElapsedAt(1e9, 500) || timer.Running() {
		t.Error("it runs on when it is stopped")
	}
}

func TestTimersAreAWordEach(t *testing.T) {
	var s task.Timers
	a, b := s.New(1), s.New(2)
	b[0].StartAt(0)
	b[1].Pass(7)
	words := s.AppendState(nil)
	if want := []uint64{0, 1, 8}; !slices.Equal(words, want) {
		t.Errorf("%v, want %v", words, want)
	}
	a[0].Pass(3)
	b[1].Stop()
	if rest := s.SetState(append(words, 9)); !slices.Equal(rest, []uint64{9}) || a[0].Running() || !b[0].Running() || b[0].Passed(1) || !b[1].Passed(7) || b[1].Passed(8) {
		t.Errorf("%v, %v, rest %v", a, b, rest)
	}
}
