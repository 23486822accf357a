package contained

import (
	"context"
	"maps"

	"daxwait/bench"
	"daxwait/bench/check"
	"daxwait/daxcore/daxtest"
	"daxwait/internal/contain"
	"daxwait/strategies"
)

// Kinds of work.
const (
	cellKind    = "cell"
	issueKind   = "issue"
	columnsKind = "columns"
	randomKind  = "random"
	replayKind  = "replay"
	conformKind = "conform"
)

// Serve is the life of a child with the designs of a catalogue. It does not return.
func Serve(designs strategies.Catalogue) {
	c := child{designs}
	handlers := bench.Handlers(designs)
	maps.Copy(handlers, map[string]contain.Handler{
		cellKind: c.of(c.cell), issueKind: c.of(c.issue), columnsKind: c.of(c.columns),
		randomKind: c.of(c.random), replayKind: c.of(c.replay), conformKind: c.conform,
	})
	contain.Serve(handlers)
}

// child is one that has a catalogue.
type child struct{ designs strategies.Catalogue }

// work is done in a cell.
type work func(ctx context.Context, j *contain.Job, q *asked, c *check.Cell) (any, error)

// of does work in the cell that is asked for.
func (s *child) of(do work) contain.Handler {
	return func(ctx context.Context, j *contain.Job) (any, error) {
		q, c, err := s.asked(j)
		if err != nil {
			return nil, err
		}
		c.Options, c.Random, c.Seed, c.Ticket = q.Options, q.Random, q.Seed, q.Ticket
		if c.Scenario, err = q.Scenario.unpacked(); err != nil {
			return nil, err
		}
		c.Options.StepLimit = j.Stall
		prepare(j, c)
		return do(ctx, j, q, c)
	}
}

// asked is what is asked for, and a cell of the design, as yet without a scenario.
func (s *child) asked(j *contain.Job) (*asked, *check.Cell, error) {
	q := new(asked)
	if err := j.Read(q); err != nil {
		return nil, nil, err
	}
	found, err := s.designs.Find(q.Strategy)
	if err != nil {
		return nil, nil, err
	}
	return q, &check.Cell{Strategy: found[0]}, nil
}

func (s *child) cell(ctx context.Context, j *contain.Job, q *asked, c *check.Cell) (any, error) {
	check.Search(ctx, []*check.Cell{c}, q.Workers, check.Watch{Tell: func(states, most int) { j.Tell(told{states, most}) }}, nil)
	return found{c.Result, c.Verdict, c.Ticket, c.Options, failed(j, c.Err)}, nil
}

func (s *child) issue(_ context.Context, j *contain.Job, q *asked, c *check.Cell) (any, error) {
	j.Watch(still)
	return c.Issue(q.Ticket.Schedule)
}

func (s *child) columns(_ context.Context, j *contain.Job, q *asked, c *check.Cell) (any, error) {
	j.Watch(still)
	return check.Columns(c.Ticket, c.Scenario, c.Strategy.EntryLock, q.Lost)
}

func (s *child) random(ctx context.Context, j *contain.Job, q *asked, c *check.Cell) (any, error) {
	sample, err := check.Random(c.Scenario, c.Strategy.EntryLock, check.RandomOptions{
		Schedules: q.Random, Seed: q.Seed, StepLimit: j.Stall, Stop: func() bool { return ctx.Err() != nil },
	})
	return struct {
		Sample  *check.Sample
		Failure *failure
	}{sample, failed(j, err)}, nil
}

func (s *child) replay(_ context.Context, j *contain.Job, q *asked, c *check.Cell) (any, error) {
	made := prepare(j, c)
	j.Watch(still)
	if err := q.Ticket.Stale(c.Scenario, c.Strategy.EntryLock); err != nil {
		return replayed{Failure: &failure{Text: err.Error(), Stale: true}}, nil
	}
	j.Watch(made) // what follows is a search, which watches its steps
	columns, err := q.Ticket.Replayed(c.Strategy, c.Scenario, j.Stall)
	return replayed{columns, failed(j, err)}, nil
}

func (s *child) conform(ctx context.Context, j *contain.Job) (any, error) {
	q, c, err := s.asked(j)
	if err != nil {
		return nil, err
	}
	prepare(j, c)
	err = daxtest.Conform(c.Strategy.EntryLock, daxtest.Options{
		Schedules: q.Random, Seed: q.Seed, StepLimit: j.Stall, Stop: func() bool { return ctx.Err() != nil },
	})
	return replayed{Failure: failed(j, err)}, nil
}

// still is the progress of work that takes no time: to play a schedule once.
func still() int64 { return 0 }
