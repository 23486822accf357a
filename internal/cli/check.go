package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"daxwait/bench/check"
	"daxwait/daxcore/daxtest"
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
	Charts     string
}

func checkCommand() *cobra.Command {
	o := CheckOptions{DesignOptions: DesignOptions{Otherwise: "all"}}
	c := &cobra.Command{
		Use:   "check",
		Short: "Prove strategies safe, or show the simplest schedules that lose",
		Long: `check searches all interleavings of small scenarios with each strategy. It says
PROVED, with the bounds within which that holds; VIOLATION, with the losing
schedule of fewest preemptions; or INCOMPLETE, where a limit was hit.

It ends with 0 if each verdict is as the scenario expects (PROVED where it
expects nothing), 1 if one is not, 2 for wrong words, 3 if a search was not
completed.`,
		Example: `  daxwait check
  daxwait check --strategy linux-5.2 --scenario pmd-meets-pte
  daxwait check --strategy exclusive --set put=never --scenario my.txt
  daxwait check --policy mine.toml --format json`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return Check(c.Context(), c.OutOrStdout(), c.ErrOrStderr(), o)
		},
	}
	o.flags(c)
	f := c.Flags()
	f.StringVar(&o.Scenarios, "scenario", "all", "scenarios: names, folders or files, comma-separated")
	f.StringVar(&o.Format, "format", "text", "text, or json: an object a line")
	f.IntVar(&o.Spurious, "spurious", -1, "sleeps that may end without a wake (default: each scenario's)")
	f.IntVar(&o.AllocFails, "alloc-fails", -1, "allocations that may fail (default: each scenario's)")
	f.IntVar(&o.Refusals, "refusals", -1, "invalidations that may be refused though the entry is clean (default: each scenario's)")
	f.IntVar(&o.MaxStates, "max-states", check.DefaultStates, "states to store at most; a million takes about 0.4 GB while it runs")
	f.BoolVar(&o.DryRun, "dry-run", false, "say what would be searched, and within which limits")
	f.IntVar(&o.Workers, "workers", runtime.GOMAXPROCS(0), "searches at a time, or workers of a single one")
	f.IntVar(&o.Random, "random", 0, "play so many random schedules instead of a search, for scenarios beyond it; proves nothing")
	f.Uint64Var(&o.Seed, "seed", 1, "seed of random schedules")
	f.StringVar(&o.Charts, "charts", "", "folder for charts: the matrix of verdicts, and the schedule if there is but one")
	complete(c, "scenario", scenarioNames)
	return c
}

// flags adds those that choose designs.
func (o *DesignOptions) flags(c *cobra.Command) {
	f := c.Flags()
	f.StringVar(&o.Strategies, "strategy", "", "strategies, comma-separated; NAME+put=never is one with a decision changed (default all)")
	f.StringArrayVar(&o.Policies, "policy", nil, "a strategy from a policy file (may be repeated)")
	f.StringArrayVar(&o.Set, "set", nil, "change a decision of the strategy, such as key=base (may be repeated)")
	complete(c, "strategy", func() []string { return strategies.Names() })
}

func scenarioNames() []string {
	var names []string
	for _, s := range daxtest.Scenarios() {
		names = append(names, s.Name)
	}
	return names
}

// Check writes a verdict for each strategy in each scenario.
func Check(ctx context.Context, stdout, stderr io.Writer, o CheckOptions) error {
	designs, err := o.designs()
	if err != nil {
		return usage(err)
	}
	scenarios, err := findScenarios(o.Scenarios)
	if err != nil {
		return usage(err)
	}
	switch {
	case o.Format != "text" && o.Format != "json":
		return usagef("--format %q: want text or json", o.Format)
	case o.Random < 0:
		return usagef("--random %d: want the number of schedules", o.Random)
	case o.Workers < 1 || o.Workers > maxWorkers:
		return usagef("--workers %d: want 1 to %d", o.Workers, maxWorkers)
	case min(o.Spurious, o.AllocFails, o.Refusals) < -1:
		return usagef("--spurious, --alloc-fails, --refusals: want 0 to %d, or -1 for each scenario's", daxtest.MaxBudget)
	case o.MaxStates < 1 || o.MaxStates > check.MostStates:
		return usagef("--max-states %d: want 1 to %d", o.MaxStates, check.MostStates)
	case max(o.Spurious, o.AllocFails, o.Refusals) > daxtest.MaxBudget:
		return usagef("--spurious, --alloc-fails, --refusals: want %d at most", daxtest.MaxBudget)
	}
	warnUnknown(stderr, scenarios, designs)
	cells := o.cells(designs, scenarios)
	w := &sink{w: stdout}
	if o.DryRun {
		fmt.Fprintf(w, "%s × %s; each up to %d states, %.1f GB, %d at a time\n",
			results.CountOf(len(designs), "strategy", "strategies"), results.Count(len(scenarios), "scenario"), o.MaxStates, float64(o.MaxStates)*stateBytes/1e9, min(o.Workers, len(cells)))
		return w.err
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
	return errors.Join(w.err, charts(w, o, cells), outcome(ctx, cells))
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

// maxWorkers is more than helps.
const maxWorkers = 1024

// outcome is the error that gives the exit code.
func outcome(ctx context.Context, cells []*cell) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
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
		return fmt.Errorf("%d of %s not as expected", surprises, results.CountOf(len(cells), "verdict is", "verdicts are"))
	case open != 0:
		return coded{fmt.Errorf("%d of %d verdicts are INCOMPLETE; the limits are --max-states and, with --random, that there is no search", open, len(cells)), Incomplete}
	}
	return nil
}

// charts draws what the cells allow.
func charts(w io.Writer, o CheckOptions, cells []*cell) error {
	if o.Charts == "" {
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
	if err := plots.WriteFigure(o.Charts, figure); err != nil {
		return err
	}
	if o.Format == "text" {
		fmt.Fprintf(w, "\n%s in %s (PNG and SVG)\n", figure.Name, o.Charts)
	}
	return nil
}
