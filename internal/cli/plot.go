package cli

import (
	"fmt"
	"io"
	"slices"

	"github.com/spf13/cobra"

	"daxwait/plots"
	"daxwait/results"
	"daxwait/strategies"
)

// PlotOptions are the flags of plot.
type PlotOptions struct{ In, Out, Baseline, Filter string }

func plotCommand() *cobra.Command {
	var o PlotOptions
	c := &cobra.Command{
		Use:     "plot",
		Short:   "Draw the charts of results",
		Example: "  daxwait plot --in results/reference/q2 --out /tmp/charts",
		Args:    cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			records, err := results.Read(o.In)
			if err != nil {
				return usagef("%w; daxwait run makes results", err)
			}
			if len(records) == 0 {
				return usagef("%s: no record in it; daxwait run makes results", o.In)
			}
			if records, err = filtered(records, o.In, o.Filter); err != nil {
				return usage(err)
			}
			return Plot(c.OutOrStdout(), o, records)
		},
	}
	baselineFlag(c, &o.Baseline)
	filterFlag(c, &o.Filter)
	c.Flags().StringVar(&o.In, "in", "results/latest", "folder or file of results")
	c.Flags().StringVar(&o.Out, "out", "plots/latest", "folder for charts")
	return c
}

// baselineFlag is the flag of those who compare.
func baselineFlag(c *cobra.Command, to *string) {
	c.Flags().StringVar(to, "baseline", strategies.Baseline, "strategy that others are compared with")
	complete(c, "baseline", strategies.Names)
}

// Plot draws the charts that the records allow and says what each shows. An
// empty folder name draws none.
func Plot(w io.Writer, o PlotOptions, records []*results.Record) error {
	if o.Out == "" {
		return nil
	}
	charts, err := plots.Draw(o.Out, records, plots.Options{Baseline: o.Baseline})
	if err != nil {
		return err
	}
	if len(charts) != 0 {
		fmt.Fprintf(w, "\ncharts in %s (PNG and SVG):\n", o.Out)
	}
	if !slices.ContainsFunc(records, func(r *results.Record) bool { return r.Strategy == o.Baseline }) {
		fmt.Fprintf(w, "  no heat maps: they compare with %s, which was not run\n", o.Baseline)
	}
	for _, c := range charts {
		fmt.Fprintf(w, "  %-18s %s\n", c.Name, c.Caption)
	}
	return nil
}
