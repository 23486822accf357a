package task

import (
	"sync"
	"time"
)

// Task is the running task.
type Task interface {
	// ID is the index of the task in all arrays by task.
	ID() int
	// Lock takes a spinlock. Spinlocks nest, and are never held across Park.
	Lock(*Spin)
	Unlock(*Spin)
	// Park sleeps until another task wakes this one. A wake that came before
	// counts: each Park uses up one Wake. It reports false if it returned
	// without one, which only an engine does that looks for what then breaks.
	// Who slept on an entry spends [Recheck] before the step is over.
	Park() (woken bool)
	// Wake makes the task with that ID runnable. Whoever calls it has taken
	// the task off its queue, under the queue's lock: one wake for each sleep,
	// which it has spent [WakeOne] for in the same step.
	Wake(id int)
	// Yield is a scheduling point at which the kernel runs without locks.
	Yield(Label)
	// Spend uses up time of a kind: ns nanoseconds, or, if ns is 0, what the
	// engine's cost profile says.
	Spend(c Cost, ns int64)
	// At replaces what is known about the task's locals: it stands at this
	// label, and a and b are all that it carries on. What the label's step
	// reads after At must not outlive the step, or needs another At. An inner
	// label (see [Label.Inner]) replaces the last inner one only.
	At(l Label, a, b uint64)
	// Decide asks for a choice that the model leaves open. The checker tries
	// both; other engines draw it from the task's own stream for that purpose.
	Decide(Choice) bool
	// StartTimer starts a timer, anew if it runs already. Elapsed reports whether
	// a time has passed since then; never of one that does not run. Nothing
	// happens by time alone: a task that sleeps is woken, or sleeps on.
	StartTimer(*Timer)
	Elapsed(t *Timer, limit time.Duration) bool
	// Now is the clock of an engine that has one, in nanoseconds, for those that
	// measure. Designs and the model ask timers: an engine that goes step by step
	// gives up a task that reads its clock, with [ReadsClock].
	Now() int64
	// Observe reports what happened. It must not change what happens.
	Observe(Event)
}

// Spin is a spinlock that knows its place in the arrays of the engines.
//
// Synchronization: ID, Class and Order are set before the first task runs. The
// mutex is for engines whose tasks run in parallel; all others go by ID.
type Spin struct {
	ID    int32
	Class Class
	Order LockClass // its place in the order of locks
	mu    sync.Mutex
}

// Class says what taking a spinlock means to an engine that interleaves steps.
type Class uint8

// The classes.
const (
	// Point: a scheduling point, unless another lock is held already.
	Point Class = iota
	// Leaf: the lock of a wait-queue bucket. No point; see the package comment.
	Leaf
	// Mover: guards a semaphore whose acquisition can be thought of as later
	// and whose release as earlier than it is. No point.
	Mover
)

// Acquire takes the lock in earnest, for engines with parallel tasks.
func (s *Spin) Acquire() { s.mu.Lock() }

// Release gives it back.
func (s *Spin) Release() { s.mu.Unlock() }
