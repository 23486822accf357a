package graph

import (
	"testing"

	"daxwait/daxcore/step"
)

// built makes a graph of edges, from, task and to; states are found in the order of
// their numbers, and hold what holds says.
func built(states int, holds []uint16, edges ...[3]int) *Graph {
	g := New(Edges)
	for i := range states {
		f := Found{Print: Print{uint64(i) + 1, uint64(i)}}
		if i < len(holds) {
			f.Holds = holds[i]
		}
		g.Add(&f, 0, step.Step{})
	}
	for from := range states {
		g.Reach(uint32(from))
		for _, e := range edges {
			if e[0] == from {
				g.Edge(uint32(e[2]), step.Step{Task: uint8(e[1])}, 0)
			}
		}
	}
	g.Reach(uint32(states))
	return g
}

// TestMayLivelock: task 0 runs round while task 1 could. That is no livelock, but if
// the two are equal it may be one: who stands where task 0 stood may be either.
func TestMayLivelock(t *testing.T) {
	round := [][3]int{{0, 0, 1}, {1, 0, 0}, {0, 1, 2}, {1, 1, 2}}
	equal := [][]int{{0, 1}}
	for _, c := range []struct {
		name  string
		holds []uint16
		edges [][3]int
		equal [][]int
		want  bool
	}{
		{"unfair", nil, round, nil, false},
		{"unfair, or not", nil, round, equal, true},
		{"fair to who holds", []uint16{2, 2}, round, nil, true},
		{"no way round", nil, [][3]int{{0, 0, 1}, {1, 1, 2}}, equal, false},
		{"no equal task takes a step", nil, [][3]int{{0, 2, 1}, {1, 2, 0}, {0, 1, 2}, {1, 1, 2}}, equal, false},
	} {
		if got := built(3, c.holds, c.edges...).MayLivelock(3, c.equal); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
		if c.equal == nil {
			if _, _, got := built(3, c.holds, c.edges...).Livelock(3); got != c.want {
				t.Errorf("%s: %v, want %v", c.name, got, c.want)
			}
		}
	}
}

// TestKeeps: what is not kept costs nothing, and a compact graph finds what it has.
func TestKeeps(t *testing.T) {
	sizes := map[Keep]int{}
	for _, k := range []Keep{0, Edges, Compact} {
		g := New(k)
		for i := range uint32(50_000) {
			p := PrintOf([]uint64{uint64(i)})
			if _, ok := g.Find(p); ok {
				t.Fatalf("%d is there before it is", i)
			}
			g.Add(&Found{Print: p, Kind: step.Kind(i / 49_999)}, i/2, step.Step{Task: uint8(i % 7)})
			g.Reach(i)
			g.Edge(0, step.Step{}, 0)
		}
		for i := range uint32(50_000) {
			if id, ok := g.Find(PrintOf([]uint64{uint64(i)})); !ok || id != i {
				t.Fatalf("%d is %d, %v", i, id, ok)
			}
		}
		if path := g.Path(5); len(path) != 3 || path[0].Task != 1 || path[1].Task != 2 || path[2].Task != 5 {
			t.Errorf("path %v", path)
		}
		if g.Kind(49_999) != step.LostWakeup || g.Kind(7) != step.None {
			t.Errorf("kinds %v and %v", g.Kind(49_999), g.Kind(7))
		}
		if o := g.Omission(); (o > 1e-15) != (k == Compact) || o == 0 {
			t.Errorf("keeping %b: omission %g", k, o)
		}
		sizes[k] = g.Bytes() / 50_000
	}
	if sizes[0] > 32 || sizes[Compact] > 24 || sizes[Edges] < sizes[0]+8 {
		t.Errorf("bytes a state: %v", sizes)
	}
}
