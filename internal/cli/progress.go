package cli

import (
	"fmt"
	"io"
	"os"
	"time"

	"golang.org/x/term"

	"daxwait/bench"
)

// progress tells on a terminal how far a run is: one line, written over. It
// says nothing elsewhere.
type progress struct {
	w           io.Writer
	show        bool
	groups, did int
	began       time.Time
	total       time.Duration
}

func newProgress(w io.Writer, groups int, total time.Duration) *progress {
	p := &progress{w: w, groups: groups, began: time.Now(), total: total}
	if f, ok := w.(*os.File); ok {
		p.show = term.IsTerminal(int(f.Fd())) && os.Getenv("TERM") != "dumb"
	}
	p.line("starting", total)
	return p
}

// done is told which group is finished and how long the rest should take; it
// corrects that by how long the work so far really took.
func (p *progress) done(g bench.Group, left time.Duration) {
	p.did++
	if planned := p.total - left; planned > 0 {
		left = time.Duration(float64(left) * float64(time.Since(p.began)) / float64(planned))
	}
	p.line(g[0].Pattern.Name, left)
}

func (p *progress) line(what string, left time.Duration) {
	if p.show {
		fmt.Fprintf(p.w, "\r\x1b[K%d/%d %s, %v left", p.did, p.groups, what, left.Round(time.Second))
	}
}

func (p *progress) end() {
	if p.show {
		fmt.Fprint(p.w, "\r\x1b[K")
	}
}
