package check_test

import (
	"strings"
	"testing"

	"daxwait/bench/check"
	"daxwait/daxcore"
)

// TestLimitOfMemory: a search ends where it is reached, and says so; levels that
// wait in files change nothing.
func TestLimitOfMemory(t *testing.T) {
	sc := scenario(t, "pte B+1", fiveByTwo)
	upstream := daxcore.Policy{}.Design
	r := search(t, sc, upstream, check.Options{MaxMemory: 2_000_000})
	if r.Hit != "the limit of 2MB of memory" || r.States < 2500 || r.States > 60_000 {
		t.Errorf("hit %q after %d states", r.Hit, r.States)
	}
	if small := search(t, scenario(t, "pte B+1", "F(0,B+1); I(B+1); F(9,B)"), upstream, check.Options{MaxMemory: 2_000_000}); small.Hit != "" {
		t.Errorf("hit %q after %d states", small.Hit, small.States)
	}
}

// TestFirstViolationEndsASearch, whether something is left out or not.
func TestFirstViolationEndsASearch(t *testing.T) {
	sc := scenario(t, "pte B+1", "F(0,B+1); F(0,B+1); I(B+1); I(B+1); I(B+1)")
	next := daxcore.Policy{OnRemoval: daxcore.WakeNext}.Design
	all := search(t, sc, next, check.Options{})
	for _, which := range []check.Reductions{0, check.AllReductions} {
		r := search(t, sc, next, check.Options{First: true, Reduce: which})
		if len(r.Violations) != 1 || r.Hit != check.FirstViolation || r.States >= all.States || r.Violations[0].Kind != all.Violations[0].Kind {
			t.Errorf("%v: hit %q after %d states of %d: %+v", which.Names(), r.Hit, r.States, all.States, r.Violations)
		}
		proved := search(t, sc, daxcore.Policy{}.Design, check.Options{First: true, Reduce: which})
		if proved.Hit != "" || len(proved.Violations) != 0 {
			t.Errorf("%v: upstream's: %q, %v", which.Names(), proved.Hit, proved.Violations)
		}
	}
}

// TestWithoutLivelocks: all but those are found; a design that only runs round is
// not told from a safe one.
func TestWithoutLivelocks(t *testing.T) {
	sc := scenario(t, "", "F(0,B+1); F(0,B+1); F(0,B+1); F(0,B+2)")
	passes := daxcore.Policy{Key: daxcore.KeyBase, Resleep: daxcore.ResleepPasses}.Design
	for _, which := range append([]check.Reductions{0}, reductions...) {
		if r := search(t, sc, passes, check.Options{Reduce: which}); len(r.Violations) != 1 || r.Reduced != 0 {
			t.Errorf("%v: %+v, and a livelock is what there is", which.Names(), r.Violations)
		}
		if r := search(t, sc, passes, check.Options{Reduce: which, NoLivelock: true}); len(r.Violations) != 0 {
			t.Errorf("%v: %+v, and none is looked for", which.Names(), r.Violations)
		}
	}
}

// TestCompactProvesNothing: it finds what there is, and says how sure it is.
func TestCompactProvesNothing(t *testing.T) {
	sc := scenario(t, "pte B+1", "F(0,B+1); F(0,B+1); I(B+1); I(B+1)")
	full := search(t, sc, daxcore.Policy{}.Design, check.Options{})
	for _, which := range []check.Reductions{0, check.AllReductions} {
		r := search(t, sc, daxcore.Policy{}.Design, check.Options{Compact: true, Reduce: which})
		if !strings.Contains(r.Hit, "a state was left out") || len(r.Violations) != 0 || which == 0 && r.States != full.States {
			t.Errorf("%v: hit %q, %d states of %d", which.Names(), r.Hit, r.States, full.States)
		}
		lost := search(t, sc, daxcore.Policy{OnRemoval: daxcore.WakeNext}.Design, check.Options{Compact: true, Reduce: which})
		if len(lost.Violations) == 0 {
			t.Errorf("%v: %q", which.Names(), lost.Hit)
		}
	}
}
