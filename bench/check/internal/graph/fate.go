package graph

// Fates says for each state what may still become of it: a bit for each task
// that finishes in some continuation, and Good.
type Fates []uint32

// Good is the bit of states from which all may yet end well.
const Good = 1 << 31

// Fates are the least fixpoint, backwards from the ends. A state that was not
// searched may still become anything. Preconditions: edges are kept.
func (g *Graph) Fates(tasks int) Fates {
	all := uint32(1)<<tasks - 1
	f := make(Fates, g.States())
	for changed := true; changed; {
		changed = false
		for id := len(f) - 1; id >= 0; id-- {
			may := uint32(g.done.at(uint32(id)))
			from, end := g.edges(uint32(id))
			switch {
			case g.Kind(uint32(id)) != 0:
			case may == all:
				may |= Good
			case from == end: // a limit was hit
				may = all | Good
			}
			for e := from; e < end; e++ {
				may |= f[g.to.at(e)]
			}
			if may != f[id] {
				f[id], changed = may, true
			}
		}
	}
	return f
}
