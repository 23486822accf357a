package phrase

import (
	"math"
	"strconv"
)

// Time writes a time in ns as people read it: three digits, or all of
// whole seconds, and the largest unit in which it is 1 or more. A space that no
// line breaks at is between the two.
func Time(ns float64) string {
	if math.IsNaN(ns) || math.IsInf(ns, 0) {
		return "?"
	}
	unit, v := "ns", round3(ns)
	for _, u := range []struct {
		name string
		size float64
	}{{"s", 1e9}, {"ms", 1e6}, {"µs", 1e3}} {
		if math.Abs(v) >= u.size {
			unit, v = u.name, round3(ns/u.size)
			break
		}
	}
	digits := strconv.FormatFloat(v, 'f', -1, 64)
	if math.Abs(v) >= 1000 {
		digits = strconv.FormatFloat(ns/1e9, 'f', 0, 64)
	}
	return Signed(digits) + NBSP + unit
}

// round3 rounds to three digits.
func round3(v float64) float64 {
	r, err := strconv.ParseFloat(strconv.FormatFloat(v, 'g', 3, 64), 64)
	if err != nil {
		return v
	}
	return r
}
