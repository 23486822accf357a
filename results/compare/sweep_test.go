package compare

import (
	"math"
	"slices"
	"strings"
	"testing"

	"daxwait/results"
	"daxwait/results/internal/made"
)

// TestCrossover: two straight lines meet where arithmetic says, whatever noise
// the strategies share; unshared noise widens the interval.
func TestCrossover(t *testing.T) {
	var records []*results.Record
	for _, x := range []float64{0, 10, 20, 30, 40} {
		records = append(records, made.Point("base", "", 100_000, 8, made.On("pmd", x)), made.Point("other", "", 100_000*math.Exp((x-24)/100), 8, made.On("pmd", x)))
	}
	found := Crossovers(records, "base", "pmd", results.MetricNamed("ops/s"))
	if len(found) != 1 {
		t.Fatalf("%d crossovers, want 1", len(found))
	}
	c := found[0]
	if c.Before != "base" || c.After != "other" || math.Abs(c.At.Value-24) > 0.1 || !(c.At.Lo <= 24.1 && c.At.Hi >= 23.9) || c.Between != [2]float64{20, 30} {
		t.Errorf("%+v, want other ahead of base beyond 24", c)
	}
	if !c.Neighbours() {
		t.Errorf("%+v: 20 and 30 are neighbours", c)
	}
	if width := c.At.Hi - c.At.Lo; width > 0.5 {
		t.Errorf("the interval is %v wide, though all noise is shared", width)
	}
	records[4].Seed, records[6].Seed = 7, 7 // no longer the same operations
	if wide := Crossovers(records, "base", "pmd", results.MetricNamed("ops/s"))[0].At; wide.Hi-wide.Lo < 1 {
		t.Errorf("%+v: no wider without common seeds", wide)
	}
	for _, r := range records {
		if r.Strategy == "other" {
			r.Hangs = []string{"lost"}
		}
	}
	if found := Crossovers(records, "base", "pmd", results.MetricNamed("ops/s")); len(found) != 0 {
		t.Errorf("%+v with one that hung", found)
	}
}

// TestCrossoverByLogarithm: along an axis of factors the place is geometric.
func TestCrossoverByLogarithm(t *testing.T) {
	var records []*results.Record
	for _, x := range []float64{1, 10, 100, 1000} {
		records = append(records, made.Point("base", "", 1e5, 8, made.On("hold", x)), made.Point("other", "", 1e5*math.Exp((math.Log10(x)-1.5)/2), 8, made.On("hold", x)))
	}
	c := Crossovers(records, "base", "hold", results.MetricNamed("ops/s"))[0]
	if want := math.Pow(10, 1.5); math.Abs(c.At.Value/want-1) > 0.02 {
		t.Errorf("%v, want %v", c.At.Value, want)
	}
	// Ten times apart: seeds say little of where between them it is.
	if c.Neighbours() {
		t.Errorf("%+v: 10 and 100 are no neighbours", c)
	}
}

// TestMap: winners, ties, margins, who hung, and what depends on a price.
func TestMap(t *testing.T) {
	records := made.Map()
	maps := Maps(records, "pmd", "tasks", results.MetricNamed("ops/s"))
	if len(maps) != 1 || !slices.Equal(maps[0].Xs, []float64{0, 50}) || !slices.Equal(maps[0].Ys, []float64{2, 8}) {
		t.Fatalf("%+v", maps)
	}
	m := maps[0]
	if c := m.Cell(0, 0); !c.Noise() || !slices.Equal(c.Hung, []string{"b"}) || c.Winners() != "a = same" {
		t.Errorf("%+v, want a and same alike, and b hung", c)
	}
	if c := m.Cell(1, 0); !c.Noise() {
		t.Errorf("%+v, want noise", c)
	}
	if c := m.Cell(0, 1); c.Winner != "b" || len(c.Tied) != 0 || math.Abs(c.Margin.Value-1.5) > 0.01 || len(c.Depends) != 0 {
		t.Errorf("%+v, want b by half, whatever a wake costs", c)
	}
	if c := m.Cell(1, 1); !slices.Equal(c.Depends, []string{"wake-one*2"}) {
		t.Errorf("%+v, want it to depend on wake-one", c)
	}
}

