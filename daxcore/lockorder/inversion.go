package lockorder

import (
	"cmp"
	"math/bits"
	"slices"
	"strings"

	"daxwait/daxcore/task"
)

// Inversion is a cycle of classes: each was taken inside the one before it, and
// the first inside the last. One class alone is taken inside itself.
type Inversion struct {
	Edges []Edge // the inner class of each is the outer of the next
}

// Recursive reports whether it is of a class with itself.
func (v Inversion) Recursive() bool { return len(v.Edges) == 1 }

// Classes returns those of the cycle, the outermost by their number first.
func (v Inversion) Classes() []task.LockClass {
	var all []task.LockClass
	for _, e := range v.Edges {
		all = append(all, e.Outer)
	}
	return all
}

// String writes the cycle, such as "entry lock > page lock > entry lock".
func (v Inversion) String() string {
	var words []string
	for _, e := range v.Edges {
		words = append(words, e.Outer.String())
	}
	return strings.Join(append(words, words[0]), " > ")
}

// set returns the classes as bits.
func (v Inversion) set() (set uint16) {
	for _, e := range v.Edges {
		set |= 1 << e.Outer
	}
	return set
}

// In reports whether tasks with these chains wait for each other as the cycle
// says: each edge is one of a lock that a task has to the one that it waits for.
func (v Inversion) In(stuck []Chain) bool {
	for _, e := range v.Edges {
		if !slices.ContainsFunc(stuck, func(c Chain) bool {
			return c.Wants.Class == e.Inner && slices.ContainsFunc(c.Held, func(h Hold) bool { return h.Class == e.Outer })
		}) {
			return false
		}
	}
	return true
}

// Inversions returns the cycles of the graph, the shortest first, then by class:
// for each edge a shortest one through it, without those that have all classes
// of a shorter one.
func (g *Graph) Inversions() []Inversion {
	var all []Inversion
	for outer := range task.LockClasses {
		if e, ok := g.Edge(outer, outer); ok {
			all = append(all, Inversion{[]Edge{e}})
		}
		within := g.inside(outer)
		for inner := range task.LockClasses {
			if within>>inner&1 == 0 {
				continue
			}
			if path := g.path(inner, outer); path != nil {
				all = append(all, g.cycle(path))
			}
		}
	}
	slices.SortFunc(all, func(a, b Inversion) int {
		return cmp.Or(cmp.Compare(len(a.Edges), len(b.Edges)), slices.Compare(a.Classes(), b.Classes()))
	})
	var least []Inversion
	for _, v := range all {
		if !slices.ContainsFunc(least, func(o Inversion) bool { return !o.Recursive() && o.set()&^v.set() == 0 }) || v.Recursive() {
			least = append(least, v)
		}
	}
	return least
}

// path returns the classes on a shortest way from one to another, both
// included, or nil: the first of the shortest, by class.
func (g *Graph) path(from, to task.LockClass) []task.LockClass {
	var before [task.LockClasses]task.LockClass
	known := uint16(1) << from
	for queue := []task.LockClass{from}; len(queue) != 0; queue = queue[1:] {
		for next := g.inside(queue[0]) &^ known; next != 0; next &= next - 1 {
			c := task.LockClass(bits.TrailingZeros16(next))
			known |= 1 << c
			before[c] = queue[0]
			queue = append(queue, c)
		}
	}
	if known>>to&1 == 0 {
		return nil
	}
	way := []task.LockClass{to}
	for c := to; c != from; {
		c = before[c]
		way = append(way, c)
	}
	slices.Reverse(way)
	return way
}

// cycle closes a path whose end has an edge to its start.
func (g *Graph) cycle(path []task.LockClass) Inversion {
	first := slices.Index(path, slices.Min(path))
	var v Inversion
	for i := range path {
		n := first + i
		e, _ := g.Edge(path[n%len(path)], path[(n+1)%len(path)])
		v.Edges = append(v.Edges, e)
	}
	return v
}
