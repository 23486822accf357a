package compare

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"daxwait/internal/distinct"
	"daxwait/results"
)

// Front is the Pareto front of a group: the designs that no other beats in one
// of throughput, tail and wakeups without being worse in another.
type Front struct {
	Group results.Group
	// Metrics are what designs are judged by.
	Metrics []*results.Metric
	// Members are on the front, by throughput, the best first; Behind are not.
	Members, Behind []Alike
	// Hung are designs that hung.
	Hung []string
}

// Alike is designs that did exactly the same in every sample.
type Alike struct {
	Strategies []string
	// Values are their medians, by metric.
	Values []Interval
}

// fine is the share below which values of a metric count as the same.
const fine = 0.01

// Fronts returns the front of each group under the prices of its profile, in
// the order of the records.
func Fronts(records []*results.Record) (fronts []Front) {
	records = results.Pool(results.Base(records))
	groups, parts := distinct.Split(records, (*results.Record).Group)
	for i, g := range groups {
		f := Front{Group: g, Metrics: SweptMetrics()}
		var all []Alike
		var heads []*results.Record
		for _, r := range parts[i] {
			switch {
			case r.Hung():
				f.Hung = append(f.Hung, r.Strategy)
			case len(r.Samples) != 0:
				i := slices.IndexFunc(heads, func(o *results.Record) bool { return o.SameRun(r) })
				if i < 0 {
					i = len(heads)
					heads = append(heads, r)
					all = append(all, Alike{Values: medians(r, f.Metrics)})
				}
				all[i].Strategies = append(all[i].Strategies, r.Strategy)
			}
		}
		for _, a := range all {
			if slices.ContainsFunc(all, func(o Alike) bool { return f.beats(o, a) }) {
				f.Behind = append(f.Behind, a)
			} else {
				f.Members = append(f.Members, a)
			}
		}
		slices.SortStableFunc(f.Members, func(a, b Alike) int { return cmp.Compare(b.Values[0].Value, a.Values[0].Value) })
		fronts = append(fronts, f)
	}
	return fronts
}

func medians(r *results.Record, metrics []*results.Metric) (values []Interval) {
	for _, m := range metrics {
		values = append(values, Median(r.Values(m)))
	}
	return values
}

// beats reports whether a is better than b in one metric and worse in none.
// Values are compared in steps of a hundredth, so that to be better is an order.
func (f *Front) beats(a, b Alike) bool {
	better := false
	for i, m := range f.Metrics {
		x, y := steps(a.Values[i].Value), steps(b.Values[i].Value)
		if m.HigherBetter {
			x, y = y, x
		}
		if x > y {
			return false
		}
		better = better || x < y
	}
	return better
}

func steps(v float64) float64 {
	if v <= 0 {
		return math.Inf(-1)
	}
	return math.Round(math.Log(v) / math.Log(1+fine))
}

// Name names designs that do the same: by the first that has a name of its own,
// if one has, else by the decisions that they share. own says which.
func (a *Alike) Name() (name string, own bool) {
	var shared []string
	for i, s := range a.Strategies {
		if !strings.Contains(s, "=") {
			return s, true
		}
		decisions := strings.Split(s, "+")
		if i == 0 {
			shared = decisions
			continue
		}
		shared = slices.DeleteFunc(shared, func(d string) bool { return !slices.Contains(decisions, d) })
	}
	if len(shared) == 0 {
		return "any of them", false
	}
	return strings.Join(shared, "+"), false
}
