package bench

import (
	"time"

	"daxwait/bench/live"
	"daxwait/bench/sim"
	"daxwait/daxcore"
	"daxwait/daxcore/task"
)

// participant is a task of whatever engine.
type participant interface {
	daxcore.Task
	// Book is what the task has observed.
	Book() *task.Account
}

// engine runs episodes of tasks.
type engine interface {
	// Run has each task run body, and reports whether all finished.
	Run(body func(participant)) bool
	// Task returns a task, while none runs.
	Task(id int) participant
	// Now is the engine's clock in ns, while none runs.
	Now() int64
	// Burnt is the CPU time that tasks have used besides thinks and holds, in
	// ns, as far as the engine knows.
	Burnt() int64
	// Handled is how many sleeps and wakes of designs the engine has handled, if it
	// counts them.
	Handled() (sleeps, wakes int64)
	// Since is when a task fell asleep that has hung, if the engine knows.
	Since(id int) (ns int64, known bool)
	Close()
}

// liveEngine is an engine of goroutines.
type liveEngine struct {
	*live.Engine
	began time.Time
}

func newLive(tasks int, o live.Options) engine { return liveEngine{live.New(tasks, o), time.Now()} }

func (e liveEngine) Run(body func(participant)) bool {
	return e.Engine.Run(func(t *live.Task) { body(t) })
}

func (e liveEngine) Task(id int) participant { return e.Tasks()[id] }
func (e liveEngine) Now() int64              { return int64(time.Since(e.began)) }
func (e liveEngine) Burnt() int64            { return 0 }
func (e liveEngine) Handled() (_, _ int64)   { return 0, 0 }
func (e liveEngine) Since(int) (int64, bool) { return 0, false }

// simEngine is an engine of coroutines in virtual time.
type simEngine struct{ *sim.Engine }

func (e simEngine) Run(body func(participant)) bool {
	return e.Engine.Run(func(t *sim.Task) { body(t) })
}

func (e simEngine) Task(id int) participant    { return e.Tasks()[id] }
func (e simEngine) Since(id int) (int64, bool) { return e.Tasks()[id].Since(), true }

func (e simEngine) Burnt() (ns int64) {
	for _, t := range e.Tasks() {
		ns += t.Burnt - t.Useful
	}
	return ns
}

func (e simEngine) Handled() (sleeps, wakes int64) {
	for _, t := range e.Tasks() {
		sleeps += t.Parks
		wakes += t.Wakes
	}
	return sleeps, wakes
}
