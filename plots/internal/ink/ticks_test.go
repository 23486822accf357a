package ink

import (
	"math"
	"strings"
	"testing"

	"gonum.org/v1/plot"

	"daxwait/internal/phrase"
)

func labels(ticks []plot.Tick) string {
	var l []string
	for _, t := range ticks {
		if !t.IsMinor() {
			l = append(l, strings.ReplaceAll(t.Label, phrase.NBSP, " "))
		}
	}
	return strings.Join(l, "|")
}

func TestTicks(t *testing.T) {
	for _, c := range []struct {
		name   string
		ticker plot.Ticker
		lo, hi float64
		want   string
	}{
		{"ones", LinearTicks{5, phrase.Number}, 0, 5, "0|1|2|3|4|5"},
		{"twos", LinearTicks{5, phrase.Number}, 0, 8.4, "0|2|4|6|8"},
		{"fives", LinearTicks{5, phrase.Number}, 0, 21, "0|5|10|15|20"},
		{"tenths", LinearTicks{5, phrase.Number}, 0, 0.72, "0|0.2|0.4|0.6"},
		{"no dust", LinearTicks{5, phrase.Number}, 0, 0.35, "0|0.1|0.2|0.3"},
		{"shares", LinearTicks{5, phrase.Share}, 0, 0.33, "0 %|10 %|20 %|30 %"},
		{"nothing", LinearTicks{5, phrase.Number}, 1, 1, ""},
		{"endless", LinearTicks{5, phrase.Number}, 0, math.Inf(1), ""},
		{"not a number", LinearTicks{5, phrase.Number}, 0, math.NaN(), ""},
		{"decades", LogTicks{5, phrase.Time}, 100, 2e6, "100 ns|1 µs|10 µs|100 µs|1 ms"},
		{"every other", LogTicks{3, phrase.Time}, 100, 2e7, "100 ns|10 µs|1 ms"},
		{"in a decade", LogTicks{5, phrase.Time}, 15, 700, "20 ns|50 ns|100 ns|200 ns|500 ns"},
		{"no power of ten", LogTicks{5, phrase.Time}, 1.5e6, 8e6, "2 ms|5 ms"},
		{"seconds", LogTicks{5, phrase.Time}, 1e8, 1e10, "100 ms|1 s|10 s"},
		{"below one", LogTicks{8, phrase.Share}, 1e-3, 1, "0.1 %|1 %|10 %|100 %"},
		{"from zero", LogTicks{5, phrase.Time}, 0, 1, ""},
		{"zero and decades", FloorLog{0.01, phrase.Number}, 0, 30, "0|0.01|0.1|1|10"},
	} {
		if got := labels(c.ticker.Ticks(c.lo, c.hi)); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func TestFloorLogRises(t *testing.T) {
	n := FloorLog{0.01, phrase.Number}
	last := -1.0
	for _, v := range []float64{0, 0.001, 0.01, 0.011, 0.5, 10, 30} {
		got := n.Normalize(0, 30, v)
		if got <= last || got > 1 {
			t.Errorf("%g is at %g, after %g", v, got, last)
		}
		last = got
	}
	if got := n.Normalize(0, 30, 0); got != 0 {
		t.Errorf("0 is at %g", got)
	}
}
