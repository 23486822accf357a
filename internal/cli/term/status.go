package term

import (
	"fmt"
	"io"
	"os"

	"daxwait/internal/plain"
)

// status is a line on a terminal that is written over. Elsewhere it says
// nothing.
type status struct {
	w    io.Writer
	show bool
}

func newStatus(w io.Writer) status {
	return status{bare(w), IsTerminal(w) && os.Getenv("TERM") != "dumb"}
}

func (s *status) say(format string, args ...any) {
	if s.show {
		fmt.Fprintf(s.w, "\r\x1b[K%s", plain.Text(fmt.Sprintf(format, args...)))
	}
}

func (s *status) end() { s.say("") }
