package sim

import (
	"errors"
	"math/bits"

	"daxwait/bench/sim/machine"
	"daxwait/daxcore/task"
)

// Options of an engine.
type Options struct {
	// CPUs is how many there are; 0 is one for each task.
	CPUs int
	// Machine says how they are scheduled; nil is first come first served, and only
	// then there are a Slice and Preempt.
	Machine *machine.Machine
	// Spins is how many spinlocks the world has, which are numbered below that.
	Spins   int
	Profile *Profile
	Seed    uint64
	// Threads: all tasks share an address space, so that no switch is to another.
	Threads bool
	// Rewarm: thinks and holds that a pattern orders take longer in cold caches, too.
	Rewarm bool
	// Slice is how long a task keeps a CPU that others wait for, in ns; 0 is
	// for as long as it likes.
	Slice int64
	// Preempt: a woken task goes before all that wait for a CPU.
	Preempt bool
	// OnHang is called when nobody can go on, with the tasks that sleep.
	OnHang func(asleep []int)
	// OnLeft, if any, is called when a task is left by a panic of a value, or by
	// [runtime.Goexit] if gone: where it stands is still on its stack.
	OnLeft func(value any, gone bool)
	// Watches are told what happens, one after the other.
	Watches []Watch
}

// Engine is virtual time, its CPUs and its tasks. It belongs to one goroutine.
type Engine struct {
	o     Options
	now   int64
	seq   uint64
	queue heap
	ids   idBits
	tasks []*Task
	main  *Task // stands for who called Run, and goes on when no other can

	cpuWatches []CPUWatch // those of Watches that are

	// busySections: time passes while a spinlock is held.
	busySections bool

	// Which task has which CPU: one of the two.
	fifo *machine.FIFO
	fair *machine.Fair

	locks []spinlock

	unfinished int
	// aborting: tasks give up what they are in the middle of, when they go on;
	// closed: and end.
	aborting, closed bool
	// fail does to the caller of Run what happened to a task: a panic, or
	// [runtime.Goexit].
	fail func()

	// Switches counts changes from one coroutine to another, Events what was
	// taken off the queue, Advances the steps of the clock without either.
	Switches, Events, Advances int64
}

// spinlock is the task that holds one, and those that spin for it, in order.
type spinlock struct {
	owner       int32 // 1 + task, or 0
	first, last int32 // 1 + task
	cpu         int32 // 1 + the one that had it last, where CPUs are shared fairly
}

var errReleased = errors.New("sim: released from a hang")

// New makes an engine of n idle tasks. Call Close when done.
func New(n int, o Options) *Engine {
	if o.CPUs == 0 {
		o.CPUs = n
	}
	if o.Profile == nil {
		o.Profile = Zero()
	}
	e := &Engine{o: o, locks: make([]spinlock, o.Spins)}
	if o.Machine == nil || o.Machine.Scheduler == machine.FirstCome {
		e.fifo = machine.NewFIFO(o.CPUs, n)
	} else {
		e.fair = machine.NewFair(o.Machine, o.CPUs, n)
	}
	e.queue.q, e.ids = make([]event, 0, 2*n), idBits(bits.Len(uint(n)))
	for _, w := range o.Watches {
		if c, ok := w.(CPUWatch); ok {
			e.cpuWatches = append(e.cpuWatches, c)
		}
	}
	e.main = &Task{e: e}
	e.busySections = o.Profile.inSections()
	for id := range n {
		t := &Task{e: e, id: id}
		for p := range t.streams {
			t.streams[p] = newStream(o.Seed, id, purpose(p))
		}
		t.place, t.stop = newCoroutine(t.life)
		e.tasks = append(e.tasks, t)
	}
	return e
}

// Tasks returns the tasks, for what they have counted.
func (e *Engine) Tasks() []*Task { return e.tasks }

// Now returns the virtual time in ns.
func (e *Engine) Now() int64 { return e.now }

