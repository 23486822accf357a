package fs

import "daxwait/daxcore/task"

// Journaled is a file system with a journal, of whose orders of locks each had
// its advocates: Rules say which it goes by.
//
// Synchronization: Rules are set before the first task runs. A task uses its own
// element of carries alone.
type Journaled struct {
	*Journal
	Rules Journaling

	carries []carried
}

// carried is what a fault carries on where labels have no room for it, a set of
// bits by task.
type carried uint8

const (
	retried   carried = 1 << iota // it was retried for the sake of the journal
	foundHole                     // MappingFirst: its look-up found no data
	stopped                       // its handle was stopped before it committed
)

// NewJournaled returns one for tasks tasks, whose locks get the numbers spin and
// spin+1.
func NewJournaled(tasks int, spin int32, rules Journaling) *Journaled {
	return &Journaled{NewJournal(tasks, spin), rules, make([]carried, tasks)}
}

// Huge: with MappingFirst PMD faults fall back.
func (j *Journaled) Huge() bool { return j.Rules.Order != MappingFirst }

// Enter starts the handle of a write fault.
func (j *Journaled) Enter(t task.Task, r Request, at FaultOrder) {
	if j.Rules.Order != at {
		return
	}
	if r.Writes {
		j.Start(t)
	}
	if at == MappingFirst {
		j.findFirst(t, r)
	}
}

// findFirst is the look-up of MappingFirst, which has a handle no longer than
// that.
func (j *Journaled) findFirst(t task.Task, r Request) {
	x := Plain{}.Find(t, r)
	c := &j.carries[t.ID()]
	*c &^= foundHole
	switch {
	case r.Writes:
		if x.Kind != Written {
			j.Allocate(t, r, x.Kind)
		}
		j.Stop(t)
	case x.Kind != Written:
		*c |= foundHole
	}
}

// Leave stops it, unless that was done before its commit.
func (j *Journaled) Leave(t task.Task, r Request, at FaultOrder) {
	if j.Rules.Order != at || !r.Writes {
		return
	}
	if c := &j.carries[t.ID()]; *c&stopped != 0 {
		*c &^= stopped
		return
	}
	j.Stop(t)
}

// Find returns, with MappingFirst, what findFirst found.
func (j *Journaled) Find(t task.Task, r Request) Extent {
	if j.Rules.Order != MappingFirst {
		return Plain{}.Find(t, r)
	}
	c := &j.carries[t.ID()]
	if *c&foundHole == 0 {
		return Extent{Kind: Written, PFN: r.Blocks.PFN(r.Index), Pages: 1}
	}
	*c &^= foundHole
	return Extent{Kind: Hole, Pages: 1}
}

// Allocate changes metadata. Preconditions: the task has a handle.
func (j *Journaled) Allocate(t task.Task, r Request, was Kind) {
	Plain{}.Allocate(t, r, was)
	j.Changed(r.ID)
}

// Owes commits inside of the fault, where that is the rule.
func (j *Journaled) Owes(t task.Task, r Request) bool {
	way := j.Rules.Sync
	switch {
	case !r.Sync, way == SyncNever, way == SyncFlagged && !r.Blocks.Flagged(r.Index, r.Pages), !j.Uncommitted(r.ID):
		return false
	case way == MapSync, way == SyncRetry:
		return true
	case way != SyncInHandle && j.Rules.Order != MappingFirst: // which has no handle any more
		j.carries[t.ID()] |= stopped
		j.Stop(t)
	}
	j.Commit(t, r.ID)
	return false
}

// Retries: a fault is retried once only.
func (j *Journaled) Retries(t task.Task) bool {
	return j.Rules.Sync == SyncRetry && j.carries[t.ID()]&retried == 0
}

// Again commits with nothing held.
func (j *Journaled) Again(t task.Task, file uint32, index uint64, retry bool) bool {
	if !retry {
		j.carries[t.ID()] &^= retried
		return false
	}
	j.carries[t.ID()] |= retried
	t.At(task.Entering, 3, index)
	j.Commit(t, file)
	return true
}

// Write has a handle, as have Reserve and Free.
func (j *Journaled) Write(t task.Task, r Request) (was Kind) {
	j.Start(t)
	if was = (Plain{}).Write(t, r); was != Written {
		j.Changed(r.ID)
	}
	t.At(task.RangeStart, r.Index, uint64(was))
	j.Stop(t)
	return was
}

// Reserve implements [FileSystem].
func (j *Journaled) Reserve(t task.Task, r Request) {
	j.Start(t)
	Plain{}.Reserve(t, r)
	j.end(t, r)
}

// Free implements [FileSystem].
func (j *Journaled) Free(t task.Task, r Request) {
	j.Start(t)
	Plain{}.Free(t, r)
	j.end(t, r)
}

// end stops a handle under which metadata was changed.
func (j *Journaled) end(t task.Task, r Request) {
	j.Changed(r.ID)
	j.Stop(t)
}

// Fsync commits.
func (j *Journaled) Fsync(t task.Task, f File) { j.Commit(t, f.ID) }

// AppendState appends the state of the journal and what faults carry on to dst.
func (j *Journaled) AppendState(dst []uint64) []uint64 {
	dst = j.Journal.AppendState(dst)
	for _, c := range j.carries {
		dst = append(dst, uint64(c))
	}
	return dst
}

// SetState makes j what AppendState has appended, and returns the words behind
// that.
func (j *Journaled) SetState(src []uint64) []uint64 {
	src = j.Journal.SetState(src)
	for i := range j.carries {
		j.carries[i] = carried(src[i])
	}
	return src[len(j.carries):]
}
