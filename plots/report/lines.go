package report

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// width is that of plain text: what mail quotes without breaking it.
const width = 72

// lines is text in the making.
type lines struct{ bytes.Buffer }

// line writes a line.
func (l *lines) line(format string, args ...any) { fmt.Fprintf(&l.Buffer, format+"\n", args...) }

// wrapped writes text in lines of a width; the first begins with one prefix, the others
// with another. A word that is too long is cut.
func (l *lines) wrapped(first, rest, text string) {
	line, empty := first, true
	flush := func() {
		l.line("%s", strings.TrimRight(line, " "))
		line, empty = rest, true
	}
	for _, word := range strings.Fields(text) {
		for {
			room := width - utf8.RuneCountInString(line)
			if !empty {
				room--
			}
			if n := utf8.RuneCountInString(word); n <= room {
				break
			} else if !empty {
				flush()
				continue
			}
			runes := []rune(word)
			line += string(runes[:room])
			word = string(runes[room:])
			flush()
		}
		if !empty {
			line += " "
		}
		line, empty = line+word, false
	}
	if !empty || line == first {
		flush()
	}
}

// to writes all.
func (l *lines) to(w io.Writer) error {
	_, err := w.Write(l.Bytes())
	return err
}
