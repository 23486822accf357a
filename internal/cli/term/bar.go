package term

import (
	"io"
	"sync"
	"time"
)

// Bar tells how many of a number of pieces of work are done.
type Bar struct {
	mu sync.Mutex
	status
	What    string
	total   int
	Did     int
	began   time.Time
	showed  time.Time
	learned *ETA
}

// NewBar tells of like pieces, of which nobody knows how long they take.
func NewBar(w io.Writer, total int) *Bar { return NewCostBar(w, total, NewETA(float64(total), false)) }

// NewCostBar tells of pieces, of whose costs an ETA has the sum.
func NewCostBar(w io.Writer, total int, e *ETA) *Bar {
	return &Bar{status: newStatus(w), total: total, began: time.Now(), showed: time.Now(), learned: e}
}

// Done says that one more piece is.
func (b *Bar) Done() { b.DoneOf(1) }

// DoneOf says that one more piece is, of a cost.
func (b *Bar) DoneOf(cost float64) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.Did++
	b.learned.done(cost, time.Since(b.began))
	if b.due() {
		b.say("%d/%d%s%s", b.Did, b.total, b.What, b.learned.remains())
	}
}

// Tell says how far a piece is that takes long.
func (b *Bar) Tell(states, most int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.due() {
		b.say("%d/%d, %d states (at most %d), %v so far", b.Did, b.total, states, most, time.Since(b.began).Round(time.Second))
	}
}

// Pulse shows that time passes where no piece is ever done. It returns how to
// End that.
func (b *Bar) Pulse() (stop func()) {
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
					b.say("%d/%d%s, %v so far", b.Did, b.total, b.What, time.Since(b.began).Round(time.Second))
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
func (b *Bar) due() bool {
	if time.Since(b.showed) < 200*time.Millisecond {
		return false
	}
	b.showed = time.Now()
	return true
}

func (b *Bar) End() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.status.end()
}
