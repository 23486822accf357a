package suite

import (
	"cmp"
	"strings"
	"testing"

	"daxwait/bench"
	"daxwait/bench/pattern"
	"daxwait/bench/profile"
	"daxwait/results"
	"daxwait/results/compare"
	"daxwait/strategies"
)

// Bench simulates a design and upstream under patterns of contention, a
// sub-benchmark for each, and reports the medians of what was measured. Without
// names it takes the patterns of a first comparison. Each case is simulated once:
// ten windows of 20 ms on two virtual CPUs under the default cost profile, with the
// same seeds for both designs.
func Bench(b *testing.B, design *Design, patterns ...string) {
	if err := usable(design); err != nil {
		b.Fatal(err)
	}
	found, err := pattern.Find(cmp.Or(strings.Join(patterns, ","), bench.QuickPatterns))
	if err == nil {
		found, err = pattern.InRegime(found, "")
	}
	if err != nil {
		b.Fatal(err)
	}
	costs, err := profile.Find("default")
	if err != nil {
		b.Fatal(err)
	}
	upstream, err := strategies.Find(strategies.Baseline)
	if err != nil {
		b.Fatal(err)
	}
	for _, p := range found {
		for _, s := range append(upstream, design) {
			c := bench.Case{Pattern: p, Strategy: s, Tasks: p.DefaultTasks(), Seed: 1, Sim: bench.NewSim(&costs.Profile)}
			var r *results.Record
			b.Run("pattern="+p.Name+"/strategy="+s.Name, func(b *testing.B) {
				if r == nil {
					r = c.Simulate(b.Context(), bench.MinWindows, bench.QuickWindow)
				}
				Report(b, r)
			})
		}
	}
}

// Report reports the medians of a record as metrics of a benchmark.
func Report(b *testing.B, r *results.Record) {
	for _, m := range results.Metrics() {
		if v := r.Values(m); len(v) != 0 {
			b.ReportMetric(compare.Median(v).Value, m.Name)
		}
	}
	b.ReportMetric(0, "ns/op")
}
