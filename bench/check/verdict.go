package check

import (
	"slices"
	"strings"

	"daxwait/bench/order"
	"daxwait/daxcore/daxtest"
	"daxwait/results"
)

// Verdict turns the result of a search into a record. Schedules of its
// inversions are left to who issues tickets.
func Verdict(strategy string, sc *daxtest.Scenario, o Options, r *Result, ticket string, seconds float64) *results.Verdict {
	v := &results.Verdict{
		Strategy: strategy, Scenario: sc.Name, Verdict: results.Proved,
		Findings: r.Findings.Names(),
		States:   int64(r.States), Edges: int64(r.Edges), Seconds: seconds,
		Bounds: results.Bounds{
			Tasks: len(sc.Tasks), Operations: sc.Operations(),
			Spurious: o.Spurious, AllocFails: o.AllocFails, Refusals: o.Refusals,
			MaxStates: int64(o.states()), MaxMemory: o.MaxMemory, NoLivelock: o.NoLivelock, Hit: r.Hit, Reduced: r.Reduced.Names(),
		},
		Expected: results.Proved,
	}
	if r.Hit != "" {
		v.Verdict = results.Incomplete
	}
	for _, x := range r.Inversions {
		inv := order.Inverted(x.Inversion)
		switch {
		case x.Deadlock != nil:
			inv.Deadlock = results.DeadlockFound
		case x.None:
			inv.Deadlock = results.DeadlockNone
		default:
			inv.Deadlock = results.DeadlockOpen
		}
		v.Inversions = append(v.Inversions, inv)
	}
	for i, x := range r.Violations {
		if i == 0 {
			v.Verdict, v.Kind, v.Depth = results.Violation, x.Kind.String(), x.Depth
			v.Schedule, v.Preemptions = ticket, x.Preemptions
		}
		v.Kinds = append(v.Kinds, x.Kind.String())
	}
	var want []string
	for _, k := range sc.Expected(strategy) {
		want = append(want, k.String())
	}
	if want != nil {
		v.Expected = results.Violation + " " + strings.Join(want, ", ")
	}
	found := slices.Sorted(slices.Values(v.Kinds))
	slices.Sort(want)
	v.Hopeless = sc.Hopeless()
	v.AsExpected = v.Verdict != results.Incomplete && slices.Equal(want, found)
	return v
}
