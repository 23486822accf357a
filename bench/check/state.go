package check

import (
	"math/bits"

	"daxwait/daxcore/step"
)

// A state in words: a head, three words for each task, and the world.
//
//	head   spurious wakeups left, failures left, 1 + the task that ran last
//	       (in ordered searches), and what is violated, a byte each
//	task   status, operation, whose end it awaits, a byte each; the hash of its
//	       local state; the entry it holds
const (
	headWords = 1
	taskWords = 3
)

// taskState is a task's part.
type taskState struct {
	status step.Status // Finished if all its operations are
	op     uint8
	until  uint8
	local  uint64
}

// head is the first word.
type head struct {
	spurious, allocs uint8
	last             uint8 // 1 + task, or 0
	kind             step.Kind
}

func (h head) word() uint64 {
	return uint64(h.spurious) | uint64(h.allocs)<<8 | uint64(h.last)<<16 | uint64(h.kind)<<24
}

func headOf(w uint64) head {
	return head{uint8(w), uint8(w >> 8), uint8(w >> 16), step.Kind(w >> 24)}
}

func (t taskState) word() uint64 {
	return uint64(t.status) | uint64(t.op)<<8 | uint64(t.until)<<16
}

// taskOf returns the state of a task in a state.
func taskOf(state []uint64, id int) taskState {
	w := state[headWords+taskWords*id:]
	return taskState{step.Status(w[0]), uint8(w[0] >> 8), uint8(w[0] >> 16), w[1]}
}

// print is the fingerprint of a state. Two states that differ share one with a
// chance of about n²/2¹²⁸ in a search of n states.
type print struct{ a, b uint64 }

func printOf(words []uint64) print {
	a, b := uint64(0x243F6A8885A308D3), uint64(0x13198A2E03707344)
	for _, w := range words {
		a = (a ^ w) * 0x9E3779B97F4A7C15
		a ^= a >> 32
		b = (bits.RotateLeft64(b, 23) + w) * 0xD6E8FEB86659FD93
		b ^= b >> 29
	}
	return print{step.Mix(a, b), step.Mix(b, a^uint64(len(words)))}
}
