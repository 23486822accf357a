package oracle

import (
	"math"
	"slices"

	"daxwait/results/compare"
)

// op is one finished operation, in ns.
type op struct {
	wait, hold int64
	class      int   // of fault
	transit    int64 // from the wake of its task to the grant
	cpuWait    int64 // for a CPU
	burnt      int64
	wakes      int64 // that it sent
	spurious   int64 // that it got in vain
	barged     bool
	hot, cold  bool // on the most popular, on the least popular lock
	foreign    int64
}

// Classes of faults.
const (
	pte = iota
	pmd
	classes
)

// waits are the waits of operations.
type waits struct {
	n, waited, sum, squares, max float64
	all                          []float64 // if percentiles are wanted
}

func (w *waits) add(t float64, keep bool) {
	w.n++
	if t > 0 {
		w.waited++
	}
	w.sum += t
	w.squares += t * t
	w.max = max(w.max, t)
	if keep {
		w.all = append(w.all, t)
	}
}

func (w *waits) merge(o *waits) {
	w.n += o.n
	w.waited += o.waited
	w.sum += o.sum
	w.squares += o.squares
	w.max = max(w.max, o.max)
	w.all = append(w.all, o.all...)
}

func (w *waits) sd() float64 {
	mean := w.sum / w.n
	return math.Sqrt(max(0, w.squares/w.n-mean*mean))
}

func (w *waits) percentile(p float64) float64 {
	slices.Sort(w.all) // is fast if it was
	return compare.NearestRank(w.all, p)
}

// sums are what operations add up to, in units. Averages over time are sums
// over operations divided by the time: what is true of each stretch of it, but
// for the operations that are cut off at its ends (Little).
type sums struct {
	waits                      [classes]waits
	time                       float64
	hold, transit, cpuWait     float64
	burnt                      float64
	wakes, spurious, barges    float64
	hotStay, hotHold, coldHold float64
	foreign, shared            float64
}

// both returns the waits of all classes.
func (s *sums) both() *waits {
	if s.waits[pmd].n == 0 {
		return &s.waits[pte]
	}
	var all waits
	for i := range s.waits {
		all.merge(&s.waits[i])
	}
	return &all
}

func (s *sums) ops() float64 { return s.waits[pte].n + s.waits[pmd].n }

// add adds an operation; unit is how many ns a unit has.
func (s *sums) add(o *op, unit float64, keep bool) {
	s.waits[o.class].add(float64(o.wait)/unit, keep)
	hold := float64(o.hold) / unit
	s.hold += hold
	s.transit += float64(o.transit) / unit
	s.cpuWait += float64(o.cpuWait) / unit
	s.burnt += float64(o.burnt) / unit
	s.wakes += float64(o.wakes)
	s.spurious += float64(o.spurious)
	s.foreign += float64(o.foreign)
	if o.foreign != 0 {
		s.shared++
	}
	if o.barged {
		s.barges++
	}
	if o.hot {
		s.hotStay += float64(o.wait+o.hold) / unit
		s.hotHold += hold
	}
	if o.cold {
		s.coldHold += hold
	}
}

func (s *sums) merge(o *sums) {
	for i := range s.waits {
		s.waits[i].merge(&o.waits[i])
	}
	s.time += o.time
	s.hold += o.hold
	s.transit += o.transit
	s.cpuWait += o.cpuWait
	s.burnt += o.burnt
	s.wakes += o.wakes
	s.spurious += o.spurious
	s.barges += o.barges
	s.hotStay += o.hotStay
	s.hotHold += o.hotHold
	s.coldHold += o.coldHold
	s.foreign += o.foreign
	s.shared += o.shared
}
