package sim

import (
	"fmt"
	"runtime"

	"daxwait/daxcore"
	"daxwait/daxcore/task"
)

// Task is a task of a simulation.
type Task struct {
	e     *Engine
	id    int
	place *place      // while another runs
	body  func(*Task) // of the episode, until it has ended
	stop  func()

	onCPU  bool
	used   int64 // of its slice
	depth  int   // spinlocks held
	asleep bool
	token  bool  // woken before it slept
	slept  bool  // and needs a context switch
	spin   int32 // next in the queue of a spinlock, 1 + task

	streams [numPurposes]stream

	// Tally counts what the task observed; Waited is the time it waited for
	// entries, Burnt the time it kept a CPU busy, and Spun what it spun of
	// that, in ns. Their user resets them.
	Tally               task.Tally
	Waited, Burnt, Spun int64

	waitBegan int64
	holds     daxcore.Event
	holding   bool
}

var _ daxcore.Task = (*Task)(nil)

// life runs the bodies of episodes.
func (t *Task) life() {
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
		case r == nil: // left by runtime.Goexit, as by testing.T.FailNow
			e.aborting, e.fail = true, runtime.Goexit
		default:
			what := fmt.Sprintf("task %d at %d ns: %v", t.id, e.now, r)
			e.aborting, e.fail = true, func() { panic(what) }
		}
		t.onCPU, t.depth, t.asleep, t.holding = false, 0, false, false
	}()
	t.body(t)
	ended = true
	e.unfinished--
	t.leaveCPU()
}

// takeCPU waits for a CPU.
func (t *Task) takeCPU() {
	e := t.e
	if e.free > 0 {
		e.free--
		t.onCPU, t.used = true, 0
	} else {
		if e.o.Preempt && t.slept {
			e.ready.pushFront(t.id)
		} else {
			e.ready.push(t.id)
		}
		t.giveWay(t.e.take())
	}
	if t.slept {
		t.slept = false
		t.burn(e.o.Profile.ContextSwitch.draw(&t.streams[wakeLatency]))
	}
}

// leaveCPU gives it to the next.
func (t *Task) leaveCPU() {
	if t.onCPU {
		t.onCPU = false
		t.e.giveCPU()
	}
}

// burn spends time on the CPU that the task has, in slices if others wait.
func (t *Task) burn(ns int64) {
	e := t.e
	t.Burnt += ns
	for ns > 0 {
		part := ns
		if e.o.Slice > 0 && t.depth == 0 {
			part = min(ns, max(e.o.Slice-t.used, 1))
		}
		if !e.advance(part) {
			t.giveWay(e.exchange(t, part))
		}
		ns -= part
		if t.used += part; e.o.Slice > 0 && t.used >= e.o.Slice && t.depth == 0 {
			t.used = 0
			if e.ready.n > 0 {
				t.leaveCPU()
				e.ready.push(t.id)
				t.giveWay(t.e.take())
			}
		}
	}
}

// ID implements [task.Task].
func (t *Task) ID() int { return t.id }

// Spend implements [task.Task].
func (t *Task) Spend(c task.Cost, ns int64) {
	e := t.e
	if ns == 0 {
		ns = e.o.Profile.Costs[c].draw(&t.streams[c])
	}
	switch {
	case ns == 0:
	case c.OffCPU():
		t.leaveCPU()
		t.slept = true
		if !e.advance(ns) {
			t.giveWay(e.exchange(t, ns))
		}
	default:
		if !t.onCPU {
			t.takeCPU()
		}
		t.burn(ns)
	}
}

// Lock implements [task.Task]. Who comes to a lock that is held spins, first
// come first served. Where time passes in sections, who enters one has a CPU:
// else it could wait for one that another spins on, for its lock.
func (t *Task) Lock(s *task.Spin) {
	if t.depth == 0 && t.e.busySections && !t.onCPU {
		t.takeCPU()
	}
	t.depth++
	l := &t.e.locks[s.ID]
	if l.owner == 0 {
		l.owner = int32(t.id + 1)
		return
	}
	t.depth--
	if !t.onCPU {
		t.takeCPU()
	}
	t.depth++
	if l.owner == 0 {
		l.owner = int32(t.id + 1)
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
	t.Burnt += t.e.now - began
	t.Spun += t.e.now - began
}

// Unlock implements [task.Task]. The first that spins has the lock, after the
// time that its cache line takes.
func (t *Task) Unlock(s *task.Spin) {
	e := t.e
	t.depth--
	l := &e.locks[s.ID]
	l.owner = l.first
	if l.first != 0 {
		next := e.tasks[l.first-1]
		l.first = next.spin
		e.schedule(next, e.now+e.o.Profile.SpinTransfer.draw(&next.streams[wakeLatency]))
	}
}

// Park implements [task.Task].
func (t *Task) Park() bool {
	t.leaveCPU()
	t.slept = true
	if t.token {
		t.token = false
		return true
	}
	t.asleep = true
	t.giveWay(t.e.take())
	t.asleep = false
	return true
}

// Wake implements [task.Task]: the woken goes on after the latency of a wake.
func (t *Task) Wake(id int) {
	e := t.e
	o := e.tasks[id]
	if !o.asleep {
		o.token = true
		return
	}
	o.asleep = false
	e.schedule(o, e.now+e.o.Profile.WakeLatency.draw(&o.streams[wakeLatency]))
}

// Yield implements [task.Task]: time is what interleaves tasks here.
func (t *Task) Yield(task.Label) {}

// At implements [task.Task].
func (t *Task) At(task.Label, uint64, uint64) {}

// Decide implements [task.Task]: memory does not run out, nothing is refused.
func (t *Task) Decide(task.Choice) bool { return false }

// Now implements [task.Task].
func (t *Task) Now() int64 { return t.e.now }

// Observe implements [task.Task].
func (t *Task) Observe(e daxcore.Event) {
	t.Tally.Observe(e)
	switch e.Kind {
	case task.WaitBegin:
		t.waitBegan = t.e.now
	case task.WaitEnd:
		t.Waited += t.e.now - t.waitBegan
	case task.Locked:
		t.holds, t.holding = e, true
	case task.Unlocked:
		t.holding = false
	}
}

// Counted returns what the task has observed.
func (t *Task) Counted() *task.Tally { return &t.Tally }

// WaitedFor returns the time that it waited for entries, in ns.
func (t *Task) WaitedFor() *int64 { return &t.Waited }

// Holds returns the entry that the task has locked, if any.
func (t *Task) Holds() (daxcore.Event, bool) { return t.holds, t.holding }
