package cli

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"daxwait/internal/bounded"
	"daxwait/internal/cli/flag"
	"daxwait/internal/cli/term"
	"daxwait/internal/command"
	"daxwait/internal/glossary"
	"daxwait/internal/nearest"
)

func (s *Suite) explainCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "explain [NAME]",
		Short: "Say what a name, a verdict, a finding, a question or a kernel is",
		Long: `explain says what a word means: a strategy, scenario, pattern, decision, axis,
metric or profile (daxwait list names them); a verdict (PROVED, VIOLATION or
INCOMPLETE); a violation or finding, such as lost wakeup; inversion and lock
order; one of the six questions, Q1 to Q6; or, where a machine hangs, a kernel's
version, a function of its fs/dax that a task sleeps in, or the stack of the task,
from /proc/PID/stack or the kernel's log, and hang; and history. Without a name, or
with -, it reads standard input.`,
		Example: `  daxwait explain linux-5.2
  daxwait explain key-migration
  daxwait explain lost wakeup
  daxwait explain put
  daxwait explain Q3
  daxwait explain 5.2
  daxwait explain dax_lock_page
  daxwait explain < stack.txt`,
		Args: cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, args []string) error {
			text := strings.Join(args, " ")
			if text == "" || text == "-" {
				var err error
				if text, err = piped(c.InOrStdin()); err != nil {
					return err
				}
			}
			return s.Explain(c.OutOrStdout(), text)
		},
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return s.glossary().Names(), cobra.ShellCompDirectiveNoFileComp
		},
	}
}

// piped is the text on standard input: stacks of a thousand tasks at most. None is an
// error.
func piped(stdin io.Reader) (string, error) {
	if term.IsTerminal(stdin) {
		return "", flag.Misuse(errors.New("requires at least 1 arg, a name or a stack; or a stack on standard input"))
	}
	text, err := bounded.ReadAll(stdin, "standard input", bounded.Limit{Bytes: bounded.MiB, Of: "a stack"})
	over := (*bounded.Exceeded)(nil)
	switch {
	case errors.As(err, &over):
		return "", flag.Misuse(fmt.Errorf("%w; give the stacks of the tasks that hang alone", err))
	case err != nil:
		return "", flag.Misuse(fmt.Errorf("standard input: %w", err))
	case strings.TrimSpace(string(text)) == "":
		return "", flag.Misuse(errors.New("requires at least 1 arg, a name or a stack; standard input is empty"))
	}
	return string(text), nil
}

// Explain writes what a name means, in each sense that it has, or what a stack says.
func (s *Suite) Explain(stdout io.Writer, name string) error {
	g := s.glossary()
	text := g.Explain(name)
	if text == "" && strings.Contains(strings.TrimSpace(name), "\n") {
		return flag.Misuse(fmt.Errorf("no function of a kernel in %d lines: a line of a stack is such as get_unlocked_entry+0xb1/0xf0", strings.Count(strings.TrimSpace(name), "\n")+1))
	}
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
