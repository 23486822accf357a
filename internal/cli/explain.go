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
	"daxwait/internal/command"
	"daxwait/internal/glossary"
	"daxwait/internal/nearest"
	"daxwait/internal/phrase"
	"daxwait/strategies"
)

func (s *Suite) explainCommand() *cobra.Command {
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
			return s.Explain(c.OutOrStdout(), strings.Join(args, " "))
		},
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return s.explainable(), cobra.ShellCompDirectiveNoFileComp
		},
	}
}

// Explain writes what a name means, in each sense that it has.
func (s *Suite) Explain(stdout io.Writer, name string) error {
	var text strings.Builder
	w := &text
	known := s.explainStrategy(w, name)
	known = known || s.explainKernel(w, name)
	known = explainScenario(w, name) || known
	known = explainFunction(w, name) || explainHang(w, name) || known
	for _, e := range glossary.Words() {
		if strings.EqualFold(e.Name, name) {
			fmt.Fprintf(w, "%s\n%s\n", e.Name, phrase.Wrap(e.Says, 78))
			for _, c := range e.Run {
				fmt.Fprintf(w, "run      %s\n", c.Spell("daxwait"))
			}
			known = true
		}
	}
	for _, i := range otherItems() {
		if strings.EqualFold(i.Name, name) {
			fmt.Fprintf(w, "%s, %s\n", i.Name, articled(i.Kind))
			about := i.About
			if i.Note != "" {
				about += " (" + i.Note + ")"
			}
			for _, line := range append([]string{about}, i.More...) {
				fmt.Fprintln(w, phrase.Wrap(line, 78))
			}
			known = true
		}
	}
	if !known {
		return flag.Misuse(command.Advise(command.Advise(fmt.Errorf("nothing is called %q%s", name, nearest.Question(name, s.explainable())), "%s says what else is explained", command.Of("explain", "--help")), "%s names what there is", command.Of("list")))
	}
	_, err := io.WriteString(stdout, s.spelled(text.String()))
	return err
}

func (s *Suite) explainStrategy(w io.Writer, name string) bool {
	for _, d := range s.Catalogue {
		if !strings.EqualFold(d.Name, name) {
			continue
		}
		fmt.Fprintf(w, "%s, a strategy\nfrom     %s\nclaim    %s\nloses    %s\n", d.Name, d.Origin, d.Claim, d.Loses)
		if d.Row != "" {
			fmt.Fprintf(w, "row      %s of the table of history\n", d.Row)
		}
		if d.New == nil {
			fmt.Fprintf(w, "policy   %s\n", policy.Describe(d.Policy))
		}
		var lost []string
		for _, sc := range slices.DeleteFunc(daxtest.Scenarios(), (*daxtest.Scenario).Hopeless) {
			for _, k := range sc.Expected(d.Name) {
				lost = append(lost, fmt.Sprintf("%s (%v)", path.Base(sc.Name), k))
			}
		}
		if len(lost) != 0 {
			fmt.Fprintf(w, "violates %s\n", strings.ReplaceAll(phrase.Wrap(strings.Join(lost, ", "), 69), "\n", "\n         "))
		}
		fmt.Fprintf(w, "try      daxwait check --strategy %s\n", d.Name)
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
func (s *Suite) explainable() []string {
	names := s.Catalogue.Names()
	for _, sc := range daxtest.Scenarios() {
		names = append(names, path.Base(sc.Name))
	}
	for _, e := range glossary.Words() {
		names = append(names, e.Name)
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
