package cli

import (
	"context"
	"io"
	"sync"
	"time"

	"daxwait/bench"
)

// progress tells how far a run is.
type progress struct {
	mu sync.Mutex
	status
	name    []string  // of cases, by pattern
	cost    []float64 // of a window of each
	left    []int     // windows of each
	did     int       // cases
	began   time.Time
	showed  time.Time
	learned *eta
}

// trialTime is how long it may take to find out how long a run takes.
const trialTime = 300 * time.Millisecond

// newProgress prepares to tell of groups of a plan. Where nobody looks, it does
// not find out how long they take.
func newProgress(ctx context.Context, w io.Writer, p *bench.Plan, groups []bench.Group) *progress {
	b := &progress{status: newStatus(w), began: time.Now()}
	if !b.show {
		return b
	}
	b.say("finding out how long it takes")
	e := p.Estimate(ctx, groups, trialTime)
	for _, g := range groups {
		for range g {
			b.name = append(b.name, g[0].Pattern.Name)
			b.left = append(b.left, p.Windows)
		}
	}
	// Cases beside each other: what one costs is its part of the total.
	var sum time.Duration
	for _, c := range e.Cases {
		sum += c
	}
	for _, c := range e.Cases {
		b.cost = append(b.cost, float64(c)/float64(p.Windows)*float64(e.Total)/float64(max(sum, 1)))
	}
	b.learned = newETA(float64(e.Total), true)
	b.began = time.Now()
	return b
}

// window is told which case has done one.
func (b *progress) window(c int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !b.show {
		return
	}
	if b.left[c]--; b.left[c] == 0 {
		b.did++
	}
	b.learned.done(b.cost[c], time.Since(b.began))
	if time.Since(b.showed) < 200*time.Millisecond {
		return
	}
	b.showed = time.Now()
	b.say("%d/%d %s%s", b.did, len(b.name), b.name[c], b.learned.remains())
}

func (b *progress) end() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.status.end()
}
