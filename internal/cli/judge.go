package cli

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"daxwait/bench"
	"daxwait/bench/check"
	"daxwait/bench/policy"
	"daxwait/bench/verdict"
	"daxwait/daxcore/daxtest"
	"daxwait/internal/cli/flag"
	"daxwait/internal/cli/term"
	"daxwait/internal/contain"
	"daxwait/internal/page"
	"daxwait/internal/phrase"
	"daxwait/results"
	"daxwait/strategies"
)

// JudgeOptions are the flags of judge.
type JudgeOptions struct {
	verdict.Options
	Format string
	force  flag.Existing
	Stall  time.Duration
}

func (s *Suite) judgeCommand() *cobra.Command {
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
  daxwait judge --format md mine.toml > mine.md
  daxwait judge --format json handoff`,
		Args:              cobra.ExactArgs(1),
		ValidArgsFunction: s.designNames,
		RunE: func(c *cobra.Command, args []string) error {
			return s.Judge(c.Context(), flag.Output(c, o.Format), c.ErrOrStderr(), args[0], o)
		},
	}
	flag.States(c, &o.MaxStates, verdict.DefaultStates)
	flag.Window(c, &o.Window, bench.QuickWindow)
	flag.Format(c, &o.Format, "text", "md", "json")
	flag.Out(c, &o.Out, flag.FolderName, "")
	flag.Keep(c, &o.force)
	flag.Stall(c, &o.Stall)
	return c
}

// designNames completes the name of a strategy, or of a file.
func (s *Suite) designNames(_ *cobra.Command, args []string, word string) ([]string, cobra.ShellCompDirective) {
	if len(args) != 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return flag.DesignWords(s.Catalogue)(word), cobra.ShellCompDirectiveDefault
}

// Judge writes a page about a design.
func (s *Suite) Judge(ctx context.Context, stdout, stderr io.Writer, design string, o JudgeOptions) error {
	d, err := s.oneDesign(design)
	if err != nil {
		return flag.Misuse(err)
	}
	if err := flag.Targets(flag.To("out", o.Out)); err != nil {
		return err
	}
	s.Catalogue.Wait(cmp.Or(o.Stall, contain.DefaultStall))
	return s.judge(ctx, stdout, stderr, d, o)
}

// judge puts a design to the test, and writes the page.
func (s *Suite) judge(ctx context.Context, stdout, stderr io.Writer, d *strategies.Strategy, o JudgeOptions) error {
	bar := term.NewBar(stderr, len(daxtest.OfDesigns()))
	pulse := sync.OnceFunc(bar.Pulse())
	defer pulse()
	o.Watch = check.Watch{Done: bar.Done, Tell: bar.Tell}
	o.Simulating = func(p *bench.Plan, groups []bench.Group) (bench.Progress, func()) {
		pulse()
		bar.End()
		on := windows(ctx, stderr, p, groups)
		return on.Done, on.End
	}
	if o.force.Force {
		o.Existing = results.Force
	}
	v, err := verdict.Judge(ctx, d, o.Options)
	bar.End()
	err = flag.Refused(err)
	if err != nil && ctx.Err() == nil {
		return flag.Unwritable(err)
	}
	w := &term.Sink{W: stdout}
	if err != nil && len(v.Cells) == 0 {
		return err
	}
	if o.Format == "json" {
		err = json.NewEncoder(w).Encode(v.Data())
	} else {
		err = v.Write(&page.Page{W: w, Markdown: o.Format == "md"}, s.Program)
	}
	if err != nil {
		return err
	}
	if ctx.Err() != nil {
		found := fmt.Sprintf("said above is what was found in %s of %d", phrase.Count(len(v.Cells), "scenario"), len(v.Cells)+len(v.Unsound))
		if o.Out != "" && len(v.Records) != 0 {
			found += fmt.Sprintf("; %s of the simulation kept in %s", phrase.CountOf(len(v.Records), "case is", "cases are"), o.Out)
		}
		return interruption(found + "; to judge again begins anew")
	}
	err = v.Err()
	if errors.Is(err, verdict.ErrUnproved) || errors.Is(err, verdict.ErrUnsound) {
		err = flag.WithCode(err, flag.Incomplete)
	}
	return errors.Join(w.Err, err)
}

// oneDesign finds the design of a word: a policy file, or a strategy with
// decisions behind it.
func (s *Suite) oneDesign(word string) (*strategies.Strategy, error) {
	_, err := os.Stat(word)
	if err == nil || filepath.Ext(word) == ".toml" {
		return flag.Designs{Catalogue: s.Catalogue}.Policy(word)
	}
	found, err := policy.Named(s.Catalogue, word)
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
	return found[0], nil
}

// decision reports whether a word is a decision, such as key=base.
func decision(word string) bool {
	choices, err := policy.Choices([]string{word})
	return err == nil && len(choices) != 0 && strings.Contains(word, "=")
}
