package daxcore

import (
	"fmt"

	"daxwait/daxcore/mm"
	"daxwait/daxcore/task"
	"daxwait/daxcore/xarray"
)

// The port to the engines, by the name that this package uses.
type (
	Task  = task.Task
	Event = task.Event
)

// Orders of entries.
const (
	PTE uint8 = 0
	PMD uint8 = 9
	// Chunk is the number of indexes that a PMD entry covers.
	Chunk = mm.Chunk
)

// Base returns the first index of the chunk that index lies in.
func Base(index uint64) uint64 { return index &^ (Chunk - 1) }

// Entry is what the page cache of a DAX file holds at an index: 0 for nothing,
// a value with these bits (Linux 4.20 and later), or Conflict.
//
//	bit 0 locked   bit 1 PMD   bit 2 zero page   bit 3 empty   from bit 4: pfn
//
// Callers never see their own lock bit: what a lock returns, the cookie, is
// the unlocked value, and unlock stores it back.
type Entry uint64

// Conflict says that a smaller entry is in the way of a PMD request. It is the
// XArray's retry entry, which cannot be met under xa_lock.
const Conflict = Entry(xarray.Retry)

const (
	lockedBit = 1 << (iota + 1) // as bits of the word, above the value tag
	pmdBit
	zeroBit
	emptyBit
	pfnShift = iota + 1
)

// Flag is a property of an entry.
type Flag uint64

// The flags, to be given to MakeEntry.
const (
	FlagPMD   Flag = pmdBit
	FlagZero  Flag = zeroBit
	FlagEmpty Flag = emptyBit
)

// MakeEntry returns the unlocked entry of a page frame.
func MakeEntry(pfn uint64, flags Flag) Entry { return Entry(pfn<<pfnShift | uint64(flags) | 1) }

func flagOf(order uint8) Flag {
	if order == PMD {
		return FlagPMD
	}
	return 0
}

// Present reports whether there is an entry: neither nothing nor Conflict.
func (e Entry) Present() bool { return e&1 != 0 }

// Locked reports whether the entry lock is held.
func (e Entry) Locked() bool { return e.Present() && e&lockedBit != 0 }

// IsPMD reports whether the entry covers a chunk.
func (e Entry) IsPMD() bool { return e.Present() && e&pmdBit != 0 }

// IsZero reports whether a hole is mapped to the shared zero page.
func (e Entry) IsZero() bool { return e.Present() && e&zeroBit != 0 }

// IsEmpty reports whether the entry only exists to be locked.
func (e Entry) IsEmpty() bool { return e.Present() && e&emptyBit != 0 }

// PFN returns the page frame of the entry's first page.
func (e Entry) PFN() uint64 { return uint64(e >> pfnShift) }

// Order returns PMD or PTE; nothing counts as PTE.
func (e Entry) Order() uint8 {
	if e.IsPMD() {
		return PMD
	}
	return PTE
}

// Start returns the first index of the entry found at index.
func (e Entry) Start(index uint64) uint64 {
	if e.IsPMD() {
		return Base(index)
	}
	return index
}

// frames returns how many page frames the entry ties to the file.
func (e Entry) frames() uint64 {
	if e.IsZero() || e.IsEmpty() {
		return 0
	}
	return 1 << e.Order()
}

// Unlocked returns the entry without its lock bit: a cookie.
func (e Entry) Unlocked() Entry { return e &^ lockedBit }

func (e Entry) lock() Entry { return e | lockedBit }

// String prints the likes of "absent", "pmd zero locked", "pte pfn 0x207".
func (e Entry) String() string {
	switch {
	case e == 0:
		return "absent"
	case e == Conflict:
		return "conflict"
	case !e.Present():
		return xarray.Entry(e).String()
	}
	s := "pte"
	if e.IsPMD() {
		s = "pmd"
	}
	switch {
	case e.IsZero():
		s += " zero"
	case e.IsEmpty():
		s += " empty"
	default:
		s += fmt.Sprintf(" pfn %#x", e.PFN())
	}
	if e.Locked() {
		s += " locked"
	}
	return s
}
