package results

import (
	"fmt"

	"golang.org/x/perf/benchfmt"
	"golang.org/x/perf/benchproc"
)

// Filter chooses records in the grammar of benchstat, by the parts of their
// benchmark's name and by configuration. The zero value chooses all.
type Filter struct {
	f       *benchproc.Filter
	metrics []*Metric
}

// ParseFilter reads a filter such as "/pattern:pte-same -/strategy:nopmd". The
// empty one chooses all.
func ParseFilter(query string) (Filter, error) {
	if query == "" {
		return Filter{}, nil
	}
	f, err := benchproc.NewFilter(query)
	if err != nil {
		return Filter{}, fmt.Errorf("filter %q: %w; want such as \"/pattern:pte-same -/strategy:nopmd\", as benchstat has it (go doc golang.org/x/perf/benchproc/syntax)", query, err)
	}
	return Filter{f, Metrics()}, nil
}

// Chooses reports whether the filter chooses a record. Of units it chooses those records
// that have one of them.
func (f Filter) Chooses(r *Record) (bool, error) {
	if f.f == nil {
		return true, nil
	}
	res := r.result()
	for _, m := range f.metrics {
		if r.Measured(m) {
			res.Values = append(res.Values, benchfmt.Value{Unit: r.unit(m)})
		}
	}
	match, err := f.f.Match(res)
	if err != nil {
		return false, err
	}
	return match.Any(), nil
}

// Records returns the records that the filter chooses.
func (f Filter) Records(records []*Record) (chosen []*Record, err error) {
	for _, r := range records {
		ok, err := f.Chooses(r)
		if err != nil {
			return nil, err
		}
		if ok {
			chosen = append(chosen, r)
		}
	}
	return chosen, nil
}