// TestMapsSlice: what else varies makes maps of its own.
func TestMapsSlice(t *testing.T) {
	var records []*results.Record
	for _, x := range []float64{0, 1} {
		for _, y := range []float64{0, 1} {
			for _, z := range []float64{5, 6, 7} {
				records = append(records, made.Point("a", "", 1e6, 8, made.On("x", x), made.On("z", z), made.On("y", y)))
			}
		}
	}
	if maps := Maps(records, "x", "y", results.MetricNamed("ops/s")); len(maps) != 3 || maps[1].Group.Set != "z=6" {
		t.Errorf("%d maps, the second for %q", len(maps), maps[1].Group.Set)
	}
	if axes := Axes(records); !slices.Equal(axes, []string{"z", "x", "y"}) {
		t.Errorf("axes %v, want z, which has most values, first", axes)
	}
}

// TestScaling: throughput by the law gives its parameters, within the interval.
func TestScaling(t *testing.T) {
	law := USL{Lambda: 1e5, Sigma: 0.05, Kappa: 0.002}
	var records []*results.Record
	for _, n := range []int{1, 2, 4, 8, 16, 32, 64} {
		records = append(records, made.Point("a", "", law.At(float64(n)), n))
	}
	found := Scalings(records, "tasks")
	if len(found) != 1 || found[0].Warning() != "" {
		t.Fatalf("%+v", found)
	}
	s := found[0]
	if math.Abs(s.Fit.Sigma-law.Sigma) > 0.02 || !(s.Kappa.Lo <= law.Kappa && law.Kappa <= s.Kappa.Hi) || math.Abs(s.Fit.Peak()/law.Peak()-1) > 0.1 {
		t.Errorf("%+v, peak %v [%v, %v], want %+v, peak %v", s.Fit, s.Peak.Value, s.Peak.Lo, s.Peak.Hi, law, law.Peak())
	}
	if s := Scalings(records[:3], "tasks")[0]; !strings.Contains(s.Warning(), "at least 6") {
		t.Errorf("3 points: %q", s.Warning())
	}
}

// TestPairedSeeds: a difference of 0.3 % below noise of 2 % is known where both
// have the noise of the same seeds: they are even. Where they do not, nothing is told.
func TestPairedSeeds(t *testing.T) {
	a, b := made.Point("base", "", 1e6, 8), made.Point("other", "", 1.003e6, 8)
	ops := results.MetricNamed("ops/s")
	if c := Compare([]*results.Record{a, b}, "base", ops)[0]; c.Outcome != Even || c.P > 0.001 || c.Ratio.Lo < 1.002 || c.Ratio.Hi > 1.004 {
		t.Errorf("%+v, want them even, and about 1.003", c)
	}
	b.Seed = 5
	if c := Compare([]*results.Record{a, b}, "base", ops)[0]; c.Outcome != Untold || c.Ratio.Hi-c.Ratio.Lo < 0.01 {
		t.Errorf("%+v, want it lost in the noise", c)
	}
	if p := pairOf(a, a, ops).pValue(); p != 1 {
		t.Errorf("two that are the same differ with p = %v", p)
	}
}

// TestNothingAgainstSomething: who has none of what less is better of wins, and
// where it stops having none is no place to interpolate.
func TestNothingAgainstSomething(t *testing.T) {
	var records []*results.Record
	for _, x := range []float64{0, 1} {
		for _, y := range []float64{0, 1} {
			a, b := made.Point("a", "", 1e5, 8, made.On("x", x), made.On("y", y)), made.Point("b", "", 1e5, 8, made.On("x", x), made.On("y", y))
			for i := range b.Samples {
				b.Samples[i].Counts.Woken = 50_000 + int64(i)
				if y == 1 {
					a.Samples[i].Counts.Woken = 90_000
				}
			}
			records = append(records, a, b)
		}
	}
	wakeups := results.MetricNamed("wakeups/op")
	m := Maps(records, "x", "y", wakeups)[0]
	if c := m.Cell(0, 0); c.Winner != "a" || c.Noise() || !math.IsInf(c.Margin.Value, 1) {
		t.Errorf("%+v, want a ahead without end", c)
	}
	for _, c := range Crossovers(records, "a", "y", wakeups) {
		if math.IsNaN(c.At.Value) || math.IsNaN(c.At.Lo) {
			t.Errorf("%+v", c)
		}
	}
}

// TestTasksWithACPUEach: where CPUs follow tasks, tasks are the one axis.
func TestTasksWithACPUEach(t *testing.T) {
	var records []*results.Record
	for _, n := range []int{1, 2, 4} {
		r := made.Point("a", "", 1e6, n)
		r.VCPUs, r.OwnCPUs = n, true
		records = append(records, r)
	}
	if axes := Axes(records); !slices.Equal(axes, []string{"tasks"}) || len(Lines(records, "tasks")) != 1 {
		t.Errorf("axes %v, %d lines", axes, len(Lines(records, "tasks")))
	}
}
