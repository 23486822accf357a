package tale

import (
	"fmt"
	"strings"

	"daxwait/daxcore/daxtest"
	"daxwait/daxcore/step"
	"daxwait/daxcore/task"
)

// ending says in words how a schedule ends: who sleeps on which key, who should
// have woken it, and why it did not.
func (h *history) ending() string {
	var say []string
	if err := h.s.Verdict(); err != nil && !h.s.Hung() {
		first, _, _ := strings.Cut(err.Error(), " (schedule")
		say = append(say, upper(first)+".")
	}
	switch {
	case h.loop < len(h.steps):
		say = append(say, fmt.Sprintf("From step %d on this repeats for ever, and no operation finishes.", h.loop+1))
	case len(h.s.Ready()) != 0 && len(say) == 0:
		say = append(say, "The schedule ends here; who is ready can go on.")
	case len(h.s.Ready()) == 0 && !h.s.Hung() && len(say) == 0:
		say = append(say, "All have finished.")
		if err := daxtest.Clean(h.s.World); err != nil {
			say = append(say, "But "+err.Error()+".")
		}
	case h.s.Hung():
		for id := range h.columns.Tasks {
			switch h.s.Status(id) {
			case step.Asleep:
				say = append(say, upper(h.asleep(id)))
			case step.Blocked:
				say = append(say, upper(h.name(id))+" lets go only after a task has finished that never does.")
			}
		}
	}
	return strings.Join(say, " ")
}

// asleep says why a task sleeps for ever.
func (h *history) asleep(id int) string {
	slept := h.lastStep(id)
	key := h.s.Key(id)
	if lock := h.s.World.SleepsOn(id); slept < 0 || lock != "" {
		return fmt.Sprintf("%s %s, for ever.", h.name(id), h.s.World.WaitsFor(id))
	}
	text := fmt.Sprintf("%s sleeps on key %s for ever, since step %d.", h.name(id), key, slept+1)
	last := -1 // step of the last wake of the key since
	for n := slept + 1; n < len(h.steps); n++ {
		if k, ok := h.wakeIn(n); ok && k == key {
			last = n
		}
	}
	wanted := h.wanted(id, slept)
	if holder := h.s.Holder(wanted); holder >= 0 {
		return text + fmt.Sprintf(" What it waits for is held by task %d.", holder)
	}
	if last < 0 {
		return text + " Nobody has woken that key since." + h.elsewhere(id, slept, key, wanted)
	}
	woken := h.woke(last)
	by := fmt.Sprintf(" The last wake of that key was by task %d in step %d", h.steps[last].task, last+1)
	if len(woken) == 0 {
		return text + by + ", before it slept there."
	}
	text += by + fmt.Sprintf(", and went to %s;", tasks(woken))
	next := h.nextStep(woken[0], last)
	if next < 0 {
		return text + " that has not run since."
	}
	end := h.lastStep(woken[0])
	if end == next {
		return text + fmt.Sprintf(" that ran in step %d (%s), and woke nobody on that key.", next+1, h.did(next))
	}
	return text + fmt.Sprintf(" that ran in step %d (%s), and until its last step %d (%s) woke nobody on that key.", next+1, h.did(next), end+1, h.did(end))
}

// elsewhere says which other key was woken by who let go what a task wants.
func (h *history) elsewhere(id, since int, key string, wanted step.Hold) string {
	for n := since + 1; n < len(h.steps); n++ {
		for _, e := range h.steps[n].events {
			if e.Kind != task.Unlocked || !step.HoldOf(e).Overlaps(wanted) {
				continue
			}
			for m := n; m < len(h.steps); m++ {
				if k, ok := h.wakeIn(m); ok && h.steps[m].task == h.steps[n].task && k != key {
					return fmt.Sprintf(" Task %d unlocked %s in step %d, and in step %d woke key %s instead.", h.steps[n].task, h.s.Entry(step.HoldOf(e)), n+1, m+1, k)
				}
			}
		}
	}
	return ""
}

// wanted returns the entry that a task began to wait for, in its last wait
// before a step.
func (h *history) wanted(id, before int) step.Hold {
	for n := before; n >= 0; n-- {
		if h.steps[n].task != id {
			continue
		}
		for i := len(h.steps[n].events) - 1; i >= 0; i-- {
			if e := h.steps[n].events[i]; e.Kind == task.WaitBegin {
				e.Index &^= 1<<e.Order - 1
				return step.HoldOf(e)
			}
		}
	}
	return 0
}

func (h *history) nextStep(id, after int) int {
	for n := after + 1; n < len(h.steps); n++ {
		if h.steps[n].task == id {
			return n
		}
	}
	return -1
}

// lastStep returns the last step of a task, or -1. A task that sleeps fell
// asleep in it.
func (h *history) lastStep(id int) int {
	for n := len(h.steps) - 1; n >= 0; n-- {
		if h.steps[n].task == id {
			return n
		}
	}
	return -1
}

func tasks(ids []int) string {
	text := fmt.Sprintf("task %d", ids[0])
	for _, id := range ids[1:] {
		text += fmt.Sprintf(" and task %d", id)
	}
	return text
}

func upper(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
