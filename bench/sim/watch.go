package sim

import "daxwait/daxcore/task"

// Watch is told what tasks do in the model, in order, with the time in ns. It
// changes nothing.
type Watch interface {
	// Observed: a task reports an event of the model.
	Observed(id int, now int64, e task.Event)
	// At: a task is at a place in the model, with the locals that it tells.
	At(id int, now int64, l task.Label, a, b uint64)
	// Woke: a task wakes another, which goes on after the latency of a wake.
	Woke(id, woken int, now int64)
}

// CPUWatch is a [Watch] that is told where tasks run, too.
type CPUWatch interface {
	Watch
	// Rests: a task spends time of a kind off the CPU from now on. Rested: that
	// is over, and it goes on as soon as it has a CPU for what it does next.
	Rests(id int, now int64, c task.Cost)
	Rested(id int, now int64)
	// Took: a task has a CPU from now on. Left: it no longer has it, though it
	// is runnable or because it sleeps.
	Took(id, cpu int, now int64)
	Left(id, cpu int, now int64, runnable bool)
}
