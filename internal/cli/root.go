package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"

	"github.com/spf13/cobra"
)

// Main runs the command with the given words and returns its exit code.
func Main(args []string, stdout, stderr io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	root := Root()
	root.SetArgs(args)
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := root.ExecuteContext(ctx)
	if err != nil {
		if Code(err) == Interrupted {
			fmt.Fprintln(stderr, "daxwait: interrupted; what was finished is kept")
		} else {
			fmt.Fprintf(stderr, "daxwait: %v\n", err)
		}
	}
	return Code(err)
}

// Root returns the command with all verbs.
func Root() *cobra.Command {
	root := &cobra.Command{
		Use:   "daxwait",
		Short: "Compare wait-queue designs for the kernel's DAX entry locks",
		Long: `daxwait compares wait-queue designs for the entry locks of fs/dax: who sleeps
where, whom an unlock wakes, what it costs, and who is lost.

Alone it makes a first comparison on the simulator, in less than a minute, and
says what it found. Then:
  daxwait list                  the strategies and patterns there are
  daxwait run --dry-run         a whole comparison, and how long it takes
  daxwait check                 which strategies lose wakeups, and how
  daxwait compare BASE NEW      what got worse between two sets of results
  daxwait explain lost wakeup   what words mean`,
		SilenceUsage:  true,
		SilenceErrors: true,
		Args:          cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			o := usual()
			o.Quick = true
			return Run(c.Context(), c.OutOrStdout(), c.ErrOrStderr(), o)
		},
	}
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usage(err) })
	root.AddCommand(runCommand(), compareCommand(), doctorCommand(), judgeCommand(), reportCommand(), mergeCommand(), traceCommand(), plotCommand(),
		listCommand(), conformCommand(), checkCommand(), orderCommand(), replayCommand(), explainCommand(), spaceCommand(), calibrateCommand(), validateCommand())
	positional(root)
	return root
}

// positional makes complaints about arguments usage errors.
func positional(c *cobra.Command) {
	if check := c.Args; check != nil {
		c.Args = func(c *cobra.Command, args []string) error { return usage(check(c, args)) }
	}
	for _, sub := range c.Commands() {
		positional(sub)
	}
}
