package hang

import (
	"context"
	"fmt"
	"io"
	"path"

	"daxwait/bench/check"
	"daxwait/daxcore/daxtest"
	"daxwait/internal/command"
	"daxwait/results"
	"daxwait/results/words"
	"daxwait/strategies"
)

// Schedule is how a design does in the scenario of an answer.
type Schedule struct {
	Strategy string           `json:"strategy"`
	Verdict  *results.Verdict `json:"verdict"`
	// Columns are of the schedule that loses, if one does.
	Columns *results.Columns `json:"columns,omitempty"`
}

// Search searches the scenario of an answer with the design that loses in it, and
// with upstream's. It returns nothing if the answer has no scenario.
func (a *Answer) Search(ctx context.Context) (sc *daxtest.Scenario, all []*Schedule, err error) {
	if a.Scenario == "" {
		return nil, nil, nil
	}
	if sc, err = daxtest.ScenarioNamed(a.Scenario); err != nil {
		return nil, nil, err
	}
	for _, name := range []string{a.Losing, Upstream()} {
		found, err := strategies.Find(name)
		if err != nil {
			return nil, nil, err
		}
		cell := check.Cells(found, []*daxtest.Scenario{sc}, check.Limits{})[0]
		check.Search(ctx, []*check.Cell{cell}, 1, check.Watch{}, func(*check.Cell) {})
		if cell.Err != nil {
			return nil, nil, cell.Err
		}
		s := &Schedule{Strategy: name, Verdict: cell.Verdict}
		if cell.Verdict.Verdict == results.Violation {
			if s.Columns, err = cell.Columns(); err != nil {
				return nil, nil, err
			}
		}
		all = append(all, s)
	}
	return sc, all, ctx.Err()
}

// WriteSchedules says what a search has found, and offers the scenario as text.
func WriteSchedules(w io.Writer, sc *daxtest.Scenario, all []*Schedule, program string) {
	fmt.Fprintf(w, "\nThe scenario nearest to these tasks, %s, as text. Saved as FILE,\n%s searches it.\n\n%s\n", path.Base(sc.Name), command.Of("check").Flag("scenario", "FILE").Spell(program), Text(sc))
	for _, s := range all {
		fmt.Fprintf(w, "%s  %s\n", s.Verdict.Verdict, s.Strategy)
		if s.Columns != nil {
			fmt.Fprintln(w)
			words.WriteColumns(w, s.Columns)
			fmt.Fprintln(w)
		}
	}
}
