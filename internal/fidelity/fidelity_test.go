package fidelity

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"daxwait/bench"
	"daxwait/bench/profile"
	"daxwait/bench/trace"
	"daxwait/results"
	"daxwait/strategies"
)

const excerpts = "../../bench/trace/testdata/"

func compared(t *testing.T, file, strategy string, p *profile.Profile) *Report {
	t.Helper()
	r, err := Compare(t.Context(), file, Options{Profile: &p.Profile, Strategy: found(strategies.Find(strategy))[0], Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := r.Text(&b); err != nil {
		t.Fatal(err)
	}
	t.Log("\n" + b.String())
	return r
}

func (r *Report) row(name string) *Row {
	for i := range r.Rows {
		if r.Rows[i].Quantity == name {
			return &r.Rows[i]
		}
	}
	return nil
}

// TestOwnTrace: where the kernel is the simulator, its replay comes to the same.
// So what misses elsewhere is not the translation's fault.
func TestOwnTrace(t *testing.T) {
	emulated := found(profile.Find("emulated-6.1-traced"))
	for _, s := range []storm{
		{strategy: "exclusive", tasks: 4, think: 40_000, hold: 20_000},
		{strategy: "exclusive", tasks: 2, think: 10_000, hold: 5_000},
		{strategy: "exclusive", tasks: 8, think: 100_000, hold: 20_000},
		{strategy: "perindex", tasks: 8, think: 100_000, hold: 20_000},
	} {
		s.profile = &emulated.Profile
		t.Run(fmt.Sprintf("%s-%d", s.strategy, s.tasks), func(t *testing.T) {
			if testing.Short() && s.tasks != 2 {
				t.Skip("takes a second or two")
			}
			r := compared(t, s.trace(t), s.strategy, emulated)
			for i := range r.Rows {
				tail := strings.HasPrefix(r.Rows[i].Quantity, "p99")
				if row := &r.Rows[i]; row.Verdict != Agree && !(tail && row.Verdict == Close) {
					t.Errorf("%s: %v in the trace, %v in its replay", row.Quantity, row.Trace, row.Ours)
				}
			}
			if r := r.row("sleeps/op").Ratio(); math.Abs(r-1) > 0.1 {
				t.Errorf("%v times the sleeps", r)
			}
		})
	}
}

// TestWrongDesign: a comparison can fail. Wake-all shows where holders sleep,
// and hand-off in any storm; a replay on the CPU cannot tell wake-all.
func TestWrongDesign(t *testing.T) {
	emulated := found(profile.Find("emulated-6.1-traced"))
	asleep := storm{strategy: "exclusive", tasks: 8, think: 100_000, hold: 500_000, sleeps: true, profile: &emulated.Profile}
	file := asleep.trace(t)
	for _, c := range []struct {
		file, strategy string
		want           Verdict
	}{
		{file, "exclusive", Agree},
		{file, "perindex", Miss},
		{excerpts + "inval-n8.trace.gz", "exclusive", Agree},
		{excerpts + "inval-n8.trace.gz", "perindex", Agree},
		{excerpts + "inval-n8.trace.gz", "handoff", Miss},
	} {
		if row := compared(t, c.file, c.strategy, emulated).row("sleeps/op"); row.Verdict != c.want {
			t.Errorf("%s, %s: sleeps %v, in the trace %v: %v, want %v", c.file, c.strategy, row.Ours, row.Trace, row.Verdict, c.want)
		}
	}
}

// TestNoContention: two workers with a page each.
func TestNoContention(t *testing.T) {
	var b strings.Builder
	for i := range 100 {
		for w := range 2 {
			at := i*50 + 1 // us: 20 of hold, 5 on either side of it, 20 between faults
			for _, e := range []struct {
				at   int
				what string
			}{
				{0, "dax_pte_fault: dev 1:1 ino 0xc shared WRITE address 0x1 pgoff 0x%d"},
				{5, "grab: ino=0xc index=0x%d order=0"},
				{5, "get_entry: ino=0xc index=0x%d order=0"},
				{6, "get_entry_ret: entry=0x21040e1"},
				{7, "grab_ret: entry=0x21040e1"},
				{22, "unlock: ino=0xc index=0x%d entry=0x21040e1"},
				{25, "wake: ino=0xc index=0x%d entry=0x21040e1 mode=1"},
				{30, "dax_pte_fault_done: dev 1:1 ino 0xc shared WRITE address 0x1 pgoff 0x%d NOPAGE"},
			} {
				what := e.what
				if strings.Contains(what, "%") {
					what = fmt.Sprintf(what, w+1)
				}
				fmt.Fprintf(&b, "w%02d-apart-%d [%03d] ..... 1.%06d: %s\n", w, w+1, w, at+e.at, what)
			}
		}
	}
	r := compared(t, written(t, b.String()), "exclusive", found(profile.Find("emulated-6.1-traced")))
	for i := range r.Rows {
		row := &r.Rows[i]
		want := Agree
		if strings.Contains(row.Quantity, "hold") {
			want = TooFew
		}
		if row.Verdict != want {
			t.Errorf("%+v: want %v", *row, want)
		}
	}
	if r.row("sleeps/op").Ours.Value != 0 || math.Abs(r.row("ops/s").Ratio()-1) > 0.01 || r.CPUs != 2 || r.Hold != 15_000 {
		t.Errorf("%+v", *r)
	}
}

// TestFallbacks: a PMD fault that came to the entry counts, with its retry as
// one operation.
func TestFallbacks(t *testing.T) {
	r := compared(t, excerpts+"zero-n4.trace.gz", "exclusive", found(profile.Find("emulated-6.1-traced")))
	row := r.row("fallbacks/op")
	if row.Seen != 35 || row.Verdict != Agree || r.Operations >= 122+1 {
		t.Errorf("%+v of %d operations", *row, r.Operations)
	}
	if r := compared(t, excerpts+"inval-n8.trace.gz", "exclusive", found(profile.Find("zero"))); r.row("fallbacks/op") != nil {
		t.Error("fallbacks where there is no PMD fault")
	}
}

// TestRepeats: the same seed gives the same report, another one another.
func TestRepeats(t *testing.T) {
	p := found(profile.Find("emulated-6.1-traced"))
	text := func(seed uint64) string {
		r, err := Compare(t.Context(), excerpts+"pte-same-n4.trace.gz", Options{Profile: &p.Profile, Seed: seed})
		if err != nil {
			t.Fatal(err)
		}
		if row := r.row("waits/op"); row.Ours.N != bench.MinWindows || row.Ours.Lo == row.Ours.Hi {
			t.Errorf("windows are alike: %v", row.Ours)
		}
		var b bytes.Buffer
		if err := CSV(&b, []*Report{r}); err != nil {
			t.Fatal(err)
		}
		return b.String() + Sentence([]*Report{r})
	}
	if a, b, c := text(1), text(1), text(1000); a != b || a == c {
		t.Errorf("%s\n%s\n%s", a, b, c)
	}
}

// TestObserve: operations, fallbacks, waits and the rate of two workers, one of
// whom begins late and one of whom ends early.
func TestObserve(t *testing.T) {
	fault := func(at int64) trace.Op { return trace.Op{Kind: trace.OpPTEFault, Grabbed: true, StartNS: at} }
	waited, attempt, small := fault(50), fault(60), fault(80)
	waited.WaitNS = 9
	attempt.Kind, attempt.FellBack = trace.OpPMDFault, true
	small.Kind, small.FellBack, small.Grabbed = trace.OpPMDFault, true, false
	w := &trace.Workload{Workers: []trace.Worker{
		{Ops: []trace.Op{fault(0), fault(20), fault(40), waited, attempt, fault(70), fault(75)}},
		{Ops: []trace.Op{fault(30), waited, small, fault(90), fault(150)}},
	}}
	o := observe(&trace.Summary{}, w)
	if o.ops != 10 || o.fallbacks != 1 || len(o.waits) != 2 || o.rated != 5 || o.rate != 5./45*1e9/2 {
		t.Errorf("%d operations, %d fallbacks, %d waits, a rate of %v by %d", o.ops, o.fallbacks, len(o.waits), o.rate, o.rated)
	}
	bins := []results.Bin{{NS: 10, Count: 50}, {NS: 20, Count: 49}, {NS: 90, Count: 1}}
	if mean(bins) != 500./100+980./100+90./100 || percentile(bins, 50) != 20 || percentile(bins, 99) != 90 || !math.IsNaN(mean(nil)) || !math.IsNaN(percentile(nil, 50)) {
		t.Error(mean(bins), percentile(bins, 50), percentile(bins, 99), mean(nil), percentile(nil, 50))
	}
}

func TestJudge(t *testing.T) {
	for _, c := range []struct {
		a, b, slack float64
		want        Verdict
	}{
		{0, 0, 0, Agree}, {1, 1.25, 0, Agree}, {1.25, 1, 0, Agree},
		{1, 1.26, 0, Close}, {2, 1, 0, Close}, {1, 2.01, 0, Miss}, {0, 1, 0, Miss},
		{0, 0.009, slack, Agree}, {0.001, 0.02, slack, Close}, {0.021, 0, slack, Miss}, {0.4, 0.504, slack, Close},
	} {
		if got := judge(c.a, c.b, c.slack); got != c.want {
			t.Errorf("%v and %v, slack %v: %v, want %v", c.a, c.b, c.slack, got, c.want)
		}
	}
}

func TestSentence(t *testing.T) {
	r := &Report{Trace: "a.trace.gz", Rows: []Row{
		{Quantity: "sleeps/op", Trace: 2, Verdict: Agree}, {Quantity: "waits/op", Trace: 2, Verdict: Close},
		{Quantity: "ops/s", Trace: 2, Verdict: Miss}, {Quantity: "p50-wait/hold", Verdict: TooFew},
	}}
	r.Rows[2].Ours.Value = 6
	const want = "Of 3 quantities in 1 trace 1 agree within 1.25, 1 within 2, 1 miss (1 more have too few events): a (ops/s 3.00)."
	if got := Sentence([]*Report{r}); got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
}

// TestBadFiles: what is wrong is told with its file, and a cancelled context
// ends the comparison.
func TestBadFiles(t *testing.T) {
	o := Options{Profile: &found(profile.Find("zero")).Profile}
	for file, want := range map[string]string{
		"missing":               "missing",
		written(t, "nothing\n"): "storm.trace:1: no event",
		written(t, "a-1 [000] ..... 1.000000: grab: ino=0xc index=0x7 order=0\n"): "no operation of a worker in it",
	} {
		if _, err := Compare(t.Context(), file, o); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", file, err, want)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Compare(ctx, excerpts+"inval-n8.trace.gz", o); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}
