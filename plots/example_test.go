package plots_test

import (
	"fmt"
	"os"

	"daxwait/plots"
	"daxwait/results"
)

func ExampleDraw() {
	dir, err := os.MkdirTemp("", "plots")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)

	var records []*results.Record
	for _, strategy := range []string{"exclusive", "perindex"} {
		r := &results.Record{Schema: results.Schema, Engine: "sim", Pattern: "pmd-same", Strategy: strategy, Tasks: 8, Seed: 1}
		for i := range int64(10) {
			s := results.Sample{Seconds: 1, Ops: 1000, WaitP99: 5000 + i}
			s.Counts.Sleeps = 900 + i
			if strategy == "perindex" {
				s.Counts.Sleeps *= 5
			}
			s.Counts.Woken = s.Counts.Sleeps
			r.Samples = append(r.Samples, s)
		}
		records = append(records, r)
	}
	charts, err := plots.Draw(dir, records, plots.Options{Baseline: "exclusive"})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, c := range charts {
		fmt.Printf("%s: %s\n", c.Name, c.Caption)
	}
	// Output:
	// counts: perindex sleeps 4.5 [4.5, 4.5] times per operation in pmd-same, exclusive 0.9 [0.9, 0.91] (n = 10)
	// heatmap-ops: No strategy differs clearly from exclusive in operations per second
	// heatmap-p99-wait: No strategy differs clearly from exclusive in 99th percentile of the wait
	// heatmap-sleeps: perindex sleeps clearly more often than exclusive in pmd-same: ×5 [×5, ×5] (n = 10)
}
