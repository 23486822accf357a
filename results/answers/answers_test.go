package answers

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode"

	"daxwait/internal/phrase"
	"daxwait/results"
)

// record is one of a simulation whose ten samples differ by a little.
func record(pattern, strategy string, tasks int, ops int64) *results.Record {
	r := &results.Record{Schema: results.Schema, Engine: "sim", Pattern: pattern, Strategy: strategy, Tasks: tasks, VCPUs: 2, Profile: "default", Hold: "sleep", Seed: 1}
	for i := range int64(10) {
		s := results.Sample{Seconds: 1, Ops: ops + i*ops/1000}
		s.Counts.Woken = ops
		r.Samples = append(r.Samples, s)
	}
	return r
}

// timed is a record of a pattern that maps files: operations take a time.
func timed(pattern, strategy string, tasks int, mean float64) *results.Record {
	r := record(pattern, strategy, tasks, int64(1e9/mean))
	for i := range r.Samples {
		r.Samples[i].LatencyMean = mean
	}
	return r
}

// piled is a record of pile-ups: a loss, and who stops behind it.
func piled(pattern, strategy string) *results.Record {
	r := timed(pattern, strategy, 4, 1000)
	for i := range r.Samples {
		r.Samples[i].Hung = true
		r.Pileups = append(r.Pileups, results.Pileup{Ops: 9, Tasks: 4, Stops: []results.Stop{
			{Task: 3, Role: "reader", On: results.OnEntry, Lost: true, Behind: -1, NS: 100},
			{Task: 1, Role: "mapper", On: "mmap_lock", Behind: 3, NS: 200},
			{Task: 2, Role: "ps", On: "mmap_lock", Behind: 1, NS: 5100},
		}})
	}
	return r
}

// evidence has something to say to each question, from a source of its own.
func evidence() *Evidence {
	e := &Evidence{}
	verdict := func(design, scenario, kind string, depth int) {
		v := &results.Verdict{Strategy: design, Scenario: scenario, Verdict: results.Proved, Bounds: results.Bounds{Tasks: 3, Operations: 5}}
		if kind != "" {
			v.Verdict, v.Kind, v.Depth, v.Schedule = results.Violation, kind, depth, "v1:"+design+":"+scenario+":01:0000"
		}
		e.Verdicts = append(e.Verdicts, v)
	}
	safe := []string{"exclusive", "perindex", "merged", "nopmd", "perindex+pmd-meets-pte=wait-at-entry", "perindex+wake-on-removal=next"}
	for _, d := range slices.Concat(safe, []string{"mergednext", "merged-2019", "linux-5.2", "linux-5.12", "wake-if-absent", "wake-both", "linux-4.20-rc1"}, Designs()) {
		switch {
		case slices.ContainsFunc(e.Verdicts, func(v *results.Verdict) bool { return v.Strategy == d }):
		case slices.Contains(safe, d):
			verdict(d, "entry/one", "", 0)
		default:
			verdict(d, "entry/one", "lost wakeup", 7)
		}
	}
	verdict("linux-5.2", "around/pile-up", "lost wakeup", 10)
	verdict("exclusive", "around/page-lock-evict", "", 0)
	for _, d := range []string{"exclusive", "perindex", "merged", "mergednext", "linux-5.2"} {
		verdict(d, "around/sync-in-entry", "lock cycle", 4) // whatever the design
		verdict(d, "around/sync-retry", "", 0)
		verdict(d, "around/pile-up-vma-locks", "", 0)
	}
	e.Schedules = []*results.Columns{{Strategy: "linux-5.2", Scenario: "around/pile-up", Ending: "Task 1 sleeps on key B for ever.", Steps: make([]results.Step, 10)}}
	e.Sources = []Source{
		{Name: "q1", Records: []*results.Record{
			record("pte-groups", "exclusive", 8, 10000), record("pte-groups", "merged", 8, 9600), record("pte-groups", "perindex", 8, 10000), record("pte-groups", "mergednext", 8, 8000),
			record("pte-groups", "exclusive", 32, 10000), record("pte-groups", "merged", 32, 5000), record("pte-groups", "perindex", 32, 10000),
		}},
		{Name: "q2", Records: []*results.Record{record("mix", "perindex", 8, 10000), record("mix", "perindex+pmd-meets-pte=wait-at-entry", 8, 9000)}},
		{Name: "q3", Records: []*results.Record{
			record("inval", "exclusive", 8, 10000), record("inval", "linux-5.12", 8, 12500), record("inval", "exclusive+put=all", 8, 11000),
			record("holewr", "perindex", 8, 10000), record("holewr", "perindex+wake-on-removal=next", 8, 10000),
		}},
		{Name: "q4", Records: []*results.Record{record("page-lock", "exclusive", 8, 10000), record("page-lock", "exclusive+page-retry=compare-pfn", 8, 9700)}},
		{Name: "q5", Records: []*results.Record{piled("rocksdb", "linux-5.2"), timed("table-scan", "exclusive", 8, 1000), timed("table-scan", "nopmd", 8, 4000)}},
		{Name: "q6", Records: []*results.Record{
			timed("empty-never", "exclusive", 1, 15000), timed("empty-map-sync", "exclusive", 1, 118000), timed("empty-retry", "exclusive", 1, 120000),
			timed("mapper-map-sync", "exclusive", 8, 5_650_000), timed("mapper-retry", "exclusive", 8, 188_000),
		}},
	}
	return e
}

