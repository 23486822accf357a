package check_test

import (
	"strings"
	"testing"

	"daxwait/bench/check"
	"daxwait/daxcore/daxtest"
	"daxwait/daxcore/step"
	"daxwait/strategies"
)

// FuzzTicket: what is read is written as it is read again, and nothing panics.
func FuzzTicket(f *testing.F) {
	for _, text := range []string{
		"v1:linux-5.2:entry/pmd-meets-pte:0100:ce0d", "v1:exclusive+put=never:my scenario:0s1y x23:00FF", "v1::::0000",
		"v0:a:b:0:0000", "junk", "", "v1:a:b:0:12\n3", "v1:a:b:0:+123", "v1:a:b:0:0x1f", "v1:a:b:0:1_23",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		ticket, err := check.ParseTicket(text)
		if err != nil {
			return
		}
		again, err := check.ParseTicket(ticket.String())
		if err != nil || again.String() != ticket.String() {
			t.Fatalf("%q is written %q and read back as %q, %v", text, ticket, again, err)
		}
		if again.Strategy != ticket.Strategy || again.Scenario != ticket.Scenario || again.Digest != ticket.Digest ||
			again.Schedule.Loop != ticket.Schedule.Loop || len(again.Schedule.Steps) != len(ticket.Schedule.Steps) {
			t.Errorf("%q: %+v is read back as %+v", text, ticket, again)
		}
		if !strings.HasSuffix(strings.ToLower(text), ticket.String()[len(ticket.String())-4:]) {
			t.Errorf("%q has the digest %04x", text, ticket.Digest)
		}
	})
}

// TestTicketRefuses: the error has the word that is wrong.
func TestTicketRefuses(t *testing.T) {
	for text, says := range map[string]string{
		"":                "v1:STRATEGY:SCENARIO:STEPS:DIGEST",
		"v1":              "v1:STRATEGY:SCENARIO:STEPS:DIGEST",
		"v1:a:b:0":        "v1:STRATEGY:SCENARIO:STEPS:DIGEST",
		"v1:a:b:0:0000:0": "v1:STRATEGY:SCENARIO:STEPS:DIGEST",
		"v2:a:b:0:0000":   "of version v2; this program reads v1",
		"v1:a:b:0:123":    `digest "123"`,
		"v1:a:b:0:12345":  `digest "12345"`,
		"v1:a:b:0:+123":   `digest "+123"`,
		"v1:a:b:0:12\n3":  "want 4 hexadecimal digits",
		"v1:a:b:0q:0000":  "'q'",
		"v1:a:b:0x:0000":  "nothing follows the x",
		" v1:a:b:0:0000":  "this program reads v1",
	} {
		if ticket, err := check.ParseTicket(text); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q is read as %q; says %v, want %q", text, ticket, err, says)
		}
	}
}

// TestTicketsFindOutWhatChanged: the design, the scenario, or who can step.
func TestTicketsFindOutWhatChanged(t *testing.T) {
	found, err := strategies.Find("linux-5.2,linux-5.12")
	if err != nil {
		t.Fatal(err)
	}
	lossy, safe := found[0], found[1]
	sc, err := daxtest.ScenarioNamed("pmd-meets-pte")
	if err != nil {
		t.Fatal(err)
	}
	other, err := daxtest.ParseScenario(strings.NewReader("tasks: F(0,B+2); F(9,B)"), "other.txt", sc.Name)
	if err != nil {
		t.Fatal(err)
	}
	sched, err := step.ParseSchedule("0100")
	if err != nil {
		t.Fatal(err)
	}
	ticket, err := check.Issue(lossy.Name, sc, lossy.EntryLock, sched)
	if err != nil {
		t.Fatal(err)
	}
	read, err := check.ParseTicket(ticket.String())
	if err != nil {
		t.Fatal(err)
	}
	if err := read.Stale(sc, lossy.EntryLock); err != nil {
		t.Errorf("a fresh ticket: %v", err)
	}
	if err := read.Stale(other, lossy.EntryLock); err == nil || !strings.Contains(err.Error(), "it ends in digest") {
		t.Errorf("of another scenario: %v", err)
	}
	if err := read.Stale(sc, safe.EntryLock); err == nil || !strings.Contains(err.Error(), "stale") {
		t.Errorf("of another design: %v", err)
	}
	read.Schedule, _ = step.ParseSchedule("01000")
	if err := read.Stale(sc, lossy.EntryLock); err == nil || !strings.Contains(err.Error(), "task 0 has finished") {
		t.Errorf("with a step too many: %v", err)
	}
	if _, err := check.Issue(lossy.Name, sc, lossy.EntryLock, read.Schedule); err == nil {
		t.Error("a schedule that cannot be played gets a ticket")
	}
}
