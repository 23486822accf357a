package live

import (
	"errors"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"daxwait/daxcore"
	"daxwait/daxcore/task"
)

// Options of an engine.
type Options struct {
	// PinThreads gives each task an OS thread of its own.
	PinThreads bool
	// OnHang is called when nobody can go on, with the tasks that sleep. No
	// task runs meanwhile, so it may look at the world.
	OnHang func(asleep []int)
	// OnLeft, if any, is called when a task is left by a panic of a value, or by
	// [runtime.Goexit] if gone: where it stands is still on its stack.
	OnLeft func(value any, gone bool)
}

// Engine has a goroutine for each task, from New to Close.
type Engine struct {
	options Options
	tasks   []*Task
	epoch   time.Time
	done    sync.WaitGroup

	hung bool
	// aborted is written while nobody runs, before the wakes of those that hung.
	aborted bool

	// running counts the tasks that can run, unfinished those that have not
	// finished the episode. Both have a cache line that nothing else is on.
	_          [64]byte
	running    atomic.Int64
	unfinished atomic.Int64
	_          [64]byte
}

// New starts n idle tasks.
func New(n int, o Options) *Engine {
	e := &Engine{options: o, epoch: time.Now()}
	tokens := make([]chan struct{}, n)
	for id := range tokens {
		tokens[id] = make(chan struct{}, 1)
	}
	for id := range n {
		t := &Task{engine: e, id: id, token: tokens[id], tokens: tokens, start: make(chan func(*Task))}
		e.tasks = append(e.tasks, t)
		go t.serve()
	}
	return e
}

// Close ends the goroutines. No episode is going on.
func (e *Engine) Close() {
	for _, t := range e.tasks {
		close(t.start)
	}
}

// Tasks returns the tasks, for what they have counted. No episode is going on.
func (e *Engine) Tasks() []*Task { return e.tasks }

// Run runs an episode, in which each task runs body, and reports whether all
// of them finished. Those that hung were released, in the middle of what they
// did: the world is of no further use then.
func (e *Engine) Run(body func(*Task)) bool {
	n := int64(len(e.tasks))
	e.running.Store(n)
	e.unfinished.Store(n)
	e.hung, e.aborted = false, false
	e.done.Add(len(e.tasks))
	var barrier sync.WaitGroup
	barrier.Add(len(e.tasks))
	for _, t := range e.tasks {
		t.start <- func(t *Task) {
			barrier.Done()
			barrier.Wait()
			body(t)
		}
	}
	e.done.Wait()
	return !e.hung
}

// leave takes a task off the count of those that run.
func (e *Engine) leave() {
	if e.running.Add(-1) == 0 && e.unfinished.Load() > 0 {
		e.hang()
	}
}

// hang reports the tasks that sleep and releases them. It runs alone.
func (e *Engine) hang() {
	e.hung = true
	var asleep []int
	for _, t := range e.tasks {
		if t.asleep {
			asleep = append(asleep, t.id)
		}
	}
	if e.options.OnHang != nil {
		e.options.OnHang(asleep)
	}
	e.aborted = true
	for _, id := range asleep {
		e.tasks[id].token <- struct{}{}
	}
}

// errReleased unwinds a task that hung.
var errReleased = errors.New("live: released from a hang")

var errGone = errors.New("live: a task is left by runtime.Goexit")

// Task is a task of a live engine.
//
// Synchronization: all but token belong to the task's goroutine. Others read
// it while nobody runs; the engine's count of those that run orders that.
type Task struct {
	engine *Engine
	id     int
	token  chan struct{}
	tokens []chan struct{} // of all tasks
	start  chan func(*Task)

	_      [64]byte // wakers read what is above
	asleep bool

	// Account is what the task observed; Holds of it is for reports while no
	// task runs.
	task.Account

	_ [64]byte // keep the next task off this one's cache line
}

var _ daxcore.Task = (*Task)(nil)

// serve runs the bodies of episodes.
func (t *Task) serve() {
	if t.engine.options.PinThreads {
		runtime.LockOSThread()
	}
	for body := range t.start {
		t.Abandon()
		t.asleep = false
		t.run(body)
		t.engine.done.Done()
	}
}

func (t *Task) run(body func(*Task)) {
	ended := false
	defer func() {
		r := recover()
		if ended || r == errReleased {
			return
		}
		if t.engine.options.OnLeft != nil {
			t.engine.options.OnLeft(r, r == nil)
		}
		if r == nil {
			r = errGone // or the episode had no end
		}
		panic(r)
	}()
	body(t)
	ended = true
	t.engine.unfinished.Add(-1)
	t.engine.leave()
}
