// Package plain shows text that somebody else wrote: what would move the cursor
// of a terminal, ring its bell, or turn the order of letters around stands there
// as an escape such as \u001b.
//
// What its users get wrong is to make text plain twice, or to make plain what
// they have coloured themselves.
package plain

import (
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// Text returns s with escapes for what is not shown as it is. Lines and tabs stay.
// In a string of JSON the escapes mean what they stand for.
func Text(s string) string {
	if Shown(s) {
		return s
	}
	var b strings.Builder
	for len(s) > 0 {
		r, n := utf8.DecodeRuneInString(s)
		if strings.HasPrefix(s, "\r\n") {
			b.WriteByte('\r')
		} else {
			b.WriteString(escaped(r, s[:n]))
		}
		s = s[n:]
	}
	return b.String()
}

// Shown reports whether a text stands for itself: Text changes nothing.
func Shown(s string) bool {
	for i, r := range s {
		if hidden(r) && !strings.HasPrefix(s[i:], "\r\n") || r == utf8.RuneError && !strings.HasPrefix(s[i:], string(utf8.RuneError)) {
			return false
		}
	}
	return true
}

// Line reports whether a text is one line that stands for itself, as a name is.
func Line(s string) bool { return Shown(s) && !strings.ContainsAny(s, "\n\t") }

// escaped is a rune, of which the bytes are given.
func escaped(r rune, bytes string) string {
	switch {
	case r == utf8.RuneError && len(bytes) == 1:
		return fmt.Sprintf(`\x%02x`, bytes[0])
	case !hidden(r):
		return bytes
	case r > 0xffff:
		high, low := utf16.EncodeRune(r)
		return fmt.Sprintf(`\u%04x\u%04x`, high, low)
	}
	return fmt.Sprintf(`\u%04x`, r)
}

// hidden reports whether a rune is not shown, or changes how others are: controls
// but \n and tabs, and what Unicode calls formats, which turn the order
// around or have no width.
func hidden(r rune) bool {
	return r != '\n' && r != '\t' && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == '\u2028' || r == '\u2029')
}

// Writer makes plain what is written through it, and is not safe for use by several
// goroutines at a time.
type Writer struct {
	W    io.Writer
	rest []byte // the beginning of a rune
}

// Write takes all of p, but the beginning of a rune or of a line's end, which waits for
// what follows.
func (w *Writer) Write(p []byte) (int, error) {
	text := append(w.rest, p...)
	whole := len(text)
	if whole > 0 && text[whole-1] == '\r' {
		whole-- // it may end a line
	}
	for n := 1; n < utf8.UTFMax && n <= len(text); n++ {
		if b := text[len(text)-n]; utf8.RuneStart(b) {
			if !utf8.FullRune(text[len(text)-n:]) {
				whole -= n
			}
			break
		}
	}
	w.rest = append([]byte(nil), text[whole:]...)
	if whole == 0 {
		return len(p), nil
	}
	if _, err := io.WriteString(w.W, Text(string(text[:whole]))); err != nil {
		return 0, err
	}
	return len(p), nil
}

// Lines makes plain what is written through it, a line or more at a time. It is safe for
// use by several goroutines if W is.
type Lines struct{ W io.Writer }

// Write takes all of p.
func (l Lines) Write(p []byte) (int, error) {
	if _, err := io.WriteString(l.W, Text(string(p))); err != nil {
		return 0, err
	}
	return len(p), nil
}

// Brief returns at most so many bytes of a text, and says how many are left out of
// its middle.
func Brief(s string, most int) string {
	if len(s) <= most {
		return s
	}
	head, tail := most*3/4, most/4
	for head > 0 && !utf8.RuneStart(s[head]) {
		head--
	}
	at := len(s) - tail
	for at < len(s) && !utf8.RuneStart(s[at]) {
		at++
	}
	return fmt.Sprintf("%s… (%d bytes) …%s", s[:head], at-head, s[at:])
}

// longest is how many bytes of a line are shown: the names of all that there is are
// less.
const longest = 4000

// BriefLines has [Brief] lines, whatever was given that stands in them.
func BriefLines(s string) string {
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		lines[i] = Brief(line, longest)
	}
	return strings.Join(lines, "\n")
}
