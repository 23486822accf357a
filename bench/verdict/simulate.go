package verdict

import (
	"context"
	"fmt"
	"slices"
	"time"

	"daxwait/bench"
	"daxwait/bench/pattern"
	"daxwait/bench/profile"
	"daxwait/daxcore/step"
	"daxwait/results"
	"daxwait/strategies"
)

// crowd is the number of tasks, each with a CPU, in a crowd: what a design does to
// eight tasks on two says little of it. crowdPatterns have one entry, and one
// chunk, to fight about; prices are not varied there, which would take a minute.
const (
	crowd         = 64
	crowdPatterns = "pte-same,pte-groups"
)

// hungRounds is how many rounds of a window hang before its case is given up: one in
// which one does is not compared, and a design that hangs in each would have the
// simulation start a world for each of tens of thousands.
const hungRounds = 100

// simulate runs the design beside upstream, unless that says nothing of it.
func (v *Verdict) simulate(ctx context.Context, o *Options) error {
	if v.Without = v.without(); v.Without != "" {
		return nil
	}
	groups, err := v.planned(o)
	if err != nil {
		return err
	}
	groups = v.alive(ctx, groups, o.Window)
	manifest, err := v.plan.Manifest(groups, bench.Whole())
	if err == nil && v.log != nil {
		err = v.log.Describe(manifest)
	}
	if err != nil {
		return err
	}
	done, end := bench.Progress(func(int) {}), func() {}
	if o.Simulating != nil {
		done, end = o.Simulating(v.plan, groups)
	}
	v.Records, err = v.plan.Run(ctx, groups, v.log, done)
	if end(); ctx.Err() != nil {
		v.Without = "the simulation was interrupted"
	}
	return err
}

// alive are the groups without what would be simulated in vain: where the design
// hangs in a first window only that is left, with neither upstream nor other prices.
func (v *Verdict) alive(ctx context.Context, groups []bench.Group, window time.Duration) (left []bench.Group) {
	hangs := map[results.Group]bool{}
	for _, g := range groups {
		of := g[0].Record(window).Group()
		varied := of.Variant != ""
		of.Variant = ""
		if own := g[slices.IndexFunc(g, func(c bench.Case) bool { return c.Strategy == v.Design }):][:1]; !varied && ctx.Err() == nil && ends(own[0].Simulate(ctx, 1, window)) {
			hangs[of] = true
			left = append(left, own)
		} else if !hangs[of] {
			left = append(left, g)
		}
	}
	return left
}

// ends reports whether the design gets no further in a case: it hangs, or does not
// come back.
func ends(r *results.Record) bool { return r.Hung() || r.Broken != nil }

// without says why a simulation would say nothing.
func (v *Verdict) without() string {
	// What ends is the progress of some tasks alone.
	hangs := []string{step.LostWakeup.String(), step.LockCycle.String()}
	switch {
	case v.Design.Name == strategies.Baseline:
		return "it is upstream, which designs are compared with"
	case len(v.Unsound) != 0:
		return "a design without a verdict is not compared"
	case slices.ContainsFunc(v.Lost, func(l Loss) bool { return l.Endless != 0 }):
		return "schedules of the design have no end, so a window of a simulation may have none"
	}
	for _, c := range v.Losing() {
		for _, kind := range c.Verdict.Kinds {
			if kind == step.Livelock.String() {
				return fmt.Sprintf("tasks of the design may run round for ever (%s in %s), so a window of a simulation may have no end", kind, c.Scenario.Name)
			}
			if !slices.Contains(hangs, kind) {
				return fmt.Sprintf("figures of a design that breaks more than its own progress (%s in %s) mean nothing", kind, c.Scenario.Name)
			}
		}
	}
	return ""
}

// planned makes the plan, and returns its groups with those of the crowd.
func (v *Verdict) planned(o *Options) (groups []bench.Group, err error) {
	costs, err := profile.Find("default")
	if err != nil {
		return nil, err
	}
	upstream, err := strategies.Find(strategies.Baseline)
	if err != nil {
		return nil, err
	}
	host := bench.NewSim(&costs.Profile)
	host.Ranges = costs.Ranges
	quick := bench.Plan{
		Strategies: append(upstream, v.Design), Sim: host,
		Windows: bench.MinWindows, Window: o.Window, Seed: 1, Sensitivity: true, GiveUp: hungRounds,
	}
	crowded := quick
	crowded.Sensitivity = false
	crowded.Sweeps = []bench.Sweep{bench.SweepOf("cpus", crowd), bench.SweepOf("tasks", crowd)}
	for _, p := range []struct {
		plan     *bench.Plan
		patterns string
	}{{&quick, bench.QuickPatterns}, {&crowded, crowdPatterns}} {
		found, err := pattern.Find(p.patterns)
		if err != nil {
			return nil, err
		}
		if p.plan.Patterns, err = pattern.InRegime(found, "both"); err != nil {
			return nil, err
		}
		more, err := p.plan.Groups()
		if err != nil {
			return nil, err
		}
		groups = append(groups, more...)
	}
	v.plan = &quick
	return groups, nil
}
