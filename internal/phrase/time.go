package phrase

import (
	"fmt"
	"math"
	"strconv"
)

// Time writes a time in ns as people read it: three digits, or all of
// whole seconds, and the largest unit in which it is 1 or more. A space that no
// line breaks at is between the two.
func Time(ns float64) string {
	if none(ns) {
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
	digits := plain(v)
	if math.Abs(v) >= 1000 {
		digits = strconv.FormatFloat(ns/1e9, 'f', 0, 64)
	}
	return signed(digits) + NBSP + unit
}

// round3 rounds to three digits.
func round3(v float64) float64 {
	r, err := strconv.ParseFloat(strconv.FormatFloat(v, 'g', 3, 64), 64)
	if err != nil {
		return v
	}
	return r
}

// Long writes a time in seconds that may be hours.
func Long(seconds float64) string {
	switch s := int64(seconds + 0.5); {
	case s >= 3600:
		return fmt.Sprintf("%d"+NBSP+"h %d"+NBSP+"min", s/3600, s%3600/60)
	case s >= 60:
		return fmt.Sprintf("%d"+NBSP+"min %d"+NBSP+"s", s/60, s%60)
	}
	return Time(Round(seconds*1e9, 2))
}
