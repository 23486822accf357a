package check_test

import (
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"daxwait/bench/check"
	"daxwait/daxcore"
	"daxwait/daxcore/daxtest"
	"daxwait/strategies"
)

// looking looks again and again while an entry is locked.
type looking struct {
	daxcore.EntryLock
	over *atomic.Bool
}

func (s looking) Get(_ daxcore.Task, m *daxcore.Mapping, index uint64, order uint8) (daxcore.Entry, bool) {
	for {
		cur := m.Pages.At(index, order)
		if e := daxcore.Entry(cur.FindConflict()); !e.Locked() {
			return e, false
		}
		if s.over.Load() {
			panic("the test is over")
		}
	}
}

func TestASpinEndsAllSearches(t *testing.T) {
	var over atomic.Bool
	t.Cleanup(func() { over.Store(true) })
	design := &strategies.Strategy{Name: "looking", New: func(daxcore.Room) daxcore.EntryLock {
		return looking{daxcore.Kernel(daxcore.Policy{}), &over}
	}}
	sc, err := daxtest.ScenarioNamed("entry/pte-pte")
	if err != nil {
		t.Fatal(err)
	}
	var cells []*check.Cell
	for range 3 {
		c := &check.Cell{Strategy: design, Scenario: sc, Options: check.For(sc)}
		c.Options.StepLimit = 50 * time.Millisecond
		cells = append(cells, c)
	}
	check.Search(t.Context(), cells, 1, check.Watch{}, func(*check.Cell) { t.Error("a cell has a verdict") })
	first := new(daxtest.Spins)
	for i, c := range cells {
		spins := new(daxtest.Spins)
		if !errors.As(c.Err, &spins) {
			t.Fatalf("cell %d: %v", i, c.Err)
		}
		if i == 0 {
			first = spins
		} else if spins != first {
			t.Errorf("cell %d was searched all the same: %v", i, c.Err)
		}
	}
}

// TestNoWorkersAreOne: a search that is given none or fewer ends all the same.
func TestNoWorkersAreOne(t *testing.T) {
	found, err := strategies.Find(strategies.Baseline)
	if err != nil {
		t.Fatal(err)
	}
	sc, err := daxtest.ScenarioNamed("entry/pte-pte")
	if err != nil {
		t.Fatal(err)
	}
	for _, workers := range []int{0, -3} {
		for _, n := range []int{0, 1, 2} {
			cells := check.Cells(found, []*daxtest.Scenario{sc, sc}[:n], check.Limits{})
			told := 0
			check.Search(t.Context(), cells, workers, check.Watch{}, func(*check.Cell) { told++ })
			if told != n {
				t.Errorf("%d workers: %d of %d cells have a verdict", workers, told, n)
			}
		}
	}
}
