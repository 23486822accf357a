package words

import (
	"strings"
	"testing"

	"daxwait/results"
	"daxwait/results/internal/made"
)

func TestFindingsTellOfPileups(t *testing.T) {
	var b strings.Builder
	if err := WriteFindings(&b, []*results.Record{made.Piled()}, "exclusive", "daxwait"); err != nil {
		t.Fatal(err)
	}
	want := "linux-5.2 in rocksdb: a wakeup was lost after 100\u00a0ns (median of 1 pile-up, 100\u00a0ns to 100\u00a0ns), and 300\u00a0ns later (300\u00a0ns to 300\u00a0ns) all had stopped that ever did: in the first, 4 of 5 tasks, the mapper, 2 readers, ps. Of the rest, the appender goes on."
	if !strings.Contains(b.String(), want) {
		t.Errorf("no %q in\n%s", want, b.String())
	}
	cycle := made.Piled()
	cycle.Pileups[0].Stops[1].Lost = false
	b.Reset()
	if err := WriteFindings(&b, []*results.Record{cycle}, "exclusive", "daxwait"); err != nil || strings.Contains(b.String(), "a wakeup was lost") {
		t.Errorf("%v: none was lost, but\n%s", err, b.String())
	}
	lone := made.Piled()
	lone.Pileups[0].Stops = lone.Pileups[0].Stops[1:2]
	b.Reset()
	if err := WriteFindings(&b, []*results.Record{lone}, "exclusive", "daxwait"); err != nil || strings.Contains(b.String(), "had stopped") {
		t.Errorf("%v: nobody stopped behind it, but\n%s", err, b.String())
	}
}

// TestFindingsTellADeadlockFromALoss by what the hangs are said to be.
func TestFindingsTellADeadlockFromALoss(t *testing.T) {
	for hang, want := range map[string]string{
		"task 1 sleeps on key 0:0x7, " + results.NobodyHolds:   "linux-5.2 loses wakeups: it hung in rocksdb",
		"task 1 sleeps on key 0:0x7, " + results.HeldBy + " 2": "linux-5.2 deadlocks: it hung in rocksdb",
	} {
		r := made.Piled()
		r.Hangs, r.Pileups = []string{hang}, nil
		var b strings.Builder
		if err := WriteFindings(&b, []*results.Record{r}, "exclusive", "daxwait"); err != nil || !strings.Contains(b.String(), want) {
			t.Errorf("%v: no %q in\n%s", err, want, b.String())
		}
	}
}
