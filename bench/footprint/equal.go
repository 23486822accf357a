package footprint

import (
	"slices"

	"daxwait/daxcore"
	"daxwait/daxcore/daxtest"
)

// equal are the tasks that do the same and that nothing tells apart: no other task
// waits for one of them by name, they have the same kind of mapping, and the design
// and the file system keep nothing by task that cannot be reapart.
//
// Nor may somebody go from mapping to mapping that they take faults through: the
// order in which he does that tells one from the other.
func (f *Footprint) equal(sc *daxtest.Scenario, w *daxcore.World) (groups [][]int) {
	if sc.Journal != nil || !daxcore.IsPolicy(w.Entries) {
		return nil
	}
	apart := map[int]bool{}
	for _, t := range sc.Tasks {
		for _, op := range t {
			if id, ok := op.Awaits(); ok {
				apart[id] = true
			}
		}
	}
	for id, t := range sc.Tasks {
		for _, op := range t {
			mine := op.Uses()&daxtest.Faults != 0 && !op.Threads()
			apart[id] = apart[id] || mine && (len(w.AddressSpaces) != 0 || f.owner(sc, id) == 0)
		}
		at := slices.IndexFunc(groups, func(g []int) bool {
			first := g[0]
			return !apart[id] && !apart[first] && sc.Tasks[first].String() == t.String() &&
				slices.Contains(sc.PTEMappings, first) == slices.Contains(sc.PTEMappings, id)
		})
		if at < 0 {
			groups = append(groups, []int{id})
			continue
		}
		groups[at] = append(groups[at], id)
	}
	return slices.DeleteFunc(groups, func(g []int) bool { return len(g) == 1 })
}
