// Package tale tells a schedule as people read it: what each step did, and how it
// came to its end.
package tale

import (
	"fmt"
	"strings"

	"daxwait/daxcore"
	"daxwait/daxcore/daxtest"
	"daxwait/daxcore/step"
	"daxwait/daxcore/task"
	"daxwait/results"
)

// Tell plays a schedule, and puts its steps and its end into columns that have the
// tasks already.
func Tell(c *results.Columns, sc *daxtest.Scenario, design daxcore.Design, sched step.Schedule) error {
	s := daxtest.NewStepper(sc.World(design), sc.Tasks)
	defer s.Stop()
	s.Describe, s.Lockset = daxtest.FormatIndex, true
	h := history{s: s, columns: c, loop: sched.Loop}
	for _, st := range sched.Steps {
		if err := s.Take(st); err != nil {
			return err
		}
		row := results.Step{Task: int(st.Task), Does: s.Did()}
		if st.Spurious {
			row.Does = append([]string{"comes round without a wake"}, row.Does...)
		}
		for id := range sc.Tasks {
			row.After = append(row.After, stateOf(s, id))
		}
		c.Steps = append(c.Steps, row)
		h.steps = append(h.steps, happened{int(st.Task), s.Events()})
	}
	c.Ending = h.ending()
	return nil
}

func stateOf(s *daxtest.Stepper, id int) results.State {
	r := results.State{Status: s.Status(id).String(), Key: s.Key(id)}
	if h := s.Holds(id); h != 0 {
		r.Holds = s.Entry(h)
	}
	return r
}

// history is what happened in a schedule, to say how it came to its end.
type history struct {
	s       *daxtest.Stepper
	columns *results.Columns
	loop    int
	steps   []happened
}

// happened is what a step was observed to do.
type happened struct {
	task   int
	events []task.Event
}

// woke returns who slept before step n and does not after it.
func (h *history) woke(n int) (woken []int) {
	for id := range h.columns.Tasks {
		if n > 0 && id != h.steps[n].task && h.columns.Steps[n-1].After[id].Key != "" && h.columns.Steps[n].After[id].Key == "" {
			woken = append(woken, id)
		}
	}
	return woken
}

// wakeIn returns the wake of step n, if it has one that is told.
func (h *history) wakeIn(n int) (key string, ok bool) {
	for _, e := range h.steps[n].events {
		if e.Kind == task.Woke {
			return daxtest.WokenKey(e), true
		}
	}
	return "", false
}

// did returns what a step did, in words.
func (h *history) did(n int) string { return strings.Join(h.columns.Steps[n].Does, ", ") }

func (h *history) name(id int) string { return fmt.Sprintf("task %d, %s,", id, h.columns.Tasks[id]) }
