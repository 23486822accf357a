package check

// fates says for each state what may still become of it: a bit for each task
// that finishes in some continuation, and good.
type fates []uint32

// good is the bit of states from which all may yet end well.
const good = 1 << 31

// fates are the least fixpoint, backwards from the ends. A state that was not
// searched may still become anything.
func (g *graph) fates(tasks int) fates {
	all := uint32(1)<<tasks - 1
	f := make(fates, g.states())
	for changed := true; changed; {
		changed = false
		for id := len(f) - 1; id >= 0; id-- {
			may := uint32(g.done[id])
			to, _ := g.edges(uint32(id))
			switch {
			case g.kinds[id] != 0:
			case may == all:
				may |= good
			case len(to) == 0: // a limit was hit
				may = all | good
			}
			for _, s := range to {
				may |= f[s]
			}
			if may != f[id] {
				f[id], changed = may, true
			}
		}
	}
	return f
}
