package trace

import "bytes"

// The parts of trace-cmd's grammar that differ from the kernel's. A name may
// hold colons, brackets and spaces, so everything is taken from the ends.

// switchByColon reads
//
//	A:1 [120] S ==> B:2 [120]
//
// and, of trace-cmd report -R,
//
//	prev_comm=A prev_pid=1 prev_prio=120 prev_state=1 next_comm=B next_pid=2 next_prio=120
func (r *Reader) switchByColon(b []byte) bool {
	prev, next, ok := cutLast(b, " ==> ")
	if !ok {
		return r.switchRaw(b)
	}
	prev, state := lastToken(prev)
	_, prevPID, okPrev := colonPID(prev)
	comm, nextPID, okNext := colonPID(next)
	if !okPrev || !okNext || len(state) == 0 {
		return false
	}
	return r.event.switched(prevPID, nextPID, r.intern(state), r.intern(comm))
}

// colonPID splits "A:1 [120]".
func colonPID(b []byte) (comm, pid []byte, ok bool) {
	b, prio := lastToken(b)
	if len(prio) < 3 || prio[0] != '[' || prio[len(prio)-1] != ']' {
		return nil, nil, false
	}
	return cutLast(b, ":")
}

func (r *Reader) switchRaw(b []byte) bool {
	prev, next, ok := cutLast(b, " next_comm=")
	if !ok {
		return false
	}
	left, state, ok := cutLast(prev, " prev_state=")
	if !ok {
		return false
	}
	bits, ok := number(state)
	if !ok {
		return false
	}
	_, left, okPrev := cutLast(left, " prev_pid=")
	comm, right, okNext := cutLast(next, " next_pid=")
	return okPrev && okNext && r.event.switched(left, right, stateOf(bits), r.intern(comm))
}

// stateOf names the bits of a task state as the kernel does
// (include/linux/sched.h: TASK_REPORT; include/trace/events/sched.h).
func stateOf(bits uint64) string {
	const preempted = 0x100
	if bits&(preempted-1) == 0 {
		if bits&preempted != 0 {
			return "R+"
		}
		return "R"
	}
	for i, name := range [...]string{"S", "D", "T", "t", "X", "Z", "P", "I"} {
		if bits>>i&1 != 0 {
			return name
		}
	}
	return "?"
}

// wakingByColon reads "A:1 [120] CPU:001", of sched_wakeup with "success=1" before
// the CPU.
func wakingByColon(e *Event, b []byte) bool {
	b, cpu := lastToken(b)
	if !bytes.HasPrefix(cpu, []byte("CPU:")) {
		return false
	}
	if rest, word := lastToken(b); bytes.HasPrefix(word, []byte("success=")) {
		b = rest
	}
	_, pid, ok := colonPID(b)
	if !ok {
		return false
	}
	e.WokenPID, ok = pidOf(pid)
	return ok
}
