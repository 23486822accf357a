package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"daxwait/bench"
	"daxwait/bench/pattern"
	"daxwait/bench/profile"
	"daxwait/results"
	"daxwait/strategies"
)

// RunOptions are the flags of run.
type RunOptions struct {
	Patterns, Strategies  string
	Traces                []string
	Tasks                 []int
	Params                pattern.Params
	Window                time.Duration
	Windows               int
	Seed                  uint64
	Rate                  float64
	Pin                   bool
	Out, Plots            string
	Resume, DryRun, Quick bool
	Engine                string
	CPUs                  []int
	Profile               string
	Slice                 time.Duration
}

// quickPatterns make a first comparison: one entry, one chunk, a real trace,
// and the two ways to be lost.
const quickPatterns = "pte-same,pte-groups,mixed-pte,replay-inval,inval-rounds,mixed-rounds"

func runCommand() *cobra.Command {
	var o RunOptions
	c := &cobra.Command{
		Use:   "run",
		Short: "Run strategies under contention patterns, and draw charts",
		Example: `  daxwait run --quick
  daxwait run --pattern mixed-pte,mixed-pmd --strategy exclusive,merged --tasks 2,8,32
  daxwait run --trace my.trace.gz --hold sleep`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return Run(c.Context(), c.OutOrStdout(), c.ErrOrStderr(), o)
		},
	}
	f := c.Flags()
	f.StringVar(&o.Patterns, "pattern", "", "patterns, comma-separated; NAME-run or NAME-sleep is a pattern in that regime (default all)")
	f.StringVar(&o.Strategies, "strategy", "", "strategies, comma-separated, or all (default: those that list does not call check only)")
	f.StringArrayVar(&o.Traces, "trace", nil, "replay this kernel trace (may be repeated); alone unless --pattern is given")
	f.IntSliceVar(&o.Tasks, "tasks", nil, "numbers of tasks (default: each pattern's)")
	f.StringVar(&o.Params.Regime, "hold", "", "run or sleep: whether holders leave the CPU (default: each pattern's)")
	f.Var(optional{&o.Params.Hold}, "hold-time", "mean time that an entry is held (default: each pattern's)")
	f.Var(optional{&o.Params.Think}, "think", "mean time between operations (default: each pattern's)")
	f.IntVar(&o.Params.Rounds, "rounds", 0, "operations of a round, after which all fall silent; -1 for none (default: each pattern's)")
	f.Float64Var(&o.Params.Skew, "skew", 0, "exponent of Zipf distributions (default: each pattern's)")
	f.StringVar(&o.Engine, "engine", "live", "live: goroutines on this machine; sim: virtual CPUs and time, exact and repeatable")
	f.IntSliceVar(&o.CPUs, "cpus", nil, "virtual CPUs of a simulation (default 2; 0 is one for each task)")
	f.StringVar(&o.Profile, "profile", "default", "what everything costs in a simulation: default, zero, emulated-6.1, or a file")
	f.DurationVar(&o.Slice, "slice", 3*time.Millisecond, "time slice of a virtual CPU; 0 is none")
	f.DurationVar(&o.Window, "window", 100*time.Millisecond, "length of a window")
	f.IntVar(&o.Windows, "windows", bench.MinWindows, "windows, that is samples, for each case")
	f.Uint64Var(&o.Seed, "seed", 1, "seed of the operations")
	f.Float64Var(&o.Rate, "rate", 0, "open loop: operations a second for each task; latency counts from the intended start")
	f.BoolVar(&o.Pin, "pin", false, "give each task an OS thread of its own")
	f.StringVar(&o.Out, "out", "results/latest", "folder for results")
	f.StringVar(&o.Plots, "plots", "plots/latest", "folder for charts; empty for none")
	f.BoolVar(&o.Resume, "resume", false, "keep what is in --out and do what is missing")
	f.BoolVar(&o.DryRun, "dry-run", false, "say what would be run and how long it would take")
	f.BoolVar(&o.Quick, "quick", false, "a first comparison: "+quickPatterns)
	complete(c, "strategy", func() []string { return strategies.Names() })
	complete(c, "pattern", func() []string { return pattern.Names(pattern.All()) })
	return c
}

// optional is a flag with a duration that may be left out.
type optional struct{ d **time.Duration }

func (o optional) Type() string { return "duration" }

func (o optional) String() string {
	if o.d == nil || *o.d == nil {
		return ""
	}
	return (*o.d).String()
}

func (o optional) Set(s string) error {
	d, err := time.ParseDuration(s)
	if err == nil {
		*o.d = &d
	}
	return err
}

func complete(c *cobra.Command, flag string, names func() []string) {
	_ = c.RegisterFlagCompletionFunc(flag, func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return names(), cobra.ShellCompDirectiveNoFileComp
	})
}

