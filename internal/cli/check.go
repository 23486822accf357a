package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"daxwait/bench/check"
	"daxwait/daxcore/daxtest"
	"daxwait/internal/cli/term"
	"daxwait/internal/phrase"
	"daxwait/plots"
	"daxwait/results"
	"daxwait/strategies"
)

// CheckOptions are the flags of check.
type CheckOptions struct {
	DesignOptions
	Scenarios  string
	Format     string
	Spurious   int // -1 is the scenario's
	AllocFails int // -1 is the scenario's
	Refusals   int // -1 is the scenario's
	MaxStates  int
	DryRun     bool
	Workers    int
	Random     int
	Seed       uint64
	Plots      string
}

func checkCommand() *cobra.Command {
	o := CheckOptions{DesignOptions: DesignOptions{Otherwise: "all"}, Spurious: -1, AllocFails: -1, Refusals: -1}
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
		Args: flagsOnly,
		RunE: func(c *cobra.Command, _ []string) error {
			return Check(c.Context(), output(c, o.Format), c.ErrOrStderr(), o)
		},
	}
	scenarioFlag(c, &o.Scenarios, "all")
	o.flags(c, "all")
	value(c, &budget{number[int]{&o.Spurious, 0, daxtest.MaxBudget}}, "spurious", "each scenario's", "sleeps that may end without a wake")
	value(c, &budget{number[int]{&o.AllocFails, 0, daxtest.MaxBudget}}, "alloc-fails", "each scenario's", "allocations that may fail")
	value(c, &budget{number[int]{&o.Refusals, 0, daxtest.MaxBudget}}, "refusals", "each scenario's", "invalidations refused without a need")
	statesFlag(c, &o.MaxStates, check.DefaultStates)
	workersFlag(c, &o.Workers)
	value(c, &number[int]{&o.Random, 0, 1e9}, "random", "0", "play so many random schedules, and search nothing")
	seedFlag(c, &o.Seed)
	formatFlag(c, &o.Format, "text", "json")
	plotsFlag(c, &o.Plots, "")
	dryRunFlag(c, &o.DryRun)
	return c
}

// Check writes a verdict for each strategy in each scenario.
func Check(ctx context.Context, stdout, stderr io.Writer, o CheckOptions) error {
	designs, err := o.designs()
	if err != nil {
		return usage(err)
	}
	scenarios, err := findScenarios(o.Scenarios)
	if err != nil {
		return usage(inFlag("scenario", err))
	}
	warnUnknown(stderr, scenarios, designs)
	cells := o.cells(designs, scenarios)
	w := &term.Sink{W: stdout}
	if o.DryRun {
		fmt.Fprintf(w, "%s × %s; each up to %d states, %.1f GB, %d at a time\n",
			phrase.CountOf(len(designs), "strategy", "strategies"), phrase.Count(len(scenarios), "scenario"), o.MaxStates, float64(o.MaxStates)*stateBytes/1e9, min(o.Workers, len(cells)))
		return w.Err
	}
	if err := targets(target{"plots", o.Plots}); err != nil {
		return err
	}
	report := textReport{w: w, cells: cells}
	search(ctx, stderr, cells, o.Workers, func(c *cell) {
		if o.Random != 0 && o.Format == "text" {
			report.line(c)
		}
		if o.Format == "json" {
			line, _ := json.Marshal(c.verdict)
			fmt.Fprintf(w, "%s\n", line)
		}
	})
	if o.Format == "text" && o.Random == 0 {
		report.write()
	}
	if ctx.Err() != nil {
		return checkInterrupted(cells)
	}
	return errors.Join(w.Err, charts(w, o, cells), outcome(cells))
}

// cells are each strategy in each scenario.
func (o *CheckOptions) cells(designs []*strategies.Strategy, scenarios []*daxtest.Scenario) (cells []*cell) {
	for _, d := range designs {
		for _, sc := range scenarios {
			c := &cell{strategy: d, scenario: sc, options: check.For(sc), random: o.Random, seed: o.Seed, file: sc.File}
			if base, _, _ := strings.Cut(d.Name, "+"); len(o.Policies) == 1 && !slices.Contains(strategies.Names(), base) {
				c.policy = o.Policies[0]
			}
			c.options.MaxStates = o.MaxStates
			if o.Spurious >= 0 {
				c.options.Spurious = o.Spurious
			}
			if o.AllocFails >= 0 {
				c.options.AllocFails = o.AllocFails
			}
			if o.Refusals >= 0 {
				c.options.Refusals = o.Refusals
			}
			cells = append(cells, c)
		}
	}
	return cells
}

// stateBytes is what a state takes at the peak of a search: the graph, the
// states found last in full, and the analysis at the end.
const stateBytes = 400

// checkInterrupted says which of the cells have a verdict.
func checkInterrupted(cells []*cell) error {
	n := 0
	for _, c := range cells {
		if c.verdict != nil {
			n++
		}
	}
	return interruption(fmt.Sprintf("%d of %s found, and said above; nothing else is kept", n, phrase.CountOf(len(cells), "verdict was", "verdicts were")))
}

// outcome is the error that gives the exit code.
func outcome(cells []*cell) error {
	surprises, open := 0, 0
	for _, c := range cells {
		switch {
		case c.err != nil:
			return c.err
		case c.verdict.Verdict == results.Incomplete:
			open++
		case !c.verdict.AsExpected:
			surprises++
		}
	}
	switch {
	case surprises != 0:
		return fmt.Errorf("%d of %s not as expected", surprises, phrase.CountOf(len(cells), "verdict is", "verdicts are"))
	case open != 0:
		return coded{fmt.Errorf("%d of %d verdicts are INCOMPLETE; the limits are --max-states and, with --random, that there is no search", open, len(cells)), Incomplete}
	}
	return nil
}

// charts draws what the cells allow.
func charts(w io.Writer, o CheckOptions, cells []*cell) error {
	if o.Plots == "" {
		return nil
	}
	var verdicts []*results.Verdict
	for _, c := range cells {
		if c.verdict != nil {
			verdicts = append(verdicts, c.verdict)
		}
	}
	figure := plots.Matrix(verdicts, plots.MatrixOptions{})
	if len(cells) == 1 && cells[0].verdict != nil && cells[0].verdict.Verdict == results.Violation {
		columns, err := cells[0].columns()
		if err != nil {
			return err
		}
		figure = plots.Schedule(columns)
	}
	if err := plots.WriteFigure(o.Plots, figure); err != nil {
		return err
	}
	if o.Format == "text" {
		fmt.Fprintf(w, "\n%s in %s (PNG and SVG)\n", figure.Name, o.Plots)
	}
	return nil
}
