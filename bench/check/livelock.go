package check

import (
	"slices"

	"daxwait/daxcore/step"
)

// livelock returns a schedule that goes on for ever, fairly and with no
// operation finished, if there is one: its steps, and from which on it repeats.
//
// It lies in a strongly connected part of the graph. The part is fair if each
// task that could take a step in all of its states, and holds no entry, does
// take one: then no scheduler can be blamed. A holder may be asleep for as long
// as it likes, in the journal or for memory, so to wait for it by running round
// is a livelock. Operations are counted in states, so none finishes within a
// part.
func (g *graph) livelock(tasks int) (path []step.Step, loop int, ok bool) {
	var best []uint32
	g.components(func(part []uint32) {
		if g.fair(part, tasks) && (best == nil || slices.Min(part) < slices.Min(best)) {
			best = slices.Clone(part)
		}
	})
	if best == nil {
		return nil, 0, false
	}
	at := slices.Min(best)
	path = g.path(at)
	loop = len(path)
	w := walk{g: g, inside: map[uint32]bool{}, at: at}
	for _, s := range best {
		w.inside[s] = true
	}
	for task := range tasks {
		w.to(func(s uint32, by int) bool { return by == task || g.owesStep(s)>>task&1 == 0 })
	}
	w.to(func(s uint32, by int) bool { return s == at && by >= 0 })
	return append(path, w.steps...), loop, true
}

// owesStep returns the tasks that a fair scheduler lets take a step, if they
// can in all states from this one on.
func (g *graph) owesStep(id uint32) (mask uint32) {
	_, by := g.edges(id)
	for _, b := range by {
		if b&spuriousEdge == 0 {
			mask |= 1 << b
		}
	}
	return mask &^ uint32(g.holds[id])
}

// fair reports whether a part of the graph has a cycle that is fair.
func (g *graph) fair(part []uint32, tasks int) bool {
	slices.Sort(part)
	always, takes, cycle := uint32(1)<<tasks-1, uint32(0), false
	for _, s := range part {
		always &= g.owesStep(s)
		to, by := g.edges(s)
		for i, next := range to {
			if _, in := slices.BinarySearch(part, next); in {
				cycle = true
				takes |= 1 << (by[i] &^ spuriousEdge)
			}
		}
	}
	return cycle && always&^takes == 0
}

// walk goes about in a part of the graph.
type walk struct {
	g      *graph
	inside map[uint32]bool
	at     uint32
	steps  []step.Step
}

// to goes on, by the shortest way of at least one step unless the place will
// do, to where arrived says: at a state, by a task's step (-1: by none).
func (w *walk) to(arrived func(state uint32, by int) bool) {
	if arrived(w.at, -1) {
		return
	}
	type hop struct {
		from uint32
		by   uint8
	}
	came := map[uint32]hop{}
	for queue := []uint32{w.at}; len(queue) != 0; queue = queue[1:] {
		s := queue[0]
		to, by := w.g.edges(s)
		for i, next := range to {
			if !w.inside[next] {
				continue
			}
			if arrived(next, int(by[i])) {
				back := []step.Step{{Task: by[i]}}
				for ; s != w.at; s = came[s].from {
					back = append(back, step.Step{Task: came[s].by})
				}
				slices.Reverse(back)
				w.steps, w.at = append(w.steps, back...), next
				return
			}
			if _, seen := came[next]; !seen && next != w.at {
				came[next] = hop{s, by[i]}
				queue = append(queue, next)
			}
		}
	}
}

// components calls f for each strongly connected part, in Tarjan's order.
func (g *graph) components(f func(part []uint32)) {
	n := g.states()
	index, low := make([]uint32, n), make([]uint32, n) // 1 + order of discovery
	onStack := make([]bool, n)
	var stack []uint32
	type frame struct {
		state uint32
		edge  int
	}
	next := uint32(1)
	var calls []frame
	enter := func(s uint32) {
		index[s], low[s] = next, next
		next++
		stack, onStack[s] = append(stack, s), true
		calls = append(calls, frame{s, 0})
	}
	for root := range n {
		if index[root] != 0 {
			continue
		}
		for enter(uint32(root)); len(calls) != 0; {
			top := &calls[len(calls)-1]
			s := top.state
			if to, _ := g.edges(s); top.edge < len(to) {
				t := to[top.edge]
				top.edge++
				if index[t] == 0 {
					enter(t)
				} else if onStack[t] {
					low[s] = min(low[s], index[t])
				}
				continue
			}
			calls = calls[:len(calls)-1]
			if len(calls) != 0 {
				up := calls[len(calls)-1].state
				low[up] = min(low[up], low[s])
			}
			if low[s] == index[s] {
				i := slices.Index(stack, s)
				part := stack[i:]
				for _, t := range part {
					onStack[t] = false
				}
				f(part)
				stack = stack[:i]
			}
		}
	}
}
