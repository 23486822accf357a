package lockorder

import "daxwait/daxcore/task"

// Task is a task that is watched. It passes everything on to the one inside.
type Task struct {
	task.Task
	follower Follower
	rec      *Recorder
	as       task.Task
}

// blocking is a Task round one that can wait for another's end, which only
// engines have that go step by step.
type blocking struct {
	*Task
	until
}

type until interface{ Until(task int) }

// Watch returns a task round t. Its operations run as what Begin returns.
func Watch(t task.Task, r *Recorder) *Task {
	w := &Task{Task: t, rec: r}
	w.as = w
	if u, ok := t.(until); ok {
		w.as = blocking{w, u}
	}
	return w
}

// Begin starts an operation, and returns the task that is to run it.
func (w *Task) Begin(op int, doing string) task.Task {
	w.follower.Begin(w.rec, w.ID(), op, doing)
	return w.as
}

// Chain returns what the task holds and waits for.
func (w *Task) Chain() Chain { return w.follower.Chain() }

// Lock implements [task.Task].
func (w *Task) Lock(s *task.Spin) {
	w.follower.Lock(s)
	w.Task.Lock(s)
}

// Unlock implements [task.Task].
func (w *Task) Unlock(s *task.Spin) {
	w.follower.Unlock(s)
	w.Task.Unlock(s)
}

// At implements [task.Task].
func (w *Task) At(l task.Label, a, b uint64) {
	w.follower.At(l)
	w.Task.At(l, a, b)
}

// Observe implements [task.Task].
func (w *Task) Observe(e task.Event) {
	w.follower.Observe(e)
	w.Task.Observe(e)
}
