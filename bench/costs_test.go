package bench

import (
	"math"
	"testing"
	"time"

	"daxwait/bench/pattern"
	"daxwait/bench/profile"
	"daxwait/bench/trace"
	"daxwait/strategies"
)

// TestReplayTakesItsTime: what nobody else is in the way of takes as long as in
// the trace, whatever the profile says that its steps cost.
func TestReplayTakesItsTime(t *testing.T) {
	w := &trace.Workload{Warnings: &trace.Warnings{}, Workers: []trace.Worker{{Ops: []trace.Op{
		{Kind: trace.OpPTEFault, Index: 7, End: 7, Write: true, Grabbed: true, ThinkNS: 30_000, OwnNS: 5_000, HoldNS: 20_000, Entries: 1},
		{Kind: trace.OpWriteback, End: 7, ThinkNS: 10_000, IdleNS: 100_000, OwnNS: 3_000, HoldNS: 7_000, Entries: 1},
		{Kind: trace.OpInvalidate, Index: 7, End: 7, ThinkNS: 4_000, OwnNS: 1_000, HoldNS: 2_000, Entries: 1},
		// Before it had an entry, and on a window that was too small.
		{Kind: trace.OpPMDFault, Index: 512, End: 1023, Order: 9, Page: 700, FellBack: true, Grabbed: true, ThinkNS: 6_000, OwnNS: 1_000},
		{Kind: trace.OpPTEFault, Index: 700, End: 700, ThinkNS: 2_000, OwnNS: 1_000, HoldNS: 8_000, Entries: 1},
		{Kind: trace.OpPMDFault, Index: 0, End: 511, Order: 9, Page: 9, FellBack: true, ThinkNS: 12_000, OwnNS: 1_000},
		{Kind: trace.OpPTEFault, Index: 9, End: 9, ThinkNS: 2_000, OwnNS: 1_000, HoldNS: 4_000, Entries: 1},
	}}}}
	const round, operations = 220_000, 5 // the sum of these
	p, err := pattern.FromTrace("linux6.12-x.trace", w)
	if err != nil {
		t.Fatal(err)
	}
	for _, prof := range profile.Shipped() {
		prof.ContextSwitch.Mean = 0 // the wait for the disk ends with one
		c := Case{Pattern: p, Strategy: found(strategies.Find("exclusive"))[0], Tasks: 1, Sim: &Sim{CPUs: 1, Profile: &prof.Profile}}
		x := c.Start(nil, 20*time.Millisecond)
		x.Window()
		s := x.Finish().Samples[0]
		if got := s.Seconds * 1e9 / float64(s.Ops) * operations; math.Abs(got-round) > round/100 {
			t.Errorf("%s: %d operations take %.0f ns, in the trace %d", prof.Name, operations, got, round)
		}
	}
}
