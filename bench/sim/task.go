package sim

import (
	"fmt"
	"runtime"
	"time"

	"daxwait/daxcore"
	"daxwait/daxcore/task"
)

// Task is a task of a simulation.
type Task struct {
	// What events need comes first, and up to the body takes half a KiB, which
	// lookAhead loads.
	e      *Engine
	place  place   // while another runs
	stack  uintptr // where its frames are meanwhile
	g      uintptr // where the runtime keeps its goroutine
	id     int
	next   uint64 // the number of the event that is to come
	onCPU  bool
	asleep bool
	since  int64 // when it last fell asleep
	token  bool  // woken before it slept
	slept  bool  // and needs a context switch
	woke   int32 // tasks in the section that it is in
	cpu    int32 // which, if any
	used   int64 // of its slice
	depth  int   // spinlocks held
	spin   int32 // next in the queue of a spinlock, 1 + task
	burst  burst // where CPUs are shared fairly
	cold   int64 // what is still to be lost to cold caches, in ns

	// Burnt is the time it kept a CPU busy, Spun what it spun of that, Useful
	// what was thinking or holding by order of the pattern, in ns.
	Burnt, Spun, Useful int64

	// Parks and Wakes are the sleeps and wakes that are not another lock's, as the
	// engine counts them.
	Parks, Wakes int64
	pays         task.Payment

	streams [numPurposes]stream

	body func(*Task) // of the episode, until it has ended
	stop func()

	// Account is what the task observed.
	task.Account
}

var _ daxcore.Task = (*Task)(nil)

// life runs the bodies of episodes.
func (t *Task) life() {
	t.g = current()
	for !t.e.closed {
		t.run()
		t.body = nil
		t.giveWay(t.e.take())
	}
}

func (t *Task) run() {
	e, ended := t.e, false
	defer func() {
		switch r := recover(); {
		case ended, r == errReleased:
		case e.o.OnLeft != nil:
			e.o.OnLeft(r, r == nil)
			e.aborting = true
		case r == nil: // left by runtime.Goexit, as by testing.T.FailNow
			e.aborting, e.fail = true, runtime.Goexit
		default:
			what := fmt.Sprintf("task %d at %d ns: %v", t.id, e.now, r)
			e.aborting, e.fail = true, func() { panic(what) }
		}
		t.onCPU, t.depth, t.asleep, t.pays, t.burst = false, 0, false, task.Payment{}, burst{}
		t.Abandon()
	}()
	if e.fair != nil {
		t.has(e.fair.At(int32(t.id)))
	}
	t.body(t)
	t.settle()
	ended = true
	e.unfinished--
	t.leaveCPU(false)
}

// takeCPU waits for a CPU.
func (t *Task) takeCPU() {
	e := t.e
	if cpu, free := e.fifo.Take(); free {
		t.has(cpu)
	} else {
		e.fifo.Queue(t.id, e.o.Preempt && t.slept)
		t.giveWay(e.take())
	}
	if t.slept {
		t.slept = false
		t.burn(e.o.Profile.ContextSwitch.draw(&t.streams[wakeLatency]))
	}
}

// has gives the task a CPU and a slice of its time.
func (t *Task) has(cpu int32) {
	t.onCPU, t.cpu, t.used = true, cpu, 0
	for _, w := range t.e.cpuWatches {
		w.Took(t.id, int(cpu), t.e.now)
	}
}

// leaveCPU gives it to the next. A task that is still runnable queues for
// another.
func (t *Task) leaveCPU(runnable bool) {
	if t.onCPU {
		t.onCPU = false
		for _, w := range t.e.cpuWatches {
			w.Left(t.id, int(t.cpu), t.e.now, runnable)
		}
		if t.e.fair == nil {
			t.e.giveCPU(t.cpu)
		} else if !runnable {
			t.rest()
		}
	}
}

