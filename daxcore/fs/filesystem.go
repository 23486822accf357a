package fs

import "daxwait/daxcore/task"

// FileSystem is what a fault asks of the file system at its fixed points, as
// fs/dax asks one through its fault handler and iomap_ops. There are two: Plain,
// whose commit takes time and no lock, and Journaled. A fault goes by
//
//	Enter(HandleFirst)      below invalidate_lock
//	Enter(MappingFirst)     about to lock its entry, if it is one page
//	Enter(EntryFirst)       with its entry locked
//	Find, Allocate, Owes    so, too
//	Leave(EntryFirst)       about to unlock it
//	Leave(HandleFirst)
//	Retries, Fsync          only if it owes a commit
//	Again                   with nothing held
//
// The pattern that users get wrong: what a fault holds while it waits for a
// commit decides whether it waits for itself (see [Journal]).
type FileSystem interface {
	// Huge reports whether PMD faults are worth a try.
	Huge() bool
	// Enter is called where a fault of that order starts its handle, Leave where
	// it stops it.
	Enter(t task.Task, r Request, at FaultOrder)
	Leave(t task.Task, r Request, at FaultOrder)
	// Find returns what is at the beginning of r. Allocate gives all of it, which
	// was of one kind, blocks with zeroes in them.
	Find(t task.Task, r Request) Extent
	Allocate(t task.Task, r Request, was Kind)
	// Owes reports whether metadata is to be committed before r may be written.
	// It may have done that, and owe nothing.
	Owes(t task.Task, r Request) bool
	// Retries reports whether a fault that owes a commit is to give all back
	// before it, and to begin again.
	Retries(t task.Task) bool
	// Again ends a fault, which is to be retried or not. If it is, it makes what
	// that owes durable, and reports that the fault begins again.
	Again(t task.Task, file uint32, index uint64, retry bool) bool

	// Write gives the page r a block, as write(2) does, and returns what it was.
	Write(t task.Task, r Request) (was Kind)
	// Reserve gives unwritten blocks to the holes of r; Free makes all a hole.
	Reserve(t task.Task, r Request)
	Free(t task.Task, r Request)
	// Fsync makes the metadata of a file durable.
	Fsync(t task.Task, f File)
}

// File is a file as its file system knows it.
type File struct {
	ID     uint32
	Blocks *Blocks
}

// Request is what is asked about: pages of a file, and what for.
type Request struct {
	File
	Index, Pages uint64
	// Writes: a fault will write to the file, and not to a copy.
	Writes bool
	// Sync: and must find its metadata durable (MAP_SYNC).
	Sync bool
}

// Plain is a file system without a journal.
type Plain struct{}

var _, _ FileSystem = Plain{}, (*Journaled)(nil)

func (Plain) Huge() bool                                 { return true }
func (Plain) Enter(task.Task, Request, FaultOrder)       {}
func (Plain) Leave(task.Task, Request, FaultOrder)       {}
func (Plain) Owes(_ task.Task, r Request) bool           { return r.Sync && r.Blocks.Uncommitted() }
func (Plain) Retries(task.Task) bool                     { return false }
func (Plain) Again(task.Task, uint32, uint64, bool) bool { return false }
func (Plain) Free(_ task.Task, r Request)                { r.Blocks.Set(r.Index, r.Pages, Hole) }

// Find spends what a look-up costs.
func (Plain) Find(t task.Task, r Request) Extent {
	t.Spend(task.MapExtent, 0)
	return r.Blocks.At(r.Index, r.Pages)
}

// Allocate spends what blocks and zeroes cost.
func (Plain) Allocate(t task.Task, r Request, was Kind) {
	if was == Hole {
		t.Spend(task.AllocBlocks, 0)
	}
	if r.Pages == 1 {
		t.Spend(task.Zero4K, 0)
	} else {
		t.Spend(task.Zero2M, 0)
	}
	r.Blocks.Set(r.Index, r.Pages, Written)
}

// Write allocates what is no data yet.
func (p Plain) Write(t task.Task, r Request) (was Kind) {
	if was = r.Blocks.At(r.Index, 1).Kind; was != Written {
		p.Allocate(t, r, was)
	}
	return was
}

// Reserve spends what blocks cost, once.
func (Plain) Reserve(t task.Task, r Request) {
	t.Spend(task.AllocBlocks, 0)
	for i := r.Index; i < r.Index+r.Pages; i++ {
		if x := r.Blocks.At(i, 1); x.Kind == Hole {
			r.Blocks.Set(i, 1, Unwritten)
		}
	}
}

// Fsync spends what a commit costs, if there is any to make.
func (Plain) Fsync(t task.Task, f File) {
	if f.Blocks.Uncommitted() {
		t.Spend(task.JournalCommit, 0)
		f.Blocks.Commit()
	}
}
