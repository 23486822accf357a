package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"daxwait/bench/contained"
	"daxwait/daxcore/daxtest"
	"daxwait/internal/cli/flag"
	"daxwait/internal/cli/term"
	"daxwait/internal/command"
)

// ConformOptions are the flags of conform.
type ConformOptions struct {
	flag.Designs
	Schedules int
	Seed      uint64
}

func (s *Suite) conformCommand() *cobra.Command {
	o := ConformOptions{Designs: flag.Designs{Otherwise: "all", Catalogue: s.Catalogue}, Schedules: 1000}
	c := &cobra.Command{
		Use:   "conform",
		Short: "Play scenarios with each strategy under random schedules",
		Long: `conform plays small scenarios step by step under random schedules, and reports
tasks that sleep for ever, broken rules and leftovers, with the shortest
schedule that showed each. It ends with 1 if a strategy failed. To pass is no
proof: it says that none of these schedules lost.`,
		Args: flag.FlagsOnly,
		RunE: func(c *cobra.Command, _ []string) error {
			return s.Conform(c.Context(), flag.Output(c, "text"), c.ErrOrStderr(), o)
		},
	}
	o.Add(c, "all")
	flag.Add(c, flag.Number(&o.Schedules, 1, 1e9), "schedules", "", "random schedules of each scenario")
	flag.Seed(c, &o.Seed)
	return c
}

// Conform writes a verdict for each strategy.
func (s *Suite) Conform(ctx context.Context, w, stderr io.Writer, o ConformOptions) error {
	list, err := o.Find()
	if err != nil {
		return flag.Misuse(err)
	}
	scenarios := daxtest.OfDesigns()
	failed := 0
	bar := term.NewBar(stderr, len(list))
	defer bar.Pulse()()
	for _, s := range list {
		err := contained.Conform(ctx, s, o.Schedules, o.Seed)
		bar.End() // what is said takes its line
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if clock := (*daxtest.ReadsClock)(nil); errors.As(err, &clock) {
			return flag.Misuse(fmt.Errorf("%s: %w", s.Name, clock))
		}
		if spins := (*daxtest.Spins)(nil); errors.As(err, &spins) && s.Away() == nil {
			return fmt.Errorf("%s: %w", s.Name, spins)
		}
		if err == nil {
			fmt.Fprintf(w, "%-14s passes %d scenarios under %d schedules each (not a proof)\n", s.Name, len(scenarios), o.Schedules)
			bar.Done()
			continue
		}
		failed++
		known := "this is news"
		if s.Hangs || slices.ContainsFunc(scenarios, func(sc *daxtest.Scenario) bool { return sc.Expected(s.Name) != nil }) {
			known = "as is known of it"
		}
		fmt.Fprintf(w, "%-14s FAILS, %s:\n", s.Name, known)
		for _, line := range unjoin(err) {
			fmt.Fprintf(w, "    %s\n", strings.ReplaceAll(line.Error(), "\n", "\n        and "))
		}
		bar.Done()
	}
	bar.End()
	if failed != 0 {
		fmt.Fprintf(w, "\nThe simplest schedule, step by step: %s. Keys are file:index, 0x200 is B.\n", command.Of("check").Flag("strategy", "NAME").Flag("scenario", "NAME").Spell(s.Program))
		return fmt.Errorf("%d of %d strategies fail", failed, len(list))
	}
	return nil
}

// unjoin returns the errors that errors.Join put together.
func unjoin(err error) []error {
	var joined interface{ Unwrap() []error }
	if errors.As(err, &joined) {
		return joined.Unwrap()
	}
	return []error{err}
}
