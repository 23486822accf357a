package plots

import (
	"fmt"
	"strings"
	"testing"

	"daxwait/plots/internal/ink"
	"daxwait/plots/internal/ink/inktest"
	"daxwait/results"
	"daxwait/results/machine"
)

// wide are records of many patterns: perindex sleeps more often in each but the
// last, the more the later the pattern.
func wide(patterns int) (records []*results.Record) {
	for p := range patterns {
		for _, strategy := range []string{"exclusive", "perindex"} {
			r := &results.Record{Schema: results.Schema, Engine: "sim", Pattern: fmt.Sprintf("p%02d", p), Strategy: strategy, Tasks: 8, VCPUs: 2, Profile: "default", Hold: "sleep", Loop: "closed", Seed: 1}
			for i := range int64(10) {
				s := results.Sample{Seconds: 1, Ops: 1000, WaitP99: 5000 + i}
				s.Counts.Sleeps = 900 + i
				if strategy == "perindex" && p < patterns-1 {
					s.Counts.Sleeps *= int64(2 + p)
				}
				s.Counts.Woken = s.Counts.Sleeps
				r.Samples = append(r.Samples, s)
			}
			r.Waits = []results.Bin{{NS: 0, Count: 900}, {NS: 5000, Count: 100}}
			records = append(records, r)
		}
	}
	return records
}

// TestDigest: of sixteen patterns a digest has one sheet of those in which
// designs are farthest apart, and no chart that shows no difference.
func TestDigest(t *testing.T) {
	names := func(o Options) (names []string, counts *ink.Figure) {
		for _, f := range Figures(wide(16), o) {
			names = append(names, f.Name)
			if f.Name == "counts" {
				counts = f
			}
		}
		return names, counts
	}
	whole, _ := names(Options{})
	if got, want := strings.Join(whole, " "), "counts counts-2 survival survival-2 heatmap-ops heatmap-p99-wait heatmap-sleeps"; got != want {
		t.Errorf("whole: %s, want %s", got, want)
	}
	digest, counts := names(Options{Digest: true})
	if got := strings.Join(digest, " "); got != "counts" {
		t.Errorf("digest: %s, want counts alone", got)
	}
	live := wide(4)
	for _, r := range live {
		r.Engine, r.VCPUs, r.Profile, r.Machine = "live", 0, "", &machine.Machine{}
		for i := range r.Samples {
			r.Samples[i].WaitP99 *= r.Samples[i].Counts.Sleeps
		}
	}
	for _, f := range Figures(live, Options{Digest: true}) {
		if f.Name != "counts" {
			t.Errorf("of goroutines there is %s", f.Name)
		}
	}
	for pattern, want := range map[string]bool{"p02": false, "p03": true, "p14": true, "p15": false} {
		if inktest.Says(counts, pattern) != want {
			t.Errorf("the sheet has %s: %v, want %v", pattern, !want, want)
		}
	}
}
