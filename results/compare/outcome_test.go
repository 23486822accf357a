package compare

import (
	"testing"

	"daxwait/results"
	"daxwait/results/internal/made"
)

// TestTold: the word is of the interval alone, and to be even is not to be told
// apart from more than counts.
func TestTold(t *testing.T) {
	for _, c := range []struct {
		lo, value, hi float64
		want          Outcome
	}{
		{0.995, 1, 1.004, Even}, {1.001, 1.004, 1.008, Even}, {1, 1, 1, Even},
		{0.98, 1, 1.02, Untold}, {0.8, 0.99, 1.2, Untold}, {1.003, 1.007, 1.012, Untold}, {0.995, 1.02, 1.05, Untold},
		{1.005, 1.02, 1.05, Better}, {0.9, 0.95, 0.999, Worse},
	} {
		i := Interval{Value: c.value, Lo: c.lo, Hi: c.hi}
		if got := told(i, Negligible, true); got != c.want {
			t.Errorf("[%v, %v]: %s, want %s", c.lo, c.hi, got, c.want)
		}
		turned := map[Outcome]Outcome{Better: Worse, Worse: Better}
		if got := told(i, Negligible, false); turned[c.want] != "" && got != turned[c.want] || turned[c.want] == "" && got != c.want {
			t.Errorf("[%v, %v], where less is better: %s", c.lo, c.hi, got)
		}
	}
}

// TestTooWideIsNotEven: wide noise with the same median is not told apart, never
// even; with narrow noise it is even.
func TestTooWideIsNotEven(t *testing.T) {
	ops := results.MetricNamed("ops/s")
	a := made.Simulated("base", made.Ten(100_000, 4000), made.Ten(1, 0))
	back := made.Ten(136_000, -4000)
	b := made.Simulated("other", back, made.Ten(1, 0))
	if c := Compare([]*results.Record{a, b}, "base", ops)[0]; c.Outcome != Untold || c.Ratio.Hi < 1.05 {
		t.Errorf("%s: %+v", c.Outcome, c.Ratio)
	}
	a, b = made.Simulated("base", made.Ten(100_000, 40), made.Ten(1, 0)), made.Simulated("other", made.Ten(100_360, -40), made.Ten(1, 0))
	if c := Compare([]*results.Record{a, b}, "base", ops)[0]; c.Outcome != Even {
		t.Errorf("%s: %+v", c.Outcome, c.Ratio)
	}
	few := made.Simulated("other", made.Ten(100_360, -40)[:3], made.Ten(1, 0)[:3])
	if c := Compare([]*results.Record{a, few}, "base", ops)[0]; c.Outcome != TooFew {
		t.Errorf("of three windows: %s", c.Outcome)
	}
}

// TestSameRun: a treatment that never happened is seen, by all that was measured
// and not by the one metric.
func TestSameRun(t *testing.T) {
	ops := results.MetricNamed("ops/s")
	a, b := made.Simulated("base", made.Ten(1000, 9), made.Ten(5, 1)), made.Simulated("other", made.Ten(1000, 9), made.Ten(5, 1))
	told := func() Outcome { return Compare([]*results.Record{a, b}, "base", ops)[0].Outcome }
	if o := told(); o != Same {
		t.Errorf("equal in everything: %s", o)
	}
	b.Samples[4].WaitMax++
	if o := told(); o != Even {
		t.Errorf("as many operations with another wait: %s", o)
	}
	b.Samples[4].WaitMax--
	b.Seed++
	if o := told(); o == Same {
		t.Error("of another seed, and one run?")
	}
	b.Seed--
	a.Engine, b.Engine = "live", "live"
	if o := told(); o == Same {
		t.Error("live, and one run?")
	}
}

// TestTheMixMoves: a sum that grows since one role does more and another less is
// not called better; a sum is, of which each role does as much or more.
func TestTheMixMoves(t *testing.T) {
	roles := func(strategy string, faults, cuts int64) *results.Record {
		r := made.Simulated(strategy, made.Ten(faults+cuts, 1), made.Ten(5, 1))
		for i := range r.Samples {
			r.Samples[i].Roles = []results.RoleOps{{Role: "PTE faults", Ops: faults + int64(i)}, {Role: "truncates", Ops: cuts}}
		}
		return r
	}
	base := roles("base", 10_000, 1000)
	for _, c := range []struct {
		faults, cuts int64
		want         Outcome
	}{
		{12_000, 700, Mixed}, {9000, 1300, Mixed}, {10_400, 600, Mixed}, {12_000, 1000, Better}, {12_000, 1200, Better}, {8000, 1000, Worse},
	} {
		got := Compare([]*results.Record{base, roles("other", c.faults, c.cuts)}, "base", results.MetricNamed("ops/s"))[0]
		if got.Outcome != c.want || len(got.Roles) != 2 {
			t.Errorf("%d faults and %d cuts: %s, %+v", c.faults, c.cuts, got.Outcome, got.Roles)
		}
		if got := Compare([]*results.Record{base, roles("other", c.faults, c.cuts)}, "base", results.MetricNamed("sleeps/op"))[0]; got.Outcome == Mixed {
			t.Error("sleeps have no roles")
		}
	}
	before := roles("other", 12_000, 700)
	for i := range before.Samples {
		before.Samples[i].Roles = nil // as records of before are
	}
	if got := Compare([]*results.Record{base, before}, "base", results.MetricNamed("ops/s"))[0]; got.Outcome != Better {
		t.Errorf("without roles: %s", got.Outcome)
	}
}
