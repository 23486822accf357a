package cli

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"daxwait/bench/pattern"
	"daxwait/daxcore/daxtest"
	"daxwait/strategies"
)

func listCommand() *cobra.Command {
	return &cobra.Command{
		Use:       "list [strategies|patterns|scenarios]",
		Short:     "List what there is to compare",
		Args:      cobra.MatchAll(cobra.MaximumNArgs(1), cobra.OnlyValidArgs),
		ValidArgs: []string{"strategies", "patterns", "scenarios"},
		RunE: func(c *cobra.Command, args []string) error {
			what := ""
			if len(args) == 1 {
				what = args[0]
			}
			return List(c.OutOrStdout(), what)
		},
	}
}

// List writes the catalogue of one kind, or of all.
func List(w io.Writer, what string) error {
	if what == "" || what == "strategies" {
		fmt.Fprintln(w, "STRATEGIES")
		for _, s := range strategies.All() {
			fmt.Fprintf(w, "\n%s%s\n  from   %s\n  claim  %s\n  loses  %s\n", s.Name, place(s), s.Origin, s.Claim, s.Loses)
		}
		fmt.Fprintln(w)
	}
	if what == "" || what == "patterns" {
		patterns, err := pattern.WithShipped()
		if err != nil {
			return err
		}
		fmt.Fprintln(w, "PATTERNS")
		for _, p := range append(patterns, pattern.Around()...) {
			fmt.Fprintf(w, "\n%s\n  %s\n  %d tasks, %s, hold: %s\n", p.Name, p.About, p.DefaultTasks(), regime(p), p.Hold.Source)
			if p.Around {
				fmt.Fprintln(w, "  run when it is named")
			}
		}
		fmt.Fprintln(w)
	}
	if what == "" || what == "scenarios" {
		fmt.Fprintln(w, "SCENARIOS")
		for _, s := range daxtest.Scenarios() {
			entries := s.Entries
			if entries == "" {
				entries = "no entries"
			}
			fmt.Fprintf(w, "\n%s\n  %s\n  %s: %s\n", s.Name, s.About, entries, s.TaskText())
		}
	}
	return nil
}

// place says where a strategy stands: in the oracle table, and whether
// benchmarks run it unasked.
func place(s *strategies.Strategy) string {
	var words []string
	if s.Row != "" {
		words = append(words, "row "+s.Row)
	}
	if s.CheckOnly {
		words = append(words, "check only")
	}
	if words == nil {
		return ""
	}
	return "  (" + strings.Join(words, ", ") + ")"
}

func regime(p *pattern.Pattern) string {
	s := "holders stay on the CPU"
	if p.Regime() == "sleep" {
		s = "holders leave the CPU"
	}
	if p.Rounds != 0 {
		s += ", in rounds"
	}
	return s
}