// burn spends time on the CPU that the task has.
func (t *Task) burn(ns int64) {
	if t.e.fair != nil {
		t.work(ns, false)
		return
	}
	t.Burnt += ns
	t.used += ns
	t.pass(ns)
}

// pass lets time go by. If nothing happens meanwhile the clock is set, no more.
func (t *Task) pass(ns int64) {
	if !t.e.advance(ns) {
		if to := t.e.exchange(t, ns); to != t { // as in giveWay
			if p := t.leave(to); p.entered {
				p.next()
			} else {
				p.yield(struct{}{})
			}
			t.back()
		}
	}
}

// think spends time in user mode, where a task whose slice has ended makes way
// for others. In the kernel nobody is taken off a CPU: preemption is voluntary.
func (t *Task) think(ns int64) {
	e := t.e
	if e.fair != nil {
		t.work(ns, true)
		return
	}
	for {
		if e.o.Slice > 0 && t.used >= e.o.Slice {
			if t.used = 0; e.fifo.Waited() {
				t.leaveCPU(true)
				e.fifo.Queue(t.id, false)
				t.giveWay(e.take())
			}
		}
		part := ns
		if e.o.Slice > 0 {
			part = min(ns, e.o.Slice-t.used)
		}
		if part == 0 {
			return
		}
		t.burn(part)
		ns -= part
	}
}

// Since returns when t last fell asleep.
func (t *Task) Since() int64 { return t.since }

// ID implements [task.Task].
func (t *Task) ID() int { return t.id }

// Spend implements [task.Task].
func (t *Task) Spend(c task.Cost, ns int64) {
	e := t.e
	t.pays.Spend(c, ns)
	if ns == 0 {
		ns = t.price(c).draw(&t.streams[c])
	}
	switch {
	case c == task.ThinkRun && (ns != 0 || t.onCPU):
		if !t.onCPU {
			t.takeCPU()
		}
		t.Useful += ns
		if e.o.Rewarm {
			ns += t.warm(ns)
		}
		t.think(ns)
	case ns == 0:
	case c.OffCPU():
		t.leaveCPU(false)
		t.slept = true
		for _, w := range t.e.cpuWatches {
			w.Rests(t.id, t.e.now, c)
		}
		if !e.advance(ns) {
			if to := e.exchange(t, ns); to != t { // as in giveWay
				if p := t.leave(to); p.entered {
					p.next()
				} else {
					p.yield(struct{}{})
				}
				t.back()
			}
		}
		for _, w := range t.e.cpuWatches {
			w.Rested(t.id, t.e.now)
		}
		if e.fair != nil {
			t.interrupted()
		}
	default:
		if !t.onCPU {
			t.takeCPU()
		}
		if c.ByPattern() {
			t.Useful += ns
		}
		if e.fair != nil {
			if c.ByPattern() == e.o.Rewarm {
				ns += t.warm(ns)
			}
			if t.mayLose(false) {
				t.work(ns, false)
				return
			}
		}
		t.Burnt += ns
		t.used += ns
		if !e.advance(ns) {
			if to := e.exchange(t, ns); to != t { // as in giveWay
				if p := t.leave(to); p.entered {
					p.next()
				} else {
					p.yield(struct{}{})
				}
				t.back()
			}
		}
		if t.burst.stolen > 0 {
			t.repay()
		}
	}
}

// Lock implements [task.Task]. A task that comes to a lock that is held spins,
// first come first served. Where time passes in sections, a task that enters one has a
// CPU: else it could wait for one that another spins on, for its lock.
func (t *Task) Lock(s *task.Spin) {
	if t.depth == 0 && t.e.busySections && !t.onCPU {
		t.takeCPU()
	}
	t.depth++
	l := &t.e.locks[s.ID]
	if l.owner == 0 {
		l.owner = int32(t.id + 1)
		t.fetch(l)
		return
	}
	t.depth--
	if !t.onCPU {
		t.takeCPU()
	}
	t.depth++
	if l.owner == 0 {
		l.owner = int32(t.id + 1)
		t.fetch(l)
		return
	}
	if l.first == 0 {
		l.first = int32(t.id + 1)
	} else {
		t.e.tasks[l.last-1].spin = int32(t.id + 1)
	}
	l.last, t.spin = int32(t.id+1), 0
	began := t.e.now
	t.giveWay(t.e.take())
	t.burst.stolen = 0 // interrupts came while it did nothing else
	t.Burnt += t.e.now - began
	t.Spun += t.e.now - began
	l.cpu = 1 + t.cpu
}

