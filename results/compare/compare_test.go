package compare

import (
	"math"
	"strings"
	"testing"

	"daxwait/results"
	"daxwait/results/internal/made"
)

func TestMedianInterval(t *testing.T) {
	i := Median([]float64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
	// By order statistics: P(2nd <= median <= 9th of 10) = 1 - 2*11/1024 = 97.9 %.
	if i.Value != 5.5 || i.Lo != 2 || i.Hi != 9 || i.N != 10 {
		t.Errorf("%+v, want 5.5 in [2, 9]", i)
	}
	if i := Median([]float64{4, 1}); i.Lo != 1 || i.Hi != 4 {
		t.Errorf("%+v: two samples should give their range", i)
	}
	if i := Median(nil); i.N != 0 || i.Value != 0 {
		t.Errorf("%+v of nothing", i)
	}
}

func TestHolm(t *testing.T) {
	// The worked example of Holm's step-down: 0.01, 0.02, 0.03, 0.005 of four.
	c := holm([]float64{0.01, 0.02, 0.03, 0.005})
	for i, want := range []float64{0.03, 0.04, 0.04, 0.02} {
		if math.Abs(c[i].p-want) > 1e-12 {
			t.Errorf("p %d corrected to %v, want %v", i, c[i].p, want)
		}
	}
	// The least is tested at a quarter of 0.05, the largest at all of it.
	for i, of := range []float64{3, 2, 1, 4} {
		if want := Alpha / of; math.Abs(c[i].level-want) > 1e-12 {
			t.Errorf("interval %d at %v, want %v", i, c[i].level, want)
		}
	}
	// Where the first is not refused, all have its level.
	c = holm([]float64{0.04, 0.04})
	if c[0].p != 0.08 || c[0].level != Alpha/2 || c[1].level != Alpha/2 {
		t.Errorf("%+v", c)
	}
}

func TestCompare(t *testing.T) {
	sleeps := results.MetricNamed("sleeps/op")
	records := []*results.Record{
		made.Record("p", "exclusive", made.Ten(1000, 0), made.Ten(1000, 1)),
		made.Record("p", "herd", made.Ten(1000, 0), made.Ten(6800, 7)),
		made.Record("p", "same", made.Ten(1000, 0), made.Ten(1000, 1)),
		made.Record("q", "herd", made.Ten(1000, 0), made.Ten(1, 0)),
	}
	changes := Compare(records, "exclusive", sleeps)
	if len(changes) != 2 {
		t.Fatalf("%d changes, want the two that have a baseline", len(changes))
	}
	herd, same := changes[0], changes[1]
	if !herd.Clear() || herd.Ratio.Lo < 6.7 || herd.Ratio.Hi > 6.9 || herd.Ratio.Lo > herd.Ratio.Value || herd.Ratio.Hi < herd.Ratio.Value {
		t.Errorf("herd: %+v", herd)
	}
	if same.Clear() || same.Ratio.Value != 1 {
		t.Errorf("the same: %+v", same)
	}
	again := Compare(records, "exclusive", sleeps)
	if again[0].Ratio != changes[0].Ratio {
		t.Error("the same records give another interval")
	}
	none := Compare([]*results.Record{made.Record("p", "exclusive", made.Ten(1000, 0), made.Ten(0, 0)), made.Record("p", "x", made.Ten(1000, 0), made.Ten(5, 1))}, "exclusive", sleeps)
	if none[0].Defined {
		t.Error("a ratio to nothing is called defined")
	}
}

func TestLeaders(t *testing.T) {
	ops := results.MetricNamed("ops/s")
	hung := made.Record("p", "lost", made.Ten(9000, 0), made.Ten(0, 0))
	hung.Samples[3].Hung = true
	leads := Leaders([]*results.Record{
		made.Record("p", "slow", made.Ten(1000, 1), made.Ten(0, 0)),
		made.Record("p", "fast", made.Ten(2001, 10), made.Ten(0, 0)),
		made.Record("p", "quick", made.Ten(2000, 10), made.Ten(0, 0)),
		hung,
	}, ops)
	l := leads[0]
	if strings.Join(l.Best, " ") != "fast quick" || l.Worst != "slow" || !l.Sure || strings.Join(l.Hung, " ") != "lost" {
		t.Errorf("%+v", l)
	}
	one := Leaders([]*results.Record{made.Record("p", "a", made.Ten(5, 0), made.Ten(0, 0))}, ops)[0]
	if one.Sure || len(one.Best) != 1 {
		t.Errorf("alone in the field: %+v", one)
	}
}

func TestRepeatedRunsArePooled(t *testing.T) {
	one := []*results.Record{made.Record("p", "a", made.Ten(1000, 1), made.Ten(5, 1)), made.Record("p", "b", made.Ten(2000, 1), made.Ten(5, 1))}
	twice := append(append([]*results.Record{}, one...), made.Record("p", "a", made.Ten(1000, 1), made.Ten(5, 1)), made.Record("p", "b", made.Ten(2000, 1), made.Ten(5, 1)))
	open := made.Record("p", "a", made.Ten(9000, 1), made.Ten(5, 1))
	open.Rate = 100
	leads := Leaders(append(twice, open), results.MetricNamed("ops/s"))
	if len(leads) != 2 || leads[0].Value.N != 20 || strings.Join(leads[0].Best, " ") != "b" || leads[1].Group.Name() != "p at 100/s" {
		t.Errorf("%+v", leads)
	}
	if len(one[0].Samples) != 10 {
		t.Error("pooling changes the records it was given")
	}
}
