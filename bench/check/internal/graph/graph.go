package graph

import (
	"slices"
	"sync/atomic"

	"daxwait/daxcore/step"
)

// Graph is what a search has found.
type Graph struct {
	View
	ended []end
	done  column[uint16] // tasks that have finished, a bit each
	holds column[uint16] // tasks that hold an entry
	first column[uint32] // where the edges of a state begin; one more than states at the end
	to    column[uint32]
	by    column[uint16] // the steps of the edges, and what they do with timers
	timed bool           // some edge has TimeStands
}

// View is the states of a graph as they were at a time, with a way to each. It may be
// read while states are added to the graph.
type View struct {
	keeps  Keep
	prints column[Print] // or halves, if Compact
	halves column[uint64]
	slots  []uint32 // 1 + state, open addressing by print
	parent column[uint32]
	via    column[uint16] // the step from the parent
}

// end is a state that violates something.
type end struct {
	state uint32
	kind  step.Kind
}

// Keep is what a graph keeps beside its states and a way to each; a set of bits.
type Keep uint8

// What may be kept.
const (
	// Edges: for livelocks, and for what may still become of a state.
	Edges Keep = 1 << iota
	// Compact: half of each print. What is taken for a state that is known may be
	// another then, see [Graph.Omission].
	Compact
)

// New returns a graph without a state.
func New(k Keep) *Graph { return &Graph{View: View{keeps: k, slots: make([]uint32, 1024)}} }

// Now is the graph as it is.
func (g *Graph) Now() View { return g.View }

// Keeps reports whether the graph keeps something.
func (g *View) Keeps(k Keep) bool { return g.keeps&k == k }

// States returns how many there are.
func (g *View) States() int { return g.parent.n }

// Find returns the number of a state. One that was added later is none.
func (g *View) Find(p Print) (id uint32, ok bool) {
	mask := uint64(len(g.slots) - 1)
	for i := p.A & mask; ; i = (i + 1) & mask {
		switch s := atomic.LoadUint32(&g.slots[i]); {
		case s == 0:
			return 0, false
		case int(s) <= g.parent.n && g.is(s-1, p):
			return s - 1, true
		}
	}
}

// is reports whether a state has a print.
func (g *View) is(id uint32, p Print) bool {
	if g.keeps&Compact != 0 {
		return g.halves.at(id) == p.A
	}
	return g.prints.at(id) == p
}

// start is where the slot of a state is looked for.
func (g *View) start(id uint32) uint64 {
	if g.keeps&Compact != 0 {
		return g.halves.at(id)
	}
	return g.prints.at(id).A
}

// Found is a state that is to be added.
type Found struct {
	Print
	Kind step.Kind
	// Done and Holds are the tasks that have finished, and that hold an entry, a
	// bit each.
	Done, Holds uint16
}

// Add stores a state that is not there, and how it was come to.
func (g *Graph) Add(f *Found, parent uint32, via step.Step) uint32 {
	id := uint32(g.parent.n)
	if g.keeps&Compact != 0 {
		g.halves.add(f.A)
	} else {
		g.prints.add(f.Print)
	}
	g.parent.add(parent)
	g.via.add(pack(via))
	if f.Kind != step.None {
		g.ended = append(g.ended, end{id, f.Kind})
	}
	if g.keeps&Edges != 0 {
		g.done.add(f.Done)
		g.holds.add(f.Holds)
	}
	if 8*g.parent.n > 7*len(g.slots) {
		g.slots = make([]uint32, 2*len(g.slots))
		for i := range id {
			g.enter(i)
		}
	}
	g.enter(id)
	return id
}

func (g *Graph) enter(id uint32) {
	mask := uint64(len(g.slots) - 1)
	i := g.start(id) & mask
	for g.slots[i] != 0 {
		i = (i + 1) & mask
	}
	atomic.StoreUint32(&g.slots[i], id+1)
}

// Kind returns what a state violates.
func (g *Graph) Kind(id uint32) step.Kind {
	at, ok := slices.BinarySearchFunc(g.ended, id, func(e end, id uint32) int { return int(e.state) - int(id) })
	if !ok {
		return step.None
	}
	return g.ended[at].kind
}

// Ended calls f for the states that violate something, in the order in which they
// were found, until it returns false.
func (g *Graph) Ended(f func(id uint32, kind step.Kind) bool) {
	for _, e := range g.ended {
		if !f(e.state, e.kind) {
			return
		}
	}
}

// Violates reports whether any state does.
func (g *Graph) Violates() bool { return len(g.ended) != 0 }

// pack is a step in 16 bits.
func pack(s step.Step) uint16 {
	p := uint16(s.Task) | uint16(s.Yes)<<5
	if s.Spurious {
		p |= 1 << 4
	}
	return p
}

func unpack(p uint16) step.Step {
	return step.Step{Task: uint8(p & 15), Spurious: p>>4&1 != 0, Yes: uint8(p >> 5)}
}

// What an edge has beside its step: TimeStands, that a timer was asked in it whose
// limit had not passed; and TimeBegins, that a timer was started.
const (
	TimeStands = 1 << 13
	TimeBegins = 1 << 14
)

// Path returns the steps by which a state was found.
func (g *View) Path(id uint32) []step.Step {
	var back []step.Step
	for ; id != 0; id = g.parent.at(id) {
		back = append(back, unpack(g.via.at(id)))
	}
	slices.Reverse(back)
	return back
}

// Reach says that the edges that follow are those of state id, which is higher
// than any before. States between have none.
func (g *Graph) Reach(id uint32) {
	if g.keeps&Edges == 0 {
		return
	}
	for g.first.n <= int(id) {
		g.first.add(uint32(g.to.n))
	}
}

// Edge adds an edge to a state, by a step that does something with timers.
func (g *Graph) Edge(to uint32, by step.Step, time uint16) {
	if g.keeps&Edges == 0 {
		return
	}
	g.to.add(to)
	g.by.add(pack(by) | time)
	g.timed = g.timed || time&TimeStands != 0
}

// edges returns where the edges of a state begin in to and by, and where they end.
func (g *Graph) edges(id uint32) (from, end uint32) { return g.first.at(id), g.first.at(id + 1) }

// Bytes is what the graph keeps, slack included.
func (g *Graph) Bytes() int {
	return g.prints.bytes() + g.halves.bytes() + 4*len(g.slots) + g.parent.bytes() + g.via.bytes() +
		g.done.bytes() + g.holds.bytes() + g.first.bytes() + g.to.bytes() + g.by.bytes()
}

// Looking is what a look for livelocks takes beside, at most of the time: of each
// state, when it was come to and how far back it leads, and a place in what is gone
// through.
func (g *Graph) Looking() int {
	if g.keeps&Edges == 0 {
		return 0
	}
	return 12 * g.States()
}

// Omission is how likely it is that a state was taken for another that had the same
// print, and left out, at most.
func (g *Graph) Omission() float64 {
	n, bits := float64(g.States()), 1.0
	for range 64 {
		bits *= 2
	}
	if g.keeps&Compact == 0 {
		bits *= bits
	}
	return n * n / 2 / bits
}
