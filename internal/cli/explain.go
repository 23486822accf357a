package cli

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"daxwait/internal/cli/flag"
	"daxwait/internal/command"
	"daxwait/internal/glossary"
	"daxwait/internal/nearest"
)

func (s *Suite) explainCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "explain NAME",
		Short: "Say what a name, a verdict, a finding, a question or a kernel is",
		Long: `explain says what a word means: a strategy, scenario, pattern, decision, axis,
metric or profile (daxwait list names them); a verdict (PROVED, VIOLATION or
INCOMPLETE); a violation or finding, such as lost wakeup; inversion and lock
order; one of the six questions, Q1 to Q6; or, where a machine hangs, a kernel's
version, a function of its fs/dax that a task sleeps in, and hang; and history.`,
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
			return s.glossary().Names(), cobra.ShellCompDirectiveNoFileComp
		},
	}
}

// Explain writes what a name means, in each sense that it has.
func (s *Suite) Explain(stdout io.Writer, name string) error {
	g := s.glossary()
	text := g.Explain(name)
	if text == "" {
		return flag.Misuse(command.Advise(command.Advise(fmt.Errorf("nothing is called %q%s", name, nearest.Question(name, g.Names())), "%s says what else is explained", command.Of("explain", "--help")), "%s names what there is", command.Of("list")))
	}
	_, err := io.WriteString(stdout, text)
	return err
}

// glossary says what the names of the suite mean.
func (s *Suite) glossary() *glossary.Glossary {
	return &glossary.Glossary{Program: s.Program, Catalogue: s.Catalogue}
}
