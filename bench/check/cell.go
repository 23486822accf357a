package check

import (
	"context"
	"errors"
	"fmt"
	"time"

	"daxwait/daxcore"
	"daxwait/daxcore/daxtest"
	"daxwait/daxcore/step"
	"daxwait/internal/command"
	"daxwait/internal/phrase"
	"daxwait/results"
	"daxwait/strategies"
)

// Cell is a strategy in a scenario, and what a search found there.
type Cell struct {
	Strategy *strategies.Strategy
	Scenario *daxtest.Scenario
	Options  Options
	// Random is how many random schedules are played, drawn from Seed, instead of
	// a search; 0 is a search.
	Random int
	Seed   uint64

	// Result and Verdict are nil if there is an Err, or before the search; of one that
	// was interrupted they say how far it was. Ticket is of the schedule of the first
	// violation, if there is one.
	Result  *Result
	Verdict *results.Verdict
	Ticket  Ticket
	Err     error

	// Away, if any, is where it is searched, as its design may not come back.
	Away Away

	// Alone: it shares no search with others.
	Alone bool
}

// Away does what has a design run, in another process.
type Away interface {
	// Search fills in what a cell has after a search.
	Search(ctx context.Context, c *Cell, workers int, w Watch)
	Issue(*Cell, step.Schedule) (Ticket, error)
	Columns(*Cell) (*results.Columns, error)
}

// Limits are what bounds searches besides their scenarios.
type Limits struct {
	// Spurious, AllocFails and Refusals are in place of each scenario's budgets;
	// nil is the scenario's.
	Spurious, AllocFails, Refusals *int
	// MaxStates is how many states are stored at most; 0 is DefaultStates, or none if
	// there is another limit.
	MaxStates int
	// MaxMemory is what a search has in memory at most, in bytes; 0 is no limit.
	MaxMemory int64
	// NoLivelock, Compact, First and Places are as in Options.
	NoLivelock, Compact, First, Places bool
	// Without are reductions that are not to be used, of which otherwise all are.
	Without Reductions
	// NoShare: each design is searched by itself.
	NoShare bool
}

// Most says the limits of a search in words.
func (l *Limits) Most() string {
	switch {
	case l.MaxMemory == 0:
		o := Options{MaxStates: l.MaxStates}
		return fmt.Sprintf("%d states", o.states())
	case l.MaxStates == 0:
		return phrase.Bytes(l.MaxMemory)
	}
	return fmt.Sprintf("%d states and %s", l.MaxStates, phrase.Bytes(l.MaxMemory))
}

// of are the options of a search in a scenario within the limits.
func (l *Limits) of(sc *daxtest.Scenario) Options {
	o := For(sc)
	o.Reduce = AllReductions &^ l.Without
	o.NoLivelock, o.Compact, o.First, o.Places = l.NoLivelock, l.Compact, l.First, l.Places
	o.MaxStates, o.MaxMemory = l.MaxStates, l.MaxMemory
	o.MaxStates = o.states()
	for _, b := range []struct {
		to   *int
		from *int
	}{{&o.Spurious, l.Spurious}, {&o.AllocFails, l.AllocFails}, {&o.Refusals, l.Refusals}} {
		if b.from != nil {
			*b.to = *b.from
		}
	}
	return o
}

// Cells are each strategy in each scenario, strategy by strategy.
func Cells(designs []*strategies.Strategy, scenarios []*daxtest.Scenario, within Limits) (cells []*Cell) {
	for _, d := range designs {
		for _, sc := range scenarios {
			cells = append(cells, &Cell{Strategy: d, Scenario: sc, Options: within.of(sc), Alone: within.NoShare || within.Without == AllReductions})
		}
	}
	return cells
}

// Replay is the command that steps through a schedule of the cell.
func (c *Cell) Replay(t Ticket) command.Command {
	again := command.Of("replay")
	if c.Strategy.File != "" {
		again = again.Flag("policy", c.Strategy.File)
	}
	if c.Scenario.File != "" {
		again = again.Flag("scenario", c.Scenario.File)
	}
	return again.With(t.String())
}

