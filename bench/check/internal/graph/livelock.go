package graph

import (
	"slices"

	"daxwait/daxcore/step"
)

// Livelock returns a schedule that goes on for ever, fairly and with no
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
func (g *Graph) Livelock(tasks int) (path []step.Step, loop int, ok bool) {
	var best []uint32
	var left uint16 // out, of the best
	g.rounds(tasks, nil, func(part []uint32, without uint16) {
		if best == nil || slices.Min(part) < slices.Min(best) {
			best, left = slices.Clone(part), without
		}
	})
	if best == nil {
		return nil, 0, false
	}
	at := slices.Min(best)
	path = g.Path(at)
	loop = len(path)
	w := walk{g: g, inside: map[uint32]bool{}, without: left, at: at}
	for _, s := range best {
		w.inside[s] = true
	}
	for task := range tasks {
		w.to(func(s uint32, by int) bool {
			return by >= 0 && int(unpack(uint16(by)).Task) == task || g.owesStep(s)>>task&1 == 0
		})
	}
	if left == 0 {
		w.to(func(_ uint32, by int) bool { return by >= 0 && by&TimeBegins != 0 })
	}
	w.to(func(s uint32, by int) bool { return s == at && by >= 0 })
	return append(path, w.steps...), loop, true
}

// owesStep returns the tasks that a fair scheduler lets take a step, if they
// can in all states from this one on.
func (g *Graph) owesStep(id uint32) (mask uint32) {
	for e, end := g.edges(id); e < end; e++ {
		if s := unpack(g.by.at(e)); !s.Spurious {
			mask |= 1 << s.Task
		}
	}
	return mask &^ uint32(g.holds.at(id))
}

// fair reports whether a part of the graph has a cycle that is fair, without some
// edges and with some that are wanted.
//
// Of equal tasks any may stand where another stood, so that one of them takes a
// step in it may mean that all do.
func (g *Graph) fair(part []uint32, without, wants uint16, tasks int, equal [][]int) bool {
	slices.Sort(part)
	always, takes, cycle, has := uint32(1)<<tasks-1, uint32(0), false, uint16(0)
	for _, s := range part {
		always &= g.owesStep(s)
		for e, end := g.edges(s); e < end; e++ {
			by := g.by.at(e)
			if _, in := slices.BinarySearch(part, g.to.at(e)); in && by&without == 0 {
				cycle = true
				has |= by
				takes |= 1 << unpack(by).Task
			}
		}
	}
	for _, group := range equal {
		all := uint32(0)
		for _, id := range group {
			all |= 1 << id
		}
		if takes&all != 0 {
			takes |= all
		}
	}
	return cycle && has&wants == wants && always&^takes == 0
}

// MayLivelock reports whether there is a livelock, or may be one, of tasks some of
// which are equal.
func (g *Graph) MayLivelock(tasks int, equal [][]int) (may bool) {
	g.rounds(tasks, equal, func([]uint32, uint16) { may = true })
	return may
}

// rounds calls f for each part of the graph in which tasks can run round for ever,
// with the edges that are left out of it.
func (g *Graph) rounds(tasks int, equal [][]int, f func(part []uint32, without uint16)) {
	look := func(without, wants uint16) {
		g.components(without, func(part []uint32) {
			if g.fair(part, without, wants, tasks, equal) {
				f(part, without)
			}
		})
	}
	look(TimeStands, 0)
	if g.timed {
		look(0, TimeBegins)
	}
}

// walk goes about in a part of the graph.
type walk struct {
	g       *Graph
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
		for e, end := w.g.edges(s); e < end; e++ {
			next, by := w.g.to.at(e), w.g.by.at(e)
			if !w.inside[next] || by&w.without != 0 {
				continue
			}
			if arrived(next, int(by)) {
				back := []step.Step{unpack(by)}
				for ; s != w.at; s = came[s].from {
					back = append(back, came[s].by)
				}
				slices.Reverse(back)
				w.steps, w.at = append(w.steps, back...), next
				return
			}
			if _, seen := came[next]; !seen && next != w.at {
				came[next] = hop{s, unpack(by)}
				queue = append(queue, next)
			}
		}
	}
}

// components calls f for each strongly connected part of the graph without some
// edges, in Tarjan's order.
func (g *Graph) components(without uint16, f func(part []uint32)) {
	n := g.States()
	index, low := make([]uint32, n), make([]uint32, n) // 1 + order of discovery
	onStack := make([]bool, n)
	var stack []uint32
	type frame struct {
		state uint32
		edge  uint32
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
			if from, end := g.edges(s); from+top.edge < end {
				t, left := g.to.at(from+top.edge), g.by.at(from+top.edge)&without != 0
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
