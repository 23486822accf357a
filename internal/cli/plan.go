package cli

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"daxwait/bench"
	"daxwait/bench/pattern"
	"daxwait/bench/profile"
)

// axesText is the axes for the help.
func axesText() string {
	var b strings.Builder
	line := "  and any price, in place of the profile's:"
	for _, a := range bench.Axes() {
		switch {
		case !a.Price:
			fmt.Fprintf(&b, "  %-12s %s\n", a.Name, a.About)
			continue
		case len(line)+len(a.Name) > 78:
			b.WriteString(line + "\n")
			line = " "
		}
		line += " " + a.Name
	}
	return b.String() + line
}

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
	switch {
	case o.Windows < 1 || o.Windows > 10_000:
		return nil, fmt.Errorf("%d windows: want 1 to 10000", o.Windows)
	case o.Window < time.Millisecond || o.Window > time.Hour:
		return nil, fmt.Errorf("a window of %v: want 1ms to 1h", o.Window)
	}
	return p, nil
}

func (o *RunOptions) patterns() (patterns []*pattern.Pattern, err error) {
	names := o.Patterns
	if names != "" || len(o.Traces) == 0 {
		if patterns, err = pattern.Find(names); err != nil {
			return nil, err
		}
	}
	for _, file := range o.Traces {
		t, err := pattern.Open(file)
		if err != nil {
			return nil, err
		}
		// It stands in for the shipped excerpt of the same name.
		patterns = append(slices.DeleteFunc(patterns, func(q *pattern.Pattern) bool { return q.Name == t.Name }), t)
	}
	regime := o.Regime
	if regime == "" && names == "" && len(o.Traces) == 0 {
		regime = "both"
	}
	return pattern.InRegime(patterns, regime)
}

// machine is the one to simulate; nil for the live engine.
func (o *RunOptions) machine() (*bench.Sim, error) {
	switch {
	case o.Engine == "live" && o.Sensitivity:
		return nil, errors.New("--sensitivity is for --engine sim; prices cannot be varied here")
	case o.Engine == "live":
		return nil, nil
	case o.Engine != "sim":
		return nil, fmt.Errorf("--engine %q: want sim or live", o.Engine)
	case o.Pin:
		return nil, errors.New("--pin is for --engine live")
	}
	found, err := profile.Find(o.Profile)
	if err != nil {
		return nil, err
	}
	return bench.NewSim(&found.Profile), nil
}

func (o *RunOptions) sweeps() (sweeps []bench.Sweep, err error) {
	words := o.Axes
	for _, f := range []struct{ axis, values string }{{"cpus", o.CPUs}, {"tasks", o.Tasks}} {
		if f.values != "" {
			words = append(words[:len(words):len(words)], f.axis+"="+f.values)
		}
	}
	for _, w := range words {
		s, err := bench.ParseSweep(w)
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(sweeps, func(o bench.Sweep) bool { return o.Axis.Name == s.Axis.Name }) {
			return nil, fmt.Errorf("%s is set twice; give its values together, %s=A,B", s.Axis.Name, s.Axis.Name)
		}
		sweeps = append(sweeps, s)
	}
	return sweeps, nil
}
