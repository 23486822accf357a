package hung

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"daxwait/internal/bounded"
	"daxwait/internal/cli/flag"
	"daxwait/internal/cli/term"
	"daxwait/internal/command"
	"daxwait/internal/dump"
	"daxwait/internal/hang"
	"daxwait/strategies"
)

// Options are the flags of hang.
type Options struct {
	Kernel, Format string
}

// Command is the verb hang of a program.
func Command(program string) *cobra.Command {
	var o Options
	c := &cobra.Command{
		Use:   "hang [FILE]",
		Short: "Say what a hung machine's log or stacks mean, down to the commit",
		Long: `hang reads what somebody has of a machine that hangs, as it is: a report of a
hung task, the kernel's log, /proc/PID/stack of one task or of all, crash's
"foreach bt"; with time stamps, quote marks of mail and ends of lines of any
kind. It says which task waits for an entry lock of fs/dax, whether a task holds
that or a wakeup was lost, which bug loses it, which commit ends that and from
which stable release on, and what the text does not tell. Of a bug that the
model has it searches the nearest scenario, and shows how it loses. Without a
file, or with -, it reads standard input.

It ends with 0 if the text tells what it is, and be it none of ours; 2 if there
is no stack in it; 3 if it does not tell.`,
		Example: `  dmesg | daxwait hang
  daxwait hang --kernel 5.1.3 stack.txt
  daxwait hang --format json log.txt`,
		Args:              cobra.MaximumNArgs(1),
		ValidArgsFunction: flag.FilesOf("txt", "log"),
		RunE: func(c *cobra.Command, args []string) error {
			d, err := read(c.InOrStdin(), args)
			if err != nil {
				return flag.Misuse(err)
			}
			return o.tell(c.Context(), flag.Output(c, o.Format), d, program)
		},
	}
	kernelFlag(c, &o.Kernel, "the text's")
	flag.Format(c, &o.Format, "text", "json")
	return c
}

// kernelFlag adds the flag of a kernel.
func kernelFlag(c *cobra.Command, to *string, otherwise string) {
	c.Flags().StringVar(to, "kernel", "", "the kernel: its `VERSION`, as uname -r says it")
	c.Flags().Lookup("kernel").DefValue = otherwise
	flag.CompleteWords(c, "kernel", func(string) (from []string) {
		for _, k := range strategies.Kernels() {
			from = append(from, k.From)
		}
		return from
	})
}

// known refuses what is no kernel that has entry locks.
func known(kernel string) error {
	if _, _, ok := strategies.KernelOf(kernel); kernel != "" && !ok {
		return flag.Misuse(flag.In("kernel", fmt.Errorf("%q: want a version that has entry locks, from 4.7 on, such as 5.10.37 or 5.4.0-42-generic", kernel)))
	}
	return nil
}

// read reads a file, or standard input.
func read(stdin io.Reader, args []string) (*dump.Dump, error) {
	name := "standard input"
	if len(args) == 1 && args[0] != "-" {
		name = args[0]
		file, err := bounded.Open(name)
		if err != nil {
			return nil, err
		}
		defer file.Close()
		stdin = file
	} else if len(args) == 0 && term.IsTerminal(stdin) {
		return nil, errors.New("a file is missing: give one, or the text on standard input")
	}
	d, err := dump.Read(stdin, name)
	over := (*bounded.Exceeded)(nil)
	switch {
	case errors.As(err, &over):
		return nil, fmt.Errorf("%w; cut out of it the tasks in D state", err)
	case err != nil:
		return nil, err
	case len(d.Tasks) == 0:
		return nil, command.Advise(fmt.Errorf("%s: no stack of a task in %d lines: a line of a stack is such as get_unlocked_entry+0xb1/0xf0", name, d.Lines), "%s says which texts are read", command.Of("hang", "--help"))
	}
	return d, nil
}

// told is an answer as programs read it.
type told struct {
	*hang.Answer
	ScenarioText string           `json:"scenario_text,omitempty"`
	Schedules    []*hang.Schedule `json:"schedules,omitempty"`
}

// tell writes what a dump means.
func (o *Options) tell(ctx context.Context, stdout io.Writer, d *dump.Dump, program string) error {
	if err := known(o.Kernel); err != nil {
		return err
	}
	a := hang.Diagnose(d, o.Kernel)
	sc, schedules, err := a.Search(ctx)
	if err != nil {
		return err
	}
	w := &term.Sink{W: stdout}
	if o.Format == "json" {
		t := told{Answer: a, Schedules: schedules}
		if sc != nil {
			t.ScenarioText = hang.Text(sc)
		}
		text, err := json.MarshalIndent(t, "", "  ")
		if err != nil {
			return err
		}
		fmt.Fprintf(w, "%s\n", text)
	} else {
		a.Write(w, program)
		if sc != nil {
			hang.WriteSchedules(w, sc, schedules, program)
		}
	}
	if w.Err == nil && !a.Told() {
		return flag.WithCode(errors.New("the text does not tell what it is; what is missing stands behind \"missing\""), flag.Incomplete)
	}
	return w.Err
}
