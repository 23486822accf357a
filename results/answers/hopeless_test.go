package answers

import (
	"slices"
	"testing"

	"daxwait/results"
)

// TestScenariosThatDefeatAll: what a scenario does to every design is not held
// against one, however few were checked.
func TestScenariosThatDefeatAll(t *testing.T) {
	lost := func(scenario string, meant bool) *results.Verdict {
		return &results.Verdict{Strategy: "a", Scenario: scenario, Verdict: results.Violation, Kind: "lock cycle", Hopeless: meant}
	}
	e := &Evidence{Verdicts: []*results.Verdict{lost("around/meant", true), lost("entry/own", false)}}
	of, all := e.ofDesigns()
	if !slices.Equal(all, []string{"around/meant"}) || len(of.Verdicts) != 1 || of.Verdicts[0].Scenario != "entry/own" {
		t.Errorf("all designs are said to lose in %v, and this one in %d more", all, len(of.Verdicts))
	}
	proved := &results.Verdict{Strategy: "b", Scenario: "around/meant", Verdict: results.Proved, Hopeless: true}
	e.Verdicts = append(e.Verdicts, proved)
	if _, all := e.ofDesigns(); len(all) != 0 {
		t.Errorf("%v is said to defeat all, and does not", all)
	}
}
