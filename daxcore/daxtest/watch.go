package daxtest

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"daxwait/daxcore/step"
)

// Watch notices a step that does not end, which nothing else can: who takes it
// never gets back. The zero Watch is ready to use.
type Watch struct {
	mu    sync.Mutex
	lanes []*Lane
}

// Lane is where one after the other takes steps. A nil Lane is none.
type Lane struct{ now atomic.Uint64 }

// Lane returns a new one.
func (w *Watch) Lane() *Lane {
	if w == nil {
		return nil
	}
	l := &Lane{}
	w.mu.Lock()
	w.lanes = append(w.lanes, l)
	w.mu.Unlock()
	return l
}

// Begin says that a task takes a step, End that it is done. The low bits are
// those of the task, and one that says that it runs; the others count.
func (l *Lane) Begin(task int) {
	if l != nil {
		l.now.Store(l.now.Load()&^taskBits + taskBits + 1 | uint64(task)<<1 | 1)
	}
}

// End ends a step.
func (l *Lane) End() {
	if l != nil {
		l.now.Store(l.now.Load() &^ 1)
	}
}

const taskBits = 1<<8 - 1

// Spins is the error of a step that does not end, or of steps that lead nowhere.
type Spins struct {
	Scenario string
	Task     int
	For      time.Duration
	Steps    int // in a row, instead of For
}

func (s *Spins) Error() string {
	did := fmt.Sprintf("has not reached a scheduling point for %v", s.For)
	if s.Steps != 0 {
		did = fmt.Sprintf("has taken %d steps in a row that say nowhere where it stands (task.At)", s.Steps)
	}
	return fmt.Sprintf("task %d of scenario %s %s: does the design spin? Who waits has to sleep, as with Mapping.SleepOn", s.Task, s.Scenario, did)
}

// ReadsClock is the error of a design that reads the clock of its engine: there
// is none where steps are taken one by one, and what the design does by the time
// would not be tried.
type ReadsClock struct{ Task int }

func (r *ReadsClock) Error() string {
	return fmt.Sprintf("the design reads Task.Now, the clock of an engine, in task %d: use Task.Elapsed, which a search answers both ways; no verdict "+
		"is worth anything without (docs/your-own-design.md, \"Time\")", r.Task)
}

// Fatal reports whether a search or a play of schedules failed by an error after
// which no other of the same design is worth the time: [Spins], [ReadsClock].
func Fatal(err error) bool {
	return errors.As(err, new(*Spins)) || errors.As(err, new(*ReadsClock))
}

// StepLimit is how long a step may take where nothing else is said.
const StepLimit = 10 * time.Second

// looks is how often a watch looks within the limit: a machine that was asleep
// has slept between two looks.
const looks = 10

// Run runs f, and gives it up when one of its steps lasts for the limit: what f
// does then goes on until the program ends, as nothing can stop it.
func (w *Watch) Run(scenario string, limit time.Duration, f func() error) error {
	done := make(chan error, 1)
	go func() {
		defer func() {
			switch r := recover().(type) {
			case nil:
			case *step.Left:
				done <- r
			default:
				panic(r)
			}
		}()
		done <- f()
	}()
	tick := time.NewTicker(limit / looks)
	defer tick.Stop()
	type seen struct {
		now   uint64
		times int
	}
	last := map[*Lane]seen{}
	for {
		select {
		case err := <-done:
			return err
		case <-tick.C:
		}
		w.mu.Lock()
		for _, l := range w.lanes {
			now := l.now.Load()
			s := last[l]
			if s.now != now || now&1 == 0 {
				s = seen{now: now}
			} else if s.times++; s.times == looks {
				w.mu.Unlock()
				return &Spins{Scenario: scenario, Task: int(now & taskBits >> 1), For: limit}
			}
			last[l] = s
		}
		w.mu.Unlock()
	}
}
