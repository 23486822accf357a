package trace

// moment is a point in the life of a task.
type moment struct {
	set       bool
	at        int64 // ns of the trace clock
	preempted int64 // ns off the CPU until then, while it could have run
	slept     int64 // ns asleep until then
	warm      int64 // ns on the CPU until then, as they had been in warm caches
}

// now is the moment of an event of the task itself.
func (a *actor) now(e *Event) moment { return a.at(e.Time) }

// at is the moment of a time at which the task runs, whether or not the switch to it was seen.
func (a *actor) at(now int64) moment {
	a.enter(now)
	a.warmth.run(now)
	return moment{true, now, a.preempted, a.asleep, a.warmth.ran}
}

// leave notes that the task left the CPU.
func (a *actor) leave(e *Event) {
	a.warmth.run(e.Time)
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
	a.warmth.begin(at)
}

// onCPU is the time on the CPU between two moments, as it had been in warm caches.
func onCPU(from, to moment) int64 { return max(to.warm-from.warm, 0) }
