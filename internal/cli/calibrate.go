package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"daxwait/bench/profile"
	"daxwait/internal/calibrate"
	"daxwait/internal/cli/flag"
	"daxwait/internal/cli/term"
	"daxwait/internal/command"
	"daxwait/results/store"
)

// CalibrateOptions are the flags of calibrate.
type CalibrateOptions struct {
	calibrate.Options
	Out, Name string
	DryRun    bool
}

func (s *Suite) calibrateCommand() *cobra.Command {
	var o CalibrateOptions
	c := &cobra.Command{
		Use:   "calibrate",
		Short: "Measure this machine, and write a cost profile of it",
		Long: `calibrate measures what it can without root: wakes through a futex on the same
and on another CPU, context switches, the way of a cache line, page faults of
4 KiB and 2 MiB, unmapping, clearing and copying pages; with --dax also faults
on a file of a DAX mount, which it only reads. It prints medians and ranges, and
what it could not measure. With --out it writes a profile, in which that is as
in default. It takes some seconds, and an idle machine: a price that cannot be
told from nothing is as in default, too, and then calibrate ends with 3.

A VM's wake across CPUs leaves the VM, which may cost ten times a wake without.`,
		Example: `  daxwait calibrate --dry-run
  daxwait calibrate --out mine.toml
  daxwait calibrate --dax /mnt/pmem/file --out mine.toml`,
		Args: flag.FlagsOnly,
		RunE: func(c *cobra.Command, _ []string) error {
			return Calibrate(c.Context(), c.OutOrStdout(), o)
		},
	}
	f := c.Flags()
	flag.Out(c, &o.Out, flag.FileName, "")
	f.StringVar(&o.Name, "name", "calibrated", "name of the profile")
	f.StringVar(&o.DAX, "dax", "", "`FILE` on a DAX mount, of 2 MiB at least, to read")
	flag.DryRun(c, &o.DryRun)
	return c
}

// Calibrate measures the machine, and writes a profile of it.
func Calibrate(ctx context.Context, stdout io.Writer, o CalibrateOptions) error {
	base, err := profile.Find("default")
	if err != nil {
		return err
	}
	nothing := calibrate.Report{}
	empty, _ := nothing.Profile(o.Name, base, time.Now())
	if err := profile.Write(io.Discard, empty); err != nil {
		return flag.Misuse(err)
	}
	if err := o.look(); err != nil {
		return flag.Misuse(err)
	}
	w := &term.Sink{W: stdout}
	if o.DryRun {
		for _, s := range calibrate.Steps(o.Options) {
			fmt.Fprintf(w, "  %-20s %s\n", s.Quantity, s.About)
		}
		sayBeyond(w, o)
		if o.Out != "" {
			fmt.Fprintf(w, "would write %s\n", o.Out)
		}
		return w.Err
	}
	if err := flag.TargetFile("out", o.Out); err != nil {
		return err
	}
	r, err := calibrate.Run(ctx, o.Options, func(m *calibrate.Measurement) {
		fmt.Fprintf(w, "  %-20s %s\n", m.Quantity, m)
	})
	if err != nil {
		return err
	}
	p, lost := r.Profile(o.Name, base, time.Now())
	sayPrices(w, r, p)
	sayBeyond(w, o)
	if o.Out != "" {
		if err := store.WriteNamed(o.Out, func(w io.Writer) error { return profile.Write(w, p) }); err != nil {
			return err
		}
		fmt.Fprintf(w, "wrote %s, a profile\n", o.Out)
	}
	return errors.Join(w.Err, unmeasured(lost, r.Busy()))
}

// unmeasured is the error of prices that were lost among other work.
func unmeasured(lost []calibrate.Lost, busy []*calibrate.Measurement) error {
	var lines []string
	for _, l := range lost {
		lines = append(lines, l.String())
	}
	for _, m := range busy {
		lines = append(lines, fmt.Sprintf("%s: %v", m.Quantity, m.Err))
	}
	if len(lines) == 0 {
		return nil
	}
	err := fmt.Errorf("not measured, and as in default:\n  %s\nrun it again while nothing else runs", strings.Join(lines, "\n  "))
	return flag.WithCode(command.Advise(err, "%s says what disturbs this machine", command.Of("doctor")), flag.Incomplete)
}

// look looks for what the files that are named would fail with only after the
// measurements.
func (o *CalibrateOptions) look() error {
	if o.Out != "" {
		if info, err := os.Stat(o.Out); err == nil && info.IsDir() {
			return flag.In("out", fmt.Errorf("%s is a folder; want a file", o.Out))
		}
		dir := filepath.Dir(o.Out)
		switch info, err := os.Stat(dir); {
		case err != nil:
			return flag.In("out", err)
		case !info.IsDir():
			return flag.In("out", fmt.Errorf("%s is no folder", dir))
		}
	}
	if o.DAX != "" {
		info, err := os.Stat(o.DAX)
		if err == nil && info.IsDir() {
			err = fmt.Errorf("%s is a folder; want a file", o.DAX)
		}
		return flag.In("dax", err)
	}
	return nil
}

// sayPrices says what the measurements come to.
func sayPrices(w io.Writer, r *calibrate.Report, p *profile.Profile) {
	fmt.Fprintf(w, "on %s that is:\n", r.Machine)
	for _, k := range profile.Kinds() {
		if source := p.Sources[k]; strings.HasPrefix(source, "measured") {
			fmt.Fprintf(w, "  %-20s %d ns\n", k, profile.Price(&p.Profile, k).Mean)
		}
	}
}

// sayBeyond says what cannot be measured.
func sayBeyond(w io.Writer, o CalibrateOptions) {
	fmt.Fprintln(w, "what cannot be measured is as in default:")
	for _, line := range calibrate.Beyond(o.Options) {
		fmt.Fprintf(w, "  %s\n", line)
	}
}
