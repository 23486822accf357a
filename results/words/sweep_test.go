package words

import (
	"math"
	"strings"
	"testing"

	"daxwait/results"
	"daxwait/results/compare"
	"daxwait/results/internal/made"
)

// TestOfCrossover: where it is between neighbours is told with an interval over
// seeds, and between values that are ten times apart without.
func TestOfCrossover(t *testing.T) {
	for _, c := range []struct {
		axis   string
		values []float64
		ratio  func(x float64) float64
		want   string
	}{
		{"pmd", []float64{10, 20, 30, 40}, func(x float64) float64 { return math.Exp((x - 24) / 100) },
			"base is ahead at pmd=20, other at 30; by interpolation they change places at 24 (24 to 24 over seeds, n=10)"},
		{"hold", []float64{1, 10, 100, 1000}, func(x float64) float64 { return math.Exp((math.Log10(x) - 1.5) / 2) },
			"base is ahead at hold=10, other at 100; by interpolation they change places at 32 (n=10)"},
	} {
		var records []*results.Record
		for _, x := range c.values {
			records = append(records, made.Point("base", "", 1e5, 8, made.On(c.axis, x)), made.Point("other", "", 1e5*c.ratio(x), 8, made.On(c.axis, x)))
		}
		found := compare.Crossovers(records, "base", c.axis, results.MetricNamed("ops/s"))
		if len(found) != 1 || !strings.Contains(OfCrossover(&found[0]), c.want) {
			t.Errorf("%+v: want %q", found, c.want)
		}
	}
}

// TestNoPlaceBetweenOffAndOn: an axis that is 0 or 1 has no place in between.
func TestNoPlaceBetweenOffAndOn(t *testing.T) {
	var records []*results.Record
	for x, ratio := range []float64{0.8, 1.2} {
		records = append(records, made.Point("base", "", 1e5, 8, made.On("preempt", float64(x))), made.Point("other", "", 1e5*ratio, 8, made.On("preempt", float64(x))))
	}
	found := compare.Crossovers(records, "base", "preempt", results.MetricNamed("ops/s"))
	if len(found) != 1 {
		t.Fatal(found)
	}
	if s := OfCrossover(&found[0]); strings.Contains(s, "interpolation") || !strings.Contains(s, "differs between preempt=0 and preempt=1: base is ahead at the first, other at the second") {
		t.Error(s)
	}
}

// TestWhoHungDoesNotLose: where all others hung nobody is best.
func TestWhoHungDoesNotLose(t *testing.T) {
	var records []*results.Record
	for _, r := range made.Map() {
		if r.Strategy != "a" {
			r.Hangs = []string{"lost"}
		}
		records = append(records, r)
	}
	m := compare.Maps(records, "pmd", "tasks", results.MetricNamed("ops/s"))[0]
	if s := OfMap(&m); strings.Contains(s, "best") || !strings.Contains(s, "in 4 all but one hung") {
		t.Error(s)
	}
}

func TestOfMap(t *testing.T) {
	m := compare.Maps(made.Map(), "pmd", "tasks", results.MetricNamed("ops/s"))[0]
	if s := OfMap(&m); !strings.Contains(s, "best, alone or not told to be behind, of 4 cells: b in 2; all are one run in 2; 1 depend on wake-one*2.") {
		t.Error(s)
	}
}
