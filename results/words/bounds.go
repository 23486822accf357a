package words

import (
	"fmt"
	"math"
	"strings"

	"daxwait/internal/phrase"
	"daxwait/results"
	"daxwait/results/compare"
)

// InMetric writes a value of a metric: times with their unit, all else with three
// digits.
func InMetric(m *results.Metric, v float64) string {
	if strings.HasSuffix(m.Name, "-ns") {
		return phrase.Time(v)
	}
	return phrase.Number(phrase.Round(v, 3))
}

// OnAxis writes a value of an axis that was swept.
func OnAxis(v float64, unit string) string {
	switch unit {
	case "ns":
		return phrase.Time(v)
	case "%":
		return phrase.Number(v) + phrase.NBSP + "%"
	}
	return phrase.Number(v)
}

// Bounded writes a value with its interval, if that holds the value.
func Bounded(i compare.Interval, write func(float64) string) string {
	if !(i.Lo <= i.Value && i.Value <= i.Hi) || math.IsInf(i.Lo, 0) || math.IsInf(i.Hi, 0) {
		return write(i.Value)
	}
	return fmt.Sprintf("%s [%s, %s]", write(i.Value), write(i.Lo), write(i.Hi))
}

// ShiftWithin writes the interval of a change, nothing if it has none.
func ShiftWithin(r compare.Interval) string {
	if !(r.Lo <= r.Hi) || math.IsInf(r.Lo, 0) || math.IsInf(r.Hi, 0) {
		return ""
	}
	return "[" + bare(phrase.Shift(r.Lo)) + "," + phrase.NBSP + bare(phrase.Shift(r.Hi)) + "]"
}

// LeadWithin writes the interval of a lead, nothing if that is endless.
func LeadWithin(r compare.Interval) string {
	if math.IsInf(r.Value, 1) {
		return ""
	}
	return "[" + bare(phrase.Lead(r.Lo)) + ", " + bare(phrase.Lead(r.Hi)) + "]"
}

// bare is a change without the sign of percent.
func bare(change string) string { return strings.TrimSuffix(change, phrase.NBSP+"%") }

// moreOrFewer is a change, with its interval, in words for what is counted.
func moreOrFewer(r compare.Interval) string {
	size := func(ratio float64) string { return strings.TrimLeft(phrase.Shift(ratio), "+"+phrase.Minus) }
	lo, hi, word := r.Lo, r.Hi, "more"
	if r.Value < 1 {
		lo, hi, word = hi, lo, "fewer"
	}
	if !(r.Lo <= r.Value && r.Value <= r.Hi) || (lo < 1) != (hi < 1) {
		return size(r.Value) + " " + word
	}
	return fmt.Sprintf("%s [%s, %s] %s", size(r.Value), bare(size(lo)), bare(size(hi)), word)
}

// samples says how many are behind a number.
func samples(n int) string { return fmt.Sprintf(" (n = %d)", n) }
