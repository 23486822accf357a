package compare

import (
	"math"
	"math/rand/v2"
	"testing"

	"daxwait/results"
	"daxwait/results/internal/made"
)

// TestMiddle is the median, of whatever order.
func TestMiddle(t *testing.T) {
	for _, c := range []struct {
		values []float64
		want   float64
	}{{[]float64{3}, 3}, {[]float64{5, 1, 2}, 2}, {[]float64{4, 1, 3, 2}, 2.5}} {
		want := median(c.values)
		if got := middle(c.values); got != c.want || want != c.want {
			t.Errorf("%v, and %v by the library, want %v", got, want, c.want)
		}
	}
	if !math.IsNaN(middle(nil)) {
		t.Error("nothing has a median")
	}
}

// TestTestAndIntervalAgree: whatever the samples and however many tests, the
// interval has 1 in it exactly if the test does not refuse that the two are equal.
func TestTestAndIntervalAgree(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 7))
	refused := 0
	for trial := range 400 {
		draw := func(shift float64) (v []int64) {
			for range 10 {
				v = append(v, int64(1e6*(shift+0.02*rng.NormFloat64())))
			}
			return v
		}
		base := draw(1)
		records := []*results.Record{made.Simulated("base", base, base)}
		for i := range 5 {
			v := draw(1 + 0.015*float64(i))
			records = append(records, made.Simulated(string(rune('a'+i)), v, base))
		}
		if trial%2 == 1 { // by ranks
			for i, r := range records {
				r.Seed = uint64(i + 1)
			}
		}
		for _, c := range Compare(records, "base", results.MetricNamed("ops/s")) {
			// The interval takes the ratio of medians in, which may add 1 to it.
			switch {
			case c.P >= Alpha && !c.Ratio.Has(1):
				t.Fatalf("p %g beside %+v", c.P, c.Ratio)
			case c.Clear() && c.Ratio.Has(1):
				t.Fatalf("%s beside %+v", c.Outcome, c.Ratio)
			case !c.Clear() && !c.Ratio.Has(1) && !c.Ratio.Within(Negligible) && math.Abs(c.Ratio.Value-1) >= Negligible:
				t.Fatalf("%s beside %+v", c.Outcome, c.Ratio)
			}
			if c.Clear() {
				refused++
			}
		}
	}
	if refused < 400 || refused > 1600 {
		t.Errorf("%d of 2000 are told apart: the test tests nothing", refused)
	}
}

// TestFieller is the interval of a ratio by hand: of pairs whose differences have
// the mean 0 and that are of one size, it is around 1, and t standard errors wide.
func TestFieller(t *testing.T) {
	a, b := []float64{100, 100, 100, 100}, []float64{101, 99, 101, 99}
	// s = 2/√3, t(3, 97.5 %) = 3.182446, and t·s/√4 is 1.83739 of 100.
	lo, hi := fieller(a, b, 0.05, nil)
	if math.Abs(lo-0.9816261) > 1e-6 || math.Abs(hi-1.0183739) > 1e-6 {
		t.Errorf("from %v to %v", lo, hi)
	}
	if _, hi := fieller([]float64{-1, 1, -1, 1}, b, 0.05, nil); !math.IsInf(hi, 1) {
		t.Errorf("a ratio to what may be 0 ends at %v", hi)
	}
}

// TestByRanks: of six and six samples the test refuses at 0.05 what has five of
// the 36 pairs on one side, and the interval ends at the sixth.
func TestByRanks(t *testing.T) {
	a, b := []float64{1, 1, 1, 1, 1, 1}, []float64{2, 3, 4, 5, 6, 7}
	// With ties of a the extremes are what one of b has to pass.
	lo, hi := byRanks(a, b, 0.05)
	if !(lo >= 2 && lo <= 3 && hi >= 6 && hi <= 7) {
		t.Errorf("from %v to %v", lo, hi)
	}
	if lo, hi := byRanks(a[:3], b[:3], 0.05); lo != 0 || !math.IsInf(hi, 1) {
		t.Errorf("three samples tell from %v to %v", lo, hi)
	}
	if lo, hi := byRanks(a, []float64{0, 0, 0, 0, 0, 0}, 0.05); lo != 0 || hi != 0 {
		t.Errorf("nothing is from %v to %v of something", lo, hi)
	}
}
