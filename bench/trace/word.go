package trace

import "fmt"

// Word is an XArray word as the kernel prints it: what the page cache of a
// DAX file holds for an index. The layout is that of fs/dax.c and
// include/linux/xarray.h on 64-bit kernels.
type Word uint64

// Bits of the value in a word, after the value tag (fs/dax.c: DAX_LOCKED,
// DAX_PMD, DAX_ZERO_PAGE, DAX_EMPTY, DAX_SHIFT).
const (
	wordLocked = 1 << (iota + 1)
	wordPMD
	wordZero
	wordEmpty
	wordShift = 5 // the value tag and the four flags
)

// Internal words that grab_mapping_entry and the XArray hand out.
const (
	ConflictWord Word = 0x100<<2 | 2 // smaller entries are in the way
	FallbackWord Word = 0x800<<2 | 2 // xa_mk_internal(VM_FAULT_FALLBACK)
)

// Value reports whether w holds a DAX entry, as opposed to nothing, a pointer
// or an internal word.
func (w Word) Value() bool { return w&1 == 1 }

// Locked reports whether w is a locked entry.
func (w Word) Locked() bool { return w.Value() && w&wordLocked != 0 }

// PMD reports whether w is an entry of 2 MiB.
func (w Word) PMD() bool { return w.Value() && w&wordPMD != 0 }

// Zero reports whether w maps the zero page, that is, a hole that was read.
func (w Word) Zero() bool { return w.Value() && w&wordZero != 0 }

// Empty reports whether w is only there to be locked and maps nothing yet.
func (w Word) Empty() bool { return w.Value() && w&wordEmpty != 0 }

// PFN is the page frame number of an entry; it is 0 for other words.
func (w Word) PFN() uint64 {
	if !w.Value() {
		return 0
	}
	return uint64(w >> wordShift)
}

// Internal reports whether w is a word of the XArray itself or an error in
// the place of an entry. No entry was locked then.
func (w Word) Internal() bool { return w&3 == 2 }

// Conflict reports whether w says that smaller entries are in the way.
func (w Word) Conflict() bool { return w == ConflictWord }

// Fallback reports whether w tells a PMD fault to go on with single pages.
func (w Word) Fallback() bool { return w == FallbackWord }

// String gives the word in the terms of its methods, for instance
// "pfn 0x108207 locked pmd".
func (w Word) String() string {
	switch {
	case w == 0:
		return "none"
	case w.Conflict():
		return "conflict"
	case w.Fallback():
		return "fallback"
	case w.Internal():
		return fmt.Sprintf("internal %#x", uint64(w>>2))
	case !w.Value():
		return fmt.Sprintf("pointer %#x", uint64(w))
	}
	s := fmt.Sprintf("pfn %#x", w.PFN())
	for _, f := range [...]struct {
		set  bool
		name string
	}{{w.Locked(), " locked"}, {w.PMD(), " pmd"}, {w.Zero(), " zero"}, {w.Empty(), " empty"}} {
		if f.set {
			s += f.name
		}
	}
	return s
}
