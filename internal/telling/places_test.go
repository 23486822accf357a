package telling

import (
	"strings"
	"testing"

	"daxwait/bench/check"
	"daxwait/daxcore/daxtest"
	"daxwait/daxcore/task"
	"daxwait/strategies"
)

// TestPlacesAreOfScenarios: a scenario in which two designs were searched is one, and
// what both have there is its own; one that has no pair but others' is named.
func TestPlacesAreOfScenarios(t *testing.T) {
	pairs := func(of ...[2]task.Label) (p check.Pairs) {
		for _, x := range of {
			p[x[0]] |= 1 << x[1]
			p[x[1]] |= 1 << x[0]
		}
		return p
	}
	own, common := [2]task.Label{task.Grabbed, task.Start}, [2]task.Label{task.Start, task.Start}
	var cells []*check.Cell
	for _, design := range []string{"exclusive", "perindex"} {
		for _, c := range []struct {
			name string
			p    check.Pairs
		}{{"one", pairs(own, common)}, {"other", pairs(common)}} {
			cells = append(cells, &check.Cell{
				Strategy: &strategies.Strategy{Name: design}, Scenario: &daxtest.Scenario{Name: c.name}, Result: &check.Result{Pairs: c.p},
			})
		}
	}
	cells = append(cells, &check.Cell{Scenario: &daxtest.Scenario{Name: "not searched"}})
	var out strings.Builder
	Places(&out, cells)
	for _, want := range []string{"of 2 (", "\nstart              2\n", "\ngrabbed            1 .\n", "\n2 pairs; 1 scenario has no pair of its own:\nother\n"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in\n%s", want, out.String())
		}
	}
}
