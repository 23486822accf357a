// Package mm is what stands between a task and the entries of a file: a
// mapping of part of the file, and its page tables.
//
// The pattern that users get wrong: a PMD fault is tried only where there is
// no page table yet. One PTE fault, and so one fallback, puts a table there;
// MADV_DONTNEED empties it but leaves it; only munmap takes it away. So a
// fallback is sticky, and a benchmark that zaps and touches again measures PTE
// faults ever after.
package mm

import (
	"daxwait/daxcore/rwsem"
	"daxwait/daxcore/task"
)

// Chunk is the number of pages that one PMD maps.
const Chunk = 512

// Slot is what the page tables have for 2 MiB.
type Slot uint8

// The slots.
const (
	None  Slot = iota // nothing
	Table             // a table of PTEs, some present or none
	Huge              // one PMD
)

func (s Slot) String() string { return [...]string{"none", "table", "huge"}[s] }

// VMA maps pages Start … Start+Pages-1 of a file into an address space.
//
// Synchronization: lock, which stands for the page-table locks of the range,
// guards the chunks; what precedes it is set before the first task runs.
type VMA struct {
	Start, Pages uint64
	// Skewed: address and file offset differ modulo 2 MiB, so that no PMD fits.
	Skewed bool
	// Private: a write gets a copy of its own (MAP_PRIVATE).
	Private bool
	// Sync: metadata is durable before a page becomes writable (MAP_SYNC).
	Sync bool
	// AddressSpace is the one that it belongs to; nil is one of its own,
	// whose lock nobody takes.
	AddressSpace *AddressSpace
	// IMmap is i_mmap_rwsem of the file, if who maps or unmaps takes it.
	IMmap *rwsem.Sem

	lock     task.Spin
	own      rwsem.Sem // if the address space is PerVMA
	unmapped bool
	chunks   []tables
}

type tables struct {
	slot              Slot
	hugeWritable      bool
	present, writable [Chunk / 64]uint64
}

// Init readies v, whose fields above are set, for tasks tasks. Its locks get the
// numbers spin, for which it is the number-th, and spin+1.
func (v *VMA) Init(tasks int, spin int32, number uint32) {
	v.lock.ID, v.lock.Order = spin, task.PageTable
	v.own.Init(tasks, spin+1, task.VMALock, number)
	v.chunks = make([]tables, (v.Start+v.Pages-1)/Chunk-v.Start/Chunk+1)
}

// Contains reports whether v maps all pages from first to last.
func (v *VMA) Contains(first, last uint64) bool {
	return first >= v.Start && last < v.Start+v.Pages
}

// Suits reports whether a PMD around index lies in v and is aligned there.
func (v *VMA) Suits(index uint64) bool {
	first := index &^ (Chunk - 1)
	return !v.Skewed && v.Contains(first, first+Chunk-1)
}

func (v *VMA) at(index uint64) *tables { return &v.chunks[index/Chunk-v.Start/Chunk] }

// Look returns what the page tables have around index, and whether they let
// the page be read or written there without a fault.
func (v *VMA) Look(t task.Task, index uint64, write bool) (s Slot, mapped bool) {
	t.Lock(&v.lock)
	c := v.at(index)
	s = c.slot
	switch w, m := index%Chunk/64, uint64(1)<<(index%64); {
	case s == Huge:
		mapped = c.hugeWritable || !write
	case s == Table && write:
		mapped = c.writable[w]&m != 0
	case s == Table:
		mapped = c.present[w]&m != 0
	}
	t.Unlock(&v.lock)
	return s, mapped
}

// MapPTE maps one page. It fails where a PMD is.
func (v *VMA) MapPTE(t task.Task, index uint64, write bool) bool {
	t.Lock(&v.lock)
	c := v.at(index)
	ok := c.slot != Huge
	if ok {
		w, m := index%Chunk/64, uint64(1)<<(index%64)
		c.slot = Table
		c.present[w] |= m
		if write {
			c.writable[w] |= m
		}
		t.Spend(task.InstallPTE, 0)
	}
	t.Unlock(&v.lock)
	return ok
}

// MapPMD maps the 2 MiB around index. It fails where a table is.
func (v *VMA) MapPMD(t task.Task, index uint64, write bool) bool {
	t.Lock(&v.lock)
	c := v.at(index)
	ok := c.slot != Table
	if ok {
		c.slot = Huge
		c.hugeWritable = c.hugeWritable || write
		t.Spend(task.InstallPMD, 0)
	}
	t.Unlock(&v.lock)
	return ok
}

// MapZero maps the 2 MiB around index to the huge zero page, read-only. It
// fails where anything is.
func (v *VMA) MapZero(t task.Task, index uint64) bool {
	t.Lock(&v.lock)
	c := v.at(index)
	ok := c.slot == None
	if ok {
		c.slot = Huge
		t.Spend(task.InstallPMD, 0)
	}
	t.Unlock(&v.lock)
	return ok
}

// Split replaces a PMD around index by an empty table; a table stays.
func (v *VMA) Split(t task.Task, index uint64) {
	t.Lock(&v.lock)
	if c := v.at(index); c.slot == Huge {
		*c = tables{slot: Table}
	}
	t.Unlock(&v.lock)
}

// Zap unmaps pages first to last. Tables stay, PMDs that overlap go whole.
func (v *VMA) Zap(t task.Task, first, last uint64) {
	v.each(t, first, last, func(c *tables, w uint64, m uint64) {
		if c.slot == Huge {
			*c = tables{}
		}
		c.present[w] &^= m
		c.writable[w] &^= m
	})
}

// Protect makes pages first to last read-only.
func (v *VMA) Protect(t task.Task, first, last uint64) {
	v.each(t, first, last, func(c *tables, w uint64, m uint64) {
		c.hugeWritable = false
		c.writable[w] &^= m
	})
}

// Unmap is munmap and mmap again: nothing is mapped, and no table is left.
func (v *VMA) Unmap(t task.Task) {
	t.Lock(&v.lock)
	clear(v.chunks)
	t.Unlock(&v.lock)
}

// Clear is Unmap while no task runs.
func (v *VMA) Clear() { clear(v.chunks) }

// each calls f for the words of each table that have pages first to last.
func (v *VMA) each(t task.Task, first, last uint64, f func(c *tables, w, m uint64)) {
	first, last = max(first, v.Start), min(last, v.Start+v.Pages-1)
	if first > last {
		return
	}
	t.Lock(&v.lock)
	for i := first; i <= last; {
		end := min(i|63, last)
		if c := v.at(i); c.slot != None {
			f(c, i%Chunk/64, ^uint64(0)>>(63-(end-i))<<(i%64))
		}
		i = end + 1
	}
	t.Unlock(&v.lock)
}
