package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"daxwait/internal/cli/flag"
	"daxwait/internal/cli/term"
	"daxwait/internal/phrase"
	"daxwait/results/machine"
)

func (s *Suite) doctorCommand() *cobra.Command {
	var format string
	c := &cobra.Command{
		Use:   "doctor",
		Short: "Say what of this machine disturbs live figures",
		Long: `doctor reads what live figures depend on: clock rate, SMT, quotas, load, clocks;
and whether limits of memory (GOMEMLIMIT, a group's, ulimit -v) leave enough for a
run and a check. It says of each how it is, "unknown" where that cannot be read,
and what it does to live figures. It changes nothing. Simulations depend on none of
it but memory.

It ends with 0, whatever it finds; 2 for wrong words.`,
		Args: flag.FlagsOnly,
		RunE: func(c *cobra.Command, _ []string) error {
			return Doctor(flag.Output(c, format), os.DirFS("/"), format)
		},
	}
	flag.Format(c, &format, "text", "json")
	return c
}

// Doctor writes the conditions of the machine with a root directory.
func Doctor(stdout io.Writer, root fs.FS, format string) error {
	conditions := machine.Conditions(root)
	w := &term.Sink{W: stdout}
	if format == "json" {
		data, err := json.MarshalIndent(conditions, "", "  ")
		if err != nil {
			return err
		}
		fmt.Fprintf(w, "%s\n", data)
		return w.Err
	}
	doubts, open := 0, 0
	for _, c := range conditions {
		mark := " "
		switch {
		case c.Doubtful:
			mark = "!"
			doubts++
		case c.Value == machine.Unknown:
			mark = "?"
			open++
		}
		fmt.Fprintf(w, "%s %-14s %s\n", mark, c.Name, c.Value)
		for line := range strings.SplitSeq(phrase.Wrap(c.Effect, 74), "\n") {
			fmt.Fprintf(w, "    %s\n", line)
		}
	}
	fmt.Fprintf(w, "\nOf %d conditions %d disturb live figures (!), %d are unknown (?). Counts of a live run suffer less\nthan times do; simulations depend on none of this but memory.\n", len(conditions), doubts, open)
	return w.Err
}
