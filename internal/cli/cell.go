package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"daxwait/bench/check"
	"daxwait/daxcore/daxtest"
	"daxwait/internal/cli/term"
	"daxwait/results"
	"daxwait/strategies"
)

// cell is a strategy in a scenario.
type cell struct {
	strategy *strategies.Strategy
	scenario *daxtest.Scenario
	options  check.Options
	random   int // schedules instead of a search
	seed     uint64
	policy   string // file of the strategy, if it has one
	file     string // of the scenario, if it does not ship
	result   *check.Result
	verdict  *results.Verdict
	ticket   check.Ticket
	err      error
}

// search checks the cells, several at a time, and tells of each in their order.
// A task that spins ends it: nothing can stop that task, nor need others follow.
func search(ctx context.Context, stderr io.Writer, cells []*cell, workers int, done func(*cell)) {
	p := term.NewBar(stderr, len(cells))
	defer p.End()
	defer p.Pulse()()
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	each := 1
	if len(cells) == 1 {
		each = workers
	}
	work := make(chan int)
	finished := make([]chan struct{}, len(cells))
	for i := range finished {
		finished[i] = make(chan struct{})
	}
	var wg sync.WaitGroup
	for range min(workers, len(cells)) {
		wg.Go(func() {
			for i := range work {
				cells[i].check(ctx, each, p)
				if spins := (*daxtest.Spins)(nil); errors.As(cells[i].err, &spins) {
					cancel(spins)
				}
				close(finished[i])
			}
		})
	}
	wg.Go(func() {
		for i := range cells {
			work <- i
		}
		close(work)
	})
	for i, c := range cells {
		<-finished[i]
		p.Done()
		if c.err == nil {
			done(c)
		}
	}
	wg.Wait()
}

// again is the command that replays a schedule of the cell.
func (c *cell) again(t check.Ticket) string {
	args := []string{"daxwait", "replay"}
	for _, f := range []struct{ flag, file string }{{"--policy", c.policy}, {"--scenario", c.file}} {
		if f.file != "" {
			args = append(args, f.flag, shellQuote(f.file))
		}
	}
	return strings.Join(append(args, shellQuote(t.String())), " ")
}

// shellQuote quotes a word that a shell would take apart.
func shellQuote(word string) string {
	if strings.ContainsAny(word, " \t\n'\"$&|;<>()*?[]#~!`\\") {
		return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
	}
	return word
}

// check searches one cell, or plays random schedules in it.
func (c *cell) check(ctx context.Context, workers int, p *term.Bar) {
	began := time.Now()
	stopped := false // before it came to an end
	if c.err = whyDone(ctx); c.err != nil {
		return
	}
	if c.random != 0 {
		c.result, stopped, c.err = c.sample(ctx)
	} else {
		o := c.options
		o.Workers = workers
		o.Progress = func(states, _ int) bool {
			p.Tell(states, o.MaxStates)
			stopped = ctx.Err() != nil
			return stopped
		}
		c.result, c.err = check.Check(c.scenario, c.strategy.EntryLock, o)
	}
	if c.err == nil && stopped {
		c.err = whyDone(ctx)
	}
	if c.err != nil {
		c.err = fmt.Errorf("%s in %s: %w", c.strategy.Name, c.scenario.Name, c.err)
		return
	}
	ticket := ""
	if len(c.result.Violations) != 0 {
		c.ticket, c.err = check.Issue(c.strategy.Name, c.scenario, c.strategy.EntryLock, c.result.Violations[0].Schedule)
		ticket = c.ticket.String()
	}
	c.verdict = check.Verdict(c.strategy.Name, c.scenario, c.options, c.result, ticket, time.Since(began).Seconds())
	for i, v := range c.result.Inversions {
		if v.Deadlock != nil && c.err == nil {
			var t check.Ticket
			t, c.err = check.Issue(c.strategy.Name, c.scenario, c.strategy.EntryLock, *v.Deadlock)
			c.verdict.Inversions[i].Schedule = t.String()
		}
	}
}

// whyDone is why a search is to end: a task spins, or a signal came.
func whyDone(ctx context.Context) error {
	if spins := (*daxtest.Spins)(nil); errors.As(context.Cause(ctx), &spins) {
		return spins
	}
	return ctx.Err()
}

// sample plays random schedules in a cell. What that does not find is
// incomplete.
func (c *cell) sample(ctx context.Context) (r *check.Result, stopped bool, err error) {
	sc := *c.scenario
	sc.AllocFails, sc.Refusals = c.options.AllocFails, c.options.Refusals
	c.options.Spurious = 0 // no random sleep ends without a wake
	sample, err := check.Random(&sc, c.strategy.EntryLock, check.RandomOptions{
		Schedules: c.random, Seed: c.seed, Stop: func() bool { return ctx.Err() != nil },
	})
	if err != nil {
		return nil, false, err
	}
	r = &check.Result{Hit: fmt.Sprintf("%d random schedules, no search", sample.Schedules)}
	if v := sample.Violation; v != nil {
		r.Violations = []check.Violation{*v}
	}
	return r, sample.Schedules < c.random, nil
}

// columns is the schedule of the cell's first violation, as people read it.
func (c *cell) columns() (*results.Columns, error) {
	return check.Columns(c.ticket, c.scenario, c.strategy.EntryLock, &c.result.Violations[0])
}
