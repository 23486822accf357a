package check

import (
	"context"
	"fmt"

	"daxwait/bench/check/internal/chain"
	"daxwait/daxcore"
)

// chained puts cells into chains: policies in one scenario, to be searched alike.
func chained(cells []*Cell) *chain.Chains {
	return chain.Of(len(cells), func(i int) (key string, p daxcore.Policy, alone bool) {
		c := cells[i]
		o := c.searched()
		o.Progress = nil
		alone = c.Alone || c.Away != nil || c.Strategy.New != nil || c.Random != 0
		return fmt.Sprintf("%p %+v", c.Scenario, o), c.Strategy.Policy, alone
	})
}

// find searches a cell, or takes the result of another that is known to be its own.
func find(ctx context.Context, cells []*Cell, i int, chains *chain.Chains, workers int, w Watch) {
	c := cells[i]
	if from, ok := chains.Known(i); ok {
		c.take(cells[from])
		return
	}
	design, peers := chains.Design(i)
	if design == nil {
		design = c.Strategy.EntryLock
	}
	if c.search(ctx, design, workers, w) && peers != nil {
		chains.Share(i, peers)
	}
}

// take takes the result of another cell over. What was lost there is played here, with
// the design of this one.
func (c *Cell) take(by *Cell) {
	r := *by.Result
	c.Result = &r
	for i := range r.Violations {
		if err := confirm(c.Scenario, c.Strategy.EntryLock, &r.Violations[i]); err != nil {
			c.Err = fmt.Errorf("%s in %s: taken for %s, which it is not: %w", c.Strategy.Name, c.Scenario.Name, by.Strategy.Name, err)
			return
		}
	}
	c.conclude(by.Verdict.Seconds)
	c.Verdict.SharedWith = by.Strategy.Name
}
