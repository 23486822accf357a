package contained

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"

	"daxwait/bench/check"
	"daxwait/daxcore/daxtest"
	"daxwait/daxcore/step"
	"daxwait/internal/contain"
	"daxwait/results"
	"daxwait/strategies"
)

// Cells are each strategy in each scenario, strategy by strategy. Those whose design
// may not come back are searched by a child.
func Cells(designs []*strategies.Strategy, scenarios []*daxtest.Scenario, within check.Limits) []*check.Cell {
	cells := check.Cells(designs, scenarios, within)
	var of *at // of a strategy
	for _, c := range cells {
		if home := away(c.Strategy, c.Scenario); home != nil {
			if of == nil || of.design != c.Strategy {
				of = &at{home: home, design: c.Strategy}
			}
			c.Away = of
		}
	}
	return cells
}

// away is where a design in a scenario runs, if not here. A scenario that was made by a
// function has no text to send.
func away(s *strategies.Strategy, sc *daxtest.Scenario) *contain.Pool {
	if sc.Build != nil || sc.Source == "" {
		return nil
	}
	return s.Away()
}

// scenario is one as a child gets it.
type scenario struct{ Name, File, Source string }

func packed(sc *daxtest.Scenario) scenario { return scenario{sc.Name, sc.File, sc.Source} }

func (s *scenario) unpacked() (*daxtest.Scenario, error) {
	sc, err := daxtest.ParseScenario(strings.NewReader(s.Source), s.File, s.Name)
	if err == nil {
		sc.File = s.File
	}
	return sc, err
}

// asked is a cell as a child gets it, with what is to be done in it.
type asked struct {
	Strategy string
	Scenario scenario
	Options  check.Options
	Random   int
	Seed     uint64
	Workers  int
	Ticket   check.Ticket
	Lost     *check.Violation `json:",omitempty"`
}

func ask(c *check.Cell) *asked {
	return &asked{Strategy: c.Strategy.Name, Scenario: packed(c.Scenario), Options: c.Options, Random: c.Random, Seed: c.Seed, Ticket: c.Ticket}
}

// found is what a search has found.
type found struct {
	Result  *check.Result
	Verdict *results.Verdict
	Ticket  check.Ticket
	Options check.Options
	Failure *failure
}

// told is how far a search is.
type told struct{ States, Most int }

// stateBytes is more than what a search keeps for a state.
const stateBytes = 1000

// at has the cells of a design searched by children of a pool. After an error that is
// fatal ([daxtest.Fatal]) it searches no more of them.
type at struct {
	home   *contain.Pool
	design *strategies.Strategy

	mu    sync.Mutex
	fatal error
}

// end is the fatal error that was, or that is this one.
func (a *at) end(err error) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.fatal == nil && daxtest.Fatal(err) {
		a.fatal = err
	}
	return a.fatal
}

// Search implements [check.Away].
func (a *at) Search(ctx context.Context, c *check.Cell, workers int, w check.Watch) {
	if err := a.end(nil); err != nil {
		c.Err = fmt.Errorf("%s in %s: not searched: %w", c.Strategy.Name, c.Scenario.Name, err)
		return
	}
	q := ask(c)
	q.Workers = workers
	var f found
	err := a.home.Do(ctx, contain.Order{Kind: cellKind, In: q, Out: &f, Heap: int64(c.Options.MaxStates) * stateBytes, Tell: func(text []byte) {
		var t told
		if w.Tell != nil && json.Unmarshal(text, &t) == nil {
			w.Tell(t.States, t.Most)
		}
	}})
	if err != nil {
		c.Err = fmt.Errorf("%s in %s: %w", c.Strategy.Name, c.Scenario.Name, err)
		return
	}
	c.Result, c.Verdict, c.Ticket, c.Options, c.Err = f.Result, f.Verdict, f.Ticket, f.Options, f.Failure.err()
	a.end(c.Err)
}

// Issue implements [check.Away].
func (a *at) Issue(c *check.Cell, schedule step.Schedule) (t check.Ticket, err error) {
	q := ask(c)
	q.Ticket.Schedule = schedule
	err = a.home.Do(context.Background(), contain.Order{Kind: issueKind, In: q, Out: &t})
	return t, err
}

// Columns implements [check.Away].
func (a *at) Columns(c *check.Cell) (columns *results.Columns, err error) {
	q := ask(c)
	q.Lost = &c.Result.Violations[0]
	err = a.home.Do(context.Background(), contain.Order{Kind: columnsKind, In: q, Out: &columns})
	return columns, err
}

// Random plays random schedules in a cell.
func Random(ctx context.Context, c *check.Cell, schedules int, seed uint64) (*check.Sample, error) {
	home := away(c.Strategy, c.Scenario)
	if home == nil {
		return check.Random(c.Scenario, c.Strategy.EntryLock, check.RandomOptions{Schedules: schedules, Seed: seed, Stop: func() bool { return ctx.Err() != nil }})
	}
	q := ask(c)
	q.Random, q.Seed = schedules, seed
	var s struct {
		Sample  *check.Sample
		Failure *failure
	}
	if err := home.Do(ctx, contain.Order{Kind: randomKind, In: q, Out: &s}); err != nil {
		return nil, err
	}
	return s.Sample, s.Failure.err()
}

// Replayed plays a schedule and returns it as people read it. The error of one that
// does not fit any more has [ErrStale] in it.
func Replayed(t check.Ticket, s *strategies.Strategy, sc *daxtest.Scenario) (*results.Columns, error) {
	home := away(s, sc)
	if home == nil {
		if err := t.Stale(sc, s.EntryLock); err != nil {
			return nil, &failure{Text: err.Error(), Stale: true}
		}
		return t.Replayed(s, sc, 0)
	}
	var r replayed
	q := &asked{Strategy: s.Name, Scenario: packed(sc), Ticket: t}
	if err := home.Do(context.Background(), contain.Order{Kind: replayKind, In: q, Out: &r}); err != nil {
		return nil, fmt.Errorf("%s in %s: %w", s.Name, sc.Name, err)
	}
	return r.Columns, r.Failure.err()
}

// replayed is a schedule that was played, or why it was not.
type replayed struct {
	Columns *results.Columns
	Failure *failure
}

// Conform plays scenarios with a design under random schedules, see
// [daxtest.Conform].
func Conform(ctx context.Context, s *strategies.Strategy, schedules int, seed uint64) error {
	home := s.Away()
	if home == nil {
		return daxtest.Conform(s.EntryLock, daxtest.Options{Schedules: schedules, Seed: seed, Stop: func() bool { return ctx.Err() != nil }})
	}
	var r replayed
	err := home.Do(ctx, contain.Order{Kind: conformKind, In: &asked{Strategy: s.Name, Random: schedules, Seed: seed}, Out: &r})
	return errors.Join(err, r.Failure.err())
}
