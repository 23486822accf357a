package daxtest

import (
	"cmp"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"daxwait/daxcore"
	"daxwait/daxcore/task"
)

// Options of Conform; the zero value is the usual.
type Options struct {
	// Schedules is how many are played for each scenario; 0 is 1000.
	Schedules int
	Seed      uint64
	Scenarios []*Scenario // nil is all but those that fail whatever the design
	// Stop, if any, is asked before each schedule, and ends it with an error.
	Stop func() bool
	// StepLimit is how long a step may take; 0 is StepLimit, the constant.
	StepLimit time.Duration
}

// Conform plays scenarios with a design under random schedules, and returns
// what went wrong: tasks that sleep for ever, broken rules, a world that is not
// clean at the end. For each scenario it reports the shortest schedule that it
// met. A nil error says no more than that none of these schedules lost. A step
// that does not end ends all, with [Spins], and so does one that reads the clock of
// an engine, with [ReadsClock].
func Conform(design daxcore.Design, o Options) error {
	if o.Schedules == 0 {
		o.Schedules = 1000
	}
	if o.Scenarios == nil {
		o.Scenarios = OfDesigns()
	}
	var errs []error
	for i, sc := range o.Scenarios {
		if err := sc.Makes(design); err != nil {
			return err
		}
		rng := rand.New(rand.NewPCG(o.Seed, uint64(i)))
		var worst error
		shortest := 0
		endless := 0
		var watch Watch
		lane := watch.Lane()
		err := watch.Run(sc.Name, cmp.Or(o.StepLimit, StepLimit), func() error {
			for n := 0; n < o.Schedules && endless < mostEndless; n++ {
				if o.Stop != nil && o.Stop() {
					return errStopped
				}
				schedule, err := playRandom(design, sc, rng, lane)
				if Fatal(err) {
					return err
				}
				if err != nil && (worst == nil || len(schedule) < shortest) {
					worst, shortest = err, len(schedule)
				}
				if len(schedule) >= maxSteps {
					endless++
				}
			}
			return nil
		})
		if err != nil {
			return errors.Join(append(errs, err)...)
		}
		if worst != nil {
			errs = append(errs, fmt.Errorf("%s [%s; %s]: %w", sc.Name, sc.Entries, sc.TaskText(), worst))
		}
	}
	return errors.Join(errs...)
}

var errStopped = errors.New("stopped before all schedules were played")

// maxSteps ends a schedule that gets nowhere.
const maxSteps = 10000

// mostEndless of them say that more would not end either.
const mostEndless = 3

func playRandom(design daxcore.Design, sc *Scenario, rng *rand.Rand, lane *Lane) (schedule string, err error) {
	w := sc.World(design)
	s := NewStepper(w, sc.Tasks)
	defer s.Stop()
	s.Quiet, s.Lockset, s.Lane = true, true, lane
	s.Choose = func(_ int, _ task.Choice) bool { return rng.IntN(8) == 0 }
	for range maxSteps {
		ids := s.Ready()
		if len(ids) == 0 {
			if err := s.Verdict(); err != nil {
				return s.Schedule(), err
			}
			return s.Schedule(), Clean(w)
		}
		if err := s.Step(ids[rng.IntN(len(ids))]); err != nil {
			return s.Schedule(), err
		}
	}
	return s.Schedule(), fmt.Errorf("still running after %d steps: livelock?", maxSteps)
}

// Clean returns what is left over in a world in which all have finished:
// locked entries, a wrong count of pages, a zero page over data.
func Clean(w *daxcore.World) error {
	var errs []error
	for _, m := range w.Files {
		var pages uint64
		cur := m.Pages.At(0, daxcore.PTE)
		for e := range cur.Entries(^uint64(0)) {
			if e := daxcore.Entry(e); e.Locked() {
				errs = append(errs, fmt.Errorf("file %d: %s stays %v", m.ID, FormatIndex(cur.Index()), e))
			}
			pages += 1 << daxcore.Entry(e).Order()
		}
		if pages != m.NrPages {
			errs = append(errs, fmt.Errorf("file %d: %d pages in the tree, %d counted", m.ID, pages, m.NrPages))
		}
	}
	if m, index, stale := w.Stale(); stale {
		errs = append(errs, fmt.Errorf("file %d: %s has a zero page over data", m.ID, FormatIndex(index)))
	}
	return errors.Join(errs...)
}
