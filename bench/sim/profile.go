package sim

import (
	"daxwait/bench/sim/machine"
	"daxwait/daxcore/task"
)

// Profile says what everything costs, in ns.
type Profile struct {
	Name string
	// Scheduler is that of the kernel whose prices these are, if one is known.
	Scheduler machine.Scheduler `json:",omitzero"`
	// Costs are those of the model's own steps.
	Costs [task.Costs]Time
	// WakeLatency is the time from a wake until the woken wants a CPU, on
	// nobody's CPU.
	WakeLatency Time
	// ContextSwitch is CPU time that a task burns first when it comes back from
	// a sleep.
	ContextSwitch Time
	// WakeOwn is the same from an interrupt of an idle CPU until that can switch to the
	// woken, WakeFar that to a CPU of another socket, and WakeQueued the waker's work
	// for a waiter where no CPU is idle. 0 is as WakeLatency, and as [task.WakeOne].
	// Only machines that are not fifo have them.
	WakeOwn    Time `json:",omitzero"`
	WakeFar    Time `json:",omitzero"`
	WakeQueued Time `json:",omitzero"`
	// WakeMore is the waker's work for each further waiter that it wakes in one section of
	// a spinlock; 0 is as for the first.
	WakeMore Time `json:",omitzero"`
	// WarmUp is the CPU time that is lost after a sleep, since what the task touches then
	// is in no cache: of what is still to be lost all but 1/e goes while the task does what
	// takes WarmWork in a warm one. SpinFar is SpinTransfer to another socket. Only machines
	// that are not fifo have these, too.
	WarmUp   Time `json:",omitzero"`
	WarmWork Time `json:",omitzero"`
	SpinFar  Time `json:",omitzero"`
	// SpinTransfer is how long a spinlock's cache line takes to the next CPU.
	SpinTransfer Time
}

// Zero is the profile in which nothing costs anything: counts only.
func Zero() *Profile { return &Profile{Name: "zero"} }

// inSections reports whether any time passes while a spinlock is held.
func (p *Profile) inSections() bool {
	sum := p.ContextSwitch.Mean + p.SpinTransfer.Mean
	for _, c := range []task.Cost{task.WalkXArray, task.InstallPTE, task.InstallPMD, task.WakeOne, task.ScanForeign} {
		sum += p.Costs[c].Mean
	}
	return sum != 0
}

// Time is a time in ns: constant, or drawn from an exponential distribution.
type Time struct {
	Mean  int64
	Drawn bool
}

func (d Time) draw(s *stream) int64 {
	if d.Drawn {
		return s.exp(float64(d.Mean))
	}
	return d.Mean
}
