package cli

import (
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"daxwait/bench/policy"
	"daxwait/daxcore/daxtest"
	"daxwait/internal/cli/flag"
	"daxwait/internal/cli/term"
	"daxwait/internal/nearest"
	"daxwait/internal/phrase"
	"daxwait/strategies"
)

func explainCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "explain NAME",
		Short: "Say what a name, a verdict, a finding, a question or a kernel is",
		Long: `explain says what a word means: a strategy, scenario, pattern, decision, axis,
metric or profile (daxwait list names them); a verdict (PROVED, VIOLATION or
INCOMPLETE); a violation or finding, such as lost wakeup; inversion and lock
order; one of the six questions, Q1 to Q6; or, where a machine hangs, a kernel's
version, a function of its fs/dax that a task sleeps in, and hang.`,
		Example: `  daxwait explain linux-5.2
  daxwait explain key-migration
  daxwait explain lost wakeup
  daxwait explain put
  daxwait explain Q3
  daxwait explain 5.2
  daxwait explain dax_lock_page`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			return Explain(c.OutOrStdout(), strings.Join(args, " "))
		},
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return explainable(), cobra.ShellCompDirectiveNoFileComp
		},
	}
}

// Explain writes what a name means, in each sense that it has.
func Explain(w io.Writer, name string) error {
	s := &term.Sink{W: w}
	known := explainStrategy(s, name)
	known = known || explainKernel(s, name)
	known = explainScenario(s, name) || known
	known = explainFunction(s, name) || explainHang(s, name) || known
	for _, list := range [][]word{verdictWords(), kindWords(), findingWords(), lockWords(), questionWords()} {
		for _, e := range list {
			if strings.EqualFold(e.name, name) {
				fmt.Fprintf(s, "%s\n%s\n", e.name, phrase.Wrap(e.says, 78))
				known = true
			}
		}
	}
	for _, i := range otherItems() {
		if strings.EqualFold(i.Name, name) {
			fmt.Fprintf(s, "%s, %s\n", i.Name, articled(i.Kind))
			about := i.About
			if i.Note != "" {
				about += " (" + i.Note + ")"
			}
			for _, line := range append([]string{about}, i.More...) {
				fmt.Fprintln(s, phrase.Wrap(line, 78))
			}
			known = true
		}
	}
	if !known {
		return flag.Misusef("nothing is called %q%s; daxwait list and daxwait explain --help name what there is", name, nearest.Question(name, explainable()))
	}
	return s.Err
}

func explainStrategy(w io.Writer, name string) bool {
	for _, s := range strategies.All() {
		if !strings.EqualFold(s.Name, name) {
			continue
		}
		fmt.Fprintf(w, "%s, a strategy\nfrom     %s\nclaim    %s\nloses    %s\n", s.Name, s.Origin, s.Claim, s.Loses)
		if s.Row != "" {
			fmt.Fprintf(w, "row      %s of the table of history\n", s.Row)
		}
		if s.New == nil {
			fmt.Fprintf(w, "policy   %s\n", policy.Describe(s.Policy))
		}
		var lost []string
		for _, sc := range slices.DeleteFunc(daxtest.Scenarios(), (*daxtest.Scenario).Hopeless) {
			for _, k := range sc.Expected(s.Name) {
				lost = append(lost, fmt.Sprintf("%s (%v)", path.Base(sc.Name), k))
			}
		}
		if len(lost) != 0 {
			fmt.Fprintf(w, "violates %s\n", strings.ReplaceAll(phrase.Wrap(strings.Join(lost, ", "), 69), "\n", "\n         "))
		}
		fmt.Fprintf(w, "try      daxwait check --strategy %s\n", s.Name)
		return true
	}
	return false
}

func explainScenario(w io.Writer, name string) bool {
	s, err := daxtest.ScenarioNamed(strings.ToLower(name))
	if err != nil {
		return false
	}
	entries := s.Entries
	if entries == "" {
		entries = "none"
	}
	fmt.Fprintf(w, "%s, a scenario\n%s\nentries  %s\ntasks    %s\n", s.Name, phrase.Wrap(s.About, 78), entries, s.TaskText())
	if s.Column != 0 {
		fmt.Fprintf(w, "column   %d of the table of history\n", s.Column)
	}
	for _, e := range s.Expect {
		fmt.Fprintf(w, "expects  %v of %s\n", e.Kind, strings.Join(e.Strategies, ", "))
	}
	fmt.Fprintf(w, "try      daxwait check --scenario %s\n", s.Name)
	return true
}

// otherItems are what flags take besides strategies and scenarios.
func otherItems() (items []item) {
	for _, of := range []func() ([]item, error){decisionItems, patternItems, axisItems, metricItems, profileItems} {
		more, _ := of() // a shipped trace that cannot be read is list's to tell
		items = append(items, more...)
	}
	return items
}

// articled is a kind with its article.
func articled(kind string) string {
	if kind == "axis" {
		return "an axis of --set"
	}
	if kind == "decision" {
		return "a decision of policies"
	}
	return "a " + kind
}

// explainable returns all names that Explain knows.
func explainable() []string {
	names := strategies.Names()
	for _, s := range daxtest.Scenarios() {
		names = append(names, path.Base(s.Name))
	}
	for _, list := range [][]word{verdictWords(), kindWords(), findingWords(), lockWords(), questionWords()} {
		for _, e := range list {
			names = append(names, e.name)
		}
	}
	for _, i := range otherItems() {
		names = append(names, i.Name)
	}
	names = append(append(names, functionNames()...), hangWords()...)
	for _, k := range strategies.Kernels() {
		names = append(names, k.From)
	}
	slices.Sort(names)
	return slices.Compact(names)
}
