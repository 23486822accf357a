package cli

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"daxwait/bench"
	"daxwait/bench/pattern"
	"daxwait/internal/cli/flag"
	"daxwait/internal/command"
	"daxwait/internal/nearest"
	"daxwait/strategies"
)

// planWords are the flags that make a plan.
type planWords struct {
	flag.Designs
	Patterns                 string
	Traces                   []string
	Engine, Profile, Machine string
	Tasks, CPUs              string
	Axes                     []string
	Regime                   string
	Sensitivity              bool
	Window                   time.Duration
	Windows                  int
	Seed                     uint64
	Pin, LockOrder           bool
	// places are where a pattern is run if no word says where.
	places []bench.Place
}

// plan makes a plan of the words.
func (o *planWords) plan() (*bench.Plan, error) {
	p := &bench.Plan{Windows: o.Windows, Window: o.Window, Seed: o.Seed, PinThreads: o.Pin, LockOrder: o.LockOrder, Sensitivity: o.Sensitivity}
	var err error
	if p.Strategies, err = o.Find(); err != nil {
		return nil, err
	}
	if p.Patterns, err = o.patterns(); err != nil {
		return nil, err
	}
	if p.Sim, err = o.machine(); err != nil {
		return nil, err
	}
	if p.Sweeps, err = o.sweeps(); err == nil && p.Sim != nil && p.Sim.Anywhere() && o.CPUs == "" && o.Tasks == "" && len(o.Axes) == 0 {
		p.Places = o.places
	}
	return p, err
}

// knownBaseline refuses a baseline that is not run. The usual one, which nobody
// named, need not be.
func knownBaseline(name string, run []*strategies.Strategy) error {
	var names []string
	for _, s := range run {
		names = append(names, s.Name)
	}
	if name == strategies.Baseline || slices.Contains(names, name) {
		return nil
	}
	return flag.In("baseline", fmt.Errorf("%w; run it, too", nearest.Unknown("strategy to be run", name, names, command.Command{})))
}

// ofAxis says which flag an axis was set with.
func (o *planWords) ofAxis(err error) error {
	var a *bench.AxisError
	switch {
	case !errors.As(err, &a):
		return err
	case a.Axis == "cpus" && o.CPUs != "", a.Axis == "tasks" && o.Tasks != "":
		return flag.In(a.Axis, err)
	}
	return flag.In("set", err)
}

func (o *planWords) patterns() (patterns []*pattern.Pattern, err error) {
	names := o.Patterns
	if names != "" || len(o.Traces) == 0 {
		if patterns, err = pattern.Find(names); err != nil {
			return nil, flag.In("pattern", err)
		}
	}
	from := map[string]string{}
	for _, file := range o.Traces {
		t, err := pattern.Open(file)
		if err == nil && from[t.Name] != "" {
			err = fmt.Errorf("%s and %s both make the pattern %s; rename one, or give it once", from[t.Name], file, t.Name)
		}
		if err != nil {
			return nil, flag.In("trace", err)
		}
		from[t.Name] = file
		// It stands in for the shipped excerpt of the same name.
		patterns = append(slices.DeleteFunc(patterns, func(q *pattern.Pattern) bool { return q.Name == t.Name }), t)
	}
	regime := o.Regime
	if regime == "" && names == "" && len(o.Traces) == 0 {
		regime = "both"
	}
	patterns, err = pattern.InRegime(patterns, regime)
	return patterns, flag.In("hold", err)
}

// machine is the one to simulate; nil for the live engine.
func (o *planWords) machine() (*bench.Sim, error) {
	switch {
	case o.Engine == "live" && o.Sensitivity:
		return nil, flag.In("sensitivity", errors.New("for --engine sim; prices cannot be varied here"))
	case o.Engine == "live":
		return nil, flag.NoMachine(o.Machine)
	case o.Pin:
		return nil, flag.In("pin", errors.New("for --engine live"))
	}
	return flag.Simulation(o.Profile, o.Machine)
}

func (o *planWords) sweeps() (sweeps []bench.Sweep, err error) {
	type word struct{ flag, text string }
	var args []word
	for _, axis := range o.Axes {
		args = append(args, word{"set", axis})
	}
	for _, f := range []struct{ axis, values string }{{"cpus", o.CPUs}, {"tasks", o.Tasks}} {
		if f.values != "" {
			args = append(args, word{f.axis, f.axis + "=" + f.values})
		}
	}
	for _, w := range args {
		s, err := bench.ParseSweep(w.text)
		if err == nil && slices.ContainsFunc(sweeps, func(o bench.Sweep) bool { return o.Axis.Name == s.Axis.Name }) {
			err = fmt.Errorf("%s is set twice; give its values together, %s=A,B", s.Axis.Name, s.Axis.Name)
		}
		if err != nil {
			return nil, flag.In(w.flag, err)
		}
		sweeps = append(sweeps, s)
	}
	return sweeps, nil
}
