package results

import (
	"strings"
	"testing"
)

// piled is a record of one pile-up: task 3 is lost at 100 ns, and the others stop
// behind it until 400 ns.
func piled() *Record {
	return &Record{
		Schema: Schema, Engine: "sim", Pattern: "rocksdb", Strategy: "linux-5.2", Tasks: 5, Hold: "sleep",
		Samples: []Sample{{Seconds: 1, Hung: true}}, Hangs: []string{"a hang"},
		Pileups: []Pileup{{
			Ops: 10, Tasks: 5, Going: []string{"appender"},
			Stops: []Stop{
				{Task: 1, Role: "mapper", On: "invalidate_lock", Behind: 3, NS: 50},
				{Task: 3, Role: "reader", On: OnEntry, Lost: true, Behind: -1, NS: 100},
				{Task: 2, Role: "reader", On: "mmap_lock", Behind: 1, NS: 200},
				{Task: 4, Role: "ps", On: "mmap_lock", Behind: 1, NS: 400},
			},
		}},
	}
}

func TestAPileupBeginsWithALoss(t *testing.T) {
	p := &piled().Pileups[0]
	if ns, ok := p.First(); ns != 100 || !ok || p.Spread() != 300 || p.Behind() != 3 {
		t.Errorf("first loss %d, %v; spread %d, %d behind", ns, ok, p.Spread(), p.Behind())
	}
	p.Stops[1].Lost = false
	if _, ok := p.First(); ok || p.Spread() != 0 {
		t.Errorf("a loss where there is none; spread %d", p.Spread())
	}
}

func TestFindingsTellOfPileups(t *testing.T) {
	var b strings.Builder
	if err := WriteFindings(&b, []*Record{piled()}, "exclusive"); err != nil {
		t.Fatal(err)
	}
	want := "linux-5.2 in rocksdb: a wakeup was lost after 100\u00a0ns (median of 1 pile-up, 100\u00a0ns to 100\u00a0ns), and 300\u00a0ns later (300\u00a0ns to 300\u00a0ns) all had stopped that ever did: in the first, 4 of 5 tasks, the mapper, 2 readers, ps. Of the rest, the appender goes on."
	if !strings.Contains(b.String(), want) {
		t.Errorf("no %q in\n%s", want, b.String())
	}
	cycle := piled()
	cycle.Pileups[0].Stops[1].Lost = false
	b.Reset()
	if err := WriteFindings(&b, []*Record{cycle}, "exclusive"); err != nil || strings.Contains(b.String(), "a wakeup was lost") {
		t.Errorf("%v: none was lost, but\n%s", err, b.String())
	}
	lone := piled()
	lone.Pileups[0].Stops = lone.Pileups[0].Stops[1:2]
	b.Reset()
	if err := WriteFindings(&b, []*Record{lone}, "exclusive"); err != nil || strings.Contains(b.String(), "had stopped") {
		t.Errorf("%v: nobody stopped behind it, but\n%s", err, b.String())
	}
}

// TestFindingsTellADeadlockFromALoss by what the hangs are said to be.
func TestFindingsTellADeadlockFromALoss(t *testing.T) {
	for hang, want := range map[string]string{
		"task 1 sleeps on key 0:0x7, " + NobodyHolds:   "linux-5.2 loses wakeups: it hung in rocksdb",
		"task 1 sleeps on key 0:0x7, " + HeldBy + " 2": "linux-5.2 deadlocks: it hung in rocksdb",
	} {
		r := piled()
		r.Hangs, r.Pileups = []string{hang}, nil
		var b strings.Builder
		if err := WriteFindings(&b, []*Record{r}, "exclusive"); err != nil || !strings.Contains(b.String(), want) {
			t.Errorf("%v: no %q in\n%s", err, want, b.String())
		}
	}
}