// Issue makes a ticket of a schedule of the cell.
func (c *Cell) Issue(schedule step.Schedule) (Ticket, error) {
	if c.Away != nil {
		return c.Away.Issue(c, schedule)
	}
	return Issue(c.Strategy.Name, c.Scenario, c.Strategy.EntryLock, schedule)
}

// Columns is the schedule of the cell's first violation, as people read it.
func (c *Cell) Columns() (*results.Columns, error) {
	if c.Away != nil {
		return c.Away.Columns(c)
	}
	return Columns(c.Ticket, c.Scenario, c.Strategy.EntryLock, &c.Result.Violations[0])
}

// search searches the cell, or plays random schedules in it.
// Of a search that others may share it returns true.
func (c *Cell) search(ctx context.Context, design daxcore.Design, workers int, w Watch) (whole bool) {
	began := time.Now()
	stopped := false // before it came to an end
	if c.Err = whyDone(ctx); c.Err != nil {
		return false
	}
	if c.Away != nil {
		c.Away.Search(ctx, c, workers, w)
		return false
	}
	if c.Err = c.Scenario.Makes(c.Strategy.EntryLock); c.Err != nil {
		c.Err = fmt.Errorf("%s: %w", c.Strategy.Name, c.Err)
		return false
	}
	if c.Random != 0 {
		c.Result, stopped, c.Err = c.sample(ctx)
	} else {
		o := c.searched()
		o.Workers = workers
		o.Progress = func(states, _ int) bool {
			w.tell(states, o.states())
			stopped = ctx.Err() != nil
			return stopped
		}
		c.Result, c.Err = Check(c.Scenario, design, o)
	}
	if why := whyDone(ctx); c.Err == nil && stopped && daxtest.Fatal(why) {
		c.Err = why
	}
	if c.Err != nil {
		c.Err = fmt.Errorf("%s in %s: %w", c.Strategy.Name, c.Scenario.Name, c.Err)
		return false
	}
	c.conclude(time.Since(began).Seconds())
	return c.Err == nil && !stopped
}

// searched are the options with which a cell is searched.
func (c *Cell) searched() Options {
	o := c.Options
	if !o.First && c.Scenario.Expected(c.Strategy.Name) != nil {
		o.Reduce = 0 // all schedules will be wanted
	}
	return o
}

// conclude makes a verdict of the result, with tickets for its schedules.
func (c *Cell) conclude(seconds float64) {
	ticket := ""
	if len(c.Result.Violations) != 0 {
		c.Ticket, c.Err = c.Issue(c.Result.Violations[0].Schedule)
		ticket = c.Ticket.String()
	}
	c.Verdict = Verdict(c.Strategy.Name, c.Scenario, c.Options, c.Result, ticket, seconds)
	for i, v := range c.Result.Inversions {
		if v.Deadlock != nil && c.Err == nil {
			var t Ticket
			t, c.Err = c.Issue(*v.Deadlock)
			c.Verdict.Inversions[i].Schedule = t.String()
		}
	}
}

// whyDone is why a search is to end: another has failed for all, or nobody wants it
// any more.
func whyDone(ctx context.Context) error {
	for err := context.Cause(ctx); daxtest.Fatal(err); err = errors.Unwrap(err) {
		if errors.Unwrap(err) == nil {
			return err
		}
	}
	return ctx.Err()
}

// sample plays random schedules in a cell. What that does not find is
// incomplete.
func (c *Cell) sample(ctx context.Context) (r *Result, stopped bool, err error) {
	sc := *c.Scenario
	sc.AllocFails, sc.Refusals = c.Options.AllocFails, c.Options.Refusals
	c.Options.Spurious = 0 // no random sleep ends without a wake
	sample, err := Random(&sc, c.Strategy.EntryLock, RandomOptions{
		Schedules: c.Random, Seed: c.Seed, Stop: func() bool { return ctx.Err() != nil },
	})
	if err != nil {
		return nil, false, err
	}
	r = &Result{Hit: fmt.Sprintf("%d random schedules, no search", sample.Schedules)}
	if sample.Schedules < c.Random {
		r.Hit = fmt.Sprintf("%s after %d random schedules, no search", Interrupted, sample.Schedules)
	}
	if v := sample.Violation; v != nil {
		r.Violations = []Violation{*v}
	}
	return r, sample.Schedules < c.Random, nil
}
