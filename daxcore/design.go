package daxcore

import (
	"daxwait/daxcore/task"
	"daxwait/daxcore/waitqueue"
)

// Design makes the EntryLock of a world. It is called once for each, by
// [NewWorld], and leaves nothing behind that another call would find.
type Design func(Room) EntryLock

// Room is what a design is given when a world is made: how many tasks and files
// there are, for arrays by their number, the table in which tasks queue, and where
// timers are made.
type Room struct {
	Tasks, Files int
	Table        *waitqueue.Table
	Timers       *task.Timers
}

// Design makes the kernel's loop of a policy; p.Design is a [Design].
func (p Policy) Design(Room) EntryLock { return Kernel(p) }