// claims are all of all answers.
func claims(e *Evidence) (all []Claim) {
	for _, a := range Answers(e) {
		all = append(all, a.Claims...)
	}
	return all
}

// TestShort has the short answers to what the evidence is made to show. A short
// answer is one: of at most seventy words.
func TestShort(t *testing.T) {
	for i, want := range []string{
		"Converging the queues (merged against perindex, both of which wake all) costs at most 4.0 % [4.0, 4.0] of the throughput up to 8 tasks, then up to 50 % [50, 50] at 32 (pte-groups), and gains in none of 2 cases (simulated, cost profile default, 2 CPUs, 8 to 32 tasks, closed loop, hold=sleep). merged is proved, mergednext is not safe (lost wakeup, 7 steps).",
		"Waiting, all else being that of perindex, costs 10 % [10, 10] of the throughput (mix) in 1 of 1 case, and gains in none (simulated, cost profile default, 2 CPUs, 8 tasks, closed loop, hold=sleep). Told to wait, perindex is proved, exclusive is not safe (lost wakeup, 7 steps).",
		"Of 4 ways after an invalidation only “wake all” is proved; the other 3 are not safe (lost wakeup, 7 steps). To wake all and not the next costs 20 % [20, 20] of the throughput (inval) in 1 of 2 cases, and gains in none; the same run in 1 (simulated, cost profile default, 2 CPUs, 8 tasks, closed loop, hold=sleep).",
		"Of 5 ways to go on after a sleep only “start again from the page” is proved; the other 4 are not safe (lost wakeup, 7 steps). To compare costs 3.0 % [3.0, 3.0] of the throughput (page-lock) in 1 of 1 case, and gains in none (simulated, cost profile default, 2 CPUs, 8 tasks, closed loop, hold=sleep). Not safe either: a second look as no RCU reader, a fault’s plain load and another cookie than the unlocked value.",
		"By way of mmap_lock: in rocksdb linux-5.2 loses a wakeup, and 5 µs later 3 of 4 tasks sleep for ever, 2 of them on mmap_lock (medians of 10 pile-ups; ps is among them in 10). To disable PMD entries (nopmd) costs 75 % [75, 75] of the throughput (table-scan) in 1 of 1 case, and gains in none (simulated, cost profile default, 2 CPUs, 8 tasks, closed loop, hold=sleep).",
		"A fault that commits deadlocks with the entry locked in 1 of 1, with fault-retry in 0 of 1 scenarios. A write fault on an empty file (empty) takes 15 µs with no commit, 118 µs with MAP_SYNC, 120 µs with fault-retry; a munmap and mmap beside faults (mapper) 5.65 ms with MAP_SYNC, 188 µs with fault-retry.",
	} {
		got := strings.ReplaceAll(Answers(evidence())[i].Claims[0].Text, phrase.NBSP, " ")
		if got != want {
			t.Errorf("Q%d\n%s\nwant\n%s", i+1, got, want)
		}
		if n := len(strings.Fields(got)); n > 85 {
			t.Errorf("Q%d has %d words", i+1, n)
		}
	}
}

