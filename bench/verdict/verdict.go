package verdict

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"time"

	"daxwait/bench"
	"daxwait/bench/check"
	"daxwait/bench/contained"
	"daxwait/daxcore/daxtest"
	"daxwait/daxcore/step"
	"daxwait/internal/phrase"
	"daxwait/results"
	"daxwait/strategies"
)

// Options say how a design is put to the test. The zero Options are ready for
// use, and what is below zero is as if it were.
type Options struct {
	// MaxStates is how many states a search stores at most; 0 is
	// DefaultStates.
	MaxStates int
	// Schedules is how many random schedules are played in each scenario; 0 is 100.
	Schedules int
	// Window is the length of a window of the simulation; 0 is bench.QuickWindow.
	Window time.Duration
	// Workers is how many searches go on at a time; 0 is one for each CPU.
	Workers int
	// Out is a folder for the records of the simulation; empty keeps none.
	Out string
	// Existing says what becomes of results that are there.
	Existing results.How
	// Watch is told how far the searches are.
	Watch check.Watch
	// Simulating, if there is one, is told what is to be simulated, and returns
	// what is told of each window that is done; end is called at the end.
	Simulating func(p *bench.Plan, groups []bench.Group) (done bench.Progress, end func())
}

// DefaultStates is how many states a search stores at most, unless Options say
// otherwise: a design whose scenarios are too large takes no longer than a minute.
const DefaultStates = 200_000

const defaultSchedules = 100

func (o *Options) fill() {
	for _, d := range []struct {
		to *int
		is int
	}{{&o.MaxStates, DefaultStates}, {&o.Schedules, defaultSchedules}, {&o.Workers, runtime.GOMAXPROCS(0)}} {
		if *d.to <= 0 {
			*d.to = d.is
		}
	}
	if o.Window <= 0 {
		o.Window = bench.QuickWindow
	}
}

// Verdict is what was found out about a design.
type Verdict struct {
	Design *strategies.Strategy
	// Cells are the scenarios that have a verdict. Scenarios in which every design
	// must fail are left out: they say nothing of this one.
	Cells []*check.Cell
	// Unsound are those without one, whose search cannot be believed or was
	// interrupted; why is in their Err.
	Unsound []*check.Cell
	// Lost are losses under random schedules beyond the searches. Played is in how
	// many scenarios some were played, Schedules how many in each.
	Lost      []Loss
	Played    int
	Schedules int
	// Records are those of the simulation; Without says why there are none.
	Records []*results.Record
	Without string
	plan    *bench.Plan
	log     *results.Log // nil keeps no record
}

// Loss is one under random schedules.
type Loss struct {
	Cell *check.Cell
	// Endless of Schedules had no end; else Kind is what Ticket shows.
	Endless, Schedules int
	Kind               step.Kind
	Ticket             check.Ticket
}

// Judge puts a design to the test. An interrupt is an error, and what had been
// found by then comes with it: scenarios that were not searched are among those
// without a verdict.
func Judge(ctx context.Context, design *strategies.Strategy, o Options) (v *Verdict, err error) {
	o.fill()
	v = &Verdict{Design: design, Schedules: o.Schedules}
	if o.Out != "" { // looked at before the search, which takes longer
		if v.log, _, err = results.Begin(nil, o.Out, nil, o.Existing); err != nil {
			return v, err
		}
		defer func() {
			end := v.log.Close
			if len(v.Records) == 0 { // it came to no case
				end = v.log.Discard
			}
			err = errors.Join(err, end())
		}()
	}
	scenarios := daxtest.OfDesigns()
	v.Cells = contained.Cells([]*strategies.Strategy{design}, scenarios, check.Limits{MaxStates: o.MaxStates})
	check.Search(ctx, v.Cells, o.Workers, o.Watch, nil)
	v.random(ctx)
	var sound []*check.Cell
	for _, c := range v.Cells {
		if errors.As(c.Err, new(*daxtest.ReadsClock)) {
			return v, c.Err
		}
		if c.Err != nil {
			v.Unsound = append(v.Unsound, c)
		} else {
			sound = append(sound, c)
		}
	}
	v.Cells = sound
	if err := ctx.Err(); err != nil {
		v.Without = "the search was interrupted"
		return v, err
	}
	if err := v.simulate(ctx, &o); err != nil {
		return v, err
	}
	return v, ctx.Err()
}

