package oracle

import "slices"

// rangeLock is the lock of the pmdmix families: a PTE operation keeps out those
// of its index and PMD operations, a PMD operation keeps out all. It hands
// ownership over at no cost, in order; with scan it passes by who cannot go yet.
type rangeLock struct {
	scan  bool
	held  []bool // by index
	ptes  int
	whole bool
	queue []request
}

type request struct {
	task, class int
	index       uint64
}

func newRangeLock(indexes int, scan bool) *rangeLock {
	return &rangeLock{scan: scan, held: make([]bool, indexes)}
}

func (l *rangeLock) spins() int { return 0 }

// take gives the lock to a request, if the holders let it.
func (l *rangeLock) take(r request) bool {
	switch {
	case l.whole, r.class == pmd && l.ptes > 0, r.class == pte && l.held[r.index]:
		return false
	case r.class == pmd:
		l.whole = true
	default:
		l.held[r.index] = true
		l.ptes++
	}
	return true
}

func (l *rangeLock) acquire(w *worker, class int, index uint64) {
	r := request{w.ID(), class, index}
	if (l.scan || len(l.queue) == 0) && l.take(r) {
		return
	}
	l.queue = append(l.queue, r)
	w.Park()
}

func (l *rangeLock) release(w *worker, class int, index uint64) {
	if class == pmd {
		l.whole = false
	} else {
		l.held[index] = false
		l.ptes--
	}
	blocked := false
	l.queue = slices.DeleteFunc(l.queue, func(r request) bool {
		if blocked && !l.scan || !l.take(r) {
			blocked = true
			return false
		}
		w.Wake(r.task)
		return true
	})
}
