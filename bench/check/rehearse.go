package check

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"daxwait/daxcore"
	"daxwait/daxcore/daxtest"
	"daxwait/daxcore/step"
)

// HiddenState is the error of a design that keeps state beside the world which
// is no part of it: fields, what pointers lead to, maps, variables of a package.
// A search takes such a design from one world to another and leaves that behind,
// so what it says of it is worth nothing.
type HiddenState struct {
	Schedule step.Schedule
	Step     int    // the first that differs, from 1
	First    string // what it did at first
	Then     string // what it did when the schedule was played again
	With     string // what it was played again with
}

func (h *HiddenState) Error() string {
	return fmt.Sprintf("the design keeps state that the search does not see: the schedule %v is not the same when it is played again with %s. Its step %d, of task %d, first %s, then %s. "+
		"Implement daxcore.Stateful for all that the design keeps, and leave nothing to chance or to the order of a map: docs/your-own-design.md, \"State\"",
		h.Schedule, h.With, h.Step, h.Schedule.Steps[h.Step-1].Task, h.First, h.Then)
}

// rehearsals is how many schedules are played before a search, and
// longestRehearsal where one is cut off.
const (
	rehearsals       = 32
	longestRehearsal = 500
)

// rehearse does with random schedules what the search does all the time: it
// sets a world to what it was, and has the same design go on. It fails if a
// schedule is then another than it was, or than it is with a design made anew.
func rehearse(sc *daxtest.Scenario, design daxcore.Design, lane *daxtest.Lane) error {
	w := sc.World(design)
	if daxcore.IsPolicy(w.Entries) {
		return nil // the kernel's loop keeps nothing
	}
	root := w.AppendState(nil)
	rng := rand.New(rand.NewPCG(0, 0xdada))
	for range rehearsals {
		w.SetState(root)
		first := newRehearsal(sc, w, lane)
		clock := first.random(sc, rng)
		first.Stop()
		if clock != nil {
			return clock
		}
		if len(first.path) == 0 {
			continue
		}
		// What is kept for a while only is found where a schedule breaks off, with
		// tasks that stand where they are, as those of the search do.
		w.SetState(root)
		part := newRehearsal(sc, w, lane)
		part.play(first.path[:rng.IntN(len(first.path))])
		w.SetState(root)
		again := newRehearsal(sc, w, lane)
		again.play(first.path)
		again.Stop()
		part.Stop()
		if err := first.compare(again, "the world and the design set back"); err != nil {
			return err
		}
		anew := newRehearsal(sc, sc.World(design), lane)
		anew.play(first.path)
		anew.Stop()
		if err := first.compare(anew, "a world and a design made anew"); err != nil {
			return err
		}
	}
	return nil
}

// rehearsal is a schedule, and what is there after each of its steps.
type rehearsal struct {
	*daxtest.Stepper
	tasks int
	path  []step.Step
	did   []string
	after [][]uint64
}

func newRehearsal(sc *daxtest.Scenario, w *daxcore.World, lane *daxtest.Lane) *rehearsal {
	s := daxtest.NewStepper(w, sc.Tasks)
	s.Lockset, s.Describe, s.Lane = true, daxtest.FormatIndex, lane
	return &rehearsal{Stepper: s, tasks: len(sc.Tasks)}
}

// random takes random steps to the end, unless a design reads the clock.
func (r *rehearsal) random(sc *daxtest.Scenario, rng *rand.Rand) error {
	drawn := newDraw(sc, rng)
	r.Choose = drawn.choose
	for ready := r.Ready(); len(ready) != 0 && len(r.path) < longestRehearsal; ready = r.Ready() {
		drawn.begin()
		if ok, err := r.take(step.Step{Task: uint8(ready[rng.IntN(len(ready))])}); !ok {
			return err
		}
		r.path[len(r.path)-1].Yes = drawn.yes
	}
	return nil
}

// play takes the steps of a path, as far as it can.
func (r *rehearsal) play(path []step.Step) {
	for _, st := range path {
		if ok, _ := r.take(st); !ok {
			return
		}
	}
}

// take takes a step and keeps what it did. It reports whether all is well so far,
// and why the step could not be taken.
func (r *rehearsal) take(st step.Step) (ok bool, err error) {
	if err := r.Take(st); err != nil {
		return false, err
	}
	r.path = append(r.path, st)
	r.did = append(r.did, strings.Join(r.Did(), ", "))
	r.after = append(r.after, worded(r.Stepper, r.tasks))
	return r.Kind() == step.None, nil
}

// compare says where a schedule that is played again differs.
func (r *rehearsal) compare(again *rehearsal, with string) error {
	for n := range r.path {
		h := &HiddenState{Schedule: step.NewSchedule(r.path), Step: n + 1, First: r.did[n], With: with}
		switch {
		case n == len(again.path):
			h.Then = "cannot be taken"
		case r.did[n] != again.did[n]:
			h.Then = again.did[n]
		case !slices.Equal(r.after[n], again.after[n]):
			h.Then = "does the same and leaves another world behind"
		default:
			continue
		}
		return h
	}
	return nil
}
