package results

import (
	"fmt"

	"golang.org/x/perf/benchfmt"
	"golang.org/x/perf/benchproc"
)

// Filter chooses records in the grammar of benchstat, by the parts of their
// benchmark's name and by configuration.
type Filter struct{ f *benchproc.Filter }

// ParseFilter reads a filter such as "/pattern:pte-same -/strategy:nopmd". The
// empty one chooses all.
func ParseFilter(query string) (Filter, error) {
	if query == "" {
		query = "*"
	}
	f, err := benchproc.NewFilter(query)
	if err != nil {
		return Filter{}, fmt.Errorf("filter %q: %w; want such as \"/pattern:pte-same -/strategy:nopmd\", as benchstat has it (go doc golang.org/x/perf/benchproc/syntax)", query, err)
	}
	return Filter{f}, nil
}

// Records returns the records that the filter chooses. Of units it chooses
// those records that have one of them.
func (f Filter) Records(records []*Record) (chosen []*Record, err error) {
	for _, r := range records {
		res := r.result()
		for _, m := range Metrics() {
			if len(r.Values(m)) != 0 {
				res.Values = append(res.Values, benchfmt.Value{Unit: r.unit(m)})
			}
		}
		match, err := f.f.Match(res)
		if err != nil {
			return nil, err
		}
		if match.Any() {
			chosen = append(chosen, r)
		}
	}
	return chosen, nil
}
