package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
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
	DesignOptions
	Patterns              string
	Traces                []string
	Engine, Profile       string
	Tasks, CPUs           string
	Axes                  []string
	Regime                string
	Sensitivity           bool
	Window                time.Duration
	Windows               int
	Seed                  uint64
	Pin, LockOrder        bool
	Out, Plots, Baseline  string
	Resume, DryRun, Quick bool
	Timelines             []string
	TimelineSpan          time.Duration
	Shard                 string
	// Getenv is where a shard is looked for if Shard is empty; nil is nowhere.
	Getenv func(string) string
}

// usual are the options of a run that is told nothing.
func usual() RunOptions {
	return RunOptions{
		Engine: "sim", Profile: "default", Window: 100 * time.Millisecond, Windows: bench.MinWindows, Seed: 1,
		Out: "results/latest", Plots: "plots/latest", Baseline: strategies.Baseline,
	}
}

// hurry makes a first comparison of what was not asked for otherwise: few
// patterns in both regimes, short windows, and all prices of a wake.
func (o *RunOptions) hurry() {
	if o.Patterns == "" {
		o.Patterns = quickPatterns
	}
	o.Regime = cmp.Or(o.Regime, "both")
	o.Window = min(o.Window, quickWindow)
	o.Sensitivity = o.Engine == "sim"
}

// quickPatterns make a first comparison: one entry, one chunk, a real trace,
// and the two ways to be lost.
const quickPatterns = "pte-same,pte-groups,mixed-pte,replay-inval,inval-rounds,mixed-rounds"

// quickWindow is the length of its windows.
const quickWindow = 20 * time.Millisecond

func runCommand() *cobra.Command {
	o := usual()
	c := &cobra.Command{
		Use:   "run",
		Short: "Run strategies under contention patterns, and draw charts",
		Long: `run runs strategies under contention patterns, on virtual CPUs (--engine sim) or
as goroutines on this machine (--engine live), writes each case to --out, draws
charts and says what it found.

--set sets an axis to a value, or sweeps it over some; every combination of axes
is run. Two axes that are swept make a map of who wins where, one makes a curve.
The axes:

` + axesText(),
		Example: `  daxwait run --quick
  daxwait run --pattern mixed-pte --strategy exclusive,merged --cpus 2,16,64 --tasks 64
  daxwait run --pattern mix --set pmd=0,25,50,75,100 --set hold=1us,10us,100us --sensitivity
  daxwait run --trace my.trace.gz --hold sleep
  daxwait run --pattern pte-same --strategy perindex --tasks 4 --timeline herd.json --timeline herd.svg`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			o.Getenv = os.Getenv
			return Run(c.Context(), c.OutOrStdout(), c.ErrOrStderr(), o)
		},
	}
	f := c.Flags()
	f.StringVar(&o.Patterns, "pattern", "", "patterns, comma-separated; NAME-run or NAME-sleep is a pattern in that regime (default all)")
	f.StringVar(&o.Strategies, "strategy", "", "strategies, comma-separated, with other decisions as NAME+key=value, or all (default: those that list does not call check only)")
	f.StringArrayVar(&o.Policies, "policy", nil, "a strategy from a policy file (may be repeated)")
	f.StringArrayVar(&o.Traces, "trace", nil, "replay this kernel trace (may be repeated); alone unless --pattern is given")
	f.StringVar(&o.Tasks, "tasks", "", "numbers of tasks (default: each pattern's)")
	f.StringVar(&o.CPUs, "cpus", "", "numbers of virtual CPUs (default 2; 0 is one for each task)")
	f.StringArrayVar(&o.Axes, "set", nil, "AXIS=VALUE,VALUE…: set or sweep an axis (may be repeated)")
	f.StringVar(&o.Regime, "hold", "", "run, sleep or both: whether holders leave the CPU (default both, or the regime of the patterns that are named)")
	f.StringVar(&o.Engine, "engine", o.Engine, "sim: virtual CPUs and time, exact and repeatable; live: goroutines on this machine")
	f.StringVar(&o.Profile, "profile", o.Profile, "what everything costs in a simulation: "+strings.Join(profile.Names(), ", ")+", or a file")
	f.BoolVar(&o.Sensitivity, "sensitivity", false, "run each case with each price of a wake halved and doubled, too")
	f.StringArrayVar(&o.Timelines, "timeline", nil, "write what happens in one window of one simulated case, in place of results (may be repeated): to a name in .json for ui.perfetto.dev, in .trace or .txt as ftrace text, in .svg or .png as a chart")
	f.DurationVar(&o.TimelineSpan, "timeline-span", 200*time.Microsecond, "how much of the window that chart shows: its beginning, or its end if that is a hang")
	f.DurationVar(&o.Window, "window", o.Window, "length of a window")
	f.IntVar(&o.Windows, "windows", o.Windows, "windows, that is samples, for each case")
	f.Uint64Var(&o.Seed, "seed", o.Seed, "seed of the operations")
	f.BoolVar(&o.Pin, "pin", false, "give each task an OS thread of its own")
	f.BoolVar(&o.LockOrder, "lock-order", false, "record in which order locks are taken, and warn of inversions; live figures are slower by it")
	f.StringVar(&o.Out, "out", o.Out, "folder for results")
	f.StringVar(&o.Plots, "plots", o.Plots, "folder for charts; empty for none")
	baselineFlag(c, &o.Baseline)
	f.BoolVar(&o.Resume, "resume", false, "keep what is in --out and do what is missing")
	f.BoolVar(&o.DryRun, "dry-run", false, "say what would be run and how long it would take")
	f.StringVar(&o.Shard, "shard", "", "i/n: run the i-th of n parts of the plan, into --out/i-of-n, for merge (default: as a Slurm array or an indexed Job says)")
	f.BoolVar(&o.Quick, "quick", false, "a first comparison, as daxwait alone makes it: few patterns, both regimes, short windows, --sensitivity")
	complete(c, "strategy", func() []string { return strategies.Names() })
	complete(c, "pattern", func() []string { return pattern.Names(append(pattern.All(), pattern.Around()...)) })
	return c
}

