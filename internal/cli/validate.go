package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"daxwait/bench/oracle"
	"daxwait/bench/profile"
	"daxwait/internal/nearest"
	"daxwait/strategies"
)

// ValidateOptions are the flags of validate.
type ValidateOptions struct {
	oracle.Options
	Oracle string
	Family string
	// Traces are files to replay instead, under what follows.
	Traces                    []string
	Profile, Strategy, Format string
}

func validateCommand() *cobra.Command {
	var o ValidateOptions
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
  daxwait validate --trace my.trace.gz --strategy perindex   # a design that the kernel does not have`,
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
	f := c.Flags()
	f.StringVar(&o.Oracle, "oracle", "", "file of known values, CSV")
	f.StringVar(&o.Family, "family", "", "families of it to run, comma-separated; nothing is all")
	f.Uint64Var(&o.Seed, "seed", 1, "seed of the runs")
	f.Int64Var(&o.Ops, "ops", oracle.MostOps, "operations at which a run ends however sharp its values are")
	f.IntVar(&o.Workers, "workers", runtime.GOMAXPROCS(0), "runs at a time")
	f.StringArrayVar(&o.Traces, "trace", nil, "kernel trace to replay (may be repeated, or followed by further files)")
	f.StringVar(&o.Profile, "profile", "emulated-6.1", "what sleeping and waking cost in a replay: "+strings.Join(profile.Names(), ", ")+", or a file")
	f.StringVar(&o.Strategy, "strategy", strategies.Baseline, "design of a replay")
	f.StringVar(&o.Format, "format", "text", "of replays: text or csv")
	complete(c, "family", oracle.Families)
	complete(c, "strategy", strategies.Names)
	return c
}

// Validate writes how the simulator stands to the rows of a file.
func Validate(ctx context.Context, stdout, stderr io.Writer, o ValidateOptions) error {
	switch {
	case o.Oracle == "":
		return usagef("--oracle is missing; want a file of known values, or --trace and captures of a kernel")
	case o.Workers < 1:
		return usagef("--workers %d: want at least 1", o.Workers)
	case o.Ops < 1 || o.Ops > 1e9:
		return usagef("--ops %d: want 1 to 1000000000", o.Ops)
	}
	file, err := os.Open(o.Oracle)
	if err != nil {
		return usage(err)
	}
	defer file.Close()
	rows, err := oracle.Read(file, o.Oracle)
	if err != nil {
		return usage(err)
	}
	if rows, err = ofFamilies(rows, o.Family); err != nil {
		return usage(err)
	}
	cases := oracle.Cases(rows)
	bar := newBar(stderr, len(cases))
	o.Done = bar.done
	found, err := oracle.Run(ctx, cases, o.Options)
	bar.end()
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
		if !slices.Contains(oracle.Families(), name) {
			return nil, nearest.Unknown("family", name, oracle.Families(), "")
		}
		before := len(chosen)
		for _, r := range rows {
			if r.Family == name {
				chosen = append(chosen, r)
			}
		}
		if len(chosen) == before {
			return nil, fmt.Errorf("--family %s: the file has no row of it", name)
		}
	}
	return chosen, nil
}
