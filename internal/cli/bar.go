package cli

import (
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"golang.org/x/term"
)

// bar tells on a terminal how many of a number of like pieces of work are
// done: one line, written over. It says nothing elsewhere.
type bar struct {
	mu     sync.Mutex
	w      io.Writer
	show   bool
	total  int
	did    int
	began  time.Time
	showed time.Time
}

func newBar(w io.Writer, total int) *bar {
	b := &bar{w: w, total: total, began: time.Now(), showed: time.Now()}
	if f, ok := w.(*os.File); ok {
		b.show = term.IsTerminal(int(f.Fd())) && os.Getenv("TERM") != "dumb"
	}
	return b
}

// done says that one more piece is.
func (b *bar) done() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.did++
	if b.due() {
		left := time.Since(b.began) / time.Duration(b.did) * time.Duration(b.total-b.did)
		fmt.Fprintf(b.w, "\r\x1b[K%d/%d, %v left", b.did, b.total, left.Round(time.Second))
	}
}

// tell says how far a piece is that takes long.
func (b *bar) tell(states, most int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.due() {
		fmt.Fprintf(b.w, "\r\x1b[K%d/%d, %d states (at most %d), %v so far", b.did, b.total, states, most, time.Since(b.began).Round(time.Second))
	}
}

// due reports whether it is time to write.
func (b *bar) due() bool {
	if !b.show || time.Since(b.showed) < 200*time.Millisecond {
		return false
	}
	b.showed = time.Now()
	return true
}

func (b *bar) end() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.show {
		fmt.Fprint(b.w, "\r\x1b[K")
	}
}
