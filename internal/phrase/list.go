package phrase

import (
	"fmt"
	"strings"
)

// List joins words by commas, and the last by a word such as "and".
func List(words []string, last string) string {
	n := len(words)
	if n < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:n-1], ", ") + " " + last + " " + words[n-1]
}

// Few is List of at most four words; of more it names four, and says how many
// more there are.
func Few(words []string) string {
	const most = 4
	if n := len(words); n > most {
		return fmt.Sprintf("%s and %d more", strings.Join(words[:most], ", "), n-most)
	}
	return List(words, "and")
}

// Either is the form of a word for one or for any other number.
func Either(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}
