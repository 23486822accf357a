package check_test

import (
	"strings"
	"testing"

	"daxwait/bench/check"
	"daxwait/daxcore"
	"daxwait/daxcore/daxtest"
	"daxwait/results"
	"daxwait/strategies"
)

// TestADesignThatCannotBeMade is told, and takes nothing else with it.
func TestADesignThatCannotBeMade(t *testing.T) {
	boo := &strategies.Strategy{Name: "boo", New: func(r daxcore.Room) daxcore.EntryLock { panic("boo!") }}
	sc, err := daxtest.ScenarioNamed("scan")
	if err != nil {
		t.Fatal(err)
	}
	good, err := strategies.Find(strategies.Baseline)
	if err != nil {
		t.Fatal(err)
	}
	cells := check.Cells(append(good, boo), []*daxtest.Scenario{sc}, check.Limits{})
	check.Search(t.Context(), cells, 1, check.Watch{}, nil)
	for _, c := range cells {
		switch {
		case c.Strategy != boo && (c.Err != nil || c.Verdict.Verdict != results.Proved):
			t.Errorf("%s: %v", c.Strategy.Name, c.Err)
		case c.Strategy == boo && (c.Err == nil || !strings.Contains(c.Err.Error(), "New panics: boo!")):
			t.Errorf("%v", c.Err)
		}
	}
	if err := daxtest.Conform(boo.EntryLock, daxtest.Options{Schedules: 1, Scenarios: []*daxtest.Scenario{sc}}); err == nil || !strings.Contains(err.Error(), "New panics: boo!") {
		t.Errorf("conform: %v", err)
	}
}
