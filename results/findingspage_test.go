package results_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"daxwait/results"
	"daxwait/results/compare"
)

// reference is a folder of the reference results.
type reference []*results.Record

func read(t *testing.T, name string) reference {
	t.Helper()
	records, err := results.Read("reference/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return results.Base(records)
}

// of are the records of a pattern.
func (r reference) of(pattern string) (some reference) {
	for _, rec := range r {
		if rec.Pattern == pattern {
			some = append(some, rec)
		}
	}
	return some
}

// tasks are those with a number of tasks.
func (r reference) tasks(n int) (some reference) {
	for _, rec := range r {
		if rec.Tasks == n {
			some = append(some, rec)
		}
	}
	return some
}

// ratio is what a design has of a metric, over another.
func (r reference) ratio(t *testing.T, design, over, metric string) float64 {
	t.Helper()
	for _, c := range compare.Compare(r, over, results.MetricNamed(metric)) {
		if c.Strategy == design && c.Defined {
			return c.Ratio.Value
		}
	}
	t.Fatalf("no %s of %s over %s", metric, design, over)
	return 0
}

// median is what a design has of a metric.
func (r reference) median(t *testing.T, design, metric string) float64 {
	t.Helper()
	for _, rec := range r {
		if v := rec.Values(results.MetricNamed(metric)); rec.Strategy == design && len(v) != 0 {
			return compare.Median(v).Value
		}
	}
	t.Fatalf("no %s of %s", metric, design)
	return 0
}

// rounds counts those of a design, and those that hung.
func (r reference) rounds(design string) (hung, all int64) {
	for _, rec := range r {
		for i := range rec.Samples {
			if rec.Strategy == design {
				hung, all = hung+rec.Samples[i].HungRounds, all+rec.Samples[i].Rounds
			}
		}
	}
	return hung, all
}

// percent is a ratio as a signed percentage.
func percent(ratio float64) string {
	return strings.Replace(fmt.Sprintf("%+.0f %%", 100*(ratio-1)), "-", "−", 1)
}

// thousands is a count with commas.
func thousands(n int64) string {
	if n < 1000 {
		return fmt.Sprint(n)
	}
	return fmt.Sprintf("%s,%03d", thousands(n/1000), n%1000)
}

// TestFindings computes what docs/findings.md says by simulation from the
// reference results, and looks for the words.
func TestFindings(t *testing.T) {
	text, err := os.ReadFile("../docs/findings.md")
	if err != nil {
		t.Fatal(err)
	}
	flat := strings.Join(strings.Fields(string(text)), " ")
	for _, want := range slices.Concat(ofComparison(t), ofQuestions(t), ofFronts(t)) {
		if !strings.Contains(flat, want) {
			t.Errorf("docs/findings.md does not say %q, which the reference results do", want)
		}
	}
}

func ofQuestions(t *testing.T) []string {
	pairs := read(t, "q1-pairs").of("pte-groups")
	merged := func(n int) string { return percent(pairs.tasks(n).ratio(t, "merged", "exclusive", "ops/s")) }
	waiting, most := read(t, "q2"), 1.0
	for _, pattern := range []string{"mixed-pte", "mixed-pmd", "mix", "zipf"} {
		for _, suffix := range []string{"", "-run"} {
			most = min(most, waiting.of(pattern+suffix).ratio(t, "perindex+pmd-meets-pte=wait-at-entry", "perindex", "ops/s"))
		}
	}
	munmap := read(t, "q6-munmap")
	scans := read(t, "q5-nopmd")
	times := munmap.of("mapper-map-sync").median(t, "exclusive", "mean-latency-ns") / munmap.of("mapper-retry").median(t, "exclusive", "mean-latency-ns")
	return []string{
		fmt.Sprintf("(%s), a third of the throughput with 32 (%s) and two thirds with 64 (%s)", merged(8), merged(32), merged(64)),
		fmt.Sprintf("gains nothing and costs up to %.0f %%", 100*(1-most)),
		fmt.Sprintf("takes %.0f times as long with MAP_SYNC as with a retry", times),
		fmt.Sprintf("would have cost who reads whole tables %.0f to %.0f %%", 100*(1-scans.of("table-scan-run").ratio(t, "nopmd", "exclusive", "ops/s")),
			100*(1-scans.of("table-scan").ratio(t, "nopmd", "exclusive", "ops/s"))),
	}
}

func ofComparison(t *testing.T) []string {
	all := read(t, "comparison")
	same := all.of("pte-same")
	hung, rounds := all.of("inval-rounds").rounds("linux-5.12")
	hungRun, roundsRun := all.of("inval-rounds-run").rounds("linux-5.12")
	ever, every := all.of("mixed-rounds").rounds("linux-5.2")
	if ever != every || every == 0 {
		t.Errorf("linux-5.2 hangs in %d of %d rounds of mixed-rounds; docs/findings.md says every time", ever, every)
	}
	patterns, even := regimeOfRun(all)
	return []string{
		fmt.Sprintf("`perindex` has %.1f sleeps for each operation, %.1f of them useless, against %.1f and %.1f of `exclusive`",
			same.median(t, "perindex", "sleeps/op"), same.median(t, "perindex", "useless/op"), same.median(t, "exclusive", "sleeps/op"), same.median(t, "exclusive", "useless/op")),
		fmt.Sprintf("and does %.0f %% *more*", 100*(same.ratio(t, "perindex", "exclusive", "ops/s")-1)),
		fmt.Sprintf("`linux-5.12` hung %s times in %s", thousands(hung+hungRun), thousands(rounds+roundsRun)),
		fmt.Sprintf("%d of %d patterns on two CPUs no design is clearly a hundredth from another", even, patterns),
		fmt.Sprintf("(%.1f times the operations in `mixed-pmd`)", all.of("mixed-pmd").ratio(t, "nopmd", "exclusive", "ops/s")),
	}
}

// regimeOfRun counts the patterns in which holders keep the CPU, and those of
// them in which nobody is clearly a hundredth behind the leader.
func regimeOfRun(all reference) (patterns, even int) {
	ops := results.MetricNamed("ops/s")
	run := slices.DeleteFunc(slices.Clone(all), func(r *results.Record) bool { return r.Hold != "run" || r.Hung() })
	for _, lead := range compare.Leaders(run, ops) {
		patterns++
		if !slices.ContainsFunc(compare.Compare(run.of(lead.Group.Pattern), lead.Best[0], ops), func(c compare.Change) bool {
			return c.Clear()
		}) {
			even++
		}
	}
	return patterns, even
}

func ofFronts(t *testing.T) []string {
	records := read(t, "space/front")
	fronts := compare.Fronts(records)
	designs, most := map[string]bool{}, 0
	for _, r := range records {
		designs[r.Strategy] = true
	}
	on := func(design string) (n int) {
		for _, f := range fronts {
			if slices.ContainsFunc(f.Members, func(a compare.Alike) bool { return slices.Contains(a.Strategies, design) }) {
				n++
			}
		}
		return n
	}
	for _, f := range fronts {
		most = max(most, len(f.Members))
	}
	same, run := records.of("pte-same"), records.of("pte-same-run")
	return []string{
		fmt.Sprintf("`handoff` has %.2f of the tail in `pte-same` (99th percentile of the wait), %s operations if holders sleep, and %s if they do not",
			same.ratio(t, "handoff", "exclusive", "p99-wait-ns"), percent(same.ratio(t, "handoff", "exclusive", "ops/s")), percent(run.ratio(t, "handoff", "exclusive", "ops/s"))),
		fmt.Sprintf("Of [%d safe designs]", len(designs)),
		fmt.Sprintf("%d at most are on the front", most),
		fmt.Sprintf("direct hand-off in %d of %d patterns, `exclusive` in %d, waking all on unlock (`perindex`) in %d", on("handoff"), len(fronts), on("exclusive"), on("perindex")),
	}
}
