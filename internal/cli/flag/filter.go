package flag

import (
	"fmt"
	"io"

	"daxwait/bench/policy"
	"daxwait/internal/command"
	"daxwait/internal/phrase"
	"daxwait/results"
	"daxwait/strategies"
)

// ParseFilter reads a filter.
func ParseFilter(filter string) (results.Filter, error) {
	f, err := results.ParseFilter(filter)
	if err != nil {
		if _, lost := policy.Named(strategies.All(), filter); lost == nil {
			err = fmt.Errorf("%w; a filter is an expression, such as /strategy:%s", err, filter)
		}
		err = In("filter", err)
	}
	return f, err
}

// Records reads what a filter chooses of a folder of results. Lost is the error of damaged
// lines, which stderr is told of.
func Records(stderr io.Writer, name, filter string) (records []*results.Record, lost, err error) {
	f, err := ParseFilter(filter)
	if err != nil {
		return nil, nil, err
	}
	c, err := results.ReadChosen(name, f, nil)
	if err == nil && c.Of == 0 {
		err = fmt.Errorf("%s: no record in it", name)
	}
	if err != nil {
		return nil, nil, command.Advise(err, "%s makes results", command.Of("run"))
	}
	return c.Records, Damage(stderr, c.Damaged), Some(c, name, filter)
}

// Some is the error of a filter that chooses none of the records of a folder.
func Some(c *results.Chosen, name, filter string) error {
	if c.Of == 0 || len(c.Records) != 0 {
		return nil
	}
	return fmt.Errorf("--filter %q chooses none of the %s of %s; the first is named Benchmark%s", filter, phrase.Count(c.Of, "record"), name, c.First)
}
