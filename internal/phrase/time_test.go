package phrase

import (
	"math"
	"strings"
	"testing"
)

func TestFormatTime(t *testing.T) {
	for ns, want := range map[float64]string{
		0: "0 ns", 7: "7 ns", 0.25: "0.25 ns", 999: "999 ns", 999.6: "1 µs", 1000: "1 µs", 1234: "1.23 µs", 10_000: "10 µs",
		999_499: "999 µs", 999_500: "1 ms", 5_650_000: "5.65 ms", 1e9: "1 s", 12.34e9: "12.3 s", 4001e9: "4001 s", -1500: "−1.5 µs",
		math.Inf(1): "?", math.NaN(): "?",
	} {
		if got := strings.ReplaceAll(Time(ns), "\u00a0", " "); got != want {
			t.Errorf("%v ns is %q, want %q", ns, got, want)
		}
	}
}
