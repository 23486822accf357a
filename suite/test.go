package suite

import (
	"runtime"
	"strings"
	"testing"

	"daxwait/bench/check"
	"daxwait/results"
	"daxwait/results/words"
	"daxwait/strategies"
)

// Test searches all interleavings of each scenario with a design, a subtest for
// each, and fails one with the simplest losing schedule. Scenarios in which every
// design must fail are left out, see [LeftOut]. A search that hit its limit proves
// nothing: its subtest is skipped, and says so.
func Test(t *testing.T, design *Design) {
	if err := usable(design); err != nil {
		t.Fatal(err)
	}
	cells := check.Cells([]*strategies.Strategy{design}, scenarios(), check.Limits{})
	check.Search(t.Context(), cells, runtime.GOMAXPROCS(0), check.Watch{}, nil)
	for _, c := range cells {
		t.Run(c.Scenario.Name, func(t *testing.T) {
			switch {
			case c.Err != nil:
				t.Fatal(c.Err)
			case c.Verdict.Verdict == results.Incomplete:
				t.Skipf("not proved: %s", c.Verdict.Bounds.Hit)
			case c.Verdict.Verdict == results.Violation:
				t.Error(losing(c))
			}
		})
	}
}

// losing tells how a design loses in a cell.
func losing(c *check.Cell) string {
	columns, err := c.Columns()
	if err != nil {
		return err.Error()
	}
	var b strings.Builder
	words.WriteColumns(&b, columns)
	b.WriteString("\nto step through it: " + c.Replay(c.Ticket).Spell("go run ."))
	return b.String()
}
