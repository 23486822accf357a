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
func ShiftWithin(r compare.Interval) string { return phrase.Bounds(r.Lo, r.Hi, phrase.Change) }

// Ahead writes by how much a winner is before the next.
func Ahead(r compare.Interval) string {
	if math.IsInf(r.Value, 1) {
		return "0 against more"
	}
	return phrase.Change(r.Value)
}

// moreOrFewer is a change, with its interval, in words for what is counted.
func moreOrFewer(r compare.Interval) string {
	lo, hi, word := r.Lo, r.Hi, "more"
	if r.Value < 1 {
		lo, hi, word = hi, lo, "fewer"
	}
	within := phrase.Bounds(lo, hi, phrase.Size)
	if within == "" || (lo < 1) != (hi < 1) {
		return phrase.Size(r.Value) + " " + word
	}
	return phrase.Size(r.Value) + " " + within + " " + word
}

// samples says how many are behind a number.
func samples(n int) string { return fmt.Sprintf(" (n = %d)", n) }
