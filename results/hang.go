package results

import (
	"slices"
	"strings"
)

// What the description of a hang says of who sleeps on an entry that is free, and
// of who sleeps on one that a task has locked.
const (
	NobodyHolds = "and nobody holds it"
	HeldBy      = "held by task"
)

// Lost reports whether a hang of r is a lost wakeup: one in which all wait for a
// holder is not.
func (r *Record) Lost() bool {
	says := strings.Join(r.Hangs, "; ")
	return strings.Contains(says, NobodyHolds) || !strings.Contains(says, HeldBy)
}

// Idle reports whether no window of the record has an operation, and none hung: its
// tasks were late, held for longer than a window, or went round without end.
func (r *Record) Idle() bool {
	return len(r.Samples) != 0 && !r.Hung() && !slices.ContainsFunc(r.Samples, func(s Sample) bool { return s.Ops != 0 })
}

// Hung reports whether any window or round of the record ended in a hang.
func (r *Record) Hung() bool {
	return slices.ContainsFunc(r.Samples, func(s Sample) bool { return s.Hung || s.HungRounds != 0 }) || len(r.Hangs) != 0
}