// random plays random schedules within the bounds of the search, but where that
// has found one that loses: it is the simpler one. One that loses though all are
// proved is none of the design's: the search cannot be believed.
func (v *Verdict) random(ctx context.Context) {
	for _, c := range v.Cells {
		if ctx.Err() != nil || daxtest.Fatal(c.Err) {
			return
		}
		if c.Err != nil || c.Verdict.Verdict == results.Violation {
			continue
		}
		v.Played++
		loss, err := play(ctx, c, v.Schedules)
		switch {
		case err != nil:
			c.Err = err
			if daxtest.Fatal(err) {
				return
			}
		case loss == nil:
		case c.Verdict.Verdict == results.Proved:
			c.Err = contradiction(loss)
		default:
			v.Lost = append(v.Lost, *loss)
		}
	}
}

// play plays random schedules in a cell, and returns what is lost.
func play(ctx context.Context, c *check.Cell, schedules int) (*Loss, error) {
	sample, err := contained.Random(ctx, c, schedules, 1)
	if err != nil {
		return nil, fmt.Errorf("%s in %s: %w", c.Strategy.Name, c.Scenario.Name, err)
	}
	loss := &Loss{Cell: c, Endless: sample.Endless, Schedules: sample.Schedules}
	if x := sample.Violation; x != nil {
		loss.Kind = x.Kind
		loss.Ticket, err = c.Issue(x.Schedule)
	} else if sample.Endless == 0 {
		return nil, nil
	}
	return loss, err
}

// scenarios is how many the design is put to the test in, with a verdict or without.
func (v *Verdict) scenarios() int { return len(v.Cells) + len(v.Unsound) }

// Losing are the cells with a violation, those of fewest steps first.
func (v *Verdict) Losing() []*check.Cell { return check.Losing(v.Cells) }

// Open are the cells that were not searched to the end.
func (v *Verdict) Open() []*check.Cell { return check.Found(v.Cells, results.Incomplete) }

// Hung are the patterns in which the design hung in the simulation, each once.
func (v *Verdict) Hung() (patterns []string) {
	for _, r := range results.Base(v.Records) {
		if r.Strategy == v.Design.Name && r.Hung() && !slices.Contains(patterns, r.Pattern) {
			patterns = append(patterns, r.Pattern)
		}
	}
	return patterns
}

// Broken are the records of the simulation that the design did not come back from.
func (v *Verdict) Broken() []*results.Record {
	return slices.DeleteFunc(slices.Clone(v.Records), func(r *results.Record) bool { return r.Broken == nil })
}

// Unpaid is how many sleeps and wakes of the simulation the design did not pay for:
// one that pays only where it is searched breaks the rule here.
func (v *Verdict) Unpaid() (n int64) {
	for _, r := range results.Base(v.Records) {
		if r.Strategy == v.Design.Name {
			n += r.Unpaid()
		}
	}
	return n
}

// Loses reports whether anything shows that the design is not safe.
func (v *Verdict) Loses() bool {
	return len(v.Losing()) != 0 || len(v.Lost) != 0 || len(v.Hung()) != 0 || len(v.Broken()) != 0 || v.Unpaid() != 0
}

// Safe reports whether the design is proved in all scenarios, within their
// bounds, and nothing else speaks against it.
func (v *Verdict) Safe() bool { return !v.Loses() && len(v.Unsound) == 0 && len(v.Open()) == 0 }

// Why a design has no verdict, or not enough of one.
var (
	ErrLoses    = errors.New("is not safe")
	ErrBroken   = errors.New("panicked or did not come back")
	ErrUnsound  = errors.New("has no verdict")
	ErrUnproved = errors.New("is not proved")
)

// Err is nil if the design is safe, else why it is not known to be: one of
// ErrLoses, ErrBroken, ErrUnsound and ErrUnproved is in it.
func (v *Verdict) Err() error {
	switch {
	case v.Loses():
		return fmt.Errorf("%s %w", v.Design.Name, ErrLoses)
	case slices.ContainsFunc(v.Unsound, func(c *check.Cell) bool { return !errors.As(c.Err, new(*check.HiddenState)) }):
		return fmt.Errorf("%s %w in %d of %s", v.Design.Name, ErrBroken, len(v.Unsound), phrase.Count(v.scenarios(), "scenario"))
	case len(v.Unsound) != 0:
		return fmt.Errorf("%s %w in %d of %s", v.Design.Name, ErrUnsound, len(v.Unsound), phrase.Count(v.scenarios(), "scenario"))
	case len(v.Open()) != 0:
		return fmt.Errorf("%s %w: %d of %s INCOMPLETE", v.Design.Name, ErrUnproved, len(v.Open()), phrase.CountOf(len(v.Cells), "verdict is", "verdicts are"))
	}
	return nil
}
