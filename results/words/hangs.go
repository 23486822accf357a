package words

import (
	"fmt"

	"daxwait/internal/distinct"
	"daxwait/internal/phrase"
	"daxwait/results"
)

// hangs names who was lost and where, and who waited for each other.
func (f *findings) hangs() {
	f.hung("loses wakeups", func(r *results.Record) bool { return r.Lost() })
	f.hung("deadlocks", func(r *results.Record) bool { return !r.Lost() })
	names, where := f.where(func(r *results.Record) bool { return r.Idle() })
	for _, n := range names {
		f.note("%s did no operation in %s, and is not compared there.", n, phrase.Few(where[n]))
	}
}

func (f *findings) hung(does string, of func(*results.Record) bool) {
	names, where := f.where(func(r *results.Record) bool { return r.Hung() && of(r) })
	for _, n := range names {
		f.note("%s %s: it hung in %s, and is not compared there.", n, does, phrase.Few(where[n]))
	}
}

// where names the strategies of which something is so, and the patterns.
func (f *findings) where(so func(*results.Record) bool) (names []string, where map[string][]string) {
	type at struct{ strategy, pattern string }
	var met distinct.List[at]
	for _, r := range f.records {
		if so(r) {
			met.At(at{r.Strategy, r.Pattern})
		}
	}
	names, parts := distinct.Split(met.All(), func(a at) string { return a.strategy })
	where = map[string][]string{}
	for i, name := range names {
		for _, a := range parts[i] {
			where[name] = append(where[name], a.pattern)
		}
	}
	return names, where
}

// Rounds is how often strategies hung in rounds.
type Rounds struct {
	// Worst hung most often: in Hung of Rounds rounds of the pattern Where.
	Worst, Where string
	Hung, Rounds int64
	// Never is how many of Run strategies hung in no round.
	Never, Run int
	// Bound is the share below which all are at 95 %, if none hung.
	Bound float64
}

// OfRounds says who hung most often, and how many never did.
func OfRounds(r *Rounds) string {
	if r.Hung == 0 {
		return fmt.Sprintf("No strategy hung: each in less than %s of rounds, at 95 %%", phrase.Share(phrase.RoundUp(r.Bound)))
	}
	title := fmt.Sprintf("%s hung in %d of %d rounds of %s", r.Worst, r.Hung, r.Rounds, r.Where)
	switch {
	case r.Never == 0 && r.Run > 1:
		title += "; every strategy hung somewhere"
	case r.Never > 0:
		title += fmt.Sprintf("; %d of %d strategies hung in no round", r.Never, r.Run)
	}
	return title
}
