package plots

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"daxwait/internal/phrase"
	"daxwait/plots/internal/ink"
	"daxwait/plots/internal/ink/inktest"
	"daxwait/results"
)

// piled is a record of a pile-up of four of five tasks.
func piled() *results.Record {
	return &results.Record{
		Schema: results.Schema, Engine: "sim", Pattern: "rocksdb", Strategy: "linux-5.2", Tasks: 5, VCPUs: 2, Profile: "default", Hold: "sleep", Loop: "closed",
		Samples: []results.Sample{{Seconds: 0.1, Ops: 3, Hung: true}}, Hangs: []string{"a hang"},
		Pileups: []results.Pileup{{
			Ops: 10, Tasks: 5, Going: []string{"appender"},
			Stops: []results.Stop{
				{Task: 3, Role: "reader", On: results.OnEntry, Lost: true, Behind: -1, NS: 1000},
				{Task: 1, Role: "mapper", On: "mmap_lock", Behind: 3, NS: 51_000},
				{Task: 2, Role: "reader", On: "mmap_lock", Behind: 1, NS: 201_000},
				{Task: 4, Role: "ps", On: "mmap_lock", Behind: 1, NS: 401_000},
			},
		}},
	}
}

func pileupsOf(records ...*results.Record) (found []*ink.Figure) {
	for _, f := range Figures(records, Options{}) {
		if strings.HasPrefix(f.Name, "pileup") {
			found = append(found, f)
		}
	}
	return found
}

func TestPileupsAreDrawn(t *testing.T) {
	found := pileupsOf(piled())
	if len(found) != 1 {
		t.Fatalf("%d charts", len(found))
	}
	if want := "linux-5.2 in rocksdb: 3 of 5 tasks stopped behind one lost wakeup, within 400 µs"; found[0].Caption != want {
		t.Errorf("%q, want %q", found[0].Caption, want)
	}
	inktest.Tidy(t, found[0])
	for _, want := range []string{"reader 3", "mapper 1", "reader 2", "ps 4", "400" + phrase.NBSP + "µs", "stopped"} {
		if !inktest.Says(found[0], want) {
			t.Errorf("no %q in the chart", want)
		}
	}
	if inktest.Says(found[0], "appender 0") {
		t.Error("a task is in the chart that went on")
	}
}

// TestPileupMarks: a row tells when its task stopped and behind whom, a corner of
// the curve how long as many took in all pile-ups.
func TestPileupMarks(t *testing.T) {
	r := piled()
	slow := r.Pileups[0]
	slow.Stops = slices.Clone(slow.Stops)
	slow.Stops[3].NS = 801_000
	r.Pileups = append(r.Pileups, slow)
	var b bytes.Buffer
	marks, err := pileupsOf(r)[0].WriteInline(&b)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []ink.Mark{
		{What: "ps 4 sleeps for ever on mmap_lock, behind mapper 1", Value: "800 µs after the first loss"},
		{What: "reader 3 sleeps for ever on entry: its wakeup is lost", Value: "0 ns after the first loss"},
		{What: "until 2 of 5 tasks had stopped, from the first loss on, in all pile-ups", Value: "50 µs", Interval: "50 µs to 50 µs", N: "2"},
		{What: "until 4 of 5 tasks had stopped, from the first loss on, in all pile-ups", Value: "600 µs", Interval: "400 µs to 800 µs", N: "2"},
	} {
		if !slices.ContainsFunc(marks, func(m ink.Mark) bool {
			plain := func(s string) string { return strings.ReplaceAll(s, phrase.NBSP, " ") }
			return m.What == want.What && plain(m.Value) == want.Value && plain(m.Interval) == want.Interval && m.N == want.N && m.Width > 0
		}) {
			t.Errorf("no mark %+v in %+v", want, marks)
		}
	}
}

// TestPileupsOfNobodyElseAreNone: a task that is lost alone is no pile-up; it is
// a hang, of which other charts tell.
func TestPileupsOfNobodyElseAreNone(t *testing.T) {
	r := piled()
	r.Pileups[0].Stops = r.Pileups[0].Stops[:1]
	if n := len(pileupsOf(r)); n != 0 {
		t.Errorf("%d charts", n)
	}
}

// TestPileupOfMedianLength is the one that is drawn.
func TestPileupOfMedianLength(t *testing.T) {
	r := piled()
	for _, last := range []int64{901_000, 101_000} {
		p := r.Pileups[0]
		p.Stops = slices.Clone(p.Stops[:3])
		p.Stops = append(p.Stops, results.Stop{Task: 4, Role: "ps", On: "mmap_lock", Behind: 1, NS: max(last, 202_000)})
		r.Pileups = append(r.Pileups, p)
	}
	if f := pileupsOf(r); len(f) != 1 || !strings.Contains(f[0].Caption, "within 400 µs") {
		t.Errorf("%d charts, %q", len(f), f[0].Caption)
	}
}
