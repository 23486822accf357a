package words

import (
	"fmt"
	"strings"
	"testing"

	"daxwait/internal/phrase"
	"daxwait/results"
	"daxwait/results/compare"
	"daxwait/results/internal/made"
)

// TestFindingsSayWhatTheDataSay: the words change with the data.
func TestFindingsSayWhatTheDataSay(t *testing.T) {
	words := func(other, doubled float64, hung bool) string {
		var records []*results.Record
		for i := range 3 {
			for _, r := range []*results.Record{made.Point("base", "", 1e5, 8), made.Point("other", "", other, 8), made.Point("base", "wake-one*2", 1e5, 8), made.Point("other", "wake-one*2", doubled, 8)} {
				r.Pattern = fmt.Sprint("p", i)
				records = append(records, r)
			}
		}
		if hung {
			records[1].Hangs = []string{"lost"}
		}
		var b strings.Builder
		if err := WriteFindings(&b, records, "base", "daxwait"); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	for _, c := range []struct {
		other, doubled float64
		hung           bool
		want           []string
	}{
		{2e5, 2e5, false, []string{"ahead in 3 (up to +100 % [+100, +100], p0)", "Nowhere do others lead", "other in 3, of 3 patterns", "simulated, cost profile default, 2 CPUs, 8 tasks, closed loop, hold=sleep (holders leave the CPU), n = 10\n"}},
		{0.5e5, 2e5, false, []string{"behind in 3 (down to −50 % [−50, −50]", "3 of these depend on wake-one*2", "base in 3", "3 of these depend on the price of a wake"}},
		{1e5, 1e5, false, []string{"other  the same run in all 3 patterns: nothing there exercises what is different"}},
		{2e5, 2e5, true, []string{"other loses wakeups: it hung in p0", "hung in 1 of 3; what safety costs in the others: ops/s ahead in 2"}},
	} {
		got := strings.ReplaceAll(words(c.other, c.doubled, c.hung), phrase.NBSP, " ")
		for _, w := range c.want {
			if !strings.Contains(got, w) {
				t.Errorf("other does %v, doubled %v, hung %v: want %q in\n%s", c.other, c.doubled, c.hung, w, got)
			}
		}
	}
}

// TestConditionsAreHeadings: what was simulated and what was not, other CPUs and
// other loads stand below headings of their own, and nothing without one.
func TestConditionsAreHeadings(t *testing.T) {
	var records []*results.Record
	for _, strategy := range []string{"base", "other"} {
		ops := made.Ten(1000, 1)
		if strategy == "other" {
			ops = made.Ten(1200, 1)
		}
		sim, many, open := made.Simulated(strategy, ops, ops), made.Simulated(strategy, ops, ops), made.Simulated(strategy, ops, ops)
		many.VCPUs, open.Rate, open.Loop = 16, 2000, "open"
		many.Pattern, open.Pattern = "many", "open"
		records = append(records, sim, made.Record("p", strategy, ops, ops), many, open)
	}
	var b strings.Builder
	if err := WriteFindings(&b, records, "base", "daxwait"); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"\nsimulated, cost profile default, 2 CPUs, 8 tasks, closed loop,", "\nlive on x, 8 CPUs, 8 tasks, closed loop,", "16 CPUs, 8 tasks, closed", "open loop of 2000 operations a second a task",
	} {
		if strings.Count(b.String(), want) != 1 {
			t.Errorf("not one %q in\n%s", want, b.String())
		}
	}
	if strings.Count(b.String(), "ops/s ahead in 1 (") != 4 {
		t.Errorf("not four counts of one in\n%s", b.String())
	}
	if err := Write(&b, []Sentence{{Text: "a is ahead of b"}}); err == nil {
		t.Error("a sentence without conditions is printed")
	}
}

// TestTold: no change is called none, and what became nothing is said so.
func TestTold(t *testing.T) {
	wait := results.MetricNamed("p99-wait-ns")
	for want, c := range map[string]compare.Change{
		"became 0 (from 12 µs)":                     {Metric: wait, Outcome: compare.Better, Defined: true, Old: compare.Interval{Value: 12e3}},
		"became 12 µs (from 0)":                     {Metric: wait, Outcome: compare.Worse, New: compare.Interval{Value: 12e3}},
		"not told apart, between −3.0 % and +5.0 %": {Outcome: compare.Untold, Defined: true, Ratio: compare.Interval{Value: 1, Lo: 0.97, Hi: 1.05}},
		"even [−0.2, +0.07]":                        {Outcome: compare.Even, Defined: true, Ratio: compare.Interval{Value: 1, Lo: 0.998, Hi: 1.0007}},
		"the same run":                              {Outcome: compare.Same},
		"the mix moved: PTE faults +12 %, invalidate operations −30 %": {Outcome: compare.Mixed, Roles: []compare.RoleChange{
			{Role: "PTE faults", Outcome: compare.Better, Defined: true, Ratio: compare.Interval{Value: 1.12}}, {Role: "invalidate operations", Outcome: compare.Worse, Defined: true, Ratio: compare.Interval{Value: 0.7}}}},
	} {
		c.New.N = 10
		if c.New.Value == 0 && c.Outcome.Apart() == false {
			c.New.Value, c.Old.Value = 1, 1
		}
		if got := strings.ReplaceAll(Told(&c), phrase.NBSP, " "); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