// Close ends all coroutines.
func (e *Engine) Close() {
	e.aborting, e.closed = true, true
	for _, t := range e.tasks {
		t.stop()
	}
}

// Run runs an episode, in which each task runs body from now on, and reports
// whether all of them finished. Those that hung were released in the middle of
// what they did: the world is of no further use then.
func (e *Engine) Run(body func(*Task)) bool {
	e.unfinished = len(e.tasks)
	for _, t := range e.tasks {
		t.body = body
		t.asleep, t.token, t.slept = false, false, false
		if e.fair != nil {
			e.enter(t)
		} else {
			e.schedule(t, e.now)
		}
	}
	e.resume(e.take())
	if e.unfinished == 0 {
		return true
	}
	e.hang()
	return false
}

// resume has a task go on, and others as they give way, until no one can.
func (e *Engine) resume(t *Task) {
	e.main.giveWay(t)
	if e.fail != nil {
		e.fail()
	}
}

// take takes the first event and returns its task, which is to go on.
func (e *Engine) take() *Task {
	if e.queue.empty() || e.aborting {
		return e.main
	}
	return e.begin(e.queue.pop())
}

// begin has the time of an event come, and returns its task.
func (e *Engine) begin(ev event) *Task {
	t := e.tasks[e.ids.of(ev)]
	for t.next != ev.key { // its CPU was taken meanwhile
		if e.queue.empty() {
			return e.main
		}
		ev = e.queue.pop()
		t = e.tasks[e.ids.of(ev)]
	}
	e.now = ev.at
	e.Events++
	e.lookAhead()
	return t
}

// advance lets time go by if nothing happens meanwhile, and reports whether
// it did.
func (e *Engine) advance(ns int64) bool {
	at := e.now + ns
	if !e.queue.empty() && at >= e.queue.first().at {
		return false
	}
	e.now = at
	e.Advances++
	return true
}

// exchange has a task go on after a time in which others do, and returns the
// first of them.
func (e *Engine) exchange(t *Task, ns int64) *Task {
	return e.begin(e.queue.exchange(e.event(t, e.now+ns)))
}

// schedule has a task go on at a time.
func (e *Engine) schedule(t *Task, at int64) { e.queue.push(e.event(t, at)) }

// event returns the next one, which is that a task goes on at a time.
func (e *Engine) event(t *Task, at int64) event {
	e.seq++
	t.next = e.ids.key(e.seq, t.id)
	return event{at, t.next}
}

// hang reports who sleeps, and releases them.
func (e *Engine) hang() {
	var asleep []int
	for _, t := range e.tasks {
		if t.body != nil {
			asleep = append(asleep, t.id)
		}
	}
	if e.o.OnHang != nil {
		e.o.OnHang(asleep)
	}
	e.aborting = true
	for _, id := range asleep {
		e.resume(e.tasks[id])
	}
	e.aborting = false
	if e.fair != nil {
		e.fair.Reset()
	} else {
		e.fifo.Reset()
	}
	clear(e.locks)
}

// giveCPU hands a CPU to who has waited longest for one, or frees it.
func (e *Engine) giveCPU(cpu int32) {
	if id, given := e.fifo.Give(cpu); given {
		t := e.tasks[id]
		t.has(cpu)
		e.schedule(t, e.now)
	}
}

// purpose is what a task draws random numbers for: a stream for each, so that
// designs that draw more for one do not change another.
type purpose uint8

const numPurposes = int(task.Costs) + 1

// wakeLatency is the purpose that is no cost of the task's own.
const wakeLatency = purpose(task.Costs)

// number is what a stream is seeded by. It stays the same when costs are added,
// so that results repeat.
func (p purpose) number() uint64 {
	const ofWakes = uint64(task.ThinkSleep) + 1
	switch n := uint64(p); {
	case p == wakeLatency:
		return ofWakes
	case n >= ofWakes:
		return n + 1
	default:
		return n
	}
}