func complete(c *cobra.Command, flag string, names func() []string) {
	_ = c.RegisterFlagCompletionFunc(flag, func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return names(), cobra.ShellCompDirectiveNoFileComp
	})
}

// Run runs a plan, writes results and charts, and says who leads where.
func Run(ctx context.Context, stdout, stderr io.Writer, o RunOptions) error {
	if o.Quick {
		o.hurry()
	}
	p, err := o.plan()
	if err != nil {
		return usage(err)
	}
	all, err := p.Groups()
	if err != nil {
		return usage(err)
	}
	if len(o.Timelines) != 0 && !o.DryRun {
		return o.timeline(ctx, stdout, stderr, p, all)
	}
	shard, err := o.shard(stderr, p, all)
	if err != nil {
		return usage(err)
	}
	parts := o.Out
	if shard.Of > 1 {
		o.Out = filepath.Join(parts, fmt.Sprintf("%d-of-%d", shard.Index, shard.Of))
		o.Plots = "" // of a part they would mislead
	}
	old, err := o.kept(stderr)
	if err != nil {
		return usage(err)
	}
	p.Have = old
	part, has := bench.Part(all, shard)
	groups := p.Left(part)
	if o.DryRun {
		return dryRun(stdout, p, groups)
	}
	manifest, err := p.Manifest(all, shard)
	if err != nil {
		return err
	}
	if o.Plots != "" {
		if err := os.MkdirAll(o.Plots, 0o777); err != nil {
			return usage(err)
		}
	}
	if shard.Of > 1 {
		doubt(stderr, manifest)
	}
	log, err := begin(o.Out, manifest, o.Resume, old)
	if err != nil {
		return usage(err)
	}
	defer log.Close()
	bar := newProgress(stderr, len(groups), p.Cost(groups))
	records, err := p.Run(ctx, groups, log, bar.done)
	bar.end()
	records = append(old, records...)
	if err != nil && !errors.Is(err, context.Canceled) {
		return err
	}
	if shard.Of > 1 {
		fmt.Fprintf(stdout, "shard %v: %d of its %d cases are in %s\nnext, when all shards are done: daxwait merge --out DIR %s\n", shard, len(records), len(has), o.Out, parts)
	} else if cerr := conclude(stdout, PlotOptions{In: o.Out, Out: o.Plots, Baseline: o.Baseline}, records); cerr != nil {
		return cerr
	}
	return err
}

// kept are the records that a resumed run finds.
func (o *RunOptions) kept(stderr io.Writer) ([]*results.Record, error) {
	if !o.Resume {
		return nil, nil
	}
	old, err := results.Read(o.Out)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("cannot resume: %w; without --resume the run begins anew", err)
	}
	for _, r := range old {
		if r.Engine == "sim" {
			continue
		}
		if d := r.Machine.Comparable(results.Here()); len(d) != 0 {
			fmt.Fprintf(stderr, "daxwait: warning: what is in %s was made where %s differed; times do not compare\n", o.Out, strings.Join(d, ", "))
			break
		}
	}
	return old, nil
}

func dryRun(w io.Writer, p *bench.Plan, groups []bench.Group) error {
	t := results.Table{Head: []string{"case", "tasks", "engine", "hold", "strategies"}, Right: []bool{false, true}}
	for _, g := range groups {
		names := ""
		for i := range g {
			if i > 0 {
				names += ", "
			}
			names += g[i].Strategy.Name
		}
		of := g[0].Record(p.Window)
		t.Rows = append(t.Rows, []string{of.Group().Name(), fmt.Sprint(of.Tasks), of.Engine, of.Hold, names})
	}
	if err := t.Text(w); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, "\n%d windows of %v for each: about %v\n", p.Windows, p.Window, p.Cost(groups).Round(time.Second))
	return err
}
