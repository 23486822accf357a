package answers

import (
	"fmt"
	"strings"
	"testing"
	"unicode"

	"daxwait/results"
)

// record is one of a simulation whose ten samples differ by a little.
func record(pattern, strategy string, tasks int, ops int64) *results.Record {
	r := &results.Record{Schema: results.Schema, Engine: "sim", Pattern: pattern, Strategy: strategy, Tasks: tasks, VCPUs: 2, Profile: "default", Hold: "sleep", Seed: 1}
	for i := range int64(10) {
		s := results.Sample{Seconds: 1, Ops: ops + i*ops/1000, LatencyP50: 1000 * ops}
		s.Counts.Woken = ops
		r.Samples = append(r.Samples, s)
	}
	return r
}

// evidence has something to say to each question.
func evidence() *Evidence {
	e := &Evidence{}
	verdict := func(design, scenario, kind string, depth int) {
		v := &results.Verdict{Strategy: design, Scenario: scenario, Verdict: results.Proved, Bounds: results.Bounds{Tasks: 3, Operations: 5}}
		if kind != "" {
			v.Verdict, v.Kind, v.Depth, v.Schedule = results.Violation, kind, depth, "v1:"+design+":"+scenario+":01:0000"
		}
		e.Verdicts = append(e.Verdicts, v)
	}
	for _, d := range append([]string{"exclusive", "perindex", "merged", "mergednext", "merged-2019", "linux-5.2", "linux-5.12", "wake-if-absent", "wake-both", "linux-4.20-rc1"}, Designs()...) {
		kind := ""
		if d != "exclusive" && d != "perindex" && d != "merged" {
			kind = "lost wakeup"
		}
		verdict(d, "entry/one", kind, 7)
	}
	verdict("linux-5.2", "around/pile-up", "lost wakeup", 10)
	for _, d := range []string{"exclusive", "perindex", "merged", "mergednext", "linux-5.2"} {
		verdict(d, "around/sync-in-entry", "lock cycle", 4) // whatever the design
		verdict(d, "around/pile-up-vma-locks", "", 0)
	}
	e.Schedules = []*results.Columns{{Strategy: "linux-5.2", Scenario: "around/pile-up", Ending: "Task 1 sleeps on key B for ever.", Steps: make([]results.Step, 10)}}
	e.Sources = []Source{{Name: "dir", Records: []*results.Record{
		record("pte-groups", "exclusive", 8, 10000), record("pte-groups", "merged", 8, 9000), record("pte-groups", "perindex", 8, 10100), record("pte-groups", "mergednext", 8, 8000),
		record("pte-groups", "exclusive", 32, 10000), record("pte-groups", "merged", 32, 5000),
		record("mix", "perindex", 8, 10000), record("mix", "perindex+pmd-meets-pte=wait-at-entry", 8, 9000),
		record("inval", "exclusive", 8, 10000), record("inval", "linux-5.12", 8, 10000), record("inval", "exclusive+put=all", 8, 11000),
		record("page-lock", "exclusive", 8, 10000), record("page-lock", "exclusive+page-retry=compare-pfn", 8, 9700),
		record("scan", "exclusive", 8, 10000), record("scan", "nopmd", 8, 1700),
		record("empty-never", "exclusive", 8, 2), record("empty-map-sync", "exclusive", 8, 120),
	}}}
	return e
}

// claims are all of all answers.
func claims(e *Evidence) (all []Claim) {
	for _, a := range Answers(e) {
		all = append(all, a.Claims...)
	}
	return all
}

// TestNothingIsKnownBeforehand holds sentences to their facts: whatever digit
// stands in one is of a number or a name that was found.
func TestNothingIsKnownBeforehand(t *testing.T) {
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
			if c.Confidence == "" {
				t.Errorf("%q does not say how sure it is", c.Text)
			}
		}
	}
}

