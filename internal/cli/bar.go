package cli

import (
	"io"
	"sync"
	"time"
)

// bar tells how many of a number of pieces of work are done.
type bar struct {
	mu sync.Mutex
	status
	what    string
	total   int
	did     int
	began   time.Time
	showed  time.Time
	learned *eta
}

// newBar tells of like pieces, of which nobody knows how long they take.
func newBar(w io.Writer, total int) *bar { return newCostBar(w, total, newETA(float64(total), false)) }

// newCostBar tells of pieces, of whose costs an ETA has the sum.
func newCostBar(w io.Writer, total int, e *eta) *bar {
	return &bar{status: newStatus(w), total: total, began: time.Now(), showed: time.Now(), learned: e}
}

// done says that one more piece is.
func (b *bar) done() { b.doneOf(1) }

// doneOf says that one more piece is, of a cost.
func (b *bar) doneOf(cost float64) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.did++
	b.learned.done(cost, time.Since(b.began))
	if b.due() {
		b.say("%d/%d%s%s", b.did, b.total, b.what, b.learned.remains())
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

// pulse shows that time passes where no piece is ever done. It returns how to
// end that.
func (b *bar) pulse() (stop func()) {
	if !b.show {
		return func() {}
	}
	tick := time.NewTicker(time.Second)
	ended := make(chan struct{})
	go func() {
		for {
			select {
			case <-tick.C:
				b.mu.Lock()
				if b.due() {
					b.say("%d/%d%s, %v so far", b.did, b.total, b.what, time.Since(b.began).Round(time.Second))
				}
				b.mu.Unlock()
			case <-ended:
				return
			}
		}
	}()
	return func() {
		tick.Stop()
		close(ended)
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
