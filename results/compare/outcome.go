package compare

import (
	"math"
	"slices"
)

// Outcome is what samples tell of a difference. Every sentence, table and chart
// that compares has it from here, and nothing else decides.
type Outcome string

// The outcomes.
const (
	Worse  Outcome = "worse"
	Better Outcome = "better"
	// Mixed: one role does clearly more and another clearly less, so that the sum
	// says how the mix moved, and not who is faster.
	Mixed Outcome = "mix moved"
	// Even: the whole interval of the difference is within what counts.
	Even Outcome = "even"
	// Untold: neither told apart by as much as counts, nor even.
	Untold Outcome = "not told apart"
	// Same: one run under two names, equal in all windows and in all that was
	// measured. What the two differ in never happened, or changed nothing.
	Same   Outcome = "same run"
	TooFew Outcome = "too few" // samples, to tell anything
	// Busy: other work disturbed one of the two, see [results.Record.Busy].
	Busy Outcome = "machine busy"
	// Idle: one of the two did no operation in any window, though it did not hang.
	Idle Outcome = "did no operation"
)

// Apart reports whether one is told to be ahead of the other.
func (o Outcome) Apart() bool { return o == Better || o == Worse }

// atMost is what is told of two differences together: the less sure of both.
func (o Outcome) atMost(other Outcome) Outcome {
	sure := []Outcome{Same, Even}
	i := max(slices.Index(sure, o), slices.Index(sure, other))
	if !slices.Contains(sure, o) || !slices.Contains(sure, other) {
		return Untold
	}
	return sure[i]
}

// Within reports whether the interval of a ratio is no farther from 1 than a part:
// two one-sided tests, neither of which is of a larger difference.
func (i Interval) Within(part float64) bool { return i.Lo >= 1-part && i.Hi <= 1+part }

// told is what the interval of a ratio tells: whoever reads the interval comes to
// the same.
func told(r Interval, threshold float64, higherBetter bool) Outcome {
	switch {
	case r.Within(threshold):
		return Even
	case r.Has(1), math.Abs(r.Value-1) < threshold:
		return Untold
	case r.Value > 1 == higherBetter:
		return Better
	}
	return Worse
}

// toldFromZero is what is told where there is no ratio: the base has none in most
// windows. level is what p has to be below.
func toldFromZero(p pair, level float64, higherBetter bool) Outcome {
	a, b := median(p.a), median(p.b)
	switch {
	case allEqual(p):
		return Even
	case a == b || p.pValue() >= level:
		return Untold
	case b > a == higherBetter:
		return Better
	}
	return Worse
}

// allEqual reports whether all samples of both have one value.
func allEqual(p pair) bool {
	for _, side := range [2][]float64{p.a, p.b} {
		for _, v := range side {
			if v != p.a[0] {
				return false
			}
		}
	}
	return true
}
