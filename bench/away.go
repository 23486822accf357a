package bench

import (
	"context"
	"errors"
	"time"

	"daxwait/bench/pattern"
	"daxwait/bench/timeline"
	"daxwait/internal/contain"
	"daxwait/results"
	"daxwait/results/machine"
)

// Kinds of work that a child of a run does ([Handlers]).
const (
	caseKind   = "case"
	startKind  = "start"
	warmKind   = "warm"
	windowKind = "window"
	finishKind = "finish"
)

// sent is a case as a child gets it.
type sent struct {
	Case
	// These are in place of the case's own: the pattern with all that it has, the name
	// of the strategy, what a recorder is of, if there is one.
	Pattern  *pattern.Packed
	Strategy string
	Timeline *timeline.About

	Machine *machine.Machine
	Windows int
	Window  time.Duration
}

// packed is the case as it is sent.
func (c *Case) packed(window time.Duration) *sent {
	s := &sent{Case: *c, Pattern: c.Pattern.Pack(), Strategy: c.Strategy.Name, Window: window}
	if c.Timeline != nil {
		s.Timeline = &c.Timeline.About
	}
	return s
}

// returned is what a child has found.
type returned struct {
	Record   *results.Record
	Timeline []byte
}

// simulateAway has a child simulate a case.
func (c *Case) simulateAway(ctx context.Context, home *contain.Pool, windows int, window time.Duration, done func()) *results.Record {
	s := c.packed(window)
	s.Windows = windows
	var back returned
	err := home.Do(ctx, contain.Order{Kind: caseKind, Of: s.Strategy, In: s, Out: &back, Tell: func([]byte) { done() }})
	if err == nil && c.Timeline != nil {
		err = c.Timeline.UnmarshalBinary(back.Timeline)
	}
	if err == nil {
		return back.Record
	}
	r := c.Record(window)
	if ctx.Err() == nil {
		r.Broken = broken(err)
	}
	return r
}

// broken is what is kept of a case that has failed away.
func broken(err error) *results.Broken {
	b := new(contain.Broken)
	if !errors.As(err, &b) {
		b = &contain.Broken{Reason: contain.Unable, Says: err.Error()}
	}
	return &results.Broken{Outcome: b.Reason.Outcome(), Reason: string(b.Reason), Says: b.Says, At: b.At, Text: b.Error()}
}

// away is a contestant that is run by a child. A nil away is none.
type away struct {
	of     string // the strategy
	worker *contain.Worker
	ctx    context.Context
	cancel context.CancelFunc
	err    error // the first
}

// sendAway has a child start a case.
func (c *Case) sendAway(home *contain.Pool, m *machine.Machine, window time.Duration) *away {
	a := &away{of: c.Strategy.Name}
	a.ctx, a.cancel = context.WithCancel(context.Background())
	if a.worker, a.err = home.Hire(); a.err == nil {
		s := c.packed(window)
		s.Machine = m
		a.ask(startKind, s)
	}
	return a
}

// ask has the child do a part, unless one before has failed.
func (a *away) ask(kind string, in any) {
	if a.err == nil {
		a.err = a.worker.Ask(a.ctx, contain.Order{Kind: kind, Of: a.of, In: in})
	}
}

// stop ends what the child is at.
func (a *away) stop() {
	if a != nil {
		a.cancel()
	}
}

// finish returns what the child has found; what it is of is in r.
func (a *away) finish(r *results.Record) *results.Record {
	defer a.cancel()
	var back returned
	if a.err == nil {
		a.err = a.worker.Ask(a.ctx, contain.Order{Kind: finishKind, Of: a.of, Out: &back})
	}
	if a.worker != nil {
		a.worker.Release()
	}
	switch {
	case a.err == nil:
		return back.Record
	case a.ctx.Err() == nil:
		r.Broken = broken(a.err)
	}
	return r
}
