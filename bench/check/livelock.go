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
//
// Time is fair, too: what runs round until a limit has passed comes to an end. So
// edges in which it has not are no part of a livelock, but where a timer is started
// on the way round.
func (g *graph) livelock(tasks int) (path []step.Step, loop int, ok bool) {
	var best []uint32
	var left uint16 // out, of the best
	look := func(without uint16, wants uint16) {
		g.components(without, func(part []uint32) {
			if g.fair(part, without, wants, tasks) && (best == nil || slices.Min(part) < slices.Min(best)) {
				best, left = slices.Clone(part), without
			}
		})
	}
	look(timeStands, 0)
	if slices.ContainsFunc(g.by, func(b uint16) bool { return b&timeStands != 0 }) {
		look(0, timeBegins)
	}
	if best == nil {
		return nil, 0, false
	}
	at := slices.Min(best)
	path = g.path(at)
	loop = len(path)
	w := walk{g: g, inside: map[uint32]bool{}, without: left, at: at}
	for _, s := range best {
		w.inside[s] = true
	}
	for task := range tasks {
		w.to(func(s uint32, by int) bool {
			return by >= 0 && int(unpackStep(uint16(by)).Task) == task || g.owesStep(s)>>task&1 == 0
		})
	}
	if left == 0 {
		w.to(func(_ uint32, by int) bool { return by >= 0 && by&timeBegins != 0 })
	}
	w.to(func(s uint32, by int) bool { return s == at && by >= 0 })
	return append(path, w.steps...), loop, true
}

// owesStep returns the tasks that a fair scheduler lets take a step, if they
// can in all states from this one on.
func (g *graph) owesStep(id uint32) (mask uint32) {
	_, by := g.edges(id)
	for _, b := range by {
		if s := unpackStep(b); !s.Spurious {
			mask |= 1 << s.Task
		}
	}
	return mask &^ uint32(g.holds[id])
}

// fair reports whether a part of the graph has a cycle that is fair, without some
// edges and with some that are wanted.
func (g *graph) fair(part []uint32, without, wants uint16, tasks int) bool {
	slices.Sort(part)
	always, takes, cycle, has := uint32(1)<<tasks-1, uint32(0), false, uint16(0)
	for _, s := range part {
		always &= g.owesStep(s)
		to, by := g.edges(s)
		for i, next := range to {
			if _, in := slices.BinarySearch(part, next); in && by[i]&without == 0 {
				cycle = true
				has |= by[i]
				takes |= 1 << unpackStep(by[i]).Task
			}
		}
	}
	return cycle && has&wants == wants && always&^takes == 0
}

// walk goes about in a part of the graph.
type walk struct {
	g       *graph
	inside  map[uint32]bool
	without uint16 // edges
	at      uint32
	steps   []step.Step
}

// to goes on, by the shortest way of at least one step unless the place will
// do, to where arrived says: at a state, by an edge (-1: by none).
func (w *walk) to(arrived func(state uint32, by int) bool) {
	if arrived(w.at, -1) {
		return
	}
	type hop struct {
		from uint32
		by   step.Step
	}
	came := map[uint32]hop{}
	for queue := []uint32{w.at}; len(queue) != 0; queue = queue[1:] {
		s := queue[0]
		to, by := w.g.edges(s)
		for i, next := range to {
			if !w.inside[next] || by[i]&w.without != 0 {
				continue
			}
			if arrived(next, int(by[i])) {
				back := []step.Step{unpackStep(by[i])}
				for ; s != w.at; s = came[s].from {
					back = append(back, came[s].by)
				}
				slices.Reverse(back)
				w.steps, w.at = append(w.steps, back...), next
				return
			}
			if _, seen := came[next]; !seen && next != w.at {
				came[next] = hop{s, unpackStep(by[i])}
				queue = append(queue, next)
			}
		}
	}
}

// components calls f for each strongly connected part of the graph without some
// edges, in Tarjan's order.
func (g *graph) components(without uint16, f func(part []uint32)) {
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
			if to, by := g.edges(s); top.edge < len(to) {
				t, left := to[top.edge], by[top.edge]&without != 0
				top.edge++
				if left {
					continue
				} else if index[t] == 0 {
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
