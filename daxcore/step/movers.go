package step

import (
	"fmt"

	"daxwait/daxcore/task"
)

// Movers are the points at which a task need not stop: it takes there what no
// other task of the scenario ever takes, or what nobody takes alone. Whatever
// others do commutes with that. So a step may run on there, and an operation that
// begins with movers may take them together with what comes behind them.
//
// Who says so has looked at all operations of the scenario (bench/footprint). Here
// it is followed, and tasks are held to it: see [Coroutine.Misfit].
type Movers struct {
	// Owner is 1 + the task that alone takes a spinlock, by its number; 0 is none,
	// and Anybody the lock of a semaphore that nobody takes alone.
	Owner []uint8
	// Shared has a bit for each class of semaphores that nobody takes alone.
	Shared uint32
	// Unseen has a bit for each label that no task gets to.
	Unseen uint64
	// Number is what a point at a spinlock has for a name, by the number of the
	// spinlock: its own, or that of the lock which an equal task has in its place.
	Number []int32
	// Ops are what each operation of each task may do.
	Ops [][]OpMovers
}

// Anybody is the owner of a lock that all may take at once.
const Anybody = 255

// OpMovers are the movers of an operation.
type OpMovers struct {
	// Tables: the page-table locks that its task owns, where nothing else is read in
	// their step. Found: those right behind a grab, too, in whose step the block of
	// the page is looked up.
	Tables, Found bool
	// Invalidate and Mmap: invalidate_lock on the way into a fault, and mmap_lock.
	Invalidate, Mmap bool
	// Inserts: xa_lock, to fill in an entry that the task has locked.
	Inserts bool
}

// Move has the operation that was started, the op-th of its task, run on at its
// movers.
func (c *Coroutine) Move(m *Movers, op uint8) {
	c.movers, c.may = m, m.Ops[c.id][op]
}

// Passed has an element for each time that the last step ran on at a point: how
// many choices it had met by then.
func (c *Coroutine) Passed() []uint8 { return c.passed }

// Misfit says how the last step broke what is said of movers; nothing if it did
// not.
func (c *Coroutine) Misfit() string { return c.misfit }

// moves reports whether taking a lock is a mover.
func (c *Coroutine) moves(s *task.Spin) bool {
	if c.movers == nil {
		return false
	}
	switch owner := c.movers.Owner[s.ID]; {
	case owner == 0:
		return s.Order == task.XALock && c.may.Inserts && c.label == task.Inserting
	case int(owner) != c.id+1:
		c.misfit = fmt.Sprintf("task %d takes spinlock %d, which is said to be taken by task %d alone", c.id, s.ID, owner-1)
		return false
	}
	switch c.label {
	case task.Start, task.Entering, task.FaultStart, task.Inserted:
		return c.may.Tables
	case task.Grabbed:
		return c.may.Found
	}
	return false
}

// number is the name of a point at a lock.
func (c *Coroutine) number(s *task.Spin) uint64 {
	if c.movers == nil {
		return uint64(s.ID)
	}
	return uint64(c.movers.Number[s.ID])
}

// enters reports whether a yield is that of a semaphore which is a mover.
func (c *Coroutine) enters(l task.Label) bool {
	switch {
	case l != task.SemEnter:
	case c.label == task.FaultStart:
		return c.may.Invalidate
	case c.label == task.Entering || c.label == task.Peeking:
		return c.may.Mmap
	}
	return false
}

// anybodys reports whether a lock is that of a semaphore which nobody takes alone.
func (c *Coroutine) anybodys(s *task.Spin) bool {
	return c.movers != nil && c.movers.Owner[s.ID] == Anybody
}

// goesOn is a point that is a mover. told says that the label still stands behind
// it, since the task learns nothing there.
func (c *Coroutine) goesOn(told bool) {
	if c.fresh {
		c.fresh = false
	} else {
		told = told && c.labelled
		c.pass()
		c.labelled = told
	}
}

// pass runs on at a point. What the task reads behind it is not in the label that
// it has set before.
func (c *Coroutine) pass() {
	c.settle()
	c.passed = append(c.passed, c.met)
	c.labelled, c.leafOK = false, false
}

// holdTo looks whether a task does what movers are said not to do.
func (c *Coroutine) holdTo(e task.Event) {
	if e.Kind == task.Acquiring && !e.All && c.movers.Shared>>e.N&1 != 0 {
		c.misfit = fmt.Sprintf("task %d takes %v alone, which is said of no task", c.id, task.LockClass(e.N))
	}
}
