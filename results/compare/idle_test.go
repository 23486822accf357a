package compare

import (
	"testing"

	"daxwait/results"
	"daxwait/results/internal/made"
)

// idle is a record of ten windows without an operation.
func idle(strategy string) *results.Record {
	return made.Simulated(strategy, make([]int64, 10), make([]int64, 10))
}

// TestNoOperationIsAnOutcome: a design that did nothing is told of, whichever side
// it is, and changes nothing of what the others are told.
func TestNoOperationIsAnOutcome(t *testing.T) {
	base, fast := made.Simulated("base", made.Ten(1000, 1), made.Ten(10, 1)), made.Simulated("fast", made.Ten(2000, 1), made.Ten(10, 1))
	outcomes := func(baseline string, records ...*results.Record) (found []Outcome) {
		for _, c := range Compare(records, baseline, results.MetricNamed("ops/s")) {
			found = append(found, c.Outcome)
		}
		return found
	}
	if got := outcomes("base", base, idle("frozen"), fast); len(got) != 2 || got[0] != Idle || got[1] != Better {
		t.Errorf("%q", got)
	}
	if got := outcomes("frozen", idle("frozen"), fast); len(got) != 1 || got[0] != Idle {
		t.Errorf("of a baseline that did nothing: %q", got)
	}
	hung := idle("frozen")
	hung.Samples[0].Hung = true
	if got := outcomes("base", base, hung); len(got) != 0 {
		t.Errorf("what hung is %q", got)
	}
	l := Leaders([]*results.Record{idle("frozen"), fast}, results.MetricNamed("ops/s"))[0]
	if len(l.Idle) != 1 || l.Idle[0] != "frozen" || !l.Alone() || l.Best[0] != "fast" {
		t.Errorf("who leads: %+v", l)
	}
}

// TestNoOperationOfASide is a violated property if there were some, and said if there
// were none before.
func TestNoOperationOfASide(t *testing.T) {
	some := made.Simulated("x", made.Ten(1000, 1), made.Ten(10, 1))
	if c := compareSides(t, side("a", some), side("b", idle("x")), 0.01, "ops/s"); len(c.Violated) != 1 || c.Violated[0].What != "did no operation, and did some" || len(c.Idle) != 0 {
		t.Errorf("%+v", c)
	}
	for _, now := range []*results.Record{some, idle("x")} {
		if c := compareSides(t, side("a", idle("x")), side("b", now), 0.01, "ops/s"); len(c.Violated) != 0 || len(c.Idle) != 1 || c.Idle[0] != "8 tasks in p on 2 CPUs, x" {
			t.Errorf("%+v", c)
		}
	}
}
