package cli

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"daxwait/internal/cli/flag"
	"daxwait/internal/cli/hung"
	"daxwait/internal/cli/term"
	"daxwait/internal/plain"
)

// Main runs the command with the given words and returns its exit code.
func (s *Suite) Main(args []string, stdout, stderr io.Writer) int {
	ctx, stop := untilSignal()
	defer stop()
	out := &term.Sink{W: stdout}
	root := s.Root()
	root.SetArgs(args)
	root.SetOut(&plain.Writer{W: out})
	root.SetErr(&plain.Writer{W: stderr})
	return s.ending(ctx, within(ctx, grace(root, args), func() error { return root.ExecuteContext(ctx) }), out, stderr)
}

// Root returns the command with all verbs.
func (s *Suite) Root() *cobra.Command {
	root := &cobra.Command{
		Use:   "daxwait",
		Short: "Compare wait-queue designs for the kernel's DAX entry locks",
		Long: `daxwait compares wait-queue designs for the entry locks of fs/dax: who sleeps
where, whom an unlock wakes, what it costs, and who is lost.

Alone it makes a first comparison on the simulator, as daxwait run --quick does,
and says what it found.`,
		Version:       version(),
		Annotations:   map[string]string{flag.Program: s.Program},
		SilenceUsage:  true,
		SilenceErrors: true,
		Args:          flag.NoVerb,
		RunE: func(c *cobra.Command, _ []string) error {
			run := flag.Within(c, []string{"run"})
			run.SetContext(c.Context())
			return errors.Join(run.Flags().Set("quick", "true"), run.RunE(run, nil))
		},
	}
	root.PersistentFlags().String("config", "", "`FILE` of flags, a table for each verb")
	_ = root.MarkPersistentFlagFilename("config", "toml")
	root.SetVersionTemplate("{{.Name}} {{.Version}}\n")
	root.SetFlagErrorFunc(flag.Misread)
	root.SetHelpFunc(flag.Help)
	root.SetHelpCommand(flag.HelpCommand())
	flag.Under(root, flag.ToCompare, s.runCommand(), s.compareCommand(), s.plotCommand(), s.reportCommand(), s.mergeCommand(), s.verifyCommand())
	flag.Under(root, flag.ToUnderstand, hung.Command(s.Program), s.checkCommand(), s.replayCommand(), s.orderCommand(), s.explainCommand(), s.traceCommand())
	flag.Under(root, flag.ToDesign, s.newCommand(), s.judgeCommand(), s.listCommand(), s.conformCommand(), s.spaceCommand())
	flag.Under(root, flag.ToTrust, s.validateCommand(), s.calibrateCommand(), s.doctorCommand())
	root.InitDefaultCompletionCmd()
	shells := flag.Within(root, []string{"completion"})
	shells.Args, shells.RunE = flag.NoVerb, func(c *cobra.Command, _ []string) error { return c.Help() }
	finish(root, s.Root)
	s.name(root)
	return root
}

// name calls the program in the help of all verbs what it is called.
func (s *Suite) name(c *cobra.Command) {
	c.Long, c.Example = s.spelled(c.Long), s.spelled(c.Example)
	for _, sub := range c.Commands() {
		s.name(sub)
	}
}

// finish gives all verbs what they have in common: complaints about arguments
// are usage errors, flags stay in the order in which they were added, and a file
// can set them.
func finish(c *cobra.Command, fresh func() *cobra.Command) {
	if check := c.Args; check != nil {
		c.Args = func(c *cobra.Command, args []string) error {
			err := check(c, args)
			if err != nil && strings.Contains(c.Use, " ") {
				err = fmt.Errorf("%w; want %s", err, strings.TrimSuffix(flag.UseLine(c), " [flags]"))
			}
			return flag.Misuse(err)
		}
	}
	if run := c.RunE; run != nil && c.HasParent() {
		c.RunE = func(c *cobra.Command, args []string) error {
			return flag.Configured(c, fresh, func() error { return run(c, args) })
		}
	}
	if c.ValidArgsFunction == nil && !strings.Contains(c.Use, " ") {
		c.ValidArgsFunction = cobra.NoFileCompletions // it takes no words
	}
	c.Flags().SortFlags = false
	for _, sub := range c.Commands() {
		finish(sub, fresh)
	}
}
