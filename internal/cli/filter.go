package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"daxwait/results"
)

// filterFlag is the flag of those who read results.
func filterFlag(c *cobra.Command, to *string) {
	c.Flags().StringVar(to, "filter", "", "only these cases, as benchstat has it: '/pattern:pte-same -/strategy:nopmd'")
}

// filtered returns the records of a folder that a filter chooses.
func filtered(records []*results.Record, name, filter string) ([]*results.Record, error) {
	f, err := results.ParseFilter(filter)
	if err != nil {
		return nil, fmt.Errorf("--filter: %w", err)
	}
	chosen, err := f.Records(records)
	if err == nil && len(chosen) == 0 {
		err = fmt.Errorf("--filter %s chooses none of the %s of %s; the first is named Benchmark%s", filter, results.Count(len(records), "record"), name, records[0].Name())
	}
	return chosen, err
}
