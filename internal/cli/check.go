package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"daxwait/bench/check"
	"daxwait/bench/contained"
	"daxwait/daxcore/daxtest"
	"daxwait/internal/cli/flag"
	"daxwait/internal/cli/term"
	"daxwait/internal/phrase"
	"daxwait/internal/telling"
	"daxwait/plots"
	"daxwait/results"
	"daxwait/results/store"
)

// CheckOptions are the flags of check.
type CheckOptions struct {
	flag.Designs
	Scenarios string
	Format    string
	check.Limits
	DryRun  bool
	Workers int
	Random  int
	Seed    uint64
	Plots   string
}

func (s *Suite) checkCommand() *cobra.Command {
	o := CheckOptions{Designs: flag.Designs{Otherwise: "all", Catalogue: s.Catalogue}}
	c := &cobra.Command{
		Use:   "check",
		Short: "Prove strategies safe, or show the simplest schedules that lose",
		Long: `check searches all interleavings of small scenarios with each strategy. It says
PROVED, with the bounds within which that holds; VIOLATION, with the losing
schedule of fewest preemptions; or INCOMPLETE, where a limit was hit.

It ends with 0 if each verdict is as the scenario expects (PROVED where it
expects nothing), 1 if one is not, 2 for wrong words, 3 if a search was not
completed. --random proves nothing; --plots has the matrix of verdicts, and the
schedule if there is but one.`,
		Example: `  daxwait check
  daxwait check --strategy linux-5.2 --scenario pmd-meets-pte
  daxwait check --strategy exclusive --decide put=next,all --scenario my.txt
  daxwait check --policy mine.toml --format json`,
		Args: flag.FlagsOnly,
		RunE: func(c *cobra.Command, _ []string) error {
			return s.Check(c.Context(), flag.Output(c, o.Format), c.ErrOrStderr(), o)
		},
	}
	flag.Scenario(c, &o.Scenarios, "all")
	o.Add(c, "all")
	flag.Search(c, &o.Limits)
	flag.Workers(c, &o.Workers)
	flag.Add(c, flag.Number(&o.Random, 0, 1e9), "random", "0", "play so many random schedules, and search nothing")
	flag.Seed(c, &o.Seed)
	flag.Format(c, &o.Format, "text", "json")
	flag.Plots(c, &o.Plots, "")
	flag.DryRun(c, &o.DryRun)
	return c
}

// Check writes a verdict for each strategy in each scenario.
func (s *Suite) Check(ctx context.Context, stdout, stderr io.Writer, o CheckOptions) error {
	designs, err := o.Find()
	if err != nil {
		return flag.Misuse(err)
	}
	scenarios, err := daxtest.FindScenarios(o.Scenarios)
	if err != nil {
		return flag.Misuse(flag.In("scenario", err))
	}
	s.warnUnknown(stderr, scenarios, designs)
	cells := contained.Cells(designs, scenarios, o.Limits)
	for _, c := range cells {
		c.Random, c.Seed = o.Random, o.Seed
	}
	w := &term.Sink{W: stdout}
	if o.DryRun {
		fmt.Fprintf(w, "%s × %s; each up to %s, %d at a time, beside 20MB of the program\n",
			phrase.CountOf(len(designs), "strategy", "strategies"), phrase.Count(len(scenarios), "scenario"), o.Most(), min(o.Workers, len(cells)))
		telling.Footprints(w, designs[0], scenarios)
		return w.Err
	}
	if err := flag.Targets(flag.To("plots", o.Plots)); err != nil {
		return err
	}
	defer flag.Collect(o.MaxMemory, min(o.Workers, len(cells)))()
	tell := telling.Telling{W: w, Cells: cells, Program: s.Program}
	search(ctx, stderr, cells, o.Workers, func(c *check.Cell) {
		if o.Random != 0 && o.Format == "text" {
			tell.Line(c)
		}
		if o.Format == "json" {
			line, _ := json.Marshal(c.Verdict)
			fmt.Fprintf(w, "%s\n", store.Seal(line))
		}
	})
	switch {
	case o.Format != "text" || o.Random != 0:
	case o.Places:
		telling.Places(w, cells)
	default:
		tell.Write()
	}
	if ctx.Err() != nil {
		return checkInterrupted(cells)
	}
	return errors.Join(w.Err, verdictCharts(w, o, cells), outcome(cells))
}

// search searches cells, and shows how far it is.
func search(ctx context.Context, stderr io.Writer, cells []*check.Cell, workers int, found func(*check.Cell)) {
	bar := term.NewBar(stderr, len(cells))
	defer bar.End()
	defer bar.Pulse()()
	check.Search(ctx, cells, workers, check.Watch{Done: bar.Done, Tell: bar.Tell}, found)
}

// checkInterrupted says which of the cells have a verdict.
func checkInterrupted(cells []*check.Cell) error {
	n, partial := 0, 0
	for _, c := range cells {
		switch {
		case c.Verdict == nil:
		case strings.HasPrefix(c.Verdict.Bounds.Hit, check.Interrupted):
			partial++
		default:
			n++
		}
	}
	begun := ""
	if partial != 0 {
		begun = fmt.Sprintf("; so is how far %s", phrase.CountOf(partial, "other search was", "other searches were"))
	}
	return interruption(fmt.Sprintf("%d of %s found, and said above%s; nothing else is kept", n, phrase.CountOf(len(cells), "verdict was", "verdicts were"), begun))
}

// outcome is the error that gives the exit code.
func outcome(cells []*check.Cell) error {
	surprises, open := 0, 0
	for _, c := range cells {
		switch {
		case errors.As(c.Err, new(*daxtest.ReadsClock)):
			return flag.Misuse(c.Err)
		case c.Err != nil:
			return c.Err
		case c.Verdict.Verdict == results.Incomplete:
			open++
		case !c.Verdict.AsExpected:
			surprises++
		}
	}
	switch {
	case surprises != 0:
		return fmt.Errorf("%d of %s not as expected", surprises, phrase.CountOf(len(cells), "verdict is", "verdicts are"))
	case open != 0:
		return flag.WithCode(fmt.Errorf("%d of %d verdicts are INCOMPLETE; the limits are --max-memory, --max-states and, with --random, that there is no search", open, len(cells)), flag.Incomplete)
	}
	return nil
}

// verdictCharts draws what the cells allow.
func verdictCharts(w io.Writer, o CheckOptions, cells []*check.Cell) error {
	if o.Plots == "" {
		return nil
	}
	var verdicts []*results.Verdict
	for _, c := range cells {
		if c.Verdict != nil {
			verdicts = append(verdicts, c.Verdict)
		}
	}
	figure := plots.Matrix(verdicts, plots.MatrixOptions{})
	if len(cells) == 1 && cells[0].Verdict != nil && cells[0].Verdict.Verdict == results.Violation {
		columns, err := cells[0].Columns()
		if err != nil {
			return err
		}
		figure = plots.Schedule(columns)
	}
	if err := plots.WriteFigure(nil, o.Plots, figure); err != nil {
		return err
	}
	if o.Format == "text" {
		fmt.Fprintf(w, "\n%s in %s (PNG and SVG)\n", figure.Name, o.Plots)
	}
	return nil
}
