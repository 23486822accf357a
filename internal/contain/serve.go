package contain

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"
)

// Handler does a kind of work in a child. Its answer is out, or an error.
type Handler func(ctx context.Context, j *Job) (out any, err error)

// maxStack is how large a stack may get: one that has no end is found out soon.
const maxStack = 64 << 20

// Serve is the life of a child: it does what the parent asks for, by kind, and ends
// the program when there is no parent any more.
//
// What designs print goes to stderr: stdout is the parent's.
func Serve(handlers map[string]Handler) {
	stdout := os.Stdout
	os.Stdout = os.Stderr
	_ = os.Unsetenv(Child)
	signal.Ignore(os.Interrupt) // a terminal sends it to all; the parent says when to stop
	debug.SetMaxStack(maxStack)
	s := &server{out: json.NewEncoder(stdout), world: here()}
	in := bufio.NewReader(os.Stdin)
	stop := context.CancelFunc(func() {})
	for {
		line, err := in.ReadBytes('\n')
		if err != nil {
			os.Exit(0)
		}
		var r request
		if err := json.Unmarshal(line, &r); err != nil {
			s.end(answer{Error: err.Error()})
		}
		if r.Stop {
			stop()
			continue
		}
		var ctx context.Context
		ctx, stop = context.WithCancel(context.Background())
		j := &Job{Stall: r.Stall, in: r.In, heap: r.Heap, s: s}
		go j.run(ctx, stop, handlers[r.Kind], r.Kind)
	}
}

// server is a child.
type server struct {
	mu    sync.Mutex
	out   *json.Encoder
	world *world
}

func (s *server) send(a answer) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.out.Encode(a) != nil {
		os.Exit(0) // nobody reads
	}
}

// end sends the last answer of all, and ends the program.
func (s *server) end(a answer) {
	a.Ends = true
	s.mu.Lock() // for good
	_ = s.out.Encode(a)
	os.Exit(0)
}

// Job is work in a child.
type Job struct {
	// Stall is for how long it may make no progress.
	Stall time.Duration

	in       json.RawMessage
	heap     int64
	s        *server
	progress atomic.Pointer[func() int64]
	grown    atomic.Int64 // how much memory was taken in the time of a stall
	spoiled  bool
}

// Read reads what is to be done.
func (j *Job) Read(into any) error { return json.Unmarshal(j.in, into) }

// Tell tells the parent how far the work is.
func (j *Job) Tell(what any) {
	if text, err := json.Marshal(what); err == nil {
		j.s.send(answer{Tell: text})
	}
}

// Watch has the job found stuck when a number that progress returns stays the same
// for too long. Progress is called from another goroutine.
func (j *Job) Watch(progress func() int64) { j.progress.Store(&progress) }

// Left says that a goroutine of the work is left by a panic of a value, or by
// [runtime.Goexit] if gone. It is called by a function that the goroutine deferred,
// and does not return.
func (j *Job) Left(value any, gone bool) {
	b := &Broken{Reason: Gone}
	g := goroutines(string(debug.Stack()))[:1]
	b.At, _ = j.s.world.at(&g[0])
	if !gone {
		b.Reason, b.Says = Panicked, short(fmt.Sprint(value))
		if made(&g[0]) {
			b.Reason = NewPanicked
			if isNil(value) {
				b.Reason, b.Says = NewNil, ""
			}
		}
	}
	j.s.end(answer{Broken: b})
}

// Nil is the value of a panic where a design is nil when it is made.
type Nil interface{ MadeNil() }

func isNil(value any) bool {
	_, yes := value.(Nil)
	return yes
}

// Stuck says why the work makes no progress, as its handler has found. The child is
// not asked again.
func (j *Job) Stuck() *Broken {
	j.spoiled = true
	return j.stuck()
}

// stuck says why the work makes no progress. What took much of its memory meanwhile
// would have taken all.
func (j *Job) stuck() *Broken {
	b := j.s.world.stuck(dump())
	if b.Reason == Spins && j.grown.Load() > j.heap/muchOfHeap {
		b.Reason = Memory
	}
	return b
}

// mostDump is how much is read of where goroutines stand.
const mostDump = 16 << 20

func dump() string {
	for size := 1 << 20; ; size *= 4 {
		text := make([]byte, size)
		if n := runtime.Stack(text, true); n < size || size >= mostDump {
			return string(text[:n])
		}
	}
}

// run does the work, and answers.
func (j *Job) run(ctx context.Context, done context.CancelFunc, h Handler, kind string) {
	defer done()
	watched := make(chan struct{})
	go j.watch(watched)
	var a answer
	returned := false
	defer func() {
		if !returned {
			r := recover()
			j.Left(r, r == nil)
		}
	}()
	if h == nil {
		a.Error = fmt.Sprintf("no work is called %q", kind)
	} else if out, err := h(ctx, j); err != nil {
		a.Error = err.Error()
	} else if a.Out, err = json.Marshal(out); err != nil {
		a.Error = err.Error()
	}
	returned = true
	close(watched)
	if a.Ends = j.spoiled; a.Ends {
		j.s.end(a)
	}
	j.s.send(a)
}
