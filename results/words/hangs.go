package words

import (
	"slices"
	"strings"

	"daxwait/internal/phrase"
	"daxwait/results"
)

// hangs names who was lost and where, and who waited for each other.
func (f *findings) hangs() {
	f.hung("loses wakeups", func(r *results.Record) bool { return lost(r) })
	f.hung("deadlocks", func(r *results.Record) bool { return !lost(r) })
}

// lost reports whether a hang of r is a lost wakeup: one in which all wait for a
// holder is not.
func lost(r *results.Record) bool {
	says := strings.Join(r.Hangs, "; ")
	return strings.Contains(says, NobodyHolds) || !strings.Contains(says, HeldBy)
}

// What the description of a hang says of who sleeps on an entry that is free, and
// of who sleeps on one that a task has locked.
const (
	NobodyHolds = "and nobody holds it"
	HeldBy      = "held by task"
)

func (f *findings) hung(does string, of func(*results.Record) bool) {
	var names []string
	where := map[string][]string{}
	for _, r := range f.records {
		if r.Hung() && of(r) {
			if where[r.Strategy] == nil {
				names = append(names, r.Strategy)
			}
			if !slices.Contains(where[r.Strategy], r.Pattern) {
				where[r.Strategy] = append(where[r.Strategy], r.Pattern)
			}
		}
	}
	for _, n := range names {
		f.say("%s %s: it hung in %s, and is not compared there.", n, does, phrase.Few(where[n]))
	}
}
