package fidelity

import (
	"math"
	"slices"

	"daxwait/bench/trace"
	"daxwait/results"
	"daxwait/results/compare"
)

// quantity is something that trace and simulation both tell.
type quantity struct {
	name string
	// of is what of the trace it tells of.
	of trace.Quantity
	// holds: both values are times in ns, to be told in median holds.
	holds bool
	// slack is how far both may be apart whatever their ratio.
	slack float64
	// fewest is how many events there must be behind the trace's value.
	fewest int64
	// trace returns the trace's value and the events behind it; ours returns
	// that of a window, NaN if it has none.
	trace func(*observed) (value float64, seen int64)
	ours  func(*results.Record) float64
}

const (
	slack  = 0.01 // of an operation
	fewest = 20   // waits, or operations of a rate
)

// quantities returns what can be compared with a trace, in the order of reports.
func quantities(o *observed) []quantity {
	all := []quantity{
		count("sleeps/op", trace.Sleeps, func(o *observed) int64 { return o.Sleeps }, func(c *results.Counts) int64 { return c.Sleeps }),
		count("useless/op", trace.Sleeps, func(o *observed) int64 { return o.Resleeps }, func(c *results.Counts) int64 { return c.Resleeps }),
		count("waits/op", trace.Sleeps, func(o *observed) int64 { return o.Waits }, func(c *results.Counts) int64 { return c.Waits }),
		wait("mean-wait/hold", mean),
		wait("p50-wait/hold", func(b []results.Bin) float64 { return percentile(b, 50) }),
		wait("p99-wait/hold", func(b []results.Bin) float64 { return percentile(b, 99) }),
		{
			name: "ops/s", of: trace.FaultTimes, fewest: fewest,
			trace: func(o *observed) (float64, int64) { return o.rate, o.rated },
			ours: func(r *results.Record) float64 {
				return float64(r.Samples[0].Ops) / r.Samples[0].Seconds / float64(r.Tasks)
			},
		},
	}
	if o.PMD != 0 {
		all = append(all, count("fallbacks/op", trace.Fallbacks, func(o *observed) int64 { return o.fallbacks }, func(c *results.Counts) int64 { return c.Fallbacks }))
	}
	return all
}

// count is a number of events for each operation.
func count(name string, of trace.Quantity, seen func(*observed) int64, ours func(*results.Counts) int64) quantity {
	return quantity{
		name: name, of: of, slack: slack,
		trace: func(o *observed) (float64, int64) { return float64(seen(o)) / float64(o.ops), seen(o) },
		ours: func(r *results.Record) float64 {
			return float64(ours(&r.Samples[0].Counts)) / float64(r.Samples[0].Ops)
		},
	}
}

// wait is a statistic of the times of operations that waited.
func wait(name string, of func([]results.Bin) float64) quantity {
	return quantity{
		name: name, of: trace.WaitTimes, holds: true, fewest: fewest,
		trace: func(o *observed) (float64, int64) { return of(o.waits), int64(len(o.waits)) },
		ours:  func(r *results.Record) float64 { return of(waited(r)) },
	}
}

// row compares q in a trace and in the windows of its replay. Of what the trace
// does not tell, or a replay cannot have, nothing is said.
func (q *quantity) row(o *observed, records []*results.Record) Row {
	unit := 1.0
	if q.holds {
		unit = float64(o.Hold.P50)
	}
	r := Row{Quantity: q.name, Verdict: TooFew}
	if !o.Tells(q.of) {
		return Row{Quantity: q.name, Trace: math.NaN(), Verdict: NotCaptured}
	}
	r.Trace, r.Seen = q.trace(o)
	r.Trace /= unit
	if len(records) == 0 { // what a replay needs was not captured
		r.Verdict = NotCaptured
		return r
	}
	var values []float64
	for _, record := range records {
		values = append(values, q.ours(record)/unit)
	}
	if r.Seen >= q.fewest && !slices.ContainsFunc(values, math.IsNaN) {
		r.Ours = compare.Median(values)
		r.Verdict = judge(r.Trace, r.Ours.Value, q.slack)
	}
	return r
}