// Unlock implements [task.Task]. The first that spins has the lock, after the
// time that its cache line takes.
func (t *Task) Unlock(s *task.Spin) {
	e := t.e
	if t.depth--; t.depth == 0 {
		t.woke = 0
	}
	l := &e.locks[s.ID]
	l.owner = l.first
	if l.first != 0 {
		next := e.tasks[l.first-1]
		l.first = next.spin
		e.schedule(next, e.now+e.transfer(t.cpu, next.cpu).draw(&next.streams[wakeLatency]))
	}
}

// Park implements [task.Task].
func (t *Task) Park() bool {
	t.settle()
	if !t.pays.Free() {
		t.Parks++
	}
	if fair := t.e.fair != nil; t.token && fair { // it sees that it was woken, and does not sleep
		t.token = false
	} else {
		t.leaveCPU(false)
		t.slept = true
		if t.token {
			t.token = false
		} else {
			t.asleep, t.since = true, t.e.now
			if p := t.leave(t.e.take()); p.entered { // as in giveWay
				p.next()
			} else {
				p.yield(struct{}{})
			}
			t.back()
			if t.asleep = false; fair {
				t.arrive()
			}
		}
	}
	t.pays.Woken()
	return true
}

// settle is when a look after a sleep has to be paid at the latest: before the next,
// and before the end.
func (t *Task) settle() {
	if t.pays.Settle() {
		t.owes()
	}
}

// owes reports a sleep or a wake that was not paid for.
func (t *Task) owes() { t.Observe(task.Event{Kind: task.Violated, N: int(task.Unpaid)}) }

// Wake implements [task.Task]: the woken goes on after the latency of a wake.
func (t *Task) Wake(id int) {
	e := t.e
	o := e.tasks[id]
	if paid := t.pays.Send(); !o.pays.Free() {
		if t.Wakes++; !paid {
			t.owes()
		}
	}
	for _, w := range e.o.Watches {
		w.Woke(t.id, id, e.now)
	}
	if !o.asleep {
		o.token = true
		return
	}
	o.asleep = false
	if e.fair != nil {
		e.wake(o, t.cpu)
		return
	}
	e.schedule(o, e.now+e.o.Profile.WakeLatency.draw(&o.streams[wakeLatency]))
}

// Yield implements [task.Task]: time is what interleaves tasks here.
func (t *Task) Yield(task.Label) {}

// At implements [task.Task].
func (t *Task) At(l task.Label, a, b uint64) {
	for _, w := range t.e.o.Watches {
		w.At(t.id, t.e.now, l, a, b)
	}
}

// Decide implements [task.Task]: memory does not run out, nothing is refused.
func (t *Task) Decide(task.Choice) bool { return false }

// StartTimer implements [task.Task].
func (t *Task) StartTimer(timer *task.Timer) { timer.StartAt(t.e.now) }

// Elapsed implements [task.Task].
func (t *Task) Elapsed(timer *task.Timer, limit time.Duration) bool {
	return timer.ElapsedAt(t.e.now, limit)
}

// Now implements [task.Task].
func (t *Task) Now() int64 { return t.e.now }

// Observe implements [task.Task].
func (t *Task) Observe(e daxcore.Event) {
	t.Note(e, t)
	t.pays.Observe(e.Kind)
	for _, w := range t.e.o.Watches {
		w.Observed(t.id, t.e.now, e)
	}
}
