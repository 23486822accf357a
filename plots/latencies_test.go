package plots

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"daxwait/internal/phrase"
	"daxwait/plots/internal/ink"
	"daxwait/plots/internal/ink/inktest"
	"daxwait/results"
)

// slow is a record of ten windows whose operations took, in ns, mean on
// average, and a window's number more; nobody looked at that if it is 0.
func slow(pattern, strategy string, mean float64) *results.Record {
	r := &results.Record{
		Schema: results.Schema, Engine: "sim", Pattern: pattern, Strategy: strategy, Tasks: 1, VCPUs: 4, Profile: "default", Hold: "sleep", Loop: "closed",
	}
	for i := range 10 {
		s := results.Sample{Seconds: 0.1, Ops: 512}
		if mean > 0 {
			s.LatencyMin, s.LatencyMean, s.LatencyMax = int64(mean/10), mean+float64(i), int64(mean*10)
		}
		r.Samples = append(r.Samples, s)
	}
	return r
}

func latenciesOf(records ...*results.Record) (found []*ink.Figure) {
	for _, f := range Figures(records, Options{}) {
		if strings.HasPrefix(f.Name, "latency") {
			found = append(found, f)
		}
	}
	return found
}

func TestLatenciesAreDrawn(t *testing.T) {
	found := latenciesOf(slow("empty-never", "exclusive", 20_000), slow("empty-map-sync", "exclusive", 3_000_000), slow("empty-map-sync", "perindex", 1_000_000))
	if len(found) != 1 {
		t.Fatalf("%d charts", len(found))
	}
	// The median of ten windows lies between the fifth and the sixth, 4.5 above
	// the mean given, which three digits do not show.
	for _, want := range []string{"An operation takes 20 µs [20 µs, 20 µs] in empty-never", "up to 3 ms [3 ms, 3 ms] in empty-map-sync"} {
		if !strings.Contains(strings.ReplaceAll(found[0].Caption, phrase.NBSP, " "), want) {
			t.Errorf("%q, want %q in it", found[0].Caption, want)
		}
	}
	inktest.Tidy(t, found[0])
	marks, err := found[0].WriteInline(&bytes.Buffer{})
	if err != nil {
		t.Fatal(err)
	}
	if len(marks) != 9 {
		t.Errorf("%d marks of three cases, want three each", len(marks))
	}
	if !slices.ContainsFunc(marks, func(m ink.Mark) bool {
		return m.What == "empty-map-sync in perindex: mean" && strings.ReplaceAll(m.Value, phrase.NBSP, " ") == "1 ms"
	}) {
		t.Errorf("no mark of the mean of perindex: %+v", marks)
	}
	if !inktest.Says(found[0], "log from 1"+phrase.NBSP+"µs") {
		t.Error("the axis begins elsewhere than at the decade of the shortest")
	}
}

func TestNoLatencies(t *testing.T) {
	plain := slow("pte-same", "exclusive", 0)
	if found := latenciesOf(plain, slow("pmd-same", "exclusive", 0)); len(found) != 0 {
		t.Errorf("%d charts of records without latencies to compare", len(found))
	}
	if found := latenciesOf(plain, slow("empty-never", "exclusive", 20_000)); len(found) != 0 {
		t.Errorf("%d charts of a single pattern", len(found))
	}
}
