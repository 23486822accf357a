package timeline

import (
	"fmt"

	"daxwait/bench/trace"
	"daxwait/daxcore/task"
)

// cpu is who runs on a CPU, and who has just left it, why.
type cpu struct {
	runs, from *told
	why        string
}

// wake returns the event that ends the wake of waiters that a task begins right
// after record i; nil if it does not, or if the recording ends before: cut.
func (t *teller) wake(i int) (end *record, cut bool) {
	for i = int(t.after[i]); i != 0; i = int(t.after[i]) {
		switch r := &t.records[i]; {
		case t.is(i, task.Woke):
			return r, false
		case r.what == woke, r.what == took, r.what == left, t.is(i, task.Scanned), t.isAt(i, task.WakeAfterUnlock):
		default:
			return nil, false
		}
	}
	return nil, true
}

// precedesWake reports whether a wake begins at the very time of record i.
func (t *teller) precedesWake(i int) bool {
	if next := int(t.after[i]); next == 0 || t.isAt(next, task.WakeAfterUnlock) {
		return false
	}
	for _, k := range []task.Kind{task.Unlocked, task.Removed, task.Refused, task.WaitEnd, task.Woke} {
		if t.is(i, k) {
			return true
		}
	}
	return t.isAt(i, task.WakeAfterUnlock)
}

// callWake writes the call of a wake, which ends with the event end, if it is
// one.
func (t *teller) callWake(x *told, i int, end *record) {
	if end == nil {
		return
	}
	t.endGet(x, i)
	x.waking = true
	e := x.event(t.records[i].at, trace.Wake)
	e.Index, e.Entry, e.Mode = end.a, x.word, 1
	if end.yes {
		e.Mode = 0
	}
	t.out.Write(e)
}

// endWake tells of the end of a wake.
func (t *teller) endWake(x *told, i int, r *record) {
	if !x.waking {
		t.callWake(x, i, r)
	}
	x.waking = false
	t.released(x, i, r.at)
}

// wakes tells that a task wakes another.
func (t *teller) wakes(x *told, i int, r *record) {
	woken := &t.tasks[r.n]
	if !x.waking { // of a semaphore none ends
		end, _ := t.wake(i)
		t.callWake(x, i, end)
	}
	woken.asleep = false
	t.waking(x.event(r.at, trace.SchedWaking), woken)
}

// waking writes that a task is woken.
func (t *teller) waking(e *trace.Event, woken *told) {
	e.NextComm, e.WokenPID, e.TargetCPU = woken.name, firstPID+woken.id, woken.cpu
	t.out.Write(e)
}

// scheduled tells of a task's way to a CPU and from there.
func (t *teller) scheduled(x *told, i int, r *record) {
	switch r.what {
	case took:
		t.switched(int(r.n), r.at, x)
		x.cpu, x.onCPU, t.cpus[r.n].runs = int(r.n), true, x
		t.catchUp(x, r.at)
	case left:
		t.leaves(x, i, r)
	case rests:
		t.endRange(x, r.at)
	case rested:
		t.timer(x, r.at)
	}
}

// timer writes that a timer wakes a task: that of its last CPU, which interrupts
// who runs there.
func (t *teller) timer(x *told, now int64) {
	e := idle(x.cpu, now, trace.SchedWaking)
	if runs := t.cpus[x.cpu].runs; runs != nil {
		e = runs.event(now, trace.SchedWaking)
	}
	t.waking(e, x)
}

// leaves tells that a task leaves its CPU at record i, and writes so unless the
// next has it at once.
func (t *teller) leaves(x *told, i int, r *record) {
	why, next := "S", int(t.after[i])
	switch {
	case r.yes:
		why = "R"
	case x.asleep:
		why = "D"
	default:
		t.endRange(x, r.at)
		if x.over = next == 0 || t.records[next].what != rests; !x.over && task.Cost(t.records[next].sub) != task.ThinkSleep {
			why = "D"
		}
	}
	x.onCPU, t.cpus[r.n] = false, cpu{from: x, why: why}
	if i++; i == len(t.records) || t.records[i].what != took || t.records[i].n != r.n {
		t.switched(int(r.n), r.at, nil)
	}
}

// switched writes that a CPU goes to a task, or to none.
func (t *teller) switched(on int, now int64, to *told) {
	c := &t.cpus[on]
	e := idle(on, now, trace.SchedSwitch)
	e.PrevState, e.NextComm = "R", fmt.Sprintf("swapper/%d", on)
	if c.from != nil {
		e.PID, e.Comm, e.PrevState = firstPID+c.from.id, c.from.name, c.why
	}
	if e.PrevPID = e.PID; to != nil {
		e.NextPID, e.NextComm = firstPID+to.id, to.name
	}
	c.from = nil
	t.out.Write(e)
}

// idle returns an event of the idle task of a CPU.
func idle(on int, now int64, k trace.Kind) *trace.Event {
	return &trace.Event{Time: now, CPU: on, Comm: "<idle>", Kind: k}
}
