package plots

import "fmt"

// How much a chart can show: a curve of more points is a smear, a map of more cells in a
// row has none that can be read, and more sheets of a chart are looked at by nobody.
const (
	mostPoints = 240
	mostCells  = 32
	mostSheets = 120
)

// thinned are the indexes of what is drawn of n values of an axis: all, or as many as can
// be shown, evenly spread, the first and the last among them.
func thinned(n, most int) []int {
	k := min(n, most)
	drawn := make([]int, k)
	for i := range drawn {
		drawn[i] = i
		if k < n {
			drawn[i] = i * (n - 1) / (k - 1)
		}
	}
	return drawn
}

// leftOut says that not all values of an axis are drawn.
func leftOut(axis string, drawn, of int) string {
	if drawn == of {
		return ""
	}
	return fmt.Sprintf(" Drawn are %d of the %d values of %s; title and counts are of all.", drawn, of, axis)
}
