package results

import (
	"daxwait/results/machine"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// point is a simulated record on axes, whose windows do so many operations in a
// second, give or take noise that strategies share.
func point(strategy, variant string, ops float64, tasks int, set ...Setting) *Record {
	r := &Record{Schema: Schema, Engine: "sim", Pattern: "p", Strategy: strategy, Tasks: tasks, VCPUs: 2, Profile: "default",
		Hold: "sleep", Loop: "closed", Variant: variant, Set: set, Machine: &machine.Machine{}}
	rng := rand.New(rand.NewPCG(1, uint64(tasks)))
	for range 10 {
		r.Samples = append(r.Samples, Sample{Seconds: 1, Ops: int64(ops * (1 + 0.02*rng.NormFloat64())), Jain: 1, Contention: &Contention{}})
	}
	return r
}

func on(axis string, v float64) Setting { return Setting{Axis: axis, Value: v} }

// TestCrossover: two straight lines meet where arithmetic says, whatever noise
// the strategies share; unshared noise widens the interval.
func TestCrossover(t *testing.T) {
	var records []*Record
	for _, x := range []float64{0, 10, 20, 30, 40} {
		records = append(records, point("base", "", 100_000, 8, on("pmd", x)), point("other", "", 100_000*math.Exp((x-24)/100), 8, on("pmd", x)))
	}
	found := Crossovers(records, "base", "pmd", MetricNamed("ops/s"))
	if len(found) != 1 {
		t.Fatalf("%d crossovers, want 1", len(found))
	}
	c := found[0]
	if c.Before != "base" || c.After != "other" || math.Abs(c.At.Value-24) > 0.1 || !(c.At.Lo <= 24.1 && c.At.Hi >= 23.9) || c.Between != [2]float64{20, 30} {
		t.Errorf("%+v, want other ahead of base beyond 24", c)
	}
	if s := OfCrossover(&c); !c.Neighbours() || !strings.Contains(s, "base is ahead at pmd=20, other at 30; by interpolation they change places at 24 (24 to 24 over seeds, n=10)") {
		t.Error(s)
	}
	if width := c.At.Hi - c.At.Lo; width > 0.5 {
		t.Errorf("the interval is %v wide, though all noise is shared", width)
	}
	records[4].Seed, records[6].Seed = 7, 7 // no longer the same operations
	if wide := Crossovers(records, "base", "pmd", MetricNamed("ops/s"))[0].At; wide.Hi-wide.Lo < 1 {
		t.Errorf("%+v: no wider without common seeds", wide)
	}
	for _, r := range records {
		if r.Strategy == "other" {
			r.Hangs = []string{"lost"}
		}
	}
	if found := Crossovers(records, "base", "pmd", MetricNamed("ops/s")); len(found) != 0 {
		t.Errorf("%+v with one that hung", found)
	}
}

// TestCrossoverByLogarithm: along an axis of factors the place is geometric.
func TestCrossoverByLogarithm(t *testing.T) {
	var records []*Record
	for _, x := range []float64{1, 10, 100, 1000} {
		records = append(records, point("base", "", 1e5, 8, on("hold", x)), point("other", "", 1e5*math.Exp((math.Log10(x)-1.5)/2), 8, on("hold", x)))
	}
	c := Crossovers(records, "base", "hold", MetricNamed("ops/s"))[0]
	if want := math.Pow(10, 1.5); math.Abs(c.At.Value/want-1) > 0.02 {
		t.Errorf("%v, want %v", c.At.Value, want)
	}
	// Ten times apart: seeds say little of where between them it is.
	if s := OfCrossover(&c); c.Neighbours() || strings.Contains(s, "over seeds") || !strings.Contains(s, "base is ahead at hold=10, other at 100; by interpolation they change places at 32 (n=10)") {
		t.Error(s)
	}
}

// TestMap: winners, ties, margins, who hung, and what depends on a price.
func TestMap(t *testing.T) {
	var records []*Record
	for _, tasks := range []int{2, 8} {
		for _, pmd := range []float64{0, 50} {
			at := on("pmd", pmd)
			fast := 1.0
			if tasks == 8 {
				fast = 1.5
			}
			records = append(records, point("a", "", 1e6, tasks, at), point("b", "", 1e6*fast, tasks, at), point("same", "", 1e6, tasks, at),
				point("a", "wake-one*2", 1e6, tasks, at), point("b", "wake-one*2", 1e6*fast, tasks, at))
			if tasks == 8 && pmd == 50 {
				records[len(records)-1] = point("b", "wake-one*2", 0.5e6, tasks, at)
			}
		}
	}
	records[1].Samples[3].Hung = true // b with 2 tasks at 0
	maps := Maps(records, "pmd", "tasks", MetricNamed("ops/s"))
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
	if s := OfMap(&m); !strings.Contains(s, "best, alone or tied, of 4 cells: b in 2; nobody in 2; 1 depend on wake-one*2.") {
		t.Error(s)
	}
}

// TestMapsSlice: what else varies makes maps of its own.
func TestMapsSlice(t *testing.T) {
	var records []*Record
	for _, x := range []float64{0, 1} {
		for _, y := range []float64{0, 1} {
			for _, z := range []float64{5, 6, 7} {
				records = append(records, point("a", "", 1e6, 8, on("x", x), on("z", z), on("y", y)))
			}
		}
	}
	if maps := Maps(records, "x", "y", MetricNamed("ops/s")); len(maps) != 3 || maps[1].Group.Set != "z=6" {
		t.Errorf("%d maps, the second for %q", len(maps), maps[1].Group.Set)
	}
	if axes := Axes(records); !slices.Equal(axes, []string{"z", "x", "y"}) {
		t.Errorf("axes %v, want z, which has most values, first", axes)
	}
}

// TestScaling: throughput by the law gives its parameters, within the interval.
func TestScaling(t *testing.T) {
	law := USL{Lambda: 1e5, Sigma: 0.05, Kappa: 0.002}
	var records []*Record
	for _, n := range []int{1, 2, 4, 8, 16, 32, 64} {
		records = append(records, point("a", "", law.At(float64(n)), n))
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

// TestFindingsSayWhatTheDataSay: the words change with the data.
func TestFindingsSayWhatTheDataSay(t *testing.T) {
	words := func(other, doubled float64, hung bool) string {
		var records []*Record
		for i := range 3 {
			for _, r := range []*Record{point("base", "", 1e5, 8), point("other", "", other, 8), point("base", "wake-one*2", 1e5, 8), point("other", "wake-one*2", doubled, 8)} {
				r.Pattern = fmt.Sprint("p", i)
				records = append(records, r)
			}
		}
		if hung {
			records[1].Hangs = []string{"lost"}
		}
		var b strings.Builder
		if err := WriteFindings(&b, records, "base"); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	for _, c := range []struct {
		other, doubled float64
		hung           bool
		want           []string
	}{
		{2e5, 2e5, false, []string{"ahead in 3 (up to +100.0 %, p0)", "Nowhere do others lead", "other in 3, of 3 patterns"}},
		{0.5e5, 2e5, false, []string{"behind in 3 (down to −50.0 %", "3 of these depend on wake-one*2", "base in 3", "3 of these depend on the price of a wake"}},
		{1e5, 1e5, false, []string{"even in 3"}},
		{2e5, 2e5, true, []string{"other loses wakeups: it hung in p0", "ahead in 2"}},
	} {
		got := words(c.other, c.doubled, c.hung)
		for _, w := range c.want {
			if !strings.Contains(got, w) {
				t.Errorf("other does %v, doubled %v, hung %v: want %q in\n%s", c.other, c.doubled, c.hung, w, got)
			}
		}
	}
}

// TestGroupsTellSettingsApart: a swept point is a group, a name and a benchmark
// of its own.
func TestGroupsTellSettingsApart(t *testing.T) {
	a := point("a", "", 1, 8, Setting{Axis: "hold", Value: 10_000, Unit: "ns"})
	b := point("a", "recheck*0.5", 1, 8, Setting{Axis: "hold", Value: 10_000, Unit: "ns"})
	c := point("a", "", 1, 8, Setting{Axis: "hold", Value: 20_000, Unit: "ns"})
	if a.Group() == b.Group() || a.Group() == c.Group() || len(Pool([]*Record{a, b, c})) != 3 {
		t.Error("settings or variants are pooled")
	}
	if got, want := b.Name(), "Fault/engine=sim/pattern=p/strategy=a/tasks=8/vcpus=2/hold=10us/variant=recheck*0.5"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if got, want := b.Group().Name(), "p on 2 CPUs, hold=10us, recheck*0.5"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// TestPairedSeeds: a difference of 0.3 % below noise of 2 % is clear where both
// have the noise of the same seeds, and is not where they do not.
func TestPairedSeeds(t *testing.T) {
	a, b := point("base", "", 1e6, 8), point("other", "", 1.003e6, 8)
	ops := MetricNamed("ops/s")
	if c := Compare([]*Record{a, b}, "base", ops)[0]; !c.Clear || c.Ratio.Lo < 1.002 || c.Ratio.Hi > 1.004 {
		t.Errorf("%+v, want it clear, and about 1.003", c)
	}
	b.Seed = 5
	if c := Compare([]*Record{a, b}, "base", ops)[0]; c.Clear || c.Ratio.Hi-c.Ratio.Lo < 0.01 {
		t.Errorf("%+v, want it lost in the noise", c)
	}
	if p := pairOf(a, a, ops).pValue(); p != 1 {
		t.Errorf("two that are the same differ with p = %v", p)
	}
}

// TestSameSeedsCountOnce: a simulation that was run again with more windows has
// the samples of the first run among its own.
func TestSameSeedsCountOnce(t *testing.T) {
	short, long := point("a", "", 1e6, 8), point("a", "", 1e6, 8)
	short.Samples = short.Samples[:5]
	later := point("a", "", 1e6, 8)
	later.Seed = 8 // has two of the ten
	if n := len(Pool([]*Record{short, long, later})[0].Samples); n != 18 {
		t.Errorf("%d samples of the seeds 0 to 17", n)
	}
	live := point("a", "", 1e6, 8)
	live.Engine = "live"
	if n := len(Pool([]*Record{live, live})[0].Samples); n != 20 {
		t.Errorf("%d samples of two live runs of ten", n)
	}
}

// TestNothingAgainstSomething: who has none of what less is better of wins, and
// where it stops having none is no place to interpolate.
func TestNothingAgainstSomething(t *testing.T) {
	var records []*Record
	for _, x := range []float64{0, 1} {
		for _, y := range []float64{0, 1} {
			a, b := point("a", "", 1e5, 8, on("x", x), on("y", y)), point("b", "", 1e5, 8, on("x", x), on("y", y))
			for i := range b.Samples {
				b.Samples[i].Counts.Woken = 50_000 + int64(i)
				if y == 1 {
					a.Samples[i].Counts.Woken = 90_000
				}
			}
			records = append(records, a, b)
		}
	}
	wakeups := MetricNamed("wakeups/op")
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
	var records []*Record
	for _, n := range []int{1, 2, 4} {
		r := point("a", "", 1e6, n)
		r.VCPUs, r.OwnCPUs = n, true
		records = append(records, r)
	}
	if axes := Axes(records); !slices.Equal(axes, []string{"tasks"}) || len(Lines(records, "tasks")) != 1 {
		t.Errorf("axes %v, %d lines", axes, len(Lines(records, "tasks")))
	}
}
