package check

import (
	"daxwait/bench/check/internal/graph"
	"daxwait/daxcore"
	"daxwait/daxcore/daxtest"
	"daxwait/daxcore/step"
)

// simplest returns the schedule to a violation of a kind that has the fewest
// preemptions, and of those the shortest. A switch away from a task that could
// go on is a preemption.
//
// The task that ran last is part of the state here, or the first way to a
// state would hide one with fewer preemptions.
func simplest(sc *daxtest.Scenario, design daxcore.Design, o Options, kind step.Kind) (path []step.Step, ok bool, err error) {
	o.ordered, o.Workers, o.Mode, o.DepthFirst = true, 1, Pooled, false
	s := newSearch(sc, design, o)
	defer s.close()
	g := s.graph
	byCost := agenda{{{{item: item{words: s.engines[0].root}}}}}
	for p := 0; p < len(byCost); p++ {
		for length := 0; length < len(byCost[p]); length++ {
			for i := 0; i < len(byCost[p][length]); i++ {
				w := byCost[p][length][i]
				print := graph.PrintOf(w.words)
				if _, settled := g.Find(print); settled {
					continue
				}
				w.id = g.Add(&graph.Found{Print: print, Kind: w.kind}, w.from, w.step)
				if w.kind == kind {
					return g.Path(w.id), true, nil
				}
				if g.States() > s.o.MaxStates || s.o.Progress != nil && s.o.Progress(g.States(), 0) {
					return nil, false, nil
				}
				if w.kind != step.None {
					continue
				}
				x := s.alone(w.item)
				if x.err != nil {
					return nil, false, x.err
				}
				last := int(headOf(w.words[0]).last) - 1
				for _, f := range x.found {
					if f.known {
						continue
					}
					cost := p
					if last >= 0 && last != int(f.step.Task) && canStep(w.words, last) {
						cost++
					}
					words := append([]uint64(nil), f.words...)
					byCost.add(cost, length+1, waiting{edge{w.id, f.step}, item{words: words}, f.Kind})
				}
			}
			byCost[p][length] = nil
		}
	}
	return nil, false, nil
}

// waiting is a state that is still to be settled, and the step to it.
type waiting struct {
	edge
	item
	kind step.Kind
}

// agenda has what waits by the preemptions and the length of its schedule.
type agenda [][][]waiting

func (a *agenda) add(preemptions, length int, w waiting) {
	for len(*a) <= preemptions {
		*a = append(*a, nil)
	}
	same := &(*a)[preemptions]
	for len(*same) <= length {
		*same = append(*same, nil)
	}
	(*same)[length] = append((*same)[length], w)
}

// preemptions counts them in a path through states.
func preemptions(path []step.Step, states [][]uint64) (n int) {
	for i := 1; i < len(path); i++ {
		if last := path[i-1].Task; last != path[i].Task && canStep(states[i], int(last)) {
			n++
		}
	}
	return n
}
