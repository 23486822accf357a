package cli

import (
	"io"
	"time"

	"daxwait/bench"
)

// progress tells how far a run is.
type progress struct {
	status
	groups, did int
	began       time.Time
	total       time.Duration
}

func newProgress(w io.Writer, groups int, total time.Duration) *progress {
	p := &progress{status: newStatus(w), groups: groups, began: time.Now(), total: total}
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
	p.say("%d/%d %s, %v left", p.did, p.groups, what, left.Round(time.Second))
}
