package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"daxwait/bench"
	"daxwait/internal/cli/flag"
	"daxwait/internal/cli/term"
	"daxwait/internal/command"
	"daxwait/internal/phrase"
	"daxwait/results"
	"daxwait/results/machine"
	"daxwait/strategies"
)

// RunOptions are the flags of run.
type RunOptions struct {
	planWords
	timelines
	sharing
	Out, Plots, Baseline string
	DryRun, Quick        bool
	flag.Existing
}

// usual are the options of a run that is told nothing.
func usual() RunOptions {
	return RunOptions{
		planWords: planWords{Engine: "sim", Profile: "default", Window: 100 * time.Millisecond, Windows: bench.MinWindows, Seed: 1, places: bench.Places()},
		timelines: timelines{TimelineSpan: 200 * time.Microsecond},
		Out:       "results/latest", Plots: "plots/latest", Baseline: strategies.Baseline,
	}
}

// hurry makes a first comparison of what was not asked for otherwise: few
// patterns in both regimes, short windows, and all prices of a wake.
func (o *RunOptions) hurry() {
	if o.Patterns == "" {
		o.Patterns = bench.QuickPatterns
	}
	o.Regime = cmp.Or(o.Regime, "both")
	o.Window = min(o.Window, bench.QuickWindow)
	o.Sensitivity = o.Engine == "sim"
	o.places = bench.QuickPlaces()
}

func (s *Suite) runCommand() *cobra.Command {
	o := usual()
	o.Catalogue, o.program = s.Catalogue, s.Program
	c := &cobra.Command{
		Use:   "run",
		Short: "Run strategies under contention patterns, and draw charts",
		Long: `run runs strategies under contention patterns, writes each case to --out, draws
charts and says what it found. Every combination of what is listed is run: one
axis that is swept makes a curve, two a map. Without --cpus, --tasks, --set and
--machine: on 2 CPUs, and on 64 with 8 to 128. --quick is a first comparison.`,
		Example: `  daxwait run --pattern mix --set pmd=0,50,100 --set hold=1us,10us --cpus 2,64
  daxwait run --trace my.trace.gz --hold sleep`,
		Args: flag.FlagsOnly,
		RunE: func(c *cobra.Command, _ []string) error {
			o.Getenv = os.Getenv
			return s.Run(c.Context(), c.OutOrStdout(), c.ErrOrStderr(), o)
		},
	}
	f := c.Flags()
	flag.Add(c, flag.Names(&o.Patterns), "pattern", "all", "patterns; NAME-run, NAME-sleep: in one regime")
	o.Add(c, "those compared")
	flag.Trace(c, &o.Traces, "")
	flag.Add(c, flag.Names(&o.Tasks), "tasks", "each pattern's", "numbers of tasks")
	flag.Add(c, flag.Names(&o.CPUs), "cpus", "2, 64; a trace's", "virtual CPUs; 0 is one for each task")
	flag.Add(c, flag.Assignments(&o.Axes), "set", "", "axes to set: `AXIS=VALUE`; of several values, each")
	flag.Add(c, flag.Choice(&o.Regime, flag.Regimes()), "hold", "both", "holders stay on the CPU, or leave it")
	flag.Add(c, flag.Choice(&o.Engine, flag.Engines()), "engine", "", "virtual CPUs, or goroutines on this machine")
	flag.Profile(c, &o.Profile, "")
	flag.Machine(c, &o.Machine)
	f.BoolVar(&o.Sensitivity, "sensitivity", false, "each price of a wake also low and high, or ×½ and ×2")
	flag.Window(c, &o.Window, o.Window)
	flag.Add(c, flag.Number(&o.Windows, 1, 10_000), "windows", "", "windows, that is samples, of each case")
	flag.Seed(c, &o.Seed)
	f.BoolVar(&o.Pin, "pin", false, "live: an OS thread for each task")
	f.BoolVar(&o.LockOrder, "lock-order", false, "warn of inversions of locks; slows live figures")
	flag.Out(c, &o.Out, flag.FolderName, o.Out)
	flag.Plots(c, &o.Plots, o.Plots)
	flag.Baseline(c, &o.Baseline)
	flag.Resume(c, &o.Resume)
	flag.Keep(c, &o.Existing)
	flag.DryRun(c, &o.DryRun)
	flag.Quick(c, &o.Quick)
	flag.Add(c, flag.Checked(&o.Shard, func(s string) error { _, err := bench.ParseShard(s); return err }), "shard", "Slurm's or a Job's", "part `I/N` of the plan, for merge")
	flag.Add(c, flag.Words(&o.Timelines), "timeline", "", "`FILE`.json, .svg …: of one simulated case: one window")
	flag.Add(c, flag.Span(&o.TimelineSpan, time.Microsecond, time.Hour), "timeline-span", "", "how much of it a chart shows")
	flag.CompleteWords(c, "pattern", flag.PatternWords)
	flag.CompleteWords(c, "set", flag.AxisWords)
	flag.Complete(c, "hold", flag.Regimes)
	flag.Complete(c, "engine", flag.Engines)
	flag.CompleteFiles(c, "timeline", "json", "trace", "txt", "svg", "png")
	return c
}

