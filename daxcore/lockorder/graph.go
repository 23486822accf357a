package lockorder

import (
	"strconv"

	"daxwait/daxcore/task"
)

// Graph is which classes were taken inside which. The zero Graph is empty.
//
// Of all chains that showed an edge it keeps the least: the one of fewest
// locks, then by class, task and operation. So graphs of one search are the
// same however many workers it had, in whatever order they came.
type Graph struct {
	edges [task.LockClasses][task.LockClasses]witness // outer, inner
	seen  uint16                                      // classes, a bit each
}

// Edge is that a class was taken inside another.
type Edge struct {
	Outer, Inner task.LockClass
	Chain        Chain // that showed it
}

// witness is a chain, packed. One that holds nothing is none.
type witness struct {
	held  word
	rest  uint64 // what it wants, the task, the operation, the label
	doing string
}

// Where the parts of rest stand.
const (
	wantsAt, taskAt, opAt = 56, 40, 8
	taskMask, opMask      = 1<<16 - 1, 1<<32 - 1
)

func (w *witness) before(o *witness) bool {
	if w.held != o.held {
		return w.held < o.held
	}
	return w.rest < o.rest
}

func (w *witness) chain() Chain {
	return Chain{
		Held:  w.held.holds(),
		Wants: word(w.rest >> wantsAt).innermost(),
		Task:  int(w.rest >> taskAt & taskMask),
		Doing: w.doing,
		At:    task.Label(w.rest),
	}
}

// add has the witness show its edges, one from each class that it holds.
func (g *Graph) add(w *witness) {
	inner := word(w.rest >> wantsAt).class()
	for h := w.held; h != 0; h >>= holdBits {
		if e := &g.edges[h.class()][inner]; e.held == 0 || w.before(e) {
			*e = *w
		}
	}
}

// Merge adds what o has.
func (g *Graph) Merge(o *Graph) {
	g.seen |= o.seen
	for outer := range o.edges {
		for inner := range o.edges[outer] {
			w, e := &o.edges[outer][inner], &g.edges[outer][inner]
			if w.held != 0 && (e.held == 0 || w.before(e)) {
				*e = *w
			}
		}
	}
}

// Edge returns the edge from an outer class to an inner one, if there is one.
func (g *Graph) Edge(outer, inner task.LockClass) (Edge, bool) {
	w := &g.edges[outer][inner]
	if w.held == 0 {
		return Edge{}, false
	}
	return Edge{outer, inner, w.chain()}, true
}

// Edges returns all, by outer and then by inner class.
func (g *Graph) Edges() []Edge {
	var all []Edge
	for outer := range task.LockClasses {
		for inner := range task.LockClasses {
			if e, ok := g.Edge(outer, inner); ok {
				all = append(all, e)
			}
		}
	}
	return all
}

// Seen reports whether a task has wanted or had a lock of the class.
func (g *Graph) Seen(c task.LockClass) bool { return g.seen>>c&1 != 0 }

// inside returns the classes that were taken inside c, a bit each, c itself
// left out.
func (g *Graph) inside(c task.LockClass) (set uint16) {
	for inner := range g.edges[c] {
		if g.edges[c][inner].held != 0 && inner != int(c) {
			set |= 1 << inner
		}
	}
	return set
}

func itoa(n int) string { return strconv.Itoa(n) }
