package plots

import (
	"fmt"
	"strconv"
	"strings"

	"daxwait/internal/phrase"
)

// span says from where to where numbers go, with their noun.
func span(lo, hi int, noun string) string {
	if lo == hi {
		return phrase.Count(lo, noun)
	}
	return strconv.Itoa(lo) + " to " + phrase.Count(hi, noun)
}

// sampleSize says how many there are of what, at least and at most.
func sampleSize(least, most int64, what string) string {
	size := phrase.Number(float64(most))
	if least != most {
		size = phrase.Number(float64(least)) + " to " + size
	}
	return "n = " + size + " " + what
}

// few joins a list, but not a long one.
func few(list []string) string {
	if len(list) > 3 {
		return fmt.Sprintf("%s and %d more", strings.Join(list[:2], ", "), len(list)-2)
	}
	return strings.Join(list, ", ")
}