// TestNothingIsKnownBeforehand holds sentences to their facts: whatever digit or
// name of a design stands in one is of a number or a name that was found.
func TestNothingIsKnownBeforehand(t *testing.T) {
	designs := evidence().checked()
	for _, e := range []*Evidence{evidence(), {}} {
		for _, c := range claims(e) {
			if c.Missing {
				continue
			}
			rest := c.Text
			for _, f := range c.Facts {
				if !strings.Contains(rest, f.Text) {
					t.Errorf("%q does not have its fact %q", c.Text, f.Text)
				}
				rest = strings.Replace(rest, f.Text, "", 1)
			}
			if strings.ContainsFunc(rest, unicode.IsDigit) {
				t.Errorf("%q: nothing stands behind the digits in %q", c.Text, rest)
			}
			for _, d := range designs {
				if strings.Contains(rest, d) {
					t.Errorf("%q: nothing stands behind %s in %q", c.Text, d, rest)
				}
			}
			if c.Confidence == "" {
				t.Errorf("%q does not say how sure it is", c.Text)
			}
		}
	}
}

// TestNotLookedAt takes the evidence away, question by question.
func TestNotLookedAt(t *testing.T) {
	for i, a := range Answers(&Evidence{}) {
		if len(a.Claims) == 0 || !a.Claims[0].Missing || !strings.Contains(a.Claims[0].Text, "not looked at") || a.Claims[0].Command.None() {
			t.Errorf("%s, of nothing: %+v", a.ID, a.Claims)
		}
		without := evidence()
		without.Sources = slices.Delete(without.Sources, i, i+1)
		if c := Answers(evidence())[i].Claims[0]; c.Missing {
			t.Errorf("%s, of all: %s", a.ID, c.Text)
		}
		if c := Answers(without)[i].Claims[0]; !c.Missing || !strings.Contains(c.Text, "not looked at") {
			t.Errorf("%s does not notice that there are no records for it: %s", a.ID, c.Text)
		}
	}
}

// TestDepends varies a price, under which the order turns.
func TestDepends(t *testing.T) {
	e := evidence()
	first := func() Claim { return Answers(e)[0].Claims[0] }
	if !strings.Contains(first().Confidence, "prices of a wake were not varied") {
		t.Errorf("without variants: %s", first().Confidence)
	}
	for strategy, ops := range map[string]int64{"perindex": 10000, "merged": 12000} {
		r := record("pte-groups", strategy, 8, ops)
		r.Variant = "wake-one*0.5"
		e.Sources[0].Records = append(e.Sources[0].Records, r)
	}
	if want := "depends: of 1 case with prices of a wake halved and doubled the order turns round in 1"; !strings.Contains(first().Confidence, want) {
		t.Errorf("%q, want %q in it", first().Confidence, want)
	}
	if want := "It depends on the price of a wake in 1 case."; !strings.Contains(strings.ReplaceAll(first().Text, phrase.NBSP, " "), want) {
		t.Errorf("%q, want %q in it", first().Text, want)
	}
}

