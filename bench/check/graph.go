package check

import (
	"slices"

	"daxwait/daxcore/step"
)

// graph is what a search has found: states by number, in the order in which
// they were found, and the steps between them.
type graph struct {
	prints []print
	slots  []uint32 // 1 + state, open addressing by print
	parent []uint32
	via    []uint16 // the step from the parent
	kinds  []step.Kind
	done   []uint16 // tasks that have finished, a bit each
	holds  []uint16 // tasks that hold an entry
	first  []uint32 // where the edges of a state begin; one more than states at the end
	to     []uint32
	by     []uint16 // the steps of the edges, and what they do with timers
}

func newGraph() *graph { return &graph{slots: make([]uint32, 1024)} }

func (g *graph) states() int { return len(g.prints) }

// find returns the number of a state.
func (g *graph) find(p print) (id uint32, ok bool) {
	mask := uint64(len(g.slots) - 1)
	for i := p.a & mask; ; i = (i + 1) & mask {
		switch s := g.slots[i]; {
		case s == 0:
			return 0, false
		case g.prints[s-1] == p:
			return s - 1, true
		}
	}
}

// add stores a state that is not there.
func (g *graph) add(p print, parent uint32, via step.Step, kind step.Kind, done, holds uint16) uint32 {
	id := uint32(len(g.prints))
	g.prints = append(g.prints, p)
	g.parent = append(g.parent, parent)
	g.via = append(g.via, packStep(via))
	g.kinds = append(g.kinds, kind)
	g.done, g.holds = append(g.done, done), append(g.holds, holds)
	if 4*len(g.prints) > 3*len(g.slots) {
		g.slots = make([]uint32, 2*len(g.slots))
		for i := range g.prints {
			g.enter(uint32(i))
		}
	} else {
		g.enter(id)
	}
	return id
}

func (g *graph) enter(id uint32) {
	mask := uint64(len(g.slots) - 1)
	i := g.prints[id].a & mask
	for g.slots[i] != 0 {
		i = (i + 1) & mask
	}
	g.slots[i] = id + 1
}

// packStep is a step in 16 bits.
func packStep(s step.Step) uint16 {
	p := uint16(s.Task) | uint16(s.Yes)<<5
	if s.Spurious {
		p |= 1 << 4
	}
	return p
}

// What an edge has beside its step: timeStands, that a timer was asked in it whose
// limit had not passed; and timeBegins, that a timer was started.
const (
	timeStands = 1 << 13
	timeBegins = 1 << 14
)

func unpackStep(p uint16) step.Step {
	return step.Step{Task: uint8(p & 15), Spurious: p>>4&1 != 0, Yes: uint8(p >> 5)}
}

// path returns the steps by which a state was found.
func (g *graph) path(id uint32) []step.Step {
	var back []step.Step
	for ; id != 0; id = g.parent[id] {
		back = append(back, unpackStep(g.via[id]))
	}
	slices.Reverse(back)
	return back
}

// reach says that the edges that follow are those of state id, which is higher
// than any before. States between have none.
func (g *graph) reach(id uint32) {
	for len(g.first) <= int(id) {
		g.first = append(g.first, uint32(len(g.to)))
	}
}

// edges returns the states that a state leads to, and the steps that lead.
func (g *graph) edges(id uint32) (to []uint32, by []uint16) {
	a, b := g.first[id], g.first[id+1]
	return g.to[a:b], g.by[a:b]
}
