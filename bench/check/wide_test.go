package check_test

import (
	"testing"

	"daxwait/bench/check"
	"daxwait/daxcore/daxtest"
	"daxwait/results"
	"daxwait/strategies"
)

// TestWide: each design in the scenarios of five tasks, as they expect; with -short
// upstream's in the first few.
func TestWide(t *testing.T) {
	scenarios, designs := daxtest.Wide(), strategies.All()
	if len(scenarios) < 20 {
		t.Fatalf("only %d scenarios", len(scenarios))
	}
	if testing.Short() {
		scenarios, designs = scenarios[:3], designs[:1]
	}
	cells := check.Cells(designs, scenarios, check.Limits{MaxStates: 1_000_000})
	check.Search(t.Context(), cells, 2, check.Watch{}, nil)
	proved := 0
	for _, c := range cells {
		switch {
		case c.Err != nil:
			t.Errorf("%s in %s: %v", c.Strategy.Name, c.Scenario.Name, c.Err)
		case !c.Verdict.AsExpected:
			t.Errorf("%s in %s: %s %v, expected %s", c.Strategy.Name, c.Scenario.Name, c.Verdict.Verdict, c.Verdict.Kinds, c.Verdict.Expected)
		case c.Verdict.Verdict == results.Proved:
			proved++
		}
		if n := len(c.Scenario.Tasks); n != 5 || c.Scenario.Operations() > 10 {
			t.Errorf("%s: %d tasks and %d operations", c.Scenario.Name, n, c.Scenario.Operations())
		}
	}
	if proved == 0 || !testing.Short() && proved == len(cells) {
		t.Errorf("of %d verdicts %d are proofs", len(cells), proved)
	}
}
