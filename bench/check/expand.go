package check

import (
	"fmt"

	"daxwait/bench/check/internal/graph"
	"daxwait/daxcore/step"
)

// found is an edge, and the state it leads to.
type found struct {
	step step.Step
	graph.Found
	id       uint32 // of a state that was known before the batch
	known    bool
	time     uint16 // what the edge does with timers
	findings Finding
	words    []uint64 // of a state that was not known
}

// expansion is what a worker finds in a piece of a batch.
type expansion struct {
	found []found
	ends  []int    // of each state's edges in found
	words []uint64 // backs found
	stack []answer
	err   error
}

// maxChoices is how many choices one step may meet.
const maxChoices = 8

// answer is a step whose first choices are answered.
type answer struct {
	yes  uint8
	upTo int
}

// expand takes all steps from a state.
func (e *engine) expand(g *graph.View, it item, x *expansion) {
	spurious := headOf(it.words[0]).spurious > 0
	for id := range e.tasks {
		switch {
		case canStep(it.words, id):
			e.choices(g, it, step.Step{Task: uint8(id)}, x)
		case spurious && taskOf(it.words, id).status == step.Asleep:
			e.choices(g, it, step.Step{Task: uint8(id), Spurious: true}, x)
		}
	}
	x.ends = append(x.ends, len(x.found))
}

// choices takes a step with all answers to the choices that it meets.
func (e *engine) choices(g *graph.View, it item, st step.Step, x *expansion) {
	budgets := headOf(it.words[0]).budgets
	x.stack = append(x.stack[:0], answer{})
	for len(x.stack) != 0 {
		a := x.stack[len(x.stack)-1]
		x.stack = x.stack[:len(x.stack)-1]
		st.Yes = a.yes
		if e.o.Mode == Replay {
			e.replay(append(g.Path(it.id), st))
		} else {
			e.take(it.words, st)
		}
		if len(e.asked) > maxChoices {
			panic(unsound{fmt.Sprintf("task %d meets %d choices in a step, and only %d can be searched", st.Task, len(e.asked), maxChoices)})
		}
		for k := a.upTo; k < len(e.asked); k++ {
			left := budgets[e.asked[k]]
			for i := range a.upTo {
				if e.asked[i] == e.asked[k] {
					left -= a.yes >> i & 1
				}
			}
			if left > 0 {
				x.stack = append(x.stack, answer{a.yes | 1<<k, k + 1})
			}
		}
		e.record(g, st, x)
	}
}

// record notes the edge to the state that the engine has got to.
func (e *engine) record(g *graph.View, st step.Step, x *expansion) {
	f := found{step: st, time: e.events.time, findings: e.events.found | e.falseSharing()}
	if e.equal != nil {
		e.rank()
	}
	at := len(x.words)
	x.words = e.save(x.words)
	words := x.words[at:]
	f.Print = graph.PrintOf(words)
	if f.id, f.known = g.Find(f.Print); f.known {
		x.words = x.words[:at]
	} else {
		if e.o.Places {
			e.meet(&e.pairs)
		}
		for i, t := range e.tasks {
			if t.status == step.Finished {
				f.Done |= 1 << i
			}
			if e.ghost[i] != 0 {
				f.Holds |= 1 << i
			}
		}
		f.Kind = e.kind
		if f.Kind == step.None {
			f.Kind, f.findings = e.judge(words, f.findings)
		}
		f.words = words
	}
	x.found = append(x.found, f)
}

// falseSharing reports whether the step unlocked an entry and woke only tasks
// that wait for others, while one that waits for it sleeps on the same key.
func (e *engine) falseSharing() Finding {
	ev := &e.events
	if ev.released == 0 || ev.woken == 0 {
		return 0
	}
	for id := range e.tasks {
		if ev.woken>>id&1 != 0 && e.memory(id).wants.Overlaps(ev.released) {
			return 0
		}
	}
	for id, t := range e.tasks {
		if t.status == step.Asleep && ev.woken>>id&1 == 0 && e.memory(id).wants.Overlaps(ev.released) {
			return FalseSharing
		}
	}
	return 0
}
