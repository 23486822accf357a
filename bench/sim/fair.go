package sim

import (
	"daxwait/bench/sim/machine"
	"daxwait/daxcore/task"
)

// This file is tasks where CPUs are shared fairly. There a task has a CPU whenever its
// code runs: one that is woken waits for it first.

// burst is time that a task spends on its CPU.
type burst struct {
	until  int64 // when it ends
	left   int64 // of it, when the CPU was taken
	stolen int64 // what interrupts took meanwhile
	open   bool  // the CPU may be taken at any time
	cut    bool  // it was
}

// enter has a task begin an episode.
func (e *Engine) enter(t *Task) {
	id := int32(t.id)
	if e.fair.Wake(id, e.fair.Choose(id, e.fair.At(id)), e.now) == machine.Started {
		e.schedule(t, e.now)
	}
}

// price returns what a step costs.
func (t *Task) price(c task.Cost) *Time {
	e := t.e
	p := e.o.Profile
	if c == task.WakeOne && e.fair != nil {
		t.woke++
		switch {
		case t.woke > 1 && p.WakeMore.Mean != 0:
			return &p.WakeMore
		case p.WakeQueued.Mean != 0 && !e.fair.Idle():
			return &p.WakeQueued
		}
	}
	return &p.Costs[c]
}

// latency draws how long it takes until an idle CPU can switch to a task that is woken.
func (e *Engine) latency(t *Task, d machine.Distance) int64 {
	p, price := e.o.Profile, &e.o.Profile.WakeLatency
	switch {
	case d == machine.Own && p.WakeOwn.Mean != 0:
		price = &p.WakeOwn
	case d == machine.Away && p.WakeFar.Mean != 0:
		price = &p.WakeFar
	}
	return price.draw(&t.streams[wakeLatency])
}

// wake has a task that sleeps go on, as soon as it has a CPU; by is that of the waker.
func (e *Engine) wake(t *Task, by int32) {
	id, f := int32(t.id), e.fair
	switch to := f.Choose(id, by); f.Wake(id, to, e.now) {
	case machine.Started:
		at := e.now + e.latency(t, f.Between(by, to))
		f.Begins(to, at)
		e.schedule(t, at)
	case machine.Ahead:
		e.preempt(to)
	}
}

// preempt has the task that runs on a CPU make way at once, if it is where it may.
// Else it sees itself when it may.
func (e *Engine) preempt(cpu int32) {
	t := e.tasks[e.fair.Running(cpu)]
	b := &t.burst
	if !b.open || e.o.Machine.Preemption == machine.Lazy {
		return
	}
	next := e.fair.Yield(cpu, e.now)
	if next == int32(t.id) {
		return
	}
	b.open, b.cut, b.left, t.next = false, true, b.until-e.now, 0
	t.left()
	e.schedule(e.tasks[next], e.now)
}

// left says that a task has no CPU any more, though it is runnable.
func (t *Task) left() { t.leaveCPU(true) }

// rest gives the CPU of a task that goes to sleep to the next.
func (t *Task) rest() {
	if next := t.e.fair.Sleep(int32(t.id), t.e.now); next >= 0 {
		t.e.schedule(t.e.tasks[next], t.e.now)
	}
}

// interrupted has a task go on whose time off the CPU is over: an interrupt of the CPU
// that it had last wakes it. That takes what a wake takes the waker, of the time of the
// task that runs there; an idle CPU has to come back first.
func (t *Task) interrupted() {
	e, f := t.e, t.e.fair
	at := f.At(int32(t.id))
	ns := t.price(task.WakeOne).draw(&t.streams[task.WakeOne])
	t.woke = 0
	idle := f.Running(at) < 0
	if idle {
		ns += e.latency(t, machine.Own)
	} else {
		e.tasks[f.Running(at)].burst.stolen += ns
	}
	if !e.advance(ns) {
		t.pass(ns)
	}
	switch to := f.Choose(int32(t.id), at); f.Wake(int32(t.id), to, e.now) {
	case machine.Started:
		if !idle || to != at {
			if d := f.Between(at, to); d != machine.Own {
				ns := e.latency(t, d)
				f.Begins(to, e.now+ns)
				t.pass(ns)
			}
		}
	case machine.Ahead:
		e.preempt(to)
		fallthrough
	default:
		t.giveWay(e.take())
	}
	t.arrive()
}

// arrive is where a task has a CPU again: unless another is ahead of it by now, that
// switches to it.
func (t *Task) arrive() {
	e := t.e
	for t.has(e.fair.At(int32(t.id))); e.fair.MakesWay(t.cpu, e.now) && t.yield(); {
		t.has(e.fair.At(int32(t.id)))
	}
	p, s := e.o.Profile, &t.streams[wakeLatency]
	t.depth++ // nobody is taken off in the middle of a switch
	t.work(p.ContextSwitch.draw(s), false)
	t.depth--
	if t.cold = 0; !e.o.Threads {
		t.cold = p.WarmUp.draw(s)
	}
}

// yield has a task wait for its CPU again, and reports whether another had it meanwhile.
func (t *Task) yield() bool {
	e := t.e
	next := e.fair.Yield(t.cpu, e.now)
	if next == int32(t.id) {
		return false
	}
	t.left()
	e.schedule(e.tasks[next], e.now)
	t.giveWay(e.take())
	return true
}

// mayLose reports whether the task may lose its CPU in the middle of what it does.
func (t *Task) mayLose(user bool) bool {
	return user || t.e.o.Machine.Preemption != machine.Voluntary && t.depth == 0
}

// work spends time on the CPU that the task has. In user mode a task may lose the CPU
// at any time, in the kernel as the machine's preemption says.
func (t *Task) work(ns int64, user bool) {
	e, b := t.e, &t.burst
	if !t.mayLose(user) {
		if t.Burnt += ns; !e.advance(ns) {
			t.pass(ns)
		}
		if b.stolen > 0 {
			t.repay()
		}
		return
	}
	ticks := e.o.Machine.Preemption == machine.Lazy && !user // there, and nowhere else
	for {
		if !ticks {
			t.look()
		}
		tick := e.fair.NextTick(e.now)
		part := min(ns, tick-e.now)
		if part == 0 {
			return
		}
		t.Burnt += part
		b.until, b.open = e.now+part, !ticks
		t.pass(part)
		b.open = false
		if b.cut {
			b.cut = false
			t.Burnt -= b.left
			part -= b.left
			t.arrive()
		} else {
			t.repay()
		}
		if ns -= part; ticks && e.now >= tick {
			t.look()
		}
		if ns == 0 && !user {
			return
		}
	}
}

// look is where a task may lose its CPU.
func (t *Task) look() {
	e, f := t.e, t.e.fair
	if id, to, ok := f.Push(t.cpu, e.now); ok {
		o := e.tasks[id]
		at := e.now + e.latency(o, f.Between(t.cpu, to))
		f.Begins(to, at)
		e.schedule(o, at)
	}
	if f.MakesWay(t.cpu, e.now) && t.yield() {
		t.arrive()
	}
}

// repay passes what interrupts took of the task's time.
func (t *Task) repay() {
	for b := &t.burst; b.stolen > 0; {
		ns := b.stolen
		b.stolen = 0
		t.pass(ns)
	}
}
