package lockorder

import (
	"encoding/json"

	"daxwait/daxcore/task"
)

// sent is a graph as another process gets it.
type sent struct {
	Seen      uint16
	Witnesses []sentWitness
}

// sentWitness is one of an edge.
type sentWitness struct {
	Outer, Inner task.LockClass
	Held, Rest   uint64
	Doing        string
}

// MarshalJSON writes the graph for [Graph.UnmarshalJSON] of the same program.
func (g *Graph) MarshalJSON() ([]byte, error) {
	s := sent{Seen: g.seen}
	for outer := range task.LockClasses {
		for inner := range task.LockClasses {
			if w := &g.edges[outer][inner]; w.held != 0 {
				s.Witnesses = append(s.Witnesses, sentWitness{outer, inner, uint64(w.held), w.rest, w.doing})
			}
		}
	}
	return json.Marshal(s)
}

// UnmarshalJSON reads what MarshalJSON has written.
func (g *Graph) UnmarshalJSON(text []byte) error {
	var s sent
	if err := json.Unmarshal(text, &s); err != nil {
		return err
	}
	*g = Graph{seen: s.Seen}
	for _, w := range s.Witnesses {
		if w.Outer < task.LockClasses && w.Inner < task.LockClasses {
			g.edges[w.Outer][w.Inner] = witness{word(w.Held), w.Rest, w.Doing}
		}
	}
	return nil
}
