package bench

import (
	"context"
	"errors"
	"slices"
	"time"

	"daxwait/strategies"
)

// setLoad makes a case an open loop in which tasks offer that share of the
// capacity: see [Case.capacity].
func setLoad(c *Case, v float64) error {
	switch {
	case !(v > 0 && v <= mostLoad):
		return errors.New("want more than 0, at most 10: a share of what upstream's design does in a closed loop")
	case c.Sim == nil:
		return errors.New("for the simulator, which finds out the capacity; give the live engine a rate")
	case c.Rate != 0:
		return errors.New("it says the rate; set one of both")
	case c.Pattern.Replay != nil || c.Pattern.Rounds != 0:
		return errors.New(c.Pattern.Name + " is no loop: a replay and rounds have no load")
	}
	c.Load = v
	return nil
}

const mostLoad = 10

// capacity is how many operations a second all tasks do in a closed loop under
// upstream's design, all else equal: in one window, with the seed of the case.
// It is 0 if the case has no load.
func (c *Case) capacity(window time.Duration) float64 {
	if c.Load == 0 {
		return 0
	}
	base := *c
	base.Load, base.LockOrder, base.Timeline = 0, false, nil
	base.Strategy = baseline()
	s := base.Simulate(context.Background(), 1, window).Samples[0]
	return float64(s.Ops) / s.Seconds
}

// baseline is the design that others are compared with.
func baseline() *strategies.Strategy {
	all := strategies.All()
	return all[slices.IndexFunc(all, func(s *strategies.Strategy) bool { return s.Name == strategies.Baseline })]
}
