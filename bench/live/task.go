package live

import (
	"runtime"
	"time"

	"daxwait/daxcore"
	"daxwait/daxcore/task"
)

// ID returns the task's number.
func (t *Task) ID() int { return t.id }

// Lock takes s.
func (t *Task) Lock(s *task.Spin) { s.Acquire() }

// Unlock gives s back.
func (t *Task) Unlock(s *task.Spin) { s.Release() }

// Park sleeps until a wake.
func (t *Task) Park() bool {
	t.asleep = true
	t.engine.leave()
	<-t.token
	if t.engine.aborted {
		panic(errReleased)
	}
	t.asleep = false
	return true
}

// Wake wakes a task.
func (t *Task) Wake(id int) {
	t.engine.running.Add(1)
	t.tokens[id] <- struct{}{}
}

// Yield does nothing: goroutines interleave by themselves.
func (t *Task) Yield(task.Label) {}

// At does nothing.
func (t *Task) At(task.Label, uint64, uint64) {}

// Decide says no: memory does not run out.
func (t *Task) Decide(task.Choice) bool { return false }

// StartTimer implements [task.Task].
func (t *Task) StartTimer(timer *task.Timer) { timer.StartAt(t.Now()) }

// Elapsed implements [task.Task].
func (t *Task) Elapsed(timer *task.Timer, limit time.Duration) bool {
	return timer.ElapsedAt(t.Now(), limit)
}

// Now returns nanoseconds since the engine was made.
func (t *Task) Now() int64 { return int64(time.Since(t.engine.epoch)) }

// shortest is the shortest time that time.Sleep is trusted with.
const shortest = 200 * time.Microsecond

// Spend uses up ns nanoseconds in earnest; the model's own steps, whose ns is
// 0, take the time they take. A task that leaves the CPU lets others run at
// least once.
func (t *Task) Spend(c task.Cost, ns int64) {
	if ns != 0 || c.OffCPU() {
		t.spend(c.OffCPU(), ns)
	}
}

func (t *Task) spend(off bool, ns int64) {
	switch {
	case off && time.Duration(ns) >= shortest:
		time.Sleep(time.Duration(ns))
	case off:
		for end := t.Now() + ns; ; {
			runtime.Gosched()
			if ns == 0 || t.Now() >= end {
				return
			}
		}
	case ns > 0:
		for end := t.Now() + ns; t.Now() < end; {
		}
	}
}

// Observe notes e.
func (t *Task) Observe(e daxcore.Event) { t.Note(e, t) }
