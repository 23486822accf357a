package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"runtime"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"daxwait/daxcore/daxtest"
	"daxwait/daxcore/step"
	"daxwait/internal/cli/flag"
	"daxwait/internal/cli/term"
	"daxwait/internal/command"
	"daxwait/internal/evidence"
	"daxwait/internal/nearest"
	"daxwait/internal/phrase"
	"daxwait/internal/space"
	"daxwait/plots"
	"daxwait/results/store"
)

// SpaceOptions are the flags of space.
type SpaceOptions struct {
	space.Options
	Scenarios, Without string
	Decide             []string
	Out, Format        string
	DryRun, Front      bool
	flag.Existing
}

func (s *Suite) spaceCommand() *cobra.Command {
	o := SpaceOptions{Scenarios: "entry"}
	c := &cobra.Command{
		Use:   "space",
		Short: "Check all combinations of decisions, and say which sets lose",
		Long: `space checks every combination of the decisions that make a design, and says
which smallest sets of decisions lose whatever else is decided, and which are
safe whatever else is decided, within the bounds that it prints. In --out it
leaves space.jsonl, a line for each design, space.md and the chart space.

Ctrl-C keeps what is done; --resume goes on. It ends with 0 if all designs were
checked, whatever the verdicts, and 3 if some search hit a limit.`,
		Example: `  daxwait space --dry-run
  daxwait space --scenario invalidations,key-migration --decide scan=skips
  daxwait space --without held-for-another --decide put=next,all`,
		Args: flag.FlagsOnly,
		RunE: func(c *cobra.Command, _ []string) error {
			return Space(c.Context(), c.OutOrStdout(), c.ErrOrStderr(), o)
		},
	}
	f := c.Flags()
	flag.Scenario(c, &o.Scenarios, "")
	flag.Add(c, flag.Names(&o.Without), "without", "", "scenarios of these to leave out")
	flag.Decide(c, &o.Decide)
	flag.Add(c, flag.Words(&o.Ignore), "ignore", "", "violations that do not count, such as livelock")
	f.BoolVar(&o.First, "first", false, "go no further than the first loss")
	f.BoolVar(&o.Front, "front", false, "simulate the safe designs: which does no other beat?")
	flag.States(c, &o.MaxStates, 1_000_000)
	flag.Workers(c, &o.Workers)
	flag.Format(c, &o.Format, "text", "json")
	flag.Out(c, &o.Out, flag.FolderName, "results/latest/space")
	flag.Resume(c, &o.Resume)
	flag.Keep(c, &o.Existing)
	flag.DryRun(c, &o.DryRun)
	flag.CompleteWords(c, "without", flag.ScenarioWords)
	flag.CompleteWords(c, "ignore", func(string) []string { return step.KindNames() })
	return c
}

// space makes the space of the options.
func (o *SpaceOptions) space() (*space.Space, error) {
	scenarios, err := daxtest.FindScenarios(o.Scenarios)
	if err != nil {
		return nil, flag.In("scenario", err)
	}
	if o.Without != "" {
		out, err := daxtest.FindScenarios(o.Without)
		if err != nil {
			return nil, flag.In("without", err)
		}
		scenarios = slices.DeleteFunc(scenarios, func(sc *daxtest.Scenario) bool {
			return slices.ContainsFunc(out, func(x *daxtest.Scenario) bool { return x.Name == sc.Name })
		})
	}
	if o.First && len(o.Ignore) != 0 {
		return nil, errors.New("--first may stop at what --ignore does not count: give one of them")
	}
	for _, kind := range o.Ignore {
		if !slices.Contains(step.KindNames(), kind) {
			return nil, flag.In("ignore", nearest.Unknown("violation", kind, step.KindNames(), command.Command{}))
		}
	}
	if len(scenarios) == 0 {
		return nil, flag.In("without", errors.New("no scenario is left"))
	}
	s, err := space.New(scenarios, o.Decide)
	return s, flag.In("decide", err)
}

