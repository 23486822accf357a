package cli

import (
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"daxwait/internal/cli/flag"
	"daxwait/internal/distinct"
	"daxwait/results"
	"daxwait/strategies"
)

// PlotOptions are the flags of plot.
type PlotOptions struct {
	In, Out, Baseline, Filter string
	Digest                    bool
}

func (s *Suite) plotCommand() *cobra.Command {
	var o PlotOptions
	var in []string
	c := &cobra.Command{
		Use:     "plot",
		Short:   "Draw the charts of results",
		Example: "  daxwait plot --in results/reference/q2 --out /tmp/charts",
		Args:    flag.FlagsOnly,
		RunE: func(c *cobra.Command, _ []string) error {
			if len(in) != 1 {
				return flag.Misuse(flag.In("in", fmt.Errorf("want one folder or file, not %d: the charts of a set are drawn together", len(in))))
			}
			o.In = in[0]
			defer flag.SpareMemory(os.Getenv, 25)()
			records, lost, err := flag.Records(c.ErrOrStderr(), o.In, o.Filter)
			if err != nil {
				return flag.Misuse(err)
			}
			if err := recordedBaseline(o.Baseline, records); err != nil {
				return flag.Misuse(err)
			}
			if err := flag.Targets(flag.To("out", o.Out)); err != nil {
				return err
			}
			for _, sentence := range results.DidNotFinish(records) {
				fmt.Fprintln(c.OutOrStdout(), sentence)
			}
			return errors.Join(s.draw(c.OutOrStdout(), charts{o.In, o.Out, o.Baseline}, o.Digest, records), lost)
		},
	}
	flag.Results(c, &in, "results/latest")
	flag.Filter(c, &o.Filter)
	flag.Baseline(c, &o.Baseline)
	c.Flags().BoolVar(&o.Digest, "digest", false, "draw only what a report has")
	flag.Out(c, &o.Out, flag.FolderName, "plots/latest")
	return c
}

// recordedBaseline refuses a baseline that no record is of, but the usual one.
func recordedBaseline(name string, records []*results.Record) error {
	var run []*strategies.Strategy
	for _, s := range distinct.Keys(records, func(r *results.Record) string { return r.Strategy }) {
		run = append(run, &strategies.Strategy{Name: s})
	}
	return knownBaseline(name, run)
}
