package check

import (
	"daxwait/daxcore/step"
	"daxwait/daxcore/task"
)

// A state in words: a head, three words for each task, and the world.
//
//	head   spurious wakeups left, 1 + the task that ran last (in ordered
//	       searches), what is violated, and how often each choice may still
//	       be answered yes, a byte each
//	task   status, operation, whose end it awaits, a byte each; the hash of its
//	       local state; the entry it holds
const (
	headWords = 1
	taskWords = 3
)

// unbounded is a budget that is not used up.
const unbounded = 255

// taskState is a task's part.
type taskState struct {
	status step.Status // Finished if all its operations are
	op     uint8
	until  uint8
	local  uint64
}

// head is the first word.
type head struct {
	spurious uint8
	budgets  [task.Choices]uint8 // yeses left, by choice
	last     uint8               // 1 + task, or 0
	kind     step.Kind
}

func (h head) word() uint64 {
	w := uint64(h.spurious) | uint64(h.last)<<8 | uint64(h.kind)<<16
	for c, n := range h.budgets {
		w |= uint64(n) << (24 + 8*c)
	}
	return w
}

func headOf(w uint64) head {
	h := head{spurious: uint8(w), last: uint8(w >> 8), kind: step.Kind(w >> 16 & 0xff)}
	for c := range h.budgets {
		h.budgets[c] = uint8(w >> (24 + 8*c))
	}
	return h
}

func (t taskState) word() uint64 {
	return uint64(t.status) | uint64(t.op)<<8 | uint64(t.until)<<16
}

// taskOf returns the state of a task in a state.
func taskOf(state []uint64, id int) taskState {
	w := state[headWords+taskWords*id:]
	return taskState{step.Status(w[0]), uint8(w[0] >> 8), uint8(w[0] >> 16), w[1]}
}

// canStep reports whether a task can take a step from a state.
func canStep(state []uint64, id int) bool {
	switch t := taskOf(state, id); t.status {
	case step.Ready:
		return true
	case step.Blocked:
		return taskOf(state, int(t.until)).status == step.Finished
	}
	return false
}