// TestNotLookedAt takes the evidence away, question by question.
func TestNotLookedAt(t *testing.T) {
	for _, a := range Answers(&Evidence{}) {
		if len(a.Claims) == 0 || !a.Claims[0].Missing || !strings.Contains(a.Claims[0].Text, "not looked at") || a.Claims[0].Command == "" {
			t.Errorf("%s, of nothing: %+v", a.ID, a.Claims)
		}
	}
	for i, without := range []string{"merged", "perindex+pmd-meets-pte=wait-at-entry", "linux-5.12", "exclusive+page-retry=compare-pfn", "nopmd", "exclusive"} {
		e := evidence()
		e.Sources[0].Records = dropped(e.Sources[0].Records, without)
		before, after := Answers(evidence())[i], Answers(e)[i]
		if missing(before) >= missing(after) {
			t.Errorf("%s does not notice that there are no records of %s", before.ID, without)
		}
	}
}

func missing(a Answer) (n int) {
	for _, c := range a.Claims {
		if c.Missing {
			n++
		}
	}
	return n
}

func dropped(records []*results.Record, strategy string) (rest []*results.Record) {
	for _, r := range records {
		if r.Strategy != strategy {
			rest = append(rest, r)
		}
	}
	return rest
}

// TestSentencesFollow changes the data, and wants the sentences to change.
func TestSentencesFollow(t *testing.T) {
	says := func(e *Evidence, n int, want string) {
		t.Helper()
		if got := Answers(e)[n].Claims[0].Text; !strings.Contains(strings.ReplaceAll(got, nbsp, " "), want) {
			t.Errorf("Q%d says %q, want %q in it", n+1, got, want)
		}
	}
	e := evidence()
	says(e, 0, "costs throughput in 2 of 2 cases, at most −50 % [−50, −50] (32 tasks in pte-groups on 2 CPUs)")
	says(e, 0, "merged is proved, mergednext is not safe.")
	says(e, 3, "Of 5 ways to go on after a sleep starting again from the page is proved.")
	says(e, 4, "1 of 5 designs does that")
	for _, v := range e.Verdicts {
		switch {
		case base(v.Scenario) == "sync-in-entry" || base(v.Scenario) == "pile-up-vma-locks":
		case v.Strategy == "merged":
			v.Verdict, v.Kind, v.Depth = results.Violation, "livelock", 3
		case v.Strategy == "mergednext", strings.Contains(v.Strategy, "compare-pfn"), base(v.Scenario) == "pile-up":
			v.Verdict, v.Kind, v.Schedule = results.Proved, "", ""
		}
	}
	for _, r := range e.Sources[0].Records {
		if r.Strategy == "merged" {
			for i := range r.Samples {
				r.Samples[i].Ops *= 3
			}
		}
	}
	says(e, 0, "costs no throughput that is clear in any of 2 cases; it is ahead in 2")
	says(e, 0, "mergednext is proved, merged is not safe.")
	says(e, 3, "starting again from the page and comparing the pfn are proved.")
	says(e, 4, "None of 5 designs loses a wakeup below mmap_lock.")
}

// TestDepends varies a price, under which the order turns.
func TestDepends(t *testing.T) {
	e := evidence()
	confidence := func() string { return Answers(e)[0].Claims[0].Confidence }
	if !strings.Contains(confidence(), "prices of a wake were not varied") {
		t.Errorf("without variants: %s", confidence())
	}
	for _, s := range []struct {
		strategy string
		ops      int64
	}{{"exclusive", 10000}, {"merged", 12000}} {
		r := record("pte-groups", s.strategy, 8, s.ops)
		r.Variant = "wake-one*0.5"
		e.Sources[0].Records = append(e.Sources[0].Records, r)
	}
	if want := "depends: 1 of 2 orders turn round"; !strings.Contains(confidence(), want) {
		t.Errorf("%q, want %q in it", confidence(), want)
	}
}

// TestHung wants designs that hung to be left out, and said so.
func TestHung(t *testing.T) {
	e := evidence()
	for _, r := range e.Sources[0].Records {
		if r.Strategy == "linux-5.12" {
			r.Samples[3].Hung = true
		}
	}
	text := ""
	for _, c := range Answers(e)[2].Claims {
		text += c.Text + "\n"
	}
	for _, want := range []string{"What exclusive costs against linux-5.12: not looked at", "linux-5.12 hung in 1 of 10 windows of 8 tasks in inval on 2 CPUs."} {
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