// TestHung wants designs that hung to be left out, and said so.
func TestHung(t *testing.T) {
	e := evidence()
	for _, r := range e.Sources[2].Records {
		if r.Strategy == "linux-5.12" {
			r.Samples[3].Hung = true
		}
	}
	text := ""
	for _, c := range Answers(e)[2].Claims {
		text += strings.ReplaceAll(c.Text, phrase.NBSP, " ") + "\n"
	}
	for _, want := range []string{"To wake all and not the next is the same run in each of 1 case, so that none exercises what they differ in (", "linux-5.12 hung in 1 of 10 windows of 8 tasks in inval on 2 CPUs.",
		"What safety costs here: linux-5.12 hung in each of 1 case, so that nothing is known of what it would save.",
		"exclusive against linux-5.12, operations per second: one of them hung in each of 1 case"} {
		if !strings.Contains(text, want) {
			t.Errorf("%s\nwant %q in it", text, want)
		}
	}
}

// TestTickets wants the schedules whose endings are told.
func TestTickets(t *testing.T) {
	got := fmt.Sprint(evidence().Tickets())
	if want := "[v1:linux-5.2:around/pile-up:01:0000 v1:exclusive:around/sync-in-entry:01:0000]"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// TestWhatSafetyCosts wants the price of a safe design against an unsafe one that
// did not hang, beside its verdict.
func TestWhatSafetyCosts(t *testing.T) {
	text := ""
	for _, c := range Answers(evidence())[2].Claims {
		text += strings.ReplaceAll(c.Text, phrase.NBSP, " ") + "\n"
	}
	if want := "What safety costs here: exclusive against linux-5.12, which is not safe, costs 20 % [20, 20] of the throughput (inval) in 1 of 1 case, and gains in none."; !strings.Contains(text, want) {
		t.Errorf("%s\nwant %q in it", text, want)
	}
	if strings.Contains(text, "against perindex+wake-on-removal=next, which is not safe") {
		t.Error("a design that is proved is called not safe")
	}
}

// TestCPUsAreInNoCountTogether gives the same cases with other CPUs: claims of
// their own, each with its conditions.
func TestCPUsAreInNoCountTogether(t *testing.T) {
	e := evidence()
	for _, r := range e.Sources[1].Records {
		more := *r
		more.VCPUs = 16
		e.Sources[1].Records = append(e.Sources[1].Records, &more)
	}
	var under []string
	for _, c := range e.contests([3]string{"perindex+pmd-meets-pte=wait-at-entry", "perindex", "ops/s"}) {
		if !strings.Contains(c.Text, "of 1 case") {
			t.Error(c.Text)
		}
		under = append(under, strings.Split(c.Confidence, ";")[0])
	}
	want := []string{"simulated, cost profile default, 2 CPUs, 8 tasks, closed loop, hold=sleep", "simulated, cost profile default, 16 CPUs, 8 tasks, closed loop, hold=sleep"}
	if !slices.Equal(under, want) {
		t.Errorf("%q, want %q", under, want)
	}
}

// TestMixMoved: a sum that grows since dear operations became fewer is called
// neither less nor more.
func TestMixMoved(t *testing.T) {
	e := evidence()
	for _, r := range e.Sources[1].Records {
		faults, cuts := int64(9000), int64(1000)
		if r.Strategy != "perindex" {
			faults, cuts = 10_000, 500
		}
		for i := range r.Samples {
			r.Samples[i].Ops = faults + cuts + int64(i)
			r.Samples[i].Roles = []results.RoleOps{{Role: "PTE faults", Ops: faults + int64(i)}, {Role: "truncates", Ops: cuts}}
		}
	}
	c := e.contest("perindex+pmd-meets-pte=wait-at-entry", "perindex", "ops/s", everyRecord).claim()
	if text := strings.ReplaceAll(c.Text, phrase.NBSP, " "); !strings.Contains(text, "of 1 case the mix moved in 1 (mix: PTE faults +11 % [+11, +11], truncates −50 % [−50, −50])") {
		t.Error(text)
	}
}
