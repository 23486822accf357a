package contain

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"sync"
	"time"
)

// Order is what a child is asked for.
type Order struct {
	// Kind names the handler, and In is for it; Out is where its answer goes.
	Kind    string
	In, Out any
	// Of is whose work it is: what has made no progress several times is waited for a
	// shorter time.
	Of string
	// Tell, if any, is given what the work tells of how far it is.
	Tell func(text []byte)
	// Heap is how much memory the work may take, if more than the pool's, in bytes.
	Heap int64
}

// Worker is a child.
type Worker struct {
	pool    *Pool
	process *os.Process
	in      io.WriteCloser
	answers chan answer // closed when there are no more
	stderr  *tail
	exited  chan struct{} // when it is, and state is set
	state   *os.ProcessState
	dead    bool
	began   kills // before it was started
}

// start starts a child, and passes on what it says. The thread that does so lives as long as the child, which
// some systems end with it.
func start(c *exec.Cmd, says io.Writer) (*Worker, error) {
	w := &Worker{answers: make(chan answer, 64), stderr: &tail{on: says}, exited: make(chan struct{}), began: countKills("/")}
	c.Env = append(c.Environ(), Child+"=1", "GOTRACEBACK=single")
	c.Stderr = w.stderr
	c.WaitDelay = time.Second
	dieWithParent(c)
	var err error
	if w.in, err = c.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := c.StdoutPipe()
	if err != nil {
		return nil, err
	}
	started := make(chan error)
	read := make(chan struct{})
	go func() {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		err := c.Start()
		started <- err
		if err == nil {
			<-read // Wait closes the pipe
			_ = c.Wait()
			w.state = c.ProcessState
			close(w.exited)
		}
	}()
	if err := <-started; err != nil {
		return nil, err
	}
	w.process = c.Process
	go func() {
		defer close(read)
		defer close(w.answers)
		in := json.NewDecoder(bufio.NewReader(out))
		for {
			var a answer
			if in.Decode(&a) != nil {
				return
			}
			w.answers <- a
		}
	}()
	return w, nil
}

// grace is how long a child may take that is told to stop.
const grace = 500 * time.Millisecond

// patience is how long the parent waits for a sign of life of a child whose work may
// make no progress for so long.
func patience(stall time.Duration) time.Duration { return max(3*stall, 5*time.Second) }

// Ask has the child do work, and waits for the answer. Work that does not come back
// is a [Broken]. When the context ends, the work is told to stop, and its answer is
// what it had by then, if it comes soon; else the error is the context's.
func (w *Worker) Ask(ctx context.Context, o Order) error {
	if w.dead {
		return errors.New("the process of the design has ended")
	}
	in, err := json.Marshal(o.In)
	if err != nil {
		return err
	}
	stall := w.pool.limit(o.Of)
	r := request{Kind: o.Kind, In: in, Stall: stall, Heap: max(cmp.Or(w.pool.Heap, DefaultHeap), o.Heap)}
	if w.send(r) != nil {
		return w.lost()
	}
	quiet := time.NewTimer(patience(stall))
	defer quiet.Stop()
	stop := ctx.Done()
	for {
		select {
		case <-stop:
			stop = nil
			_ = w.send(request{Stop: true})
			quiet.Reset(grace)
		case <-quiet.C:
			w.kill()
			if ctx.Err() != nil {
				return ctx.Err()
			}
			return &Broken{Reason: Spins, Says: "its process does not answer"}
		case a, more := <-w.answers:
			if !more {
				return w.lost()
			}
			if stop != nil {
				quiet.Reset(patience(stall))
			}
			switch {
			case a.Alive:
				continue
			case a.Tell != nil:
				if o.Tell != nil {
					o.Tell(a.Tell)
				}
				continue
			}
			w.dead = w.dead || a.Ends
			w.pool.note(o.Of, a.Broken)
			return a.into(o.Out)
		}
	}
}

// into puts an answer where it is to go.
func (a *answer) into(out any) error {
	switch {
	case a.Broken != nil:
		return a.Broken
	case a.Error != "":
		return errors.New(a.Error)
	case out == nil:
		return nil
	}
	return json.Unmarshal(a.Out, out)
}

func (w *Worker) send(r request) error {
	line, err := json.Marshal(r)
	if err == nil {
		_, err = w.in.Write(append(line, '\n'))
	}
	return err
}

// lost says why a child has ended without an answer.
func (w *Worker) lost() error {
	w.dead = true
	select {
	case <-w.exited:
	case <-time.After(grace):
		w.kill()
		return &Broken{Reason: Exited, Says: "it has closed its output"}
	}
	b := here().died(w.stderr.String())
	if b.Reason == Exited {
		b.Says = w.state.String()
		if killed(w.state) {
			b.Reason, b.Says = whyKilled(w.began, countKills("/"), most(w.state))
		}
	}
	return b
}

// kill ends the child, and returns when it has ended and all that it said was passed on.
func (w *Worker) kill() {
	w.dead = true
	_ = w.process.Kill()
	_ = w.in.Close()
	for range w.answers {
	}
	<-w.exited
}

// Release gives the child back to its pool.
func (w *Worker) Release() {
	if w.dead {
		w.kill()
		return
	}
	w.pool.mu.Lock()
	defer w.pool.mu.Unlock()
	w.pool.idle = append(w.pool.idle, w)
}

// tail keeps the end of what is written: of a program that dies, that is why. What it
// writes before goes on to others.
type tail struct {
	mu    sync.Mutex
	kept  []byte
	line  []byte // the last, as long as it has no end
	dying bool
	on    io.Writer // or nil
	went  int       // how much went on
}

// mostKept is how much is kept; mostPrinted how much of what a program prints goes on,
// and mostLine where a line ends that has no end.
const (
	mostKept    = 256 << 10
	mostPrinted = 64 << 10
	mostLine    = 4 << 10
)

func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.kept) > mostKept {
		t.kept = append(t.kept[:0], t.kept[len(t.kept)-mostKept/2:]...)
	}
	t.kept = append(t.kept, p...)
	t.line = append(t.line, p...)
	for {
		n := bytes.IndexByte(t.line, '\n') + 1
		if n == 0 && len(t.line) < mostLine {
			return len(p), nil
		}
		if n == 0 {
			n = mostLine
		}
		for _, last := range []string{"panic: ", "fatal error: ", "runtime: "} {
			t.dying = t.dying || bytes.HasPrefix(t.line, []byte(last))
		}
		if !t.dying && t.on != nil && t.went <= mostPrinted {
			_, _ = t.on.Write(t.line[:n])
			if t.went += n; t.went > mostPrinted {
				_, _ = io.WriteString(t.on, "(what else the design prints is left out)\n")
			}
		}
		t.line = t.line[n:]
	}
}

func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return string(t.kept)
}

// size is a number of bytes in words.
func size(bytes int64) string {
	if bytes >= 1<<30 {
		return fmt.Sprintf("%.3g GiB", float64(bytes)/(1<<30))
	}
	return fmt.Sprintf("%.3g MiB", float64(bytes)/(1<<20))
}
