package lockorder

import (
	"slices"
	"strings"

	"daxwait/daxcore/task"
)

// Order is what the edges of a graph say of all classes that were seen.
type Order struct {
	// Ranks are the classes, outer to inner. Of one rank are those as far in as
	// each other; and those of an inversion, which have no order.
	Ranks [][]task.LockClass
	// Unordered are the pairs that were never taken one inside the other, not
	// through others between them either.
	Unordered [][2]task.LockClass
	// Unseen are the classes that nobody took.
	Unseen []task.LockClass
}

// String writes the ranks, such as "entry lock > page-table lock, xa_lock >
// bucket lock".
func (o Order) String() string {
	var ranks []string
	for _, rank := range o.Ranks {
		var names []string
		for _, c := range rank {
			names = append(names, c.String())
		}
		ranks = append(ranks, strings.Join(names, ", "))
	}
	return strings.Join(ranks, " > ")
}

// Order returns the order of classes.
func (g *Graph) Order() (o Order) {
	var reach [task.LockClasses]uint16 // classes further in, through any number of edges
	for c := range reach {
		reach[c] = g.inside(task.LockClass(c))
	}
	for mid := range reach {
		for c := range reach {
			if reach[c]>>mid&1 != 0 {
				reach[c] |= reach[mid]
			}
		}
	}
	var depth [task.LockClasses]int
	for range reach { // no chain is longer
		for c := range reach {
			for inner := range reach {
				if reach[c]>>inner&1 != 0 && reach[inner]>>c&1 == 0 {
					depth[inner] = max(depth[inner], depth[c]+1)
				}
			}
		}
	}
	for rank := range depth {
		var of []task.LockClass
		for c := task.NoClass + 1; c < task.LockClasses; c++ {
			if g.Seen(c) && depth[c] == rank {
				of = append(of, c)
			}
		}
		if of != nil {
			o.Ranks = append(o.Ranks, of)
		}
	}
	seen := slices.Concat(o.Ranks...)
	for i, c := range seen {
		for _, d := range seen[i+1:] {
			if reach[c]>>d&1 == 0 && reach[d]>>c&1 == 0 {
				o.Unordered = append(o.Unordered, [2]task.LockClass{c, d})
			}
		}
	}
	for c := task.NoClass + 1; c < task.LockClasses; c++ {
		if !g.Seen(c) {
			o.Unseen = append(o.Unseen, c)
		}
	}
	return o
}
