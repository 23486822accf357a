package phrase

import "strconv"

// Count says how many things there are, such as "1 step" or "2 steps".
func Count(n int, thing string) string { return CountOf(n, thing, thing+"s") }

// CountOf is Count with words for one and for any other number.
func CountOf(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}

// Span says from how many to how many things there are, such as "2 to 4 tasks".
func Span(lo, hi int, thing string) string {
	if lo == hi {
		return Count(lo, thing)
	}
	return strconv.Itoa(lo) + " to " + Count(hi, thing)
}
