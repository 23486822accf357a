package bench_test

import (
	"context"
	"fmt"
	"time"

	"daxwait/bench"
	"daxwait/bench/pattern"
	"daxwait/bench/profile"
	"daxwait/results"
	"daxwait/results/compare"
	"daxwait/strategies"
)

// Eight tasks and one page on two virtual CPUs: the same windows for each design,
// as of the same seeds, give the same figures on any machine.
func ExampleCase_Simulate() {
	patterns, err := pattern.Find("pte-same")
	if err != nil {
		fmt.Println(err)
		return
	}
	costs, err := profile.Find("default")
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, s := range strategies.Compared()[:2] {
		c := bench.Case{Pattern: patterns[0], Strategy: s, Tasks: 8, Seed: 1, Sim: bench.NewSim(&costs.Profile)}
		r := c.Simulate(context.Background(), bench.MinWindows, time.Millisecond)
		sleeps := compare.Median(r.Values(results.MetricNamed("sleeps/op")))
		fmt.Printf("%s: %.2f sleeps an operation\n", s.Name, sleeps.Value)
	}
	// Output:
	// exclusive: 0.98 sleeps an operation
	// perindex: 5.57 sleeps an operation
}
