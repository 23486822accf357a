package report

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"daxwait/internal/phrase"
	"daxwait/internal/plain"
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
		l.line("%s", strings.TrimRight(strings.ReplaceAll(line, phrase.NBSP, " "), " "))
		line, empty = rest, true
	}
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == '\n' }) {
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

// command writes a command that can be copied: lines end in a backslash where it
// goes on, and go on at the first column.
func (l *lines) command(text string) {
	line := "$"
	for word := range strings.SplitSeq(text, " ") {
		if utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > width-2 && utf8.RuneCountInString(word) <= width-2 {
			l.line("%s \\", line)
			line = word
			continue
		}
		line += " " + word
		for utf8.RuneCountInString(line) > width-2 {
			runes := []rune(line)
			l.line("%s\\", string(runes[:width-2]))
			line = string(runes[width-2:])
		}
	}
	l.line("%s", line)
}

// to writes all.
func (l *lines) to(w io.Writer) error {
	_, err := io.WriteString(w, plain.Text(l.String()))
	return err
}
