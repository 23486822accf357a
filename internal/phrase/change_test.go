package phrase

import (
	"math"
	"strings"
	"testing"
)

func TestNumbers(t *testing.T) {
	for _, c := range [][2]string{
		{Number(0), "0"}, {Number(-1.5), "−1.5"}, {Number(1234), "1234"}, {Number(20000), "20 000"}, {Number(1.25e6), "1.25 M"},
		{Number(0.00012), "0.00012"}, {Number(math.NaN()), "?"},
		{Change(1.12), "+12 %"}, {Change(0.88), "−12 %"}, {Change(1), "0 %"}, {Change(1.054), "+5.4 %"}, {Change(12), "×12"},
		{Change(0), "−100 %"}, {Change(0.0004), "−99.9 %"}, {Change(math.NaN()), "?"}, {Change(1.0004), "+0.04 %"}, {Change(0.99999), "−0.00 %"},
		{Size(0.88), "12 %"}, {Bounds(0.9, 1.2, Change), "[−10, +20]"}, {Bounds(1, math.Inf(1), Change), ""}, {Bounds(0.9, 0.95, Size), "[10, 5.0]"},
		{Brief(6.84), "6.8"}, {Brief(1), "1.0"}, {Brief(0.314), "0.31"}, {Brief(0), "0"},
	} {
		if got := strings.ReplaceAll(c[0], NBSP, " "); got != c[1] {
			t.Errorf("%s, want %s", got, c[1])
		}
	}
}

func TestRoundUpHolds(t *testing.T) {
	for _, v := range []float64{0, 0.0187, 0.0999, 0.9949, 1e-7} {
		if r := RoundUp(v); r < v || r > v*1.11 {
			t.Errorf("%g is rounded to %g", v, r)
		}
	}
}
