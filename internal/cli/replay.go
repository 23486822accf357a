package cli

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"daxwait/bench/check"
	"daxwait/bench/contained"
	"daxwait/bench/policy"
	"daxwait/daxcore/daxtest"
	"daxwait/internal/cli/flag"
	"daxwait/internal/cli/term"
	"daxwait/internal/phrase"
	"daxwait/plots"
	"daxwait/results"
	"daxwait/results/words"
	"daxwait/strategies"
)

// ReplayOptions are the flags of replay.
type ReplayOptions struct {
	Policies []string // one at most
	Scenario string
	Step     bool
	Plots    string
	Stall    time.Duration
}

func (s *Suite) replayCommand() *cobra.Command {
	var o ReplayOptions
	c := &cobra.Command{
		Use:   "replay STRING",
		Short: "Step through a schedule that check has printed",
		Long: `replay plays a schedule with its strategy and scenario, and shows it as a column
for each task. On a terminal --step waits for Enter before each step. If the
strategy or the scenario came from a file, name it again.`,
		Example: `  daxwait replay v1:linux-5.2:entry/pmd-meets-pte:0100:1234
  daxwait replay --policy mine.toml v1:mine:entry/invalidations:01230012:1234`,
		Args:              cobra.ExactArgs(1),
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE: func(c *cobra.Command, args []string) error {
			return s.Replay(c.InOrStdin(), c.OutOrStdout(), args[0], o)
		},
	}
	flag.Scenario(c, &o.Scenario, "the schedule's")
	flag.Add(c, flag.Words(&o.Policies), "policy", "", flag.PolicyUsage)
	flag.CompleteFiles(c, "policy", "toml")
	c.Flags().BoolVar(&o.Step, "step", false, "wait for Enter before each step")
	flag.Plots(c, &o.Plots, "")
	flag.Stall(c, &o.Stall)
	return c
}

// Replay plays a schedule and writes it as columns.
func (s *Suite) Replay(stdin io.Reader, stdout io.Writer, text string, o ReplayOptions) error {
	columns, err := s.columns(text, o)
	if err != nil {
		return err
	}
	if err := flag.Targets(flag.To("plots", o.Plots)); err != nil {
		return err
	}
	w := &term.Sink{W: stdout}
	if o.Step && term.IsTerminal(stdin) {
		stepThrough(w, bufio.NewReader(stdin), columns)
	} else {
		words.WriteColumns(w, columns)
	}
	if o.Plots != "" {
		figure := plots.Schedule(columns)
		if err := plots.WriteFigure(s.On, o.Plots, figure); err != nil {
			return err
		}
		fmt.Fprintf(w, "\n%s in %s (PNG and SVG)\n", figure.Name, o.Plots)
	}
	return w.Err
}

// columns plays a schedule and returns it as people read it.
func (s *Suite) columns(text string, o ReplayOptions) (*results.Columns, error) {
	t, err := check.ParseTicket(text)
	if err != nil {
		return nil, flag.Misuse(err)
	}
	d, sc, err := s.find(t, o)
	if err != nil {
		return nil, flag.Misuse(err)
	}
	columns, err := contained.Replayed(t, d, sc)
	if errors.Is(err, contained.ErrStale) {
		err = flag.Misuse(err)
	}
	return columns, err
}

// find returns the strategy and the scenario of a schedule.
func (s *Suite) find(t check.Ticket, o ReplayOptions) (d *strategies.Strategy, sc *daxtest.Scenario, err error) {
	design := flag.Designs{Strategies: t.Strategy, Catalogue: s.Catalogue, Stall: o.Stall}
	var changes []string // that a policy does not have, but the name
	if len(o.Policies) != 0 {
		design = flag.Designs{Policies: o.Policies, Catalogue: s.Catalogue}
		if _, set, changed := strings.Cut(t.Strategy, "+"); changed {
			changes = strings.Split(set, "+")
		}
	}
	found, err := design.Find()
	switch {
	case err != nil:
		return nil, nil, fmt.Errorf("%w (a strategy from a file is named by --policy)", err)
	case len(found) != 1:
		return nil, nil, fmt.Errorf("%d strategies are named: want one", len(found))
	}
	for _, c := range changes {
		if err := policy.Decide(found[0], c); err != nil {
			return nil, nil, err
		}
	}
	if found[0].Name != t.Strategy {
		return nil, nil, fmt.Errorf("%s is %s, the schedule is of %s", strings.Join(o.Policies, ","), found[0].Name, t.Strategy)
	}
	if o.Scenario == "" {
		if sc, err = daxtest.ScenarioNamed(t.Scenario); err != nil {
			err = fmt.Errorf("%w (a scenario from a file is named by --scenario)", err)
		}
		return found[0], sc, err
	}
	scenarios, err := daxtest.FindScenarios(o.Scenario)
	if err == nil && len(scenarios) != 1 {
		err = flag.In("scenario", fmt.Errorf("%s are named: want one", phrase.Count(len(scenarios), "scenario")))
	}
	if err != nil {
		return nil, nil, err
	}
	return found[0], scenarios[0], nil
}

// stepThrough shows the columns a step at a time.
func stepThrough(w io.Writer, in *bufio.Reader, c *results.Columns) {
	for n := 1; n <= len(c.Steps); n++ {
		part := *c
		part.Steps = c.Steps[:n]
		if n < len(c.Steps) {
			part.Ending = "Enter for the next step."
		}
		term.Clear(w)
		words.WriteColumns(w, &part)
		if n < len(c.Steps) {
			if _, err := in.ReadString('\n'); err != nil {
				return
			}
		}
	}
}
