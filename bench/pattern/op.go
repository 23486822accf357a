package pattern

import (
	"fmt"

	"daxwait/daxcore"
)

// Kind is what an operation does.
type Kind uint8

// The kinds.
const (
	Touch      Kind = iota // access a page, and fault if it is not mapped
	Invalidate             // sync invalidation of a range, with no lock held
	Fsync                  // write back a range and commit
	Punch                  // make a range a hole, then give it unwritten blocks
	Truncate               // cut the file before a page, and grow it again
	Write                  // punch a range, then write(2) each page of it
	LockPage               // lock the entry of a page frame, as a memory failure does
	Scan                   // look for a busy page in a range
	Map                    // munmap a mapping, and mmap it again
	Peek                   // look at the process from outside, as ps does
	Append                 // give a range blocks, write(2) each page of it, and fdatasync
	Evict                  // open the file, touch a page, close it: the inode is evicted and freed
	Access                 // access a page below mmap_lock, no more, and keep it mapped
	WritePage              // write(2) of a page of the ordinary file of a journal
	Sync                   // fdatasync of that file
	Kinds
)

var kindNames = [Kinds]string{"touch", "invalidate", "fsync", "punch", "truncate", "write", "lock-page", "scan", "map", "peek", "append",
	"evict", "access", "write-page", "sync"}

func (k Kind) String() string {
	if k < Kinds {
		return kindNames[k]
	}
	return fmt.Sprintf("kind(%d)", uint8(k))
}

// Op is one operation of one worker.
type Op struct {
	Kind Kind
	File int
	// Index and Last are the first and last page. A Touch goes through them one
	// by one, an Evict has only the first.
	Index, Last uint64
	Write       bool
	// Small: a Touch through a mapping of one page, which has PTE faults only.
	Small bool
	// Think is time on the CPU before the operation, Idle time asleep, in ns.
	Think, Idle int64
	// Hold is time spent with an entry locked, besides what the steps cost.
	Hold daxcore.Hold
	// Remap: the worker maps the file anew after this, so that no page table
	// is left over; else it drops what it touched and keeps the table.
	Remap bool
	// Keep: the page stays mapped after this.
	Keep bool
}

// Stream yields the operations of one worker, for ever.
type Stream interface {
	Next(*Op)
}
