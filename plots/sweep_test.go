package plots

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"daxwait/internal/phrase"
	"daxwait/plots/internal/ink"
	"daxwait/results"
	"daxwait/results/compare"
	"daxwait/results/machine"
)

// sweep is records over hold and pmd in which merged does 40 % more than
// exclusive at half of the points; perindex hangs in a corner, and a doubled
// price turns one point round.
func sweep(holds, pmds []float64) (records []*results.Record) {
	for i, hold := range holds {
		for j, pmd := range pmds {
			for _, strategy := range []string{"exclusive", "merged", "perindex"} {
				for _, variant := range []string{"", "wake-one*2"} {
					r := &results.Record{Schema: results.Schema, Engine: "sim", Pattern: "mix", Strategy: strategy, Tasks: 8, VCPUs: 2, Profile: "default",
						Hold: "sleep", Loop: "closed", Seed: 1, Variant: variant, Machine: &machine.Machine{}}
					r.Set = append(r.Set, results.Setting{Axis: "hold", Value: hold, Unit: "ns"})
					if len(pmds) > 1 {
						r.Set = append(r.Set, results.Setting{Axis: "pmd", Value: pmd, Unit: "%"})
					}
					ops := 100_000.0
					switch ahead := (i+j)%2 == 1; {
					case strategy == "merged" && ahead && !(variant != "" && i == 1 && j == 0):
						ops *= 1.4
					case strategy == "merged":
						ops *= 0.8
					}
					for n := range 10 {
						r.Samples = append(r.Samples, results.Sample{Seconds: 1, Ops: int64(ops * (1 + 0.001*float64(n))), WaitP99: 5000,
							Counts: results.Counts{Woken: int64(ops)}, Contention: &results.Contention{}})
					}
					if strategy == "perindex" && i == 0 && j == 0 {
						r.Hangs = []string{"lost"}
					}
					records = append(records, r)
				}
			}
		}
	}
	return records
}

func svg(t *testing.T, f *ink.Figure) string {
	t.Helper()
	var b bytes.Buffer
	if err := f.WriteSVG(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func figureNamed(t *testing.T, records []*results.Record, name string) *ink.Figure {
	t.Helper()
	for _, f := range Figures(records, Options{}) {
		if f.Name == name {
			return f
		}
	}
	t.Fatalf("no figure %s", name)
	return nil
}

// TestRegimeMap: each cell names its winner and margin; what is noise, depends
// or hung says so.
func TestRegimeMap(t *testing.T) {
	f := figureNamed(t, sweep([]float64{1e3, 1e4}, []float64{0, 50, 100}), "regimes-ops")
	drawn := svg(t, f)
	for _, want := range []string{">merged<", "+40", "depends: wake-one*2", "1 design hung", "hold time", "share of touches by PMD", "10" + phrase.NBSP + "µs"} {
		if !strings.Contains(drawn, want) {
			t.Errorf("%q is not in the map", want)
		}
	}
	if want := "; widest: merged before exclusive by +40 % [+40, +40] at "; !strings.Contains(f.Caption, want) || !strings.HasSuffix(f.Caption, ")") {
		t.Errorf("caption %q: want %q in it", f.Caption, want)
	}
	if !strings.Contains(f.Caption, "merged in 3") {
		t.Errorf("caption %q: want merged in 3 of the 6", f.Caption)
	}
	if n := len(Figures(sweep([]float64{1e3, 1e4}, []float64{0, 50, 100}), Options{})); n != 3 {
		t.Errorf("%d figures of a sweep, want a map for each metric and nothing else", n)
	}
}

// TestCurves: one axis makes curves, with the place where the order changes.
func TestCurves(t *testing.T) {
	f := figureNamed(t, sweep([]float64{1e3, 1e4, 1e5}, []float64{0}), "curves-hold")
	if want := "merged does 40 % [40, 40] more operations a second than exclusive at hold = 10 µs (n = "; !strings.Contains(f.Caption, want) {
		t.Errorf("caption %q, want %q in it", f.Caption, want)
	}
	drawn := svg(t, f)
	for _, want := range []string{"Operations per second", "99th percentile of the wait", "Wakeups per operation", "†"} {
		if !strings.Contains(drawn, want) {
			t.Errorf("%q is not drawn", want)
		}
	}
}

// TestFrontChart: members, those behind, and designs without names are drawn.
func TestFrontChart(t *testing.T) {
	records := sweep([]float64{1e3}, []float64{0})
	for i, r := range records {
		r.Set = nil
		r.Pattern = fmt.Sprint("p", i/6)
	}
	figures := Fronts(compare.Fronts(records), Options{})
	if len(figures) != 1 || !strings.Contains(svg(t, figures[0]), ">exclusive<") {
		t.Errorf("%d figures of fronts, or no design in them", len(figures))
	}
	if Fronts(nil, Options{}) != nil {
		t.Error("figures of nothing")
	}
}
