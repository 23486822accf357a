package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"daxwait/bench/oracle"
	"daxwait/internal/cli/term"
	"daxwait/internal/nearest"
	"daxwait/strategies"
)

// ValidateOptions are the flags of validate.
type ValidateOptions struct {
	oracle.Options
	Oracle string
	Family string
	// Traces are files to replay instead, under what follows.
	Traces          []string
	Profile, Format string
	DesignOptions
}

func validateCommand() *cobra.Command {
	o := ValidateOptions{DesignOptions: DesignOptions{Otherwise: strategies.Baseline}}
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
				return usagef("%q: want --trace before the files", args[0])
			case len(o.Traces) != 0:
				o.Traces = append(o.Traces, args...)
				return Compare(c.Context(), c.OutOrStdout(), c.ErrOrStderr(), o)
			}
			return Validate(c.Context(), c.OutOrStdout(), c.ErrOrStderr(), o)
		},
	}
	oracleFlag(c, &o.Oracle, "")
	value(c, namesOf(&o.Family), "family", "all", "families of these values to run")
	value(c, numberOf(&o.Ops, 1, 1e9), "ops", "", "operations at which a run ends, sharp or not")
	workersFlag(c, &o.Workers)
	seedFlag(c, &o.Seed)
	traceFlag(c, &o.Traces, "")
	profileFlag(c, &o.Profile, "emulated-6.1")
	o.flags(c, strategies.Baseline)
	formatFlag(c, &o.Format, "text", "csv")
	completeWords(c, "family", func(string) []string { return oracle.Families() })
	return c
}

// Validate writes how the simulator stands to the rows of a file.
func Validate(ctx context.Context, stdout, stderr io.Writer, o ValidateOptions) error {
	switch {
	case o.Oracle == "":
		return usagef("--oracle is missing; want a file of known values, or --trace and captures of a kernel")
	case o.Format != "text":
		return usage(inFlag("format", fmt.Errorf("%s is of --trace", o.Format)))
	}
	file, err := os.Open(o.Oracle)
	if err != nil {
		return usage(inFlag("oracle", err))
	}
	defer file.Close()
	rows, err := oracle.Read(file, o.Oracle)
	if err != nil {
		return usage(inFlag("oracle", err))
	}
	if rows, err = ofFamilies(rows, o.Family); err != nil {
		return usage(err)
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
			return nil, inFlag("family", nearest.Unknown("family", name, oracle.Families(), ""))
		}
		before := len(chosen)
		for _, r := range rows {
			if r.Family == name {
				chosen = append(chosen, r)
			}
		}
		if len(chosen) == before {
			return nil, inFlag("family", fmt.Errorf("the file has no row of %s", name))
		}
	}
	return chosen, nil
}
