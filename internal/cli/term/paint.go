package term

import (
	"fmt"
	"io"
	"os"
	"regexp"

	"golang.org/x/term"

	"daxwait/internal/plain"
)

// painter colours verdicts on their way to a terminal, so that nothing before it
// counts columns with them.
type painter struct{ w io.Writer }

// verdicts are the words of verdicts; the first group are the bad ones. Small
// words count at the end of a line of a table only, and a mark at its beginning.
var verdicts = regexp.MustCompile(`(?m)(\b(?:VIOLATION|VIOLATED|NOT AS EXPECTED|IT LOSES|FAILS)\b|\bworse$|^! [^ \n]+)|\b(?:PROVED|INCOMPLETE|NOT PROVED|SAFE WITHIN BOUNDS)\b|\bbetter$`)

const (
	bold    = "\x1b[1m"
	boldRed = "\x1b[1;31m"
	faded   = "\x1b[0m"
)

func (p painter) Write(text []byte) (int, error) {
	var out []byte
	at := 0
	for _, m := range verdicts.FindAllSubmatchIndex(text, -1) {
		style := bold
		if m[2] >= 0 {
			style = boldRed
		}
		out = append(out, text[at:m[0]]...)
		out = append(out, style...)
		out = append(out, text[m[0]:m[1]]...)
		out = append(out, faded...)
		at = m[1]
	}
	if _, err := p.w.Write(append(out, text[at:]...)); err != nil {
		return 0, err
	}
	return len(text), nil
}

// Paint returns where text for people goes: w, with verdicts in colour if that
// is wanted there.
func Paint(w io.Writer) io.Writer {
	if colourful(w, os.Getenv, IsTerminal) {
		if p, ok := w.(*plain.Writer); ok {
			w = p.W
		}
		return &plain.Writer{W: painter{w}} // plain before there are colours
	}
	return w
}

// Clear empties the screen, of a terminal.
func Clear(w io.Writer) { fmt.Fprint(bare(w), "\x1b[H\x1b[2J") }

// bare is where output goes that moves the cursor itself.
func bare(w io.Writer) io.Writer {
	switch o := w.(type) {
	case *plain.Writer:
		return bare(o.W)
	case *Sink:
		return bare(o.W)
	}
	return w
}

// colourful reports whether w is to have colours: a terminal that can, unless
// NO_COLOR is set (no-color.org).
func colourful(w io.Writer, getenv func(string) string, terminal func(any) bool) bool {
	return terminal(w) && getenv("TERM") != "dumb" && getenv("NO_COLOR") == ""
}

// IsTerminal reports whether a stream is one that a person looks at, or types at.
func IsTerminal(stream any) bool {
	if w, ok := stream.(io.Writer); ok {
		stream = bare(w)
	}
	f, ok := stream.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}
