package suite

import (
	"cmp"
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"daxwait/bench"
	"daxwait/bench/check"
	"daxwait/bench/contained"
	"daxwait/bench/pattern"
	"daxwait/bench/profile"
	"daxwait/daxcore/daxtest"
	"daxwait/results"
	"daxwait/results/compare"
	"daxwait/strategies"
)

// Bench simulates a design and upstream under patterns of contention, a
// sub-benchmark for each, and reports the medians of what was measured. Without
// names it takes the patterns of a first comparison. An iteration is a window of
// 20 ms on two virtual CPUs under the default cost profile; the n-th has the same seed
// for both designs. A design that spins is not simulated, and fails. See [Report] for the time of an operation.
func Bench(b *testing.B, design *Design, patterns ...string) {
	if err := usable(design); err != nil {
		b.Fatal(err)
	}
	design, without := atHome(design)
	if without != "" {
		b.Log(without)
		if err := spins(b.Context(), design, 0); err != nil {
			b.Fatal(err)
		}
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
			b.Run("pattern="+p.Name+"/strategy="+s.Name, func(b *testing.B) {
				Report(b, c.Simulate(b.Context(), b.N, bench.QuickWindow))
			})
		}
	}
}

// spins is the error of a design that waits without a sleep: nothing could end its
// simulation. It is searched where two tasks want one page; a step may take so long, 0
// is as long as in any search.
func spins(ctx context.Context, design *Design, limit time.Duration) error {
	sc, err := daxtest.ScenarioNamed("entry/pte-pte")
	if err != nil {
		return err
	}
	cells := contained.Cells([]*strategies.Strategy{design}, []*daxtest.Scenario{sc}, check.Limits{})
	cells[0].Options.StepLimit = limit
	check.Search(ctx, cells, 1, check.Watch{}, nil)
	if errors.As(cells[0].Err, new(*daxtest.Spins)) {
		return cells[0].Err
	}
	return nil // what else is wrong with it is for Test to say
}

// Report reports the medians of a record as metrics of a benchmark, and how long an
// operation took: what all windows took, by all operations in them. Of the live engine
// that is ns/op, wall time. Of a simulation it is vns/op, virtual time, and there is no
// ns/op: how long it takes to simulate a design says nothing of the design.
func Report(b *testing.B, r *results.Record) {
	if r.Broken != nil {
		b.Error(r.DidNotFinish())
		return
	}
	for _, m := range results.Metrics() {
		if v := r.Values(m); len(v) != 0 {
			b.ReportMetric(compare.Median(v).Value, m.Name)
		}
	}
	var ops int64
	var seconds float64
	for i := range r.Samples {
		ops += r.Samples[i].Ops
		seconds += r.Samples[i].Seconds
	}
	unit := "ns/op"
	if r.Engine == "sim" {
		unit = "vns/op"
		b.ReportMetric(0, "ns/op") // none
	}
	if ops != 0 {
		b.ReportMetric(seconds*1e9/float64(ops), unit)
	}
}
