package stuck

import "daxwait/bench/trace"

// pmdOrder is the order of 2 MiB in pages of 4 KiB.
const pmdOrder = 9

// place is what a task looks for or has: a page, or the 2 MiB that it is in.
type place struct {
	file  trace.FileID
	index uint64
	large bool
}

// chunk is the 2 MiB that a place is in.
type chunk struct {
	file trace.FileID
	n    uint64
}

func (p place) chunk() chunk { return chunk{p.file, p.index >> pmdOrder} }

// key is the index of a place's queue, as the kernel computes it.
func (p place) key() uint64 {
	if p.large {
		return p.index &^ (1<<pmdOrder - 1)
	}
	return p.index
}

// meets reports whether two places may be one entry.
func (p place) meets(q place) bool {
	return p.chunk() == q.chunk() && (p.large || q.large || p.index == q.index)
}

// deed is what a task does at an entry.
type deed uint8

const (
	locks deed = iota
	sleeps
	unlocks
	wakes    // calls for the waiters of a key
	woke     // one of them
	gets     // finds an entry unlocked, and does not lock it
	nothing  // finds nothing
	removes  // the entry
	refuses  // to remove it
	fallback // goes on with pages of 4 KiB
)

// moment is a deed, and where and when.
type moment struct {
	at    int64
	pid   int
	does  deed
	where place
	woken int // of woke
	all   bool
}

// The most moments that are kept of a chunk while tasks sleep there: the first, and
// the last.
const (
	mostFirst = 400
	mostLast  = 200
)

// story is what happened in a chunk since nobody slept there or held an entry.
type story struct {
	first, last []moment
	dropped     int
	busy        int // tasks that sleep there, or hold an entry
}

func (s *story) add(m moment) {
	switch {
	case len(s.first) < mostFirst:
		s.first = append(s.first, m)
	case len(s.last) < mostLast:
		s.last = append(s.last, m)
	default:
		copy(s.last, s.last[1:])
		s.last[mostLast-1] = m
		s.dropped++
	}
}

// all are the moments in their order; between the first and the last some may be
// missing.
func (s *story) all() []moment { return append(s.first[:len(s.first):len(s.first)], s.last...) }
