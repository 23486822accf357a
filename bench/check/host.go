package check

import (
	"daxwait/bench/check/internal/graph"
	"daxwait/daxcore/step"
	"daxwait/daxcore/task"
)

// Wake implements [step.Host].
func (e *engine) Wake(_ *step.Coroutine, id int) {
	if e.tasks[id].status != step.Asleep {
		e.violated(step.Broken)
	}
	e.tasks[id].status = step.Ready
	if e.resident != nil {
		e.resident[id].Awaken()
	}
	e.events.woken |= 1 << id
}

// Locked implements [step.Host].
func (e *engine) Locked(s *task.Spin) { e.world.ShowFor(s) }

// Unlocked implements [step.Host].
func (e *engine) Unlocked(s *task.Spin) { e.world.HideFor(s) }

// Decide implements [step.Host].
func (e *engine) Decide(_ *step.Coroutine, c task.Choice) bool {
	e.asked = append(e.asked, c)
	yes := e.step.Yes>>(len(e.asked)-1)&1 != 0
	if c == task.TimePasses && !yes {
		e.events.time |= graph.TimeStands
	}
	return yes
}

// Problem implements [step.Host].
func (e *engine) Problem(*step.Coroutine, string) { e.violated(step.Broken) }

// violated notes the first violation of a step.
func (e *engine) violated(k step.Kind) {
	if e.kind == step.None {
		e.kind = k
	}
}

// Observe implements [step.Host].
func (e *engine) Observe(by *step.Coroutine, ev task.Event) {
	e.violated(e.ghost.Observe(by.ID(), ev))
	switch ev.Kind {
	case task.WaitBegin:
		e.events.wants = step.HoldOf(ev)
	case task.WaitEnd:
		e.events.waited, e.events.wants = true, 0
	case task.Unlocked:
		e.events.released = step.HoldOf(ev)
	case task.Woke:
		e.events.woke = true
		if ev.N > 1 {
			e.events.found |= Herd
		}
	case task.FellBack:
		if !e.events.waited {
			e.events.found |= ImmediateFallback
		}
	case task.Skipped:
		e.events.found |= Skipped
	}
}
