package plots

import (
	"fmt"
	"strconv"
	"strings"

	"daxwait/results"
)

// span says from where to where numbers go, with their noun.
func span(lo, hi int, noun string) string {
	if lo == hi {
		return results.Count(lo, noun)
	}
	return strconv.Itoa(lo) + " to " + results.Count(hi, noun)
}

// sampleSize says how many there are of what, at least and at most.
func sampleSize(least, most int64, what string) string {
	size := number(float64(most))
	if least != most {
		size = number(float64(least)) + " to " + size
	}
	return "n = " + size + " " + what
}

// list joins words as a sentence has them.
func list(words []string, last string) string {
	n := len(words)
	if n < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:n-1], ", ") + " " + last + " " + words[n-1]
}

// few joins a list, but not a long one.
func few(list []string) string {
	if len(list) > 3 {
		return fmt.Sprintf("%s and %d more", strings.Join(list[:2], ", "), len(list)-2)
	}
	return strings.Join(list, ", ")
}

// either is the form of a word for one or for any other number.
func either(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}