// Run runs a plan, writes results and charts, and says who leads where.
func (s *Suite) Run(ctx context.Context, stdout, stderr io.Writer, o RunOptions) error {
	if o.Quick {
		o.hurry()
	}
	if len(o.Timelines) != 0 { // of one case
		o.places, o.sharing = nil, sharing{}
	}
	p, err := o.plan()
	if err == nil && !o.Resume { // else what is there already may have it
		err = knownBaseline(o.Baseline, p.Strategies)
	}
	if err != nil {
		return flag.Misuse(err)
	}
	shard, err := o.shard(stderr, p)
	if err != nil {
		return flag.Misuse(err)
	}
	share, err := p.Share(shard)
	if err != nil {
		if o.DryRun {
			err = cmp.Or(p.Outline(ctx, stdout, cmp.Or(s.Trial, time.Second)), err)
		}
		return flag.Misuse(o.ofAxis(err))
	}
	if len(o.Timelines) != 0 && !o.DryRun {
		return o.timeline(ctx, stdout, stderr, p, share.Groups)
	}
	parts := o.Out
	if shard.Of > 1 {
		o.Out = filepath.Join(parts, fmt.Sprintf("%d-of-%d", shard.Index, shard.Of))
		o.Plots = "" // of a part they would mislead
	}
	if o.DryRun {
		if o.Resume {
			p.Have, _, _ = results.Read(o.Out) // what cannot be read is done again
		}
		return s.dryRun(ctx, stdout, p, p.Left(share.Groups))
	}
	manifest, err := share.Manifest()
	if err != nil {
		return err
	}
	if err := flag.Targets(flag.To("plots", o.Plots), flag.To("out", o.Out)); err != nil {
		return err
	}
	if shard.Of > 1 {
		doubt(stderr, manifest)
	}
	log, err := flag.Begin(stderr, s.On, o.Out, manifest, o.How())
	if err != nil {
		return flag.Unwritable(err)
	}
	old := log.Old()
	sameMachine(stderr, o.Out, old)
	p.Have = old
	groups := p.Left(share.Groups)
	bar := windows(ctx, stderr, p, groups)
	records, err := p.Run(ctx, groups, log, bar.Done)
	bar.End()
	records = append(old, records...)
	if err == nil {
		err = log.Settle(p.Ordered(share.Groups, records))
	}
	err = cmp.Or(err, log.Close())
	if err != nil && !errors.Is(err, context.Canceled) {
		return resumable{err}
	}
	if err != nil { // and nothing is drawn: whoever interrupts wants an end
		return s.interrupted(&o, len(share.Has)-cases(groups)+len(records)-len(old), len(share.Has))
	}
	if shard.Of > 1 {
		fmt.Fprintf(stdout, "shard %v: %d of its %d cases are in %s\nnext, when all shards are done: %s\n", shard, len(records), len(share.Has), o.Out, command.Of("merge").Flag("out", "DIR").With(parts).Spell(s.Program))
	} else if cerr := s.conclude(stdout, charts{In: o.Out, Out: o.Plots, Baseline: o.Baseline}, records); cerr != nil {
		return cerr
	}
	return errors.Join(unpaid(records), results.Failed(records))
}

// interrupted says what is kept of a run that did some of its cases.
func (s *Suite) interrupted(o *RunOptions, did, of int) error {
	again := "the same command with --resume goes on"
	if o.Quick { // daxwait alone has no such flag
		again = command.Of("run", "--quick", "--resume").Spell(s.Program) + " goes on, with the flags that it had"
	}
	return interruption(fmt.Sprintf("%d of %s kept in %s; %s", did, phrase.CountOf(of, "case is", "cases are"), o.Out, again))
}

func cases(groups []bench.Group) (n int) {
	for _, g := range groups {
		n += len(g)
	}
	return n
}

// sameMachine warns of live records that are gone on with on another machine.
func sameMachine(stderr io.Writer, dir string, old []*results.Record) {
	for _, r := range old {
		if r.Engine == "sim" {
			continue
		}
		if d := r.Machine.Comparable(machine.Here()); len(d) != 0 {
			fmt.Fprintf(stderr, "daxwait: warning: what is in %s was made where %s differed; times do not compare\n", dir, strings.Join(d, ", "))
			break
		}
	}
}

func (s *Suite) dryRun(ctx context.Context, w io.Writer, p *bench.Plan, groups []bench.Group) error {
	t := bench.Table(p, groups)
	if err := t.Text(w); err != nil {
		return err
	}
	takes := p.Estimate(ctx, groups, cmp.Or(s.Trial, time.Second)).Total
	_, err := fmt.Fprintf(w, "\n%d windows for each: about %s\n", p.Windows, term.Roughly(takes))
	return err
}

// unpaid is the error of designs that did not pay for what they did.
func unpaid(records []*results.Record) error {
	var names []string
	for _, r := range records {
		if r.Unpaid() != 0 && !slices.Contains(names, r.Strategy) {
			names = append(names, r.Strategy)
		}
	}
	if len(names) == 0 {
		return nil
	}
	return fmt.Errorf("a broken rule: %s did not pay for each sleep and wake, and figures of that are worth nothing", strings.Join(names, ", "))
}
