package flag

import (
	"fmt"

	"daxwait/bench/policy"
	"daxwait/internal/phrase"
	"daxwait/results"
	"daxwait/strategies"
)

// Filtered returns the records of a folder that a filter chooses.
func Filtered(records []*results.Record, name, filter string) ([]*results.Record, error) {
	f, err := results.ParseFilter(filter)
	if err != nil {
		if _, lost := policy.Named(strategies.All(), filter); lost == nil {
			err = fmt.Errorf("%w; a filter is an expression, such as /strategy:%s", err, filter)
		}
		return nil, In("filter", err)
	}
	chosen, err := f.Records(records)
	if err == nil && len(chosen) == 0 {
		err = fmt.Errorf("--filter %q chooses none of the %s of %s; the first is named Benchmark%s", filter, phrase.Count(len(records), "record"), name, records[0].Name())
	}
	return chosen, err
}
