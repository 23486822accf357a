package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"daxwait/bench/check"
	"daxwait/bench/policy"
	"daxwait/daxcore/daxtest"
	"daxwait/internal/cli/term"
	"daxwait/internal/page"
	"daxwait/results"
	"daxwait/strategies"
)

// JudgeOptions are the flags of judge.
type JudgeOptions struct {
	Format, Out string
	MaxStates   int
	Window      time.Duration
}

// judgeStates keeps a design whose scenarios are too large from taking longer
// than a minute.
const judgeStates = 200_000

// judgeSchedules is how many random schedules are played in each scenario.
const judgeSchedules = 100

func judgeCommand() *cobra.Command {
	var o JudgeOptions
	c := &cobra.Command{
		Use:   "judge NAME|FILE",
		Short: "Say on a page whether a design is safe and what it costs",
		Long: `judge puts one design to the test: a strategy of the catalogue, with other decisions
as NAME+key=value, or a policy file. It searches all scenarios, plays random
schedules, and simulates the design beside upstream (` + strategies.Baseline + `) with few patterns in
both regimes and with each price of a wake halved and doubled. In less than a
minute it says whether the design is safe, or how it loses and how to step through
that; where it is ahead of upstream and where behind; and what to run next. The
results of the simulation are kept if there is --out.

It ends with 0 if the design is safe, 1 if it loses, 2 for wrong words or files, 3
if something was not completed.`,
		Example: `  daxwait judge handoff
  daxwait judge exclusive+wake-on-unlock=all
  daxwait judge --format md mine.toml > mine.md`,
		Args:              cobra.ExactArgs(1),
		ValidArgsFunction: designNames,
		RunE: func(c *cobra.Command, args []string) error {
			return Judge(c.Context(), output(c, o.Format), c.ErrOrStderr(), args[0], o)
		},
	}
	statesFlag(c, &o.MaxStates, judgeStates)
	windowFlag(c, &o.Window, quickWindow)
	formatFlag(c, &o.Format, "text", "md")
	outFlag(c, &o.Out, folder, "")
	return c
}

// designNames completes the name of a strategy, or of a file.
func designNames(_ *cobra.Command, args []string, word string) ([]string, cobra.ShellCompDirective) {
	if len(args) != 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return designWords(word), cobra.ShellCompDirectiveDefault
}

// Judge writes a page about a design.
func Judge(ctx context.Context, stdout, stderr io.Writer, design string, o JudgeOptions) error {
	j, err := newJudgement(design)
	if err != nil {
		return usage(err)
	}
	if err := targets(target{"out", o.Out}); err != nil {
		return err
	}
	return j.judge(ctx, stdout, stderr, o)
}

// judge finds out about the design, and writes the page.
func (j *judgement) judge(ctx context.Context, stdout, stderr io.Writer, o JudgeOptions) error {
	j.search(ctx, stderr, o.MaxStates)
	j.random(ctx)
	if err := ctx.Err(); err != nil {
		return err
	}
	j.sort()
	if err := j.simulate(ctx, stderr, o); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	w := &term.Sink{W: stdout}
	if err := j.write(&page.Page{W: w, Markdown: o.Format == "md"}); err != nil {
		return err
	}
	return errors.Join(w.Err, j.outcome())
}

// newJudgement finds the design of a word: a policy file, or a strategy with
// decisions behind it.
func newJudgement(word string) (*judgement, error) {
	_, err := os.Stat(word)
	if err == nil || filepath.Ext(word) == ".toml" {
		s, err := readPolicy(word)
		if err != nil {
			return nil, err
		}
		for _, name := range strategies.Names() {
			if s.Name == name {
				return nil, fmt.Errorf("%s: the name %q is taken by a strategy of the catalogue; give it another", word, name)
			}
		}
		return &judgement{design: s, file: word}, nil
	}
	found, err := named(word)
	switch {
	case err != nil && decision(word):
		return nil, fmt.Errorf("%w; %q is a decision: judge %s+%s is upstream with it", err, word, strategies.Baseline, word)
	case err != nil && !strings.Contains(word, "+"):
		return nil, fmt.Errorf("%w; nor is there a file of that name", err)
	case err != nil:
		return nil, err
	case len(found) != 1:
		return nil, fmt.Errorf("%q names %d strategies: want one", word, len(found))
	}
	return &judgement{design: found[0]}, nil
}

// decision reports whether a word is a decision, such as key=base.
func decision(word string) bool {
	choices, err := policy.Choices([]string{word})
	return err == nil && len(choices) != 0 && strings.Contains(word, "=")
}

// search looks for losing schedules in all scenarios.
func (j *judgement) search(ctx context.Context, stderr io.Writer, states int) {
	for _, sc := range daxtest.Scenarios() {
		if sc.Hopeless() {
			continue // every design must fail there, which says nothing of this one
		}
		c := &cell{strategy: j.design, scenario: sc, options: check.For(sc), policy: j.file}
		c.options.MaxStates = states
		j.cells = append(j.cells, c)
	}
	search(ctx, stderr, j.cells, runtime.GOMAXPROCS(0), func(*cell) {})
}

// random plays random schedules within the bounds of the search, but where that
// has found one that loses: it is the simpler one. One that loses though all are
// proved is none of the design's: the search cannot be believed.
func (j *judgement) random(ctx context.Context) {
	for _, c := range j.cells {
		if spins := (*daxtest.Spins)(nil); ctx.Err() != nil || errors.As(c.err, &spins) {
			return
		}
		if c.err != nil || c.verdict.Verdict == results.Violation {
			continue
		}
		j.played++
		sample, err := check.Random(c.scenario, c.strategy.EntryLock, check.RandomOptions{Schedules: judgeSchedules, Seed: 1, Stop: func() bool { return ctx.Err() != nil }})
		switch {
		case err != nil:
			c.err = fmt.Errorf("%s in %s: %w", c.strategy.Name, c.scenario.Name, err)
			if spins := (*daxtest.Spins)(nil); errors.As(err, &spins) {
				return
			}
			continue
		case sample.Violation == nil && sample.Endless == 0:
			continue
		}
		lost := fmt.Sprintf("%d of %d have no end", sample.Endless, sample.Schedules)
		if v := sample.Violation; v != nil {
			ticket, err := check.Issue(c.strategy.Name, c.scenario, c.strategy.EntryLock, v.Schedule)
			if err != nil {
				c.err = err
				continue
			}
			lost = fmt.Sprintf("one is a %v: %s", v.Kind, c.again(ticket))
		}
		if c.verdict.Verdict == results.Proved {
			c.err = fmt.Errorf("%s in %s: search and schedules contradict each other: it is proved, and of random schedules within the same bounds %s; the design keeps state that the search does not see, or its labels do not tell all (daxwait explain labels that do not tell all)", c.strategy.Name, c.scenario.Name, lost)
			continue
		}
		j.lost = append(j.lost, fmt.Errorf("%s: %s", c.scenario.Name, lost))
	}
}