// plan makes a plan of the options.
func (o *RunOptions) plan() (*bench.Plan, error) {
	p := &bench.Plan{Tasks: o.Tasks, Windows: o.Windows, Window: o.Window, Seed: o.Seed, Rate: o.Rate, PinThreads: o.Pin}
	var err error
	if p.Strategies, err = strategies.Find(o.Strategies); err != nil {
		return nil, err
	}
	if o.Quick && o.Patterns == "" {
		o.Patterns = quickPatterns
		p.Window = min(p.Window, 50*time.Millisecond)
	}
	if o.Patterns != "" || len(o.Traces) == 0 {
		if p.Patterns, err = pattern.Find(o.Patterns); err != nil {
			return nil, err
		}
	}
	for _, file := range o.Traces {
		t, err := pattern.Open(file)
		if err != nil {
			return nil, err
		}
		// It stands in for the shipped excerpt of the same name.
		p.Patterns = append(slices.DeleteFunc(p.Patterns, func(q *pattern.Pattern) bool { return q.Name == t.Name }), t)
	}
	for i, pat := range p.Patterns {
		if p.Patterns[i], err = pat.With(o.Params); err != nil {
			return nil, err
		}
	}
	for _, n := range o.Tasks {
		if n < 1 || n > 4096 {
			return nil, fmt.Errorf("%d tasks: want 1 to 4096", n)
		}
	}
	if p.Sims, err = o.machines(); err != nil {
		return nil, err
	}
	switch {
	case o.Windows < 1 || o.Windows > 10_000:
		return nil, fmt.Errorf("%d windows: want 1 to 10000", o.Windows)
	case o.Window < time.Millisecond || o.Window > time.Hour:
		return nil, fmt.Errorf("a window of %v: want 1ms to 1h", o.Window)
	case !(o.Rate >= 0 && o.Rate <= 1e6):
		return nil, fmt.Errorf("%v operations a second for each task: want 0 (closed loop) to 1e6", o.Rate)
	}
	return p, nil
}

// machines are those to simulate; none for the live engine.
func (o *RunOptions) machines() ([]*bench.Sim, error) {
	switch {
	case o.Engine == "live" && o.CPUs != nil:
		return nil, errors.New("--cpus is for --engine sim; the live engine has the CPUs that it has")
	case o.Engine == "live":
		return nil, nil
	case o.Engine != "sim":
		return nil, fmt.Errorf("--engine %q: want live or sim", o.Engine)
	case o.Pin:
		return nil, errors.New("--pin is for the live engine")
	case o.Slice < 0 || o.Slice > time.Second:
		return nil, fmt.Errorf("--slice %v: want 0 to 1s", o.Slice)
	}
	found, err := profile.Find(o.Profile)
	if err != nil {
		return nil, err
	}
	cpus := o.CPUs
	if cpus == nil {
		cpus = []int{2}
	}
	var machines []*bench.Sim
	for _, n := range cpus {
		if n < 0 || n > 1024 {
			return nil, fmt.Errorf("--cpus %d: want 0 (one for each task) to 1024", n)
		}
		machines = append(machines, &bench.Sim{CPUs: n, Profile: &found.Profile, Slice: int64(o.Slice)})
	}
	return machines, nil
}

// Run runs a plan, writes results and charts, and says who leads where.
func Run(ctx context.Context, stdout, stderr io.Writer, o RunOptions) error {
	p, err := o.plan()
	if err != nil {
		return usage(err)
	}
	var old []*results.Record
	if o.Resume {
		if old, err = results.Read(o.Out); err != nil && !errors.Is(err, os.ErrNotExist) {
			return usagef("cannot resume: %w; without --resume the run begins anew", err)
		}
		p.Have = old
		for _, r := range old {
			if d := r.Machine.Comparable(results.Here()); len(d) != 0 {
				fmt.Fprintf(stderr, "daxwait: warning: what is in %s was made where %s differed; times do not compare\n", o.Out, strings.Join(d, ", "))
				break
			}
		}
	}
	groups := p.Groups()
	if o.DryRun {
		return dryRun(stdout, p, groups)
	}
	if o.Plots != "" {
		if err := os.MkdirAll(o.Plots, 0o777); err != nil {
			return usage(err)
		}
	}
	log, err := results.Create(o.Out, o.Resume)
	if err != nil {
		return usage(err)
	}
	defer log.Close()
	bar := newProgress(stderr, len(groups), p.Cost(groups))
	records, err := p.Run(ctx, log, bar.done)
	bar.end()
	records = append(old, records...)
	if err != nil && !errors.Is(err, context.Canceled) {
		return err
	}
	if len(records) != 0 {
		if werr := results.WriteSummary(stdout, records); werr != nil {
			return werr
		}
		if perr := Plot(stdout, PlotOptions{In: o.Out, Out: o.Plots}, records); perr != nil {
			return perr
		}
		fmt.Fprintf(stdout, "\nresults: %s   next: go tool benchstat -col /strategy %s/%s\n", o.Out, o.Out, results.BenchFile)
	}
	return err
}

func dryRun(w io.Writer, p *bench.Plan, groups []bench.Group) error {
	t := results.Table{Head: []string{"pattern", "tasks", "engine", "hold", "strategies"}, Right: []bool{false, true}}
	for _, g := range groups {
		names := ""
		for i := range g {
			if i > 0 {
				names += ", "
			}
			names += g[i].Strategy.Name
		}
		t.Rows = append(t.Rows, []string{g[0].Pattern.Name, fmt.Sprint(g[0].Tasks), g[0].Machine(), g[0].Pattern.Regime(), names})
	}
	if err := t.Text(w); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, "\n%d windows of %v for each: about %v\n", p.Windows, p.Window, p.Cost(groups).Round(time.Second))
	return err
}
