package term

import (
	"fmt"
	"io"
	"os"
)

// status is a line on a terminal that is written over. Elsewhere it says
// nothing.
type status struct {
	w    io.Writer
	show bool
}

func newStatus(w io.Writer) status {
	return status{w, IsTerminal(w) && os.Getenv("TERM") != "dumb"}
}

func (s *status) say(format string, args ...any) {
	if s.show {
		fmt.Fprintf(s.w, "\r\x1b[K"+format, args...)
	}
}

func (s *status) end() { s.say("") }
