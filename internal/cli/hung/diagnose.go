package hung

import (
	"errors"
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"daxwait/bench/pattern"
	"daxwait/bench/trace"
	"daxwait/internal/bounded"
	"daxwait/internal/cli/flag"
	"daxwait/internal/cli/term"
	"daxwait/internal/stuck"
	"daxwait/plots"
)

// Diagnosis are the flags of trace diagnose.
type Diagnosis struct {
	Kernel, Plots string
}

// Diagnose is the verb trace diagnose.
func Diagnose() *cobra.Command {
	var o Diagnosis
	c := &cobra.Command{
		Use:   "diagnose FILE",
		Short: "Say which tasks of a capture are lost, and which wake went astray",
		Long: `diagnose reads a capture as summary does, and says of each task that sleeps for
an entry at its end whether a task holds that entry and still runs, or nobody
does and the task is lost: since when, which unlock woke which task, and why the
lost one was not it; which bug does so, and which commit ended that.

The kernel is that of --kernel, or of the file's name, as linux6.12-mine.trace
has it. It ends with 0 if the capture tells, 2 if it cannot be read, and 3 if
events are missing.`,
		Example: `  daxwait trace diagnose linux5.1-hang.trace.gz
  daxwait trace diagnose --kernel 5.10.37 --plots charts hang.trace`,
		Args:              cobra.ExactArgs(1),
		ValidArgsFunction: flag.FilesOf("gz", "txt", "trace"),
		RunE: func(c *cobra.Command, args []string) error {
			return o.tell(c, args[0])
		},
	}
	kernelFlag(c, &o.Kernel, "the file's name")
	flag.Plots(c, &o.Plots, "")
	return c
}

// tell writes what a capture shows.
func (o *Diagnosis) tell(c *cobra.Command, name string) error {
	if err := known(o.Kernel); err != nil {
		return err
	}
	if err := flag.Targets(flag.To("plots", o.Plots)); err != nil {
		return err
	}
	file, err := bounded.Open(name)
	if err != nil {
		return flag.Misuse(err)
	}
	defer file.Close()
	r, err := trace.NewReader(name, file)
	if err != nil {
		return flag.Misuse(err)
	}
	found, err := stuck.Read(r)
	r.Warnings().Each(func(reason trace.Reason, count int64, line int, remedy string) {
		fmt.Fprintf(c.ErrOrStderr(), "%s:%d: %v, %d times: %s\n", filepath.Base(name), line, reason, count, remedy)
	})
	if err != nil {
		return flag.Misuse(err)
	}
	kernel := o.Kernel
	if kernel == "" {
		kernel, _ = fromName(name)
	}
	w := &term.Sink{W: c.OutOrStdout()}
	found.Write(w, kernel)
	if o.Plots != "" && len(found.Losses) != 0 && found.Losses[0].Columns != nil {
		figure := plots.Schedule(found.Losses[0].Columns)
		if err := plots.WriteFigure(nil, o.Plots, figure); err != nil {
			return err
		}
		fmt.Fprintf(w, "\n%s in %s (PNG and SVG)\n", figure.Name, o.Plots)
	}
	if w.Err == nil && !found.Told() {
		return flag.WithCode(errors.New("the capture does not tell which tasks are lost; "+trace.Record), flag.Incomplete)
	}
	return w.Err
}

// fromName is the kernel that a file's name has, or nothing.
func fromName(name string) (string, bool) {
	kernel, ok := pattern.KernelOf(name)
	if !ok {
		return "", false
	}
	return kernel, true
}
