// Package fs is what a file system is to fs/dax: which blocks a file has, and
// what a fault asks of it on its way ([FileSystem]).
//
// A page of a file is a hole, or has a block that was never written, or has
// one with data. Page i has the block PFN+i of the persistent memory, so that
// an aligned file can be mapped by PMD; a file that begins elsewhere cannot.
//
// The pattern that users get wrong: what [Blocks.At] said is only good while
// something keeps others from changing it. Faults hold the page's entry lock
// and the invalidate_lock for shared use, truncate and punch the latter alone.
package fs

import (
	"slices"
	"sync/atomic"
)

// Kind is what a page of a file is.
type Kind uint8

// The kinds.
const (
	Hole Kind = iota
	Unwritten
	Written
)

func (k Kind) String() string { return [...]string{"hole", "unwritten", "written"}[k] }

// Extent is a run of pages of one kind.
type Extent struct {
	Kind  Kind
	PFN   uint64 // of the first page; 0 for a hole
	Pages uint64
}

// Blocks is the block map of a file.
//
// Synchronization: each word is read and written atomically, nothing more.
type Blocks struct {
	pfn                uint64
	pages              uint64
	allocated, written []uint64
	// uncommitted is 1 while the journal has not committed an allocation, so
	// that fdatasync would have metadata to write.
	uncommitted uint32
	// flagged pages are those that nobody will call fsync for; nil is none. It is
	// set before the first task runs.
	flagged []bool
}

// New returns the map of a file of pages pages, all holes.
func New(pages, pfn uint64) *Blocks {
	words := (pages + 63) / 64
	return &Blocks{pfn: pfn, pages: pages, allocated: make([]uint64, words), written: make([]uint64, words)}
}

// Pages returns how long the file can get.
func (b *Blocks) Pages() uint64 { return b.pages }

// PFN returns the page frame of a page that has a block.
func (b *Blocks) PFN(index uint64) uint64 { return b.pfn + index }

// At returns the extent that begins at page index, at most limit pages long.
func (b *Blocks) At(index, limit uint64) Extent {
	kind := b.kind(index)
	n := uint64(1)
	for n < limit && index+n < b.pages {
		if (index+n)%64 == 0 && limit-n >= 64 && b.pages-index-n >= 64 && b.wordIs((index+n)/64, kind) {
			n += 64
			continue
		}
		if b.kind(index+n) != kind {
			break
		}
		n++
	}
	x := Extent{Kind: kind, Pages: min(n, limit)}
	if kind != Hole {
		x.PFN = b.PFN(index)
	}
	return x
}

func (b *Blocks) kind(index uint64) Kind {
	switch w, m := index/64, uint64(1)<<(index%64); {
	case index >= b.pages || atomic.LoadUint64(&b.allocated[w])&m == 0:
		return Hole
	case atomic.LoadUint64(&b.written[w])&m == 0:
		return Unwritten
	}
	return Written
}

// wordIs reports whether 64 pages are all of one kind.
func (b *Blocks) wordIs(w uint64, kind Kind) bool {
	a, d := atomic.LoadUint64(&b.allocated[w]), atomic.LoadUint64(&b.written[w])
	switch kind {
	case Hole:
		return a == 0
	case Unwritten:
		return ^a == 0 && d == 0
	}
	return ^d == 0
}

// Set makes n pages from index on the given kind. Giving blocks to a hole or
// taking them away leaves metadata for the journal to commit.
func (b *Blocks) Set(index, n uint64, kind Kind) {
	for end := min(index+n, b.pages); index < end; {
		w, o := index/64, index%64
		k := min(64-o, end-index)
		m := ^uint64(0) >> (64 - k) << o
		if kind == Hole {
			atomic.AndUint64(&b.allocated[w], ^m)
		} else {
			atomic.OrUint64(&b.allocated[w], m)
		}
		if kind == Written {
			atomic.OrUint64(&b.written[w], m)
		} else {
			atomic.AndUint64(&b.written[w], ^m)
		}
		index += k
	}
	atomic.StoreUint32(&b.uncommitted, 1)
}

// Flag says that nobody will call fsync for page index. No task runs yet.
func (b *Blocks) Flag(index uint64) {
	if b.flagged == nil {
		b.flagged = make([]bool, b.pages)
	}
	b.flagged[index] = true
}

// Flagged reports whether one of n pages from index is flagged so.
func (b *Blocks) Flagged(index, n uint64) bool {
	return b.flagged != nil && slices.Contains(b.flagged[index:min(index+n, b.pages)], true)
}

// Uncommitted reports whether fdatasync would have metadata to write.
func (b *Blocks) Uncommitted() bool { return atomic.LoadUint32(&b.uncommitted) != 0 }

// Commit ends that.
func (b *Blocks) Commit() { atomic.StoreUint32(&b.uncommitted, 0) }
