package daxcore

import (
	"sync/atomic"

	"daxwait/daxcore/fs"
	"daxwait/daxcore/mm"
	"daxwait/daxcore/rcu"
	"daxwait/daxcore/task"
	"daxwait/daxcore/waitqueue"
)

// Config describes a world.
type Config struct {
	// Tasks is how many tasks will run, Files how many files there are, and
	// FilePages how many pages each file has. A file begins empty of blocks.
	Tasks, Files int
	FilePages    uint64
	// Buckets is the size of the wait table; 0 is the kernel's, 4096.
	Buckets int
	// Entries is the design under test.
	Entries Design
	// ReadDirties: a read fault marks its entry dirty, as Linux 6.1 does and
	// 6.12 does not.
	ReadDirties bool
	// References is how many tasks have each file open at first. With none,
	// the lives of inodes are no part of the state of the world.
	References int
	// Misaligned: blocks begin in the middle of 2 MiB, so that no PMD fits.
	Misaligned bool
	// Journal: the file system has a journal and an ordinary file, and goes
	// about them as Journaling says. Without one, a commit takes time and no
	// lock.
	Journal    bool
	Journaling fs.Journaling
}

// World is all that tasks share: files, page frames and the wait table. All of
// it stands in arrays, and can be stored and set again. What a task does in it
// are the World's methods; they are the operations of fs/dax.
type World struct {
	Entries       EntryLock
	Table         *waitqueue.Table
	Files         []*Mapping
	ReadDirties   bool
	AddressSpaces []*mm.AddressSpace
	Journal       *fs.Journaled // or nil

	// associated has a bit for each page frame that belongs to a file, by
	// number from firstPFN on: page->mapping and page->index, since blocks of
	// a file lie in order. A file begins with a word of its own.
	//
	// Synchronization: written under the owner's xa_lock, word by word and
	// atomically; read without any lock.
	associated []uint64
	pins       []int32 // by frame; atomic
	firstPFN   uint64
	stride     uint64 // frames of each file
	tasks      int
	mapped     int // mappings
	spins      int32
	readers    rcu.Domain
	mortal     bool          // files are opened and closed
	fs         fs.FileSystem // Journal, if there is one
	timers     task.Timers   // of the design
}

// NewWorld makes a world. It panics if that would be out of bounds: [MaxTasks],
// [MaxFiles], [MaxPages].
func NewWorld(c Config) *World {
	c.check()
	if c.Buckets == 0 {
		c.Buckets = waitqueue.DefaultBuckets
	}
	w := &World{ReadDirties: c.ReadDirties, tasks: c.Tasks, mortal: c.References != 0, fs: fs.Plain{}}
	w.Table = waitqueue.New(c.Buckets, c.Tasks, w.spin(c.Buckets))
	w.stride = (c.FilePages + Chunk - 1) / Chunk * Chunk
	w.firstPFN = Chunk
	if c.Misaligned {
		w.firstPFN++
	}
	frames := w.stride * uint64(c.Files)
	w.associated, w.pins = make([]uint64, frames/64), make([]int32, frames)
	for i := range c.Files {
		m := &Mapping{
			File:  fs.File{ID: uint32(i), Blocks: fs.New(c.FilePages, w.firstPFN+w.stride*uint64(i))},
			world: w,
			size:  c.FilePages,
		}
		m.XALock.ID, m.XALock.Order = w.spin(1), task.XALock
		m.InvalidateLock.Init(c.Tasks, w.spin(1), task.InvalidateLock, m.ID)
		m.Inode.SetReferences(c.References)
		w.Files = append(w.Files, m)
	}
	w.readers.Init(c.Tasks, w.spin(1))
	if c.Journal {
		if c.Files > fs.Ordinary {
			panic("daxcore: a journal knows 63 DAX files")
		}
		w.Journal = fs.NewJournaled(c.Tasks, w.spin(2), c.Journaling)
		w.fs = w.Journal
	}
	w.Entries = c.Entries(Room{Tasks: c.Tasks, Files: c.Files, Table: w.Table, Timers: &w.timers})
	return w
}

// spin hands out n lock numbers.
func (w *World) spin(n int) int32 {
	w.spins += int32(n)
	return w.spins - int32(n)
}

// Spins returns how many spinlocks there are; their numbers are below that.
func (w *World) Spins() int { return int(w.spins) }

// Tasks returns how many tasks the world is made for.
func (w *World) Tasks() int { return w.tasks }

// Map adds a mapping of a file to the world and returns it. Its fields before
// the lock are set; no task runs yet.
func (w *World) Map(file int, v *mm.VMA) *mm.VMA {
	v.Init(w.tasks, w.spin(2), uint32(w.mapped))
	w.mapped++
	m := w.Files[file]
	if v.AddressSpace != nil {
		v.IMmap = &m.IMmap
	}
	m.vmas = append(m.vmas, v)
	return v
}

// Owner returns the file and index that a page frame belongs to.
func (w *World) Owner(pfn uint64) (m *Mapping, index uint64, ok bool) {
	f := pfn - w.firstPFN // wraps below it, as for the zero page
	if f >= uint64(len(w.pins)) || atomic.LoadUint64(&w.associated[f/64])>>(f%64)&1 == 0 {
		return nil, 0, false
	}
	return w.Files[f/w.stride], f % w.stride, true
}

// Pin adds n references to a page frame of a file, as get_user_pages does; a
// negative n drops them.
func (w *World) Pin(pfn uint64, n int) { atomic.AddInt32(&w.pins[pfn-w.firstPFN], int32(n)) }

// Busy reports whether anybody has pinned the frame.
func (w *World) Busy(pfn uint64) bool { return atomic.LoadInt32(&w.pins[pfn-w.firstPFN]) != 0 }

// associate ties the frames of e to its file, disassociate unties them.
// Preconditions: xa_lock of the file is held.
func (w *World) associate(e Entry) {
	switch f := e.PFN() - w.firstPFN; e.frames() {
	case 1:
		atomic.OrUint64(&w.associated[f/64], 1<<(f%64))
	case Chunk:
		for i := range uint64(Chunk / 64) {
			atomic.StoreUint64(&w.associated[f/64+i], ^uint64(0))
		}
	}
}

func (w *World) disassociate(e Entry) {
	switch f := e.PFN() - w.firstPFN; e.frames() {
	case 1:
		atomic.AndUint64(&w.associated[f/64], ^(uint64(1) << (f % 64)))
	case Chunk:
		for i := range uint64(Chunk / 64) {
			atomic.StoreUint64(&w.associated[f/64+i], 0)
		}
	}
}

// Graced returns the RCU readers that a task waits for. It is for reports,
// while no task runs.
func (w *World) Graced(id int) (readers []int) { return w.readers.Waiting(id) }
