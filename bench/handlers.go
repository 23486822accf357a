package bench

import (
	"context"
	"encoding/json"
	"errors"

	"daxwait/bench/timeline"
	"daxwait/internal/contain"
	"daxwait/strategies"
)

// Handlers are what a child of a run does with the designs of a catalogue. One case at
// a time is run in turns with those of other processes.
func Handlers(designs strategies.Catalogue) map[string]contain.Handler {
	s := &serving{designs: designs}
	return map[string]contain.Handler{
		caseKind:  s.simulate,
		startKind: s.start,
		warmKind: s.part(func(x *Contestant) (any, error) {
			x.Warm()
			return nil, nil
		}),
		windowKind: s.part(func(x *Contestant) (any, error) {
			x.Window()
			return nil, nil
		}),
		finishKind: s.part(func(x *Contestant) (any, error) {
			s.at = nil
			return returned{Record: x.Finish()}, nil
		}),
	}
}

// serving is a child, with the contestant that it is at.
type serving struct {
	designs strategies.Catalogue
	at      *Contestant
}

// received is the case of a job.
func (s *serving) received(j *contain.Job) (*Case, *sent, error) {
	var r sent
	if err := j.Read(&r); err != nil {
		return nil, nil, err
	}
	found, err := s.designs.Find(r.Strategy)
	if err != nil {
		return nil, nil, err
	}
	c := r.Case
	c.Pattern, c.Strategy, c.watch, c.onLeft = r.Pattern.Unpack(), found[0], j.Watch, j.Left
	if r.Timeline != nil {
		c.Timeline = timeline.New(*r.Timeline, timeline.Limit)
	}
	return &c, &r, nil
}

func (s *serving) simulate(ctx context.Context, j *contain.Job) (any, error) {
	c, r, err := s.received(j)
	if err != nil {
		return nil, err
	}
	back := returned{Record: c.simulate(ctx, r.Windows, r.Window, func() { j.Tell(json.RawMessage("1")) })}
	if c.Timeline != nil {
		back.Timeline, err = c.Timeline.MarshalBinary()
	}
	return back, err
}

func (s *serving) start(_ context.Context, j *contain.Job) (any, error) {
	c, r, err := s.received(j)
	if err == nil {
		s.at = c.Start(r.Machine, r.Window)
	}
	return nil, err
}

// part does a part of the case that was started.
func (s *serving) part(do func(*Contestant) (any, error)) contain.Handler {
	return func(ctx context.Context, j *contain.Job) (any, error) {
		x := s.at
		if x == nil {
			return nil, errors.New("no case was started")
		}
		defer x.until(ctx)()
		j.Watch(x.progress)
		return do(x)
	}
}
