package bench_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"daxwait/bench"
	"daxwait/bench/pattern"
	"daxwait/results"
	"daxwait/strategies"
)

// TestEveryPatternRuns runs all patterns with the strategies that are compared,
// for a moment.
func TestEveryPatternRuns(t *testing.T) { runs(t, pattern.All(), strategies.Compared()) }

// TestEveryPatternAroundRuns: of most of those no design matters, so two will do.
func TestEveryPatternAroundRuns(t *testing.T) {
	two, err := strategies.Find("exclusive,perindex")
	if err != nil {
		t.Fatal(err)
	}
	if testing.Short() { // a round of a journal is long, and one design walks it like another
		rounds := func(p *pattern.Pattern) bool { return p.Rounds != 0 }
		runs(t, slices.DeleteFunc(pattern.Around(), func(p *pattern.Pattern) bool { return !rounds(p) }), two[:1])
		runs(t, slices.DeleteFunc(pattern.Around(), rounds), two)
		return
	}
	runs(t, pattern.Around(), two)
}

func runs(t *testing.T, patterns []*pattern.Pattern, designs []*strategies.Strategy) {
	log, _, err := results.Begin(nil, t.TempDir(), nil, results.Force)
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	plan := bench.Plan{
		Patterns: patterns, Strategies: designs, Windows: 1, Window: 5 * time.Millisecond, Seed: 1,
	}
	if testing.Short() {
		plan.Window = time.Millisecond
	}
	groups, err := plan.Groups()
	if err != nil {
		t.Fatal(err)
	}
	records, err := plan.Run(context.Background(), groups, log, nil)
	if err != nil {
		t.Fatal(err)
	}
	hangs := map[string]bool{}
	for _, s := range strategies.Compared() {
		hangs[s.Name] = s.Hangs
	}
	for _, r := range records {
		s := r.Samples[0]
		if s.Ops == 0 {
			t.Errorf("%s: no operation", r.Name())
		}
		if s.Counts.Violations != 0 {
			t.Errorf("%s: %d broken rules", r.Name(), s.Counts.Violations)
		}
		if len(r.Hangs) != 0 && !hangs[r.Strategy] {
			t.Errorf("%s hung: %v", r.Name(), r.Hangs)
		}
		t.Logf("%-55s %7d ops %6.2f sleeps/op %5.2f useless/op %5.2f fb/op  %d/%d hung %v", r.Name(), s.Ops,
			float64(s.Counts.Sleeps)/float64(s.Ops), float64(s.Counts.Resleeps)/float64(s.Ops), float64(s.Counts.Fallbacks)/float64(s.Ops), s.HungRounds, s.Rounds, s.Hung)
	}
}
