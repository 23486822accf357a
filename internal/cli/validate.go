package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"daxwait/bench/profile"
	"daxwait/internal/bounded"
	"daxwait/internal/cli/flag"
	"daxwait/internal/cli/term"
	"daxwait/internal/command"
	"daxwait/internal/fidelity"
	"daxwait/internal/nearest"
	"daxwait/internal/oracle"
	"daxwait/internal/phrase"
	"daxwait/strategies"
)

// ValidateOptions are the flags of validate.
type ValidateOptions struct {
	oracle.Options
	Oracle string
	Family string
	// Traces are files to replay instead, under what follows.
	Traces                   []string
	Profile, Machine, Format string
	flag.Designs
}

func (s *Suite) validateCommand() *cobra.Command {
	o := ValidateOptions{Designs: flag.Designs{Otherwise: strategies.Baseline, Catalogue: s.Catalogue}}
	o.Ops = oracle.MostOps
	c := &cobra.Command{
		Use:   "validate --oracle FILE.csv | --trace FILE...",
		Short: "Hold the simulator to values that theory knows, or to traces of a kernel",
		Long: `validate --oracle runs the simulator on each row of a file of known values, and
says how far off it is: closed forms of queueing theory, Markov chains,
arithmetic and counts. A row passes within its standard error, four times, and
0.1 %; or, if it has none, within its tolerance. Each row tells how much of that
it is off. It ends with 0 if all rows pass, 1 if one fails, 2 if the file is wrong.

validate --trace replays ftrace captures under the kernel's own design, and sets
sleeps, wakeups and waits beside what the traces say. Who misses is told, and is
no failure: it ends with 0, or 2 if a file is wrong.`,
		Example: `  daxwait validate --oracle analytic.csv
  daxwait validate --oracle analytic.csv --family mm1n,handoff --seed 2
  daxwait validate --trace my.trace.gz other.trace.gz
  daxwait validate --trace my.trace.gz --strategy perindex`,
		RunE: func(c *cobra.Command, args []string) error {
			switch {
			case len(o.Traces) == 0 && len(args) != 0:
				return flag.Misusef("%q: want --trace before the files", args[0])
			case len(o.Traces) != 0:
				o.Traces = append(o.Traces, args...)
				return validateTraces(c.Context(), c.OutOrStdout(), c.ErrOrStderr(), o)
			}
			return s.Validate(c.Context(), c.OutOrStdout(), c.ErrOrStderr(), o)
		},
	}
	flag.Oracle(c, &o.Oracle, "")
	flag.Add(c, flag.Names(&o.Family), "family", "all", "families of these values to run")
	flag.Add(c, flag.Number(&o.Ops, 1, 1e9), "ops", "", "operations at which a run ends, sharp or not")
	flag.Workers(c, &o.Workers)
	flag.Seed(c, &o.Seed)
	flag.Trace(c, &o.Traces, "")
	flag.Profile(c, &o.Profile, "emulated-6.1-traced")
	flag.Machine(c, &o.Machine)
	o.Add(c, strategies.Baseline)
	flag.Format(c, &o.Format, "text", "csv")
	flag.CompleteWords(c, "family", func(string) []string { return oracle.Families() })
	return c
}

// Validate writes how the simulator stands to the rows of a file.
func (s *Suite) Validate(ctx context.Context, stdout, stderr io.Writer, o ValidateOptions) error {
	switch {
	case o.Oracle == "":
		return flag.Misusef("--oracle is missing; want a file of known values, or --trace and captures of a kernel")
	case o.Format != "text":
		return flag.Misuse(flag.In("format", fmt.Errorf("%s is of --trace", o.Format)))
	}
	file, err := bounded.Open(o.Oracle)
	if err != nil {
		return flag.Misuse(flag.In("oracle", err))
	}
	defer file.Close()
	rows, err := oracle.Read(file, o.Oracle)
	if err != nil {
		return flag.Misuse(flag.In("oracle", err))
	}
	if rows, err = ofFamilies(rows, o.Family); err != nil {
		return flag.Misuse(err)
	}
	cases := oracle.Cases(rows)
	bar := term.NewBar(stderr, len(cases))
	o.Done = bar.Done
	found, err := oracle.Run(ctx, cases, o.Options)
	bar.End()
	if err != nil {
		return err
	}
	summary, err := oracle.Write(stdout, found)
	if err == nil && summary.Failed != 0 {
		err = fmt.Errorf("%d of %d rows fail", summary.Failed, summary.Rows)
	}
	return err
}

// ofFamilies returns the rows of a comma-separated list of families.
func ofFamilies(rows []*oracle.Row, list string) ([]*oracle.Row, error) {
	if list == "" {
		return rows, nil
	}
	var chosen []*oracle.Row
	for name := range strings.SplitSeq(list, ",") {
		name = strings.TrimSpace(name)
		if !slices.Contains(oracle.Families(), name) {
			return nil, flag.In("family", nearest.Unknown("family", name, oracle.Families(), command.Command{}))
		}
		before := len(chosen)
		for _, r := range rows {
			if r.Family == name {
				chosen = append(chosen, r)
			}
		}
		if len(chosen) == before {
			return nil, flag.In("family", fmt.Errorf("the file has no row of %s", name))
		}
	}
	return chosen, nil
}

// validateTraces writes how the simulator stands to traces of a kernel.
func validateTraces(ctx context.Context, stdout, stderr io.Writer, o ValidateOptions) error {
	found, err := profile.Find(o.Profile)
	if err != nil {
		return flag.Misuse(flag.In("profile", err))
	}
	designs, err := o.Find()
	switch {
	case o.Oracle != "":
		return flag.Misusef("--oracle and --trace: want one of them")
	case o.Family != "":
		return flag.Misusef("--family is for --oracle")
	case err != nil:
		return flag.Misuse(err)
	case len(designs) != 1:
		return flag.Misuse(flag.In("strategy", fmt.Errorf("want one, not %d", len(designs))))
	}
	design := designs[0]
	on, err := flag.MachineNamed(o.Machine)
	if err != nil {
		return flag.Misuse(err)
	}
	if o.Strategies == "" && len(o.Policies) == 0 && len(o.Decide) == 0 {
		design = nil // that of each trace's kernel
	}
	bar := term.NewBar(stderr, len(o.Traces))
	defer bar.End()
	var reports []*fidelity.Report
	for _, file := range o.Traces {
		r, err := fidelity.Compare(ctx, file, fidelity.Options{Profile: &found.Profile, Strategy: design, Seed: o.Seed, Machine: on, AsKernel: o.Machine == ""})
		if errors.As(err, new(*fidelity.Unfinished)) {
			return err
		}
		if err != nil {
			return flag.Misuse(flag.In("trace", err))
		}
		reports = append(reports, r)
		bar.Done()
	}
	bar.End()
	if o.Format == "csv" {
		return fidelity.CSV(stdout, reports)
	}
	for _, r := range reports {
		if err := r.Text(stdout); err != nil {
			return err
		}
	}
	_, err = fmt.Fprintln(stdout, phrase.Wrap(fidelity.Sentence(reports), 78))
	return err
}