// Space checks a space of designs and writes what it shows.
func Space(ctx context.Context, stdout, stderr io.Writer, o SpaceOptions) (err error) {
	s, err := o.space()
	if err != nil {
		return flag.Misuse(err)
	}
	w := &term.Sink{W: stdout}
	if o.DryRun {
		plan, err := s.Plan(ctx, 0, o.Options)
		if err != nil {
			return err
		}
		sayPlan(w, s, plan, 0, o)
		return w.Err
	}
	if err := flag.Targets(flag.To("out", o.Out)); err != nil {
		return err
	}
	log, err := s.Open(o.Out, o.Options, o.How())
	if err != nil {
		return flag.Unwritable(flag.Refused(err))
	}
	flag.Moved(stderr, o.Out, log.Moved)
	_ = flag.Damage(stderr, log.Damaged) // they are searched again
	defer func() { err = errors.Join(err, log.Close()) }()
	if err := s.Verify(ctx, log, o.Options); err != nil {
		if ctx.Err() != nil {
			return err
		}
		return flag.Misuse(err)
	}
	if from := len(log.Records); from < len(s.Designs) {
		plan, err := s.Plan(ctx, from, o.Options)
		if err != nil {
			return err
		}
		sayPlan(stderr, s, plan, from, o)
		switch err := runSpace(ctx, stderr, s, log, plan, o); {
		case errors.Is(err, context.Canceled):
			return spaceInterrupted(s, log, o)
		case err != nil:
			return resumable{err}
		}
	}
	a, err := s.Analyse(log.Records, o.Options)
	if err != nil {
		return err
	}
	if err := writeSpace(w, s, a, o); err != nil {
		return err
	}
	if o.Front {
		var says io.Writer = w
		if o.Format == "json" {
			says = stderr
		}
		switch err := front(ctx, says, stderr, s, a, o.Out); {
		case errors.Is(err, context.Canceled):
			return spaceInterrupted(s, log, o)
		case err != nil:
			return err
		}
	}
	if a.Incomplete != 0 {
		return flag.WithCode(fmt.Errorf("%d of %d designs are incomplete; raise --max-states", a.Incomplete, a.Combinations), flag.Incomplete)
	}
	return w.Err
}

// spaceInterrupted says what is kept of a space.
func spaceInterrupted(s *space.Space, log *space.Log, o SpaceOptions) error {
	return interruption(fmt.Sprintf("%d of %s kept in %s; the same command with --resume goes on", len(log.Records), phrase.CountOf(len(s.Designs), "design is", "designs are"), o.Out))
}

// sayPlan says what is to be done, and how long it should take.
func sayPlan(w io.Writer, s *space.Space, p *space.Plan, from int, o SpaceOptions) {
	for _, d := range s.Decisions {
		fmt.Fprintf(w, "  %-18s %v\n", d.Key, d.Values)
	}
	about := "about"
	if p.AtLeast {
		about = "at least"
	}
	fmt.Fprintf(w, "%d combinations are %s; %s", s.Combinations(), phrase.Count(len(s.Designs), "design"), phrase.Count(len(s.Scenarios), "scenario"))
	if from > 0 {
		fmt.Fprintf(w, "; %d are done", from)
	}
	fmt.Fprintf(w, ": %d searches, %s %s\n", p.Searches, about, term.Roughly(time.Duration(float64(p.Total(from))/shared(o.Workers))))
}

// shared is by how many work is done at a time.
func shared(workers int) float64 { return float64(min(workers, runtime.GOMAXPROCS(0))) }

// runSpace checks the designs that are missing.
func runSpace(ctx context.Context, stderr io.Writer, s *space.Space, log *space.Log, plan *space.Plan, o SpaceOptions) error {
	from := len(log.Records)
	workers := shared(o.Workers)
	bar := term.NewCostBar(stderr, len(s.Designs), term.NewETA(float64(plan.Total(from))/workers, true))
	defer bar.End()
	bar.What, bar.Did = " designs", from
	return s.Run(ctx, from, o.Options, func(i int, r *space.Record) error {
		bar.DoneOf(float64(plan.Costs[i]) / workers)
		return log.Append(r)
	})
}

// writeSpace writes tables and the chart.
func writeSpace(w io.Writer, s *space.Space, a *space.Analysis, o SpaceOptions) error {
	if err := store.Write(o.On, store.Whole{Path: filepath.Join(o.Out, "space.md"), Write: a.WriteMarkdown}); err != nil {
		return err
	}
	if err := plots.WriteFigure(o.On, o.Out, plots.Space(evidence.SpaceData(s, a))); err != nil {
		return err
	}
	if o.Format == "json" {
		return json.NewEncoder(w).Encode(a)
	}
	if err := a.Write(w, 30); err != nil {
		return err
	}
	fmt.Fprintf(w, "in %s: %s (a line for each design), space.md (these tables in full), space.png and space.svg\n", o.Out, space.File)
	return nil
}
