package words

import (
	"slices"

	"daxwait/internal/phrase"
	"daxwait/results"
)

// hangs names who was lost and where, and who waited for each other.
func (f *findings) hangs() {
	f.hung("loses wakeups", func(r *results.Record) bool { return r.Lost() })
	f.hung("deadlocks", func(r *results.Record) bool { return !r.Lost() })
}

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
