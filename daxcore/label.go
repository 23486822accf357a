package daxcore

import (
	"fmt"

	"daxwait/daxcore/fs"
)

// Bounds of a world. Within them nothing is cut where labels and states have more
// than one number in a word.
const (
	MaxTasks = 1<<15 - 1       // in a journal's queue
	MaxFiles = 1 << 16         // that holds tell apart (package step)
	MaxPages = 1<<32 - 2*Chunk // of a file: half a word, and a chunk to spare
	maxPFN   = 1<<43 - 1       // of a cookie beside a result
)

// check panics if a world would be out of bounds.
func (c *Config) check() {
	if c.Tasks > MaxTasks || c.Files > MaxFiles || c.FilePages > MaxPages || uint64(c.Files+2)*(c.FilePages+Chunk) > maxPFN {
		panic(fmt.Sprintf("daxcore: %d tasks and %d files of %d pages are too many for a world", c.Tasks, c.Files, c.FilePages))
	}
}

// What a task carries over a scheduling point stands in two words ([task.Task.At]).
// Below is what has more than one local in a word.

// extent is an index and the order of what is there or asked for.
type extent struct {
	index uint64
	order uint8
}

func (x extent) word() uint64 { return x.index<<8 | uint64(x.order) }

// bed is what a task looks for that sleeps in Get, and the queue that it sleeps in if
// it wakes another there before it sleeps again: there is one for entries and one for
// pages.
type bed struct {
	extent
	queue uint8
}

func (b bed) word() uint64 { return uint64(b.queue)<<56 | b.extent.word() }

// asked is what a fault is for. A PTE fault at the first page of a PMD entry has the
// index and the entry of a PMD fault, and goes on otherwise.
func asked(at fs.Request) extent {
	if at.Pages == Chunk {
		return extent{at.Index, PMD}
	}
	return extent{at.Index, PTE}
}

// sighting is what lock-by-page knows of a frame: the file that it belongs to,
// and whether the task is an RCU reader.
type sighting struct {
	file   uint32
	inside bool
}

func (s sighting) word() uint64 { return bit(s.inside)<<32 | (uint64(s.file) + 1) }

// finding is the entry that a fault is about to put in place of its own, and
// whether its metadata is still to be made durable.
type finding struct {
	fresh   Entry
	pending bool
}

func (f finding) word() uint64 { return uint64(f.fresh)<<1 | bit(f.pending) }

// outcome is what a fault has locked, and how it goes on after it has given that
// back, which no other result decides.
type outcome struct {
	cookie Entry
	result Result
}

func (o outcome) word() uint64 {
	return uint64(o.cookie)<<16 | uint64(o.result&(NoPage|Fallback|NeedDSync))
}

func bit(b bool) uint64 {
	if b {
		return 1
	}
	return 0
}

// Place is a place in the code of a design, and the file, for an inner label
// ([task.Label.Inner]): n tells places of one label apart. At 0 stands the
// kernel's loop.
func (m *Mapping) Place(n uint8) uint64 { return uint64(n)<<32 | uint64(m.ID) }
