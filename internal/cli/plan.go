package cli

import (
	"errors"
	"fmt"
	"slices"

	"daxwait/bench"
	"daxwait/bench/pattern"
	"daxwait/bench/profile"
)

// plan makes a plan of the options.
func (o *RunOptions) plan() (*bench.Plan, error) {
	p := &bench.Plan{Windows: o.Windows, Window: o.Window, Seed: o.Seed, PinThreads: o.Pin, LockOrder: o.LockOrder, Sensitivity: o.Sensitivity}
	var err error
	if p.Strategies, err = o.designs(); err != nil {
		return nil, err
	}
	if p.Patterns, err = o.patterns(); err != nil {
		return nil, err
	}
	if p.Sim, err = o.machine(); err != nil {
		return nil, err
	}
	if p.Sweeps, err = o.sweeps(); err != nil {
		return nil, err
	}
	return p, nil
}

func (o *RunOptions) patterns() (patterns []*pattern.Pattern, err error) {
	names := o.Patterns
	if names != "" || len(o.Traces) == 0 {
		if patterns, err = pattern.Find(names); err != nil {
			return nil, inFlag("pattern", err)
		}
	}
	for _, file := range o.Traces {
		t, err := pattern.Open(file)
		if err != nil {
			return nil, inFlag("trace", err)
		}
		// It stands in for the shipped excerpt of the same name.
		patterns = append(slices.DeleteFunc(patterns, func(q *pattern.Pattern) bool { return q.Name == t.Name }), t)
	}
	regime := o.Regime
	if regime == "" && names == "" && len(o.Traces) == 0 {
		regime = "both"
	}
	patterns, err = pattern.InRegime(patterns, regime)
	return patterns, inFlag("hold", err)
}

// machine is the one to simulate; nil for the live engine.
func (o *RunOptions) machine() (*bench.Sim, error) {
	switch {
	case o.Engine == "live" && o.Sensitivity:
		return nil, inFlag("sensitivity", errors.New("for --engine sim; prices cannot be varied here"))
	case o.Engine == "live":
		return nil, nil
	case o.Pin:
		return nil, inFlag("pin", errors.New("for --engine live"))
	}
	found, err := profile.Find(o.Profile)
	if err != nil {
		return nil, inFlag("profile", err)
	}
	return bench.NewSim(&found.Profile), nil
}

func (o *RunOptions) sweeps() (sweeps []bench.Sweep, err error) {
	type word struct{ flag, text string }
	var words []word
	for _, axis := range o.Axes {
		words = append(words, word{"set", axis})
	}
	for _, f := range []struct{ axis, values string }{{"cpus", o.CPUs}, {"tasks", o.Tasks}} {
		if f.values != "" {
			words = append(words, word{f.axis, f.axis + "=" + f.values})
		}
	}
	for _, w := range words {
		s, err := bench.ParseSweep(w.text)
		if err == nil && slices.ContainsFunc(sweeps, func(o bench.Sweep) bool { return o.Axis.Name == s.Axis.Name }) {
			err = fmt.Errorf("%s is set twice; give its values together, %s=A,B", s.Axis.Name, s.Axis.Name)
		}
		if err != nil {
			return nil, inFlag(w.flag, err)
		}
		sweeps = append(sweeps, s)
	}
	return sweeps, nil
}
