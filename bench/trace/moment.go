package trace

// moment is a point in the life of a task.
type moment struct {
	set       bool
	at        int64 // ns of the trace clock
	preempted int64 // ns off the CPU until then, while it could have run
	slept     int64 // ns asleep until then
}

// now is the moment of an event of the task itself.
func (a *actor) now(e *Event) moment {
	a.enter(e.Time) // it runs, whether or not the switch to it was seen
	return moment{true, e.Time, a.preempted, a.asleep}
}

// leave notes that the task left the CPU.
func (a *actor) leave(e *Event) {
	a.away, a.awayPreempt, a.awayAt = true, e.preempted(), e.Time
}

// wake notes that the task is no longer asleep, and waits for a CPU.
func (a *actor) wake(at int64) {
	if a.away && !a.awayPreempt {
		a.asleep += max(at-a.awayAt, 0)
		a.awayPreempt, a.awayAt = true, at
	}
}

// enter notes that the task is on the CPU.
func (a *actor) enter(at int64) {
	if !a.away {
		return
	}
	a.away = false
	if d := max(at-a.awayAt, 0); a.awayPreempt {
		a.preempted += d
	} else {
		a.asleep += d
	}
}

// onCPU is the time on the CPU between two moments.
func onCPU(from, to moment) int64 {
	return max(to.at-from.at-(to.preempted-from.preempted)-(to.slept-from.slept), 0)
}
