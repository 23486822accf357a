package check

import (
	"daxwait/daxcore"
	"daxwait/daxcore/step"
)

// judge says what a state violates in which nobody can go on, and whether a
// task is stranded in one where somebody can. The engine stands at the state,
// and may be elsewhere afterwards.
func (e *engine) judge(state []uint64, found Finding) (step.Kind, Finding) {
	ready, finished := 0, 0
	others := true // who can run holds an entry
	for id, t := range e.tasks {
		switch {
		case canStep(state, id):
			ready++
			others = others && e.ghost[id] != 0
		case t.status == step.Finished:
			finished++
		}
	}
	switch {
	case finished == len(e.tasks):
		if e.leftLocked() {
			return step.LeftLocked, found
		}
		if _, _, stale := e.world.Stale(); stale {
			return step.StaleZero, found
		}
		return step.None, found
	case ready == 0:
		return e.hang(state), found
	case others && !e.strandedSeen && e.stranded(state):
		e.strandedSeen = true
		return step.None, found | Stranded
	}
	return step.None, found
}

// hang says why nobody can go on.
func (e *engine) hang(state []uint64) step.Kind {
	leaked := e.leftLocked()
	for id := range e.tasks {
		if taskOf(state, id).status == step.Asleep && e.lost(state, id) {
			return step.LostWakeup
		}
	}
	if leaked {
		return step.LeftLocked
	}
	return step.LockCycle
}

// lost reports whether a task sleeps though nothing is in its way: woken now,
// it would not sleep again.
func (e *engine) lost(state []uint64, id int) bool {
	p := e.probe()
	p.probing = true
	p.take(state, step.Step{Task: uint8(id), Spurious: true})
	p.probing = false
	return p.tasks[id].status != step.Asleep
}

// probe returns the engine to try steps with.
func (e *engine) probe() *engine {
	if e.o.Mode != Replay {
		return e
	}
	if e.prober == nil {
		o := *e.o
		o.Mode = Pooled
		e.prober = newEngine(e.scenario, e.design, &o, e.pool.shared)
	}
	return e.prober
}

// stranded reports whether some task is lost but for holders of other entries. One
// that asked for a range of which somebody holds a part is left out.
func (e *engine) stranded(state []uint64) bool {
	var candidates []int
	for id, t := range e.tasks {
		if t.status == step.Asleep && e.ghost.Holder(e.memory(id).wants) < 0 {
			candidates = append(candidates, id)
		}
	}
	for _, id := range candidates {
		if e.lost(state, id) {
			return true
		}
	}
	return false
}

// leftLocked reports whether an entry is locked that nobody holds who could
// still give it back.
func (e *engine) leftLocked() bool {
	for _, m := range e.world.Files {
		cur := m.Pages.At(0, daxcore.PTE)
		for word := range cur.Entries(^uint64(0)) {
			x := daxcore.Entry(word)
			held := step.HoldOf(daxcore.Event{File: m.ID, Index: x.Start(cur.Index()), Order: x.Order()})
			if by := e.ghost.Holder(held); x.Locked() && (by < 0 || e.tasks[by].status == step.Finished) {
				return true
			}
		}
	}
	return false
}
