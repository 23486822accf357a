package suite

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"

	"daxwait/bench/check"
	"daxwait/bench/contained"
	"daxwait/daxcore/daxtest"
	"daxwait/internal/phrase"
	"daxwait/results"
	"daxwait/results/words"
	"daxwait/strategies"
)

// Test searches all interleavings of each scenario with a design, a subtest for
// each, and fails one with the losing schedule, of which the simplest of all is told
// in full. Scenarios in which every
// design must fail are left out, see [LeftOut]. A search that hit its limit proves
// nothing: its subtest is skipped, and says so.
func Test(t *testing.T, design *Design) {
	if err := usable(design); err != nil {
		t.Fatal(err)
	}
	design, without := atHome(design)
	if without != "" {
		t.Log(without)
	}
	cells := contained.Cells([]*strategies.Strategy{design}, daxtest.OfDesigns(), check.Limits{})
	check.Search(t.Context(), cells, runtime.GOMAXPROCS(0), check.Watch{}, nil)
	losers := check.Losing(cells)
	for _, c := range cells {
		t.Run(c.Scenario.Name, func(t *testing.T) {
			spins := (*daxtest.Spins)(nil)
			switch {
			case errors.As(c.Err, &spins) && spins.Scenario != c.Scenario.Name:
				t.Skipf("not searched, since a task spins in %s", spins.Scenario)
			case c.Err != nil:
				t.Fatal(c.Err)
			case c.Verdict.Verdict == results.Incomplete:
				t.Skipf("not proved: %s", c.Verdict.Bounds.Hit)
			case c.Verdict.Verdict == results.Violation:
				t.Error(losing(c, c == losers[0]))
			}
		})
	}
}

// losing tells how a design loses in a cell, in full where it does so simplest.
func losing(c *check.Cell, simplest bool) string {
	replay := "to step through it: " + c.Replay(c.Ticket).Spell("go run .")
	if !simplest {
		return fmt.Sprintf("%s in %s\n%s", c.Verdict.Kind, phrase.Count(c.Verdict.Depth, "step"), replay)
	}
	columns, err := c.Columns()
	if err != nil {
		return err.Error()
	}
	var b strings.Builder
	words.WriteColumns(&b, columns)
	b.WriteString("\n" + replay)
	return b.String()
}
