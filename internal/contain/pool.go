package contain

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"sync"
	"time"
)

// DefaultStall is for how long work may make no progress, DefaultHeap how much
// memory it may take, where nothing else is said.
const (
	DefaultStall = 10 * time.Second
	DefaultHeap  = 4 << 30
)

// Pool is the children of a program. The zero Pool starts the same program again,
// which has to call [Serve] where [Called] reports true. Its fields are set before it
// is used.
type Pool struct {
	// Stall is for how long work may make no progress; 0 is DefaultStall.
	Stall time.Duration
	// Heap is how much memory the work of a child may take, in bytes; 0 is
	// DefaultHeap.
	Heap int64
	// Command makes the command of a child; nil is the same program, without words.
	Command func() *exec.Cmd
	// Stderr, if any, gets what children print.
	Stderr io.Writer

	mu     sync.Mutex
	idle   []*Worker
	stalls map[string]int // by whose work it was
}

// Called reports whether this program was started as a child.
func Called() bool { return os.Getenv(Child) != "" }

// Limit is for how long work may make no progress.
func (p *Pool) Limit() time.Duration { return cmp.Or(p.Stall, DefaultStall) }

// After so many stalls of one its limit is shorter, so many times, but no less than
// leastLimit.
const (
	mostStalls = 3
	shorter    = 10
	leastLimit = time.Second
)

// limit is for how long the work of one may make no progress.
func (p *Pool) limit(of string) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	all := p.Limit()
	if p.stalls[of] < mostStalls {
		return all
	}
	return min(all, max(all/shorter, leastLimit))
}

// note counts the stalls of one.
func (p *Pool) note(of string, b *Broken) {
	if b == nil || !b.Reason.stalls() {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.stalls == nil {
		p.stalls = map[string]int{}
	}
	p.stalls[of]++
}

// Hire returns a child that has nothing to do, for one who asks it at a time, until
// it is released.
func (p *Pool) Hire() (*Worker, error) {
	p.mu.Lock()
	if n := len(p.idle); n != 0 {
		w := p.idle[n-1]
		p.idle = p.idle[:n-1]
		p.mu.Unlock()
		return w, nil
	}
	p.mu.Unlock()
	c, err := p.command()
	if err != nil {
		return nil, fmt.Errorf("a design that is code has no process of its own: %w", err)
	}
	w, err := start(c, p.Stderr)
	if err != nil {
		return nil, fmt.Errorf("a design that is code has no process of its own: %w", err)
	}
	w.pool = p
	return w, nil
}

func (p *Pool) command() (*exec.Cmd, error) {
	if p.Command != nil {
		return p.Command(), nil
	}
	program, err := os.Executable()
	if err != nil {
		return nil, err
	}
	return exec.Command(program), nil
}

// Do asks a child of the pool, which is started if there is none.
func (p *Pool) Do(ctx context.Context, o Order) error {
	w, err := p.Hire()
	if err != nil {
		return err
	}
	defer w.Release()
	return w.Ask(ctx, o)
}

// Close ends the children that have nothing to do.
func (p *Pool) Close() {
	p.mu.Lock()
	idle := p.idle
	p.idle = nil
	p.mu.Unlock()
	for _, w := range idle {
		w.kill()
	}
}
