package cli_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"daxwait/results"
)

// large writes a folder of n records: 7 strategies in 8 patterns with 4 numbers of tasks
// and as many values of hold as it takes, so many windows each.
func large(t testing.TB, dir string, n, windows int, seed uint64) string {
	t.Helper()
	log, _, err := results.Begin(nil, dir, nil, results.Force)
	if err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(seed, 0))
	designs := []string{"exclusive", "perindex", "merged", "handoff", "keyed", "nopmd", "linux-5.12"}
	patterns := []string{"pte-same", "pte-groups", "mixed-pte", "mixed-pmd", "mix", "inval", "inval-page", "pmd-same"}
	tasks := []int{2, 8, 32, 128}
	for i := range n {
		at := i / len(designs)
		r := &results.Record{
			Schema: results.Schema, Engine: "sim", Strategy: designs[i%len(designs)], Tasks: tasks[at%4], Pattern: patterns[at/4%8],
			VCPUs: 2, Profile: "default", Hold: "sleep", Loop: "closed", Seed: 1, Window: 1e8,
			Set: []results.Setting{{Axis: "hold", Value: float64(1000 + 10*(at/32)), Unit: "ns"}},
		}
		for range windows {
			o := 1000 + rng.Int64N(100)
			r.Samples = append(r.Samples, results.Sample{
				Seconds: 0.1, Ops: o, Jain: 1, Counts: results.Counts{Sleeps: o / 2, Wakes: o / 2, Woken: o / 2, Locks: o},
				WaitMean: 100, WaitP50: 100, WaitP99: 1000 + rng.Int64N(500), WaitP999: 2000, WaitMax: 3000,
				LatencyP50: 1, LatencyP99: 2, LatencyP999: 3, Contention: &results.Contention{Locks: o},
			})
		}
		if err := log.Append(r); err != nil {
			t.Fatal(err)
		}
	}
	if err := log.Close(); err != nil {
		t.Fatal(err)
	}
	return dir
}

// BenchmarkRecords is what verbs take that read many records, with ten times as many in
// turn: -bench Records/plot/.
func BenchmarkRecords(b *testing.B) {
	for _, n := range []int{10_000, 100_000} {
		for verb, words := range map[string][]string{"plot": {"--in", "A", "--out", "OUT"}, "compare": {"A", "B"}, "verify": {"A"}} {
			b.Run(fmt.Sprintf("%s/%d", verb, n), func(b *testing.B) {
				dir := b.TempDir()
				replace := strings.NewReplacer("A", large(b, filepath.Join(dir, "a"), n, 3, 1), "B", large(b, filepath.Join(dir, "b"), n, 3, 2), "OUT", filepath.Join(dir, "out"))
				args := []string{verb}
				for _, w := range words {
					args = append(args, replace.Replace(w))
				}
				b.ReportAllocs()
				for b.Loop() {
					daxwait(args...)
				}
			})
		}
	}
}

// TestLinear: four times as many records take about four times as many allocations,
// however few of them share a group.
func TestLinear(t *testing.T) {
	allocations := func(n int) float64 {
		dir := t.TempDir()
		in := large(t, dir+"/a", n, 1, 1)
		return testing.AllocsPerRun(1, func() { daxwait("compare", in, in) })
	}
	if few, many := allocations(500), allocations(2000); many > 5*few {
		t.Errorf("four times as many records take %.1f times as many allocations", many/few)
	}
}

// TestHugePlan: a plan is counted before it is made, and a dry run says how long it would
// take. A shard of it makes its own part, and is run, verified and gone on with like others.
func TestHugePlan(t *testing.T) {
	var hold, think []string
	for i := range 2000 {
		hold = append(hold, fmt.Sprintf("%dus", i+1))
		think = append(think, fmt.Sprintf("%dns", i+1))
	}
	dir := t.TempDir()
	args := []string{"run", "--out", dir, "--pattern", "pte-same", "--strategy", "exclusive", "--cpus", "2", "--tasks", "2", "--set", "hold=" + strings.Join(hold, ","), "--set", "think=" + strings.Join(think, ",")}
	code, out, errs := daxwait(args...)
	if code != 2 || out != "" || !strings.Contains(errs, "a plan of 4000000 cases; at most 250000 are run at a time: give fewer values, or share it out among 16 shards or more") {
		t.Errorf("exit code %d, %q, %q", code, out, errs)
	}
	for _, more := range [][]string{nil, {"--shard", "1/15"}} {
		code, out, errs = daxwait(append(append(slices.Clone(args), "--dry-run"), more...)...)
		if code != 2 || !strings.Contains(out, "4000000 cases at most, 10 windows for each: about ") || !strings.Contains(errs, "at most 250000") {
			t.Errorf("exit code %d, %q, %q", code, out, errs)
		}
	}
	args = append(args, "--shard", "7/100000", "--window", "1ms", "--windows", "1")
	for range 2 {
		if code, out, errs = daxwait(args...); code != 0 || !strings.Contains(out, "shard 7/100000: 40 of its 40 cases") {
			t.Errorf("exit code %d, %q, %q", code, out, errs)
		}
		args = append(args, "--resume")
	}
	if code, out, errs = daxwait("verify", filepath.Join(dir, "7-of-100000")); code != 0 || !strings.Contains(out, "40 records, as it was written") {
		t.Errorf("exit code %d, %q, %q", code, out, errs)
	}
	args[slices.Index(args, "7/100000")] = "8/100000"
	if err := os.Rename(filepath.Join(dir, "7-of-100000"), filepath.Join(dir, "8-of-100000")); err != nil {
		t.Fatal(err)
	}
	if code, out, errs = daxwait(args...); code != 2 || !strings.Contains(errs, "is no case of shard 8/100000") {
		t.Errorf("another shard's records are gone on with: exit code %d, %q, %q", code, out, errs)
	}
}
