package check_test

import (
	"context"
	"errors"
	"slices"
	"sync/atomic"
	"testing"

	"daxwait/bench/check"
	"daxwait/daxcore"
	"daxwait/daxcore/daxtest"
	"daxwait/results"
	"daxwait/strategies"
)

// scenarios are some that are small.
func scenarios(t *testing.T, names ...string) (all []*daxtest.Scenario) {
	t.Helper()
	for _, name := range names {
		sc, err := daxtest.ScenarioNamed(name)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, sc)
	}
	return all
}

// TestCellsAreFoundInOrder, strategy by strategy, however many are searched at a
// time.
func TestCellsAreFoundInOrder(t *testing.T) {
	designs, err := strategies.Find("linux-5.2,exclusive")
	if err != nil {
		t.Fatal(err)
	}
	cells := check.Cells(designs, scenarios(t, "entry/pmds-meet-pte", "entry/pte-pte", "entry/pmd-meets-pte"), check.Limits{})
	var found []*check.Cell
	done := 0
	check.Search(t.Context(), cells, 5, check.Watch{Done: func() { done++ }}, func(c *check.Cell) { found = append(found, c) })
	if !slices.Equal(found, cells) || done != len(cells) {
		t.Errorf("%d of %d cells are found, or in another order; told of %d", len(found), len(cells), done)
	}
	for i, c := range cells {
		if c.Strategy != designs[i/3] || c.Verdict.Strategy != c.Strategy.Name || c.Verdict.Scenario != c.Scenario.Name || !c.Verdict.AsExpected {
			t.Errorf("cell %d is %v of %s in %s", i, c.Verdict, c.Strategy.Name, c.Scenario.Name)
		}
	}
}

// TestALoneCellHasAllWorkers: each makes a world of its own.
func TestALoneCellHasAllWorkers(t *testing.T) {
	worlds := func(cells, workers int) int64 {
		var n atomic.Int64
		design := &strategies.Strategy{Name: "counted", New: func(r daxcore.Room) daxcore.EntryLock {
			n.Add(1)
			return daxcore.Kernel(daxcore.Policy{})
		}}
		check.Search(t.Context(), check.Cells([]*strategies.Strategy{design}, scenarios(t, "entry/pte-pte", "entry/pmd-meets-pte")[:cells], check.Limits{}), workers, check.Watch{}, nil)
		return n.Load()
	}
	if one, four := worlds(1, 1), worlds(1, 4); four < one+3 {
		t.Errorf("a lone cell: one worker makes %d worlds, four make %d", one, four)
	}
	if one, four := worlds(2, 1), worlds(2, 4); four != one {
		t.Errorf("two cells: one worker makes %d worlds, four make %d", one, four)
	}
}

// TestAnInterruptKeepsWhatThereIs: of the cell that is searched how far it was, of
// those to come Err and no verdict.
func TestAnInterruptKeepsWhatThereIs(t *testing.T) {
	designs, err := strategies.Find("exclusive")
	if err != nil {
		t.Fatal(err)
	}
	cells := check.Cells(designs, scenarios(t, "entry/pte-pte", "entry/invalidations", "entry/pmd-meets-pte"), check.Limits{})
	ctx, interrupt := context.WithCancel(t.Context())
	done, seen := 0, 0
	var found []*check.Cell
	check.Search(ctx, cells, 1, check.Watch{
		Done: func() { done++ },
		Tell: func(states, most int) {
			if cells[0].Verdict != nil {
				interrupt()
				seen = states
			}
			if most != check.DefaultStates || states <= 0 {
				t.Errorf("told of %d states, of %d at most", states, most)
			}
		},
	}, func(c *check.Cell) { found = append(found, c) })
	if cells[0].Err != nil || done != len(cells) || !slices.Equal(found, cells[:2]) {
		t.Errorf("%v; told of %d cells, %d were found", cells[0].Err, done, len(found))
	}
	if v := cells[1].Verdict; cells[1].Err != nil || v.Verdict != results.Incomplete || v.Bounds.Hit != check.Interrupted || v.States != int64(seen) || seen == 0 {
		t.Errorf("%v: %+v, want what was searched, %d states", cells[1].Err, v, seen)
	}
	if last := cells[2]; !errors.Is(last.Err, context.Canceled) || last.Verdict != nil {
		t.Errorf("%s: %v, %v", last.Scenario.Name, last.Verdict, last.Err)
	}
	if check.Found(cells, results.Proved)[0] != cells[0] {
		t.Error("what was proved before is lost")
	}
}

// TestNoLimitIsNotNone: nil is what the scenario says, 0 is none.
func TestNoLimitIsNotNone(t *testing.T) {
	sc := *scenarios(t, "entry/pte-pte")[0]
	sc.Spurious, sc.AllocFails, sc.Refusals = 3, 2, 1
	none, seven := 0, 7
	for _, c := range []struct {
		within                         check.Limits
		spurious, allocFails, refusals int
		states                         int
	}{
		{check.Limits{}, 3, 2, 1, check.DefaultStates},
		{check.Limits{Spurious: &none}, 0, 2, 1, check.DefaultStates},
		{check.Limits{AllocFails: &none, Refusals: &seven, MaxStates: 9}, 3, 0, 7, 9},
	} {
		o := check.Cells([]*strategies.Strategy{{Name: "x"}}, []*daxtest.Scenario{&sc}, c.within)[0].Options
		if o.Spurious != c.spurious || o.AllocFails != c.allocFails || o.Refusals != c.refusals || o.MaxStates != c.states {
			t.Errorf("%+v make %+v", c, o)
		}
	}
}
