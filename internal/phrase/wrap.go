package phrase

import (
	"strings"
	"unicode/utf8"
)

// Wrap breaks text into lines of a width, but not at an [NBSP], which is written as
// any other space then.
func Wrap(text string, width int) string {
	var b strings.Builder
	at := 0
	for i, word := range strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == '\n' || r == '\t' }) {
		n := utf8.RuneCountInString(word)
		switch {
		case i == 0:
		case at+1+n > width:
			b.WriteByte('\n')
			at = 0
		default:
			b.WriteByte(' ')
			at++
		}
		b.WriteString(word)
		at += n
	}
	return strings.ReplaceAll(b.String(), NBSP, " ")
}
