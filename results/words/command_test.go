package words

import (
	"slices"
	"testing"

	"daxwait/internal/command"
	"daxwait/results"
)

// TestCommands: patterns that were run alike are of one command, each engine and
// each number of CPUs is of its own; a number of tasks that a pattern has alone
// is its default.
func TestCommands(t *testing.T) {
	record := func(engine, pattern, strategy string, tasks, cpus int) *results.Record {
		r := &results.Record{Engine: engine, Pattern: pattern, Strategy: strategy, Tasks: tasks, VCPUs: cpus, Profile: "default", Seed: 1, Window: 1e6, Samples: make([]results.Sample, 2)}
		if engine != "sim" {
			r.VCPUs, r.Profile = 0, ""
		}
		return r
	}
	got := command.SpellAll("daxwait", Commands([]*results.Record{
		record("sim", "empty-never", "exclusive", 1, 4), record("sim", "mapper-retry", "exclusive", 8, 8), record("sim", "loaded-never", "exclusive", 3, 4),
		record("sim", "pte-same", "exclusive", 2, 4), record("sim", "pte-same", "exclusive", 16, 4),
		record("live", "pte-same", "exclusive", 8, 0),
	}))
	want := []string{
		"daxwait run --pattern empty-never,loaded-never --strategy exclusive --cpus 4 --machine fifo --windows 2 --window 1ms --seed 1",
		"daxwait run --pattern mapper-retry --strategy exclusive --tasks 8 --cpus 8 --machine fifo --windows 2 --window 1ms --seed 1",
		"daxwait run --pattern pte-same --strategy exclusive --tasks 2,16 --cpus 4 --machine fifo --windows 2 --window 1ms --seed 1",
		"daxwait run --engine live --pattern pte-same --strategy exclusive --tasks 8 --windows 2 --window 1ms --seed 1",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%q\nwant\n%q", got, want)
	}
}
