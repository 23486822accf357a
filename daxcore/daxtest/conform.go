package daxtest

import (
	"errors"
	"fmt"
	"math/rand/v2"

	"daxwait/daxcore"
	"daxwait/daxcore/task"
)

// Scenario is a small world and what its tasks do, in the words of NewWorld
// and ParseTasks.
type Scenario struct {
	Name, Entries, Tasks string
}

// Scenarios returns those that Conform plays: the shapes in which designs have
// lost wakeups, and each operation beside faults.
func Scenarios() []Scenario {
	return []Scenario{
		{"pte-pte", "pte B+1", "F(0,B+1); F(0,B+1); F(0,B+1)"},
		{"pmd-pmd", "", "F(9,B); F(9,B); F(9,B)"},
		{"pte-waits-for-pmd", "pmd", "F(9,B); F(0,B+1); F(0,B+2)"},
		{"pmd-meets-pte-at-base", "", "F(0,B); F(9,B); F(9,B)"},
		{"pmd-meets-pte", "", "F(0,B+1); F(9,B)"},
		{"pmd-meets-far-pte", "pte B+300", "F(0,B+300); F(9,B); F(9,B)"},
		{"two-indexes", "pte B+1, pte B+2", "F(0,B+1); F(0,B+2); F(0,B+1); F(0,B+2)"},
		{"invalidations", "pte B+1", "F(0,B+1); I(B+1); I(B+1); F(0,B+1)"},
		{"invalidations-of-pmd", "pmd", "F(9,B); I(B+1); I(B+1); I(B+1)"},
		{"key-migration", "pmd", "F(9,B); I(B); F(0,B+1); F(9,B)"},
		{"dirty-invalidation", "pte B+1 dirty", "F(0,B+1); I(B+1); I(B+1); F(0,B+1)"},
		{"downgrade", "zero-pmd", "F(9,B); F(0,B+1); F(0,B+2); F(9,B)"},
		{"downgrade-empty", "empty-pmd", "F(9,B); F(0,B+1); F(9,B)"},
		{"page-lock", "pte B+1", "F(0,B+1); L(B+1); I(B+1); F(0,B+1)"},
		{"page-lock-of-pmd", "pmd", "F(9,B); L(B+7); I(B); F(0,B+7)"},
		{"writeback", "pte B+1 dirty, pte B+2 dirty", "F(0,B+1); W(B,B+511); F(0,B+2); I(B+1)"},
		{"writebacks", "pmd dirty", "F(9,B); W(B,B+511); W(B,B+511); F(0,B+3)"},
		{"scan", "pte B+1, pte B+2", "F(0,B+1); S(B,B+511); F(0,B+1)"},
		{"range-invalidation", "pte B+1, pte B+2", "R(B,B+511); F(0,B+1); R(B,B+511); F(9,B)"},
		{"punch", "pmd", "P(B+1,w); U(B,B+511); P(B+2,r)"},
		{"truncate", "pmd", "P(B,w); T(512); P(3,w)"},
		{"whole-faults", "", "P(B+1,r); P(B+1,w); P(B+2,w)"},
		{"write", "zero-pte B+1", "P(B+1,r); C(B+1); P(B+1,w)"},
	}
}

// Options of Conform; the zero value is the usual.
type Options struct {
	// Schedules is how many are played for each scenario; 0 is 1000.
	Schedules int
	Seed      uint64
	Scenarios []Scenario // nil is all
}

// Conform plays scenarios with a design under random schedules, and returns
// what went wrong: tasks that sleep for ever, broken rules, a world that is not
// clean at the end. For each scenario it reports the shortest schedule that it
// met. A nil error says no more than that none of these schedules lost.
func Conform(newLock func() daxcore.EntryLock, o Options) error {
	if o.Schedules == 0 {
		o.Schedules = 1000
	}
	if o.Scenarios == nil {
		o.Scenarios = Scenarios()
	}
	var errs []error
	for i, sc := range o.Scenarios {
		rng := rand.New(rand.NewPCG(o.Seed, uint64(i)))
		var worst error
		shortest := 0
		for range o.Schedules {
			schedule, err := playRandom(newLock(), sc, rng)
			if err != nil && (worst == nil || len(schedule) < shortest) {
				worst, shortest = err, len(schedule)
			}
		}
		if worst != nil {
			errs = append(errs, fmt.Errorf("%s [%s; %s]: %w", sc.Name, sc.Entries, sc.Tasks, worst))
		}
	}
	return errors.Join(errs...)
}

// maxSteps ends a schedule that gets nowhere.
const maxSteps = 10000

func playRandom(l daxcore.EntryLock, sc Scenario, rng *rand.Rand) (schedule string, err error) {
	ops, err := ParseTasks(sc.Tasks)
	if err != nil {
		return "", err
	}
	w, err := NewWorld(l, len(ops), sc.Entries)
	if err != nil {
		return "", err
	}
	s := NewStepper(w, ops)
	defer s.Stop()
	s.Quiet = true
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
// locked entries, a wrong count of pages.
func Clean(w *daxcore.World) error {
	var errs []error
	for _, m := range w.Files {
		var pages uint64
		cur := m.Pages.At(0, daxcore.PTE)
		for e := cur.Next(^uint64(0)); e != 0; e = cur.Next(^uint64(0)) {
			if e := daxcore.Entry(e); e.Locked() {
				errs = append(errs, fmt.Errorf("file %d: %s stays %v", m.ID, FormatIndex(cur.Index()), e))
			}
			pages += 1 << daxcore.Entry(e).Order()
		}
		if pages != m.NrPages {
			errs = append(errs, fmt.Errorf("file %d: %d pages in the tree, %d counted", m.ID, pages, m.NrPages))
		}
	}
	return errors.Join(errs...)
}
