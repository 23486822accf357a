package cli

import (
	"io"
	"sync"
	"time"
)

// bar tells how many of a number of like pieces of work are done.
type bar struct {
	mu sync.Mutex
	status
	total  int
	did    int
	began  time.Time
	showed time.Time
}

func newBar(w io.Writer, total int) *bar {
	return &bar{status: newStatus(w), total: total, began: time.Now(), showed: time.Now()}
}

// done says that one more piece is.
func (b *bar) done() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.did++
	if b.due() {
		left := time.Since(b.began) / time.Duration(b.did) * time.Duration(b.total-b.did)
		b.say("%d/%d, %v left", b.did, b.total, left.Round(time.Second))
	}
}

// tell says how far a piece is that takes long.
func (b *bar) tell(states, most int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.due() {
		b.say("%d/%d, %d states (at most %d), %v so far", b.did, b.total, states, most, time.Since(b.began).Round(time.Second))
	}
}

// due reports whether it is time to write.
func (b *bar) due() bool {
	if time.Since(b.showed) < 200*time.Millisecond {
		return false
	}
	b.showed = time.Now()
	return true
}

func (b *bar) end() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.status.end()
}
