package step_test

import (
	"testing"

	"daxwait/daxcore/task"
)

// sleep and wake are paid for, as those of the wait table.
func sleep(t task.Task) (woken bool) {
	woken = t.Park()
	t.Spend(task.Recheck, 0)
	return woken
}

func wake(t task.Task, id int) {
	t.Spend(task.WakeOne, 0)
	t.Wake(id)
}

// TestSleepsAndWakesArePaidFor: each is, in its own step, but for what is no
// design's.
func TestSleepsAndWakesArePaidFor(t *testing.T) {
	const owesLook, owesWake = "does not pay for its look", "wakes task 9 and does not pay for it"
	announced := func(t task.Task, k task.Kind) { t.Observe(task.Event{Kind: k}); t.Park() }
	for name, c := range map[string]struct {
		op   func(task.Task)
		says string
	}{
		"a sleep":                             {func(t task.Task) { sleep(t); lock(t, point); lock(t, point) }, ""},
		"a look on credit, to the end":        {func(t task.Task) { t.Park() }, owesLook},
		"a look on credit, to the next point": {func(t task.Task) { t.Park(); lock(t, point); lock(t, point); t.Spend(task.Recheck, 0) }, owesLook},
		"a look on credit, to the next sleep": {func(t task.Task) { t.Park(); sleep(t) }, owesLook},
		"a look that was paid before":         {func(t task.Task) { t.Spend(task.Recheck, 0); t.Park() }, owesLook},
		"a sleep on an entry":                 {func(t task.Task) { announced(t, task.Slept) }, owesLook},
		"a sleep on a semaphore":              {func(t task.Task) { announced(t, task.SemSlept); lock(t, point) }, ""},
		"a grace period":                      {func(t task.Task) { announced(t, task.Graced) }, ""},
		"a semaphore's, and one on an entry":  {func(t task.Task) { announced(t, task.SemSlept); t.Park() }, owesLook},
		"a wake":                              {func(t task.Task) { wake(t, 9) }, ""},
		"two":                                 {func(t task.Task) { t.Spend(task.WakeOne, 0); wake(t, 8); t.Wake(9) }, ""},
		"a wake for nothing":                  {func(t task.Task) { t.Wake(9) }, owesWake},
		"two for the price of one":            {func(t task.Task) { wake(t, 8); t.Wake(9) }, owesWake},
		"a wake that was paid a step before":  {func(t task.Task) { t.Spend(task.WakeOne, 0); sleep(t); t.Wake(9) }, owesWake},
		"a wake in a semaphore":               {func(t task.Task) { t.Lock(mover); t.Wake(9); t.Unlock(mover) }, ""},
		"a wake after one":                    {func(t task.Task) { lock(t, mover); t.Wake(9) }, owesWake},
	} {
		co, h := start(t, c.op)
		if steps(t, co); c.says == "" && h.problems != nil || c.says != "" && !h.complains(c.says) {
			t.Errorf("%s: problems %q, want %q", name, h.problems, c.says)
		}
	}
}

// TestWhoWasNotWokenOwesNothing, and sleeps on.
func TestWhoWasNotWokenOwesNothing(t *testing.T) {
	for _, kind := range []task.Kind{task.Slept, task.SemSlept} {
		co, h := start(t, func(t task.Task) {
			t.Observe(task.Event{Kind: kind})
			for !t.Park() {
			}
		})
		co.Step(false)
		co.Step(true)
		if h.problems != nil {
			t.Errorf("%v, not woken: %q", kind, h.problems)
		}
		if co.Step(false); h.complains("its look") != (kind == task.Slept) {
			t.Errorf("%v, woken: %q", kind, h.problems)
		}
	}
}
