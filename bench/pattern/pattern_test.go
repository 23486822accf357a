package pattern_test

import (
	"math"
	"strings"
	"testing"

	"daxwait/bench/pattern"
	"daxwait/bench/trace"
	"daxwait/daxcore"
)

func draw(p *pattern.Pattern, worker, n int) []pattern.Op {
	ops := make([]pattern.Op, n)
	s := p.Stream(worker, 3, false)
	for i := range ops {
		s.Next(&ops[i])
	}
	return ops
}

func TestEveryPatternStaysInItsFiles(t *testing.T) {
	all, err := pattern.WithShipped()
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for _, p := range append(all, pattern.Around()...) {
		if names[p.Name] || p.About == "" || p.Hold.Source == "" || strings.ContainsAny(p.Name, " /=,") {
			t.Errorf("%q: a second of that name, no description, no source of its hold, or a name that breaks names", p.Name)
		}
		names[p.Name] = true
		for worker := range p.DefaultTasks() {
			large, small := p.Mappings(worker)
			for _, op := range draw(p, worker, 300) {
				if op.Last >= p.Pages() || op.Index > op.Last || op.File >= p.Files {
					t.Fatalf("%s, worker %d: %+v is outside of %d files of %d pages", p.Name, worker, op, p.Files, p.Pages())
				}
				if (op.Kind == pattern.Touch || op.Kind == pattern.Evict) && (op.Small && !small || !op.Small && !large) {
					t.Fatalf("%s, worker %d: %+v through a mapping it does not have", p.Name, worker, op)
				}
			}
		}
	}
}

func TestRolesOfInval(t *testing.T) {
	p, err := pattern.Find("inval-page")
	if err != nil {
		t.Fatal(err)
	}
	for worker, want := range []pattern.Kind{pattern.Fsync, pattern.Invalidate, pattern.Touch, pattern.Invalidate, pattern.Touch} {
		if got := draw(p[0], worker, 1)[0].Kind; got != want {
			t.Errorf("worker %d does %v, want %v", worker, got, want)
		}
	}
	if p[0].RoleIndex(1) != p[0].RoleIndex(3) || p[0].RoleIndex(1) == p[0].RoleIndex(2) {
		t.Error("workers are not grouped by role")
	}
}

// TestZipf compares shares of chunks with 1/k^0.99.
func TestZipf(t *testing.T) {
	p, err := pattern.Find("zipf")
	if err != nil {
		t.Fatal(err)
	}
	const n = 200_000
	count := make([]float64, p[0].Chunks)
	for _, op := range draw(p[0], 1, n) {
		count[op.Index/daxcore.Chunk]++
	}
	sum := 0.0
	for k := range count {
		sum += math.Pow(float64(k+1), -0.99)
	}
	for _, k := range []int{0, 1, 7, 63} {
		want := n * math.Pow(float64(k+1), -0.99) / sum
		if math.Abs(count[k]-want) > 5*math.Sqrt(want) {
			t.Errorf("chunk %d has %.0f of %d, want about %.0f", k, count[k], n, want)
		}
	}
}

func TestTimesHaveTheirMeans(t *testing.T) {
	p, _ := pattern.Find("pte-same")
	var think, hold float64
	const n = 100_000
	for _, op := range draw(p[0], 0, n) {
		think += float64(op.Idle + op.Think)
		hold += float64(op.Hold.NS)
	}
	// The mean of n exponential times is off by its n-th root, five times that at most.
	if got, want := think/n, float64(p[0].Think.Mean); math.Abs(got-want) > 5*want/math.Sqrt(n) {
		t.Errorf("mean think %v, want %v", got, want)
	}
	if hold/n != float64(p[0].Hold.Mean) {
		t.Errorf("mean hold %v", hold/n)
	}
}

func TestRegimes(t *testing.T) {
	run, err := pattern.Find("pte-same-run,replay-inval-sleep,pte-same")
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []struct {
		name   string
		sleeps bool
	}{{"pte-same-run", false}, {"replay-inval-sleep", true}, {"pte-same", true}} {
		if run[i].Name != want.name {
			t.Errorf("%s is called %s", want.name, run[i].Name)
		}
		for _, op := range draw(run[i], 2, 50) {
			if op.Hold.Sleeps != want.sleeps {
				t.Fatalf("%s: %+v", want.name, op)
			}
		}
	}
	if run[0].Regime() != "run" || run[1].Regime() != "sleep" {
		t.Error("regimes are not as named")
	}
}

// replayed returns the workload of a shipped excerpt, and its pattern.
func replayed(t *testing.T, name string) (*trace.Workload, *pattern.Pattern) {
	t.Helper()
	r, err := trace.OpenSample(name)
	if err != nil {
		t.Fatal(err)
	}
	w, err := trace.Replay(r, 0)
	if err != nil {
		t.Fatal(err)
	}
	p, err := pattern.FromTrace(w.Trace, w)
	if err != nil {
		t.Fatal(err)
	}
	return w, p
}

// TestReplayDoesWhatWasTraced compares a replay with the trace's own summary.
func TestReplayDoesWhatWasTraced(t *testing.T) {
	for _, name := range trace.Samples {
		r, err := trace.OpenSample(name)
		if err != nil {
			t.Fatal(err)
		}
		s, err := trace.Summarize(r)
		if err != nil {
			t.Fatal(err)
		}
		w, p := replayed(t, name)
		touches, fellBack, ops := 0, 0, 0
		for _, worker := range w.Workers {
			ops += len(worker.Ops)
			for _, op := range worker.Ops {
				if op.FellBack {
					fellBack++
				}
			}
		}
		for _, ops := range p.Replay.Workers {
			for _, op := range ops {
				if op.Kind == pattern.Touch {
					touches++
				}
			}
		}
		// A fault that fell back is one touch with its retry. Operations in
		// flight at the ends, and those of the set-up task, are left out.
		want := int(s.Faults) - fellBack
		if touches < want-12 || touches > want+2 || !p.ReadDirties {
			t.Errorf("%s: %d touches of %d faults, %d of which fell back; reads dirty %v", name, touches, s.Faults, fellBack, p.ReadDirties)
		}
		if ops == 0 || len(p.Replay.Workers) > len(w.Workers) {
			t.Errorf("%s: %d operations, %d workers", name, ops, len(p.Replay.Workers))
		}
	}
}

// TestEntriesBeforeATrace: the names of the captures say what there was.
func TestEntriesBeforeATrace(t *testing.T) {
	for name, want := range map[string]uint8{"mixed-pmd-n8": daxcore.PMD, "pte-same-n4": 255, "inval-n8": 255} {
		_, p := replayed(t, name)
		got := uint8(255)
		for _, e := range p.Replay.Entries {
			got = e.Order
		}
		if got != want {
			t.Errorf("%s begins with %v", name, p.Replay.Entries)
		}
	}
}

func TestNamesOfTraces(t *testing.T) {
	w := &trace.Workload{Warnings: &trace.Warnings{}, Workers: []trace.Worker{{Ops: []trace.Op{{Kind: trace.OpPTEFault}}}}}
	for file, want := range map[string]string{
		"linux6.1-ext4-2cpu-inval-n8.trace.gz":             "replay-inval",
		"x/linux6.1-ext4-2cpu-pte-groups-n8-rounds.trace":  "replay-pte-groups-rounds",
		"linux6.12-xfs-2cpu-pte-same-n4-threads.trace.txt": "replay-pte-same-threads",
		"my trace.txt": "replay-my_trace.txt",
	} {
		p, err := pattern.FromTrace(file, w)
		if err != nil || p.Name != want {
			t.Errorf("%s becomes %q, %v; want %q", file, p.Name, err, want)
		}
	}
	if _, err := pattern.FromTrace("x", &trace.Workload{Warnings: &trace.Warnings{}}); err == nil {
		t.Error("a trace without operations becomes a pattern")
	}
}

// TestShares: what --set pmd and inval give is what is drawn, whatever the
// order in which they are set, and to the ends.
func TestShares(t *testing.T) {
	found, err := pattern.Find("mix")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ pmd, inval float64 }{{0, 0}, {100, 0}, {25, 20}, {50, 100}, {100, 50}} {
		for _, order := range [][2]string{{"pmd", "inval"}, {"inval", "pmd"}} {
			p := found[0]
			for _, axis := range order {
				value := map[string]float64{"pmd": c.pmd, "inval": c.inval}[axis]
				q, err := p.Set(pattern.AxisNamed(axis), value)
				if err != nil {
					if c.inval == 100 && axis == "pmd" {
						continue // nobody touches anything
					}
					t.Fatal(err)
				}
				p = q
			}
			const n = 20_000
			var inval, large, touches float64
			for _, op := range draw(p, 0, n) {
				switch {
				case op.Kind == pattern.Invalidate:
					inval++
				case !op.Small:
					large++
				}
				touches = n - inval
			}
			if math.Abs(inval/n*100-c.inval) > 1.5 || touches > 0 && math.Abs(large/touches*100-c.pmd) > 1.5 {
				t.Errorf("pmd=%v inval=%v, set as %v: drawn %.1f and %.1f", c.pmd, c.inval, order, large/touches*100, inval/n*100)
			}
		}
	}
}

// TestRunRegime: where steps cost something a hold of the run regime is theirs.
func TestRunRegime(t *testing.T) {
	found, err := pattern.Find("pte-same-run")
	if err != nil {
		t.Fatal(err)
	}
	var op pattern.Op
	found[0].Stream(0, 1, true).Next(&op)
	if op.Hold.NS != 0 || op.Hold.Sleeps {
		t.Errorf("%+v, want no hold but the steps'", op.Hold)
	}
	found[0].Stream(0, 1, false).Next(&op)
	if op.Hold.NS == 0 {
		t.Error("no hold at all where steps cost nothing")
	}
}

// TestThereAndBack: a pattern that was put into the other regime comes back as
// it was.
func TestThereAndBack(t *testing.T) {
	run, err := pattern.Find("pte-same-run")
	if err != nil {
		t.Fatal(err)
	}
	own, err := pattern.Find("pte-same")
	if err != nil {
		t.Fatal(err)
	}
	back, err := run[0].WithHold("sleep")
	if err != nil || back.Name != "pte-same" || back.Hold != own[0].Hold || back.Think != own[0].Think {
		t.Errorf("%v: %s holds %+v, want %s, %+v", err, back.Name, back.Hold, own[0].Name, own[0].Hold)
	}
}

// TestPatternsAroundLocksAreRunWhereNamed, in either regime, and nowhere else.
func TestPatternsAroundLocksAreRunWhereNamed(t *testing.T) {
	for _, list := range []string{"", "all"} {
		all, err := pattern.Find(list)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range all {
			if p.Around {
				t.Errorf("%q runs %s", list, p.Name)
			}
		}
	}
	for _, p := range pattern.Around() {
		other := map[string]string{"run": "-sleep", "sleep": "-run"}[p.Regime()]
		for _, regime := range []string{"", other} {
			found, err := pattern.Find(p.Name + regime)
			if err != nil || len(found) != 1 || !found[0].Around || found[0].Name != p.Name+regime {
				t.Errorf("%s%s: %v, %v", p.Name, regime, found, err)
			}
		}
	}
	if _, err := pattern.Find("page-lock-cat"); err == nil || !strings.Contains(err.Error(), "page-lock-cut") {
		t.Errorf("a name that is none: %v", err)
	}
}

// set is a pattern of the catalogue with values on axes, in order.
func set(t *testing.T, name string, settings ...any) *pattern.Pattern {
	t.Helper()
	found, err := pattern.Find(name)
	if err != nil {
		t.Fatal(err)
	}
	p := found[0]
	for i := 0; i < len(settings); i += 2 {
		if p, err = p.Set(pattern.AxisNamed(settings[i].(string)), settings[i+1].(float64)); err != nil {
			t.Fatalf("%s: %v: %v", name, settings[i], err)
		}
	}
	return p
}

// TestLongHolds: one hold in 16 is long, or the share that is set, and the rest
// are as before.
func TestLongHolds(t *testing.T) {
	const n = 16_000
	for _, c := range []struct {
		p    *pattern.Pattern
		want float64
	}{
		{set(t, "pte-same", "long-hold", 1e6), n / 16},
		{set(t, "pte-same", "long-hold", 1e6, "long-share", 25.0), n / 4},
		{set(t, "pte-same", "long-hold", 0.0), 0},
	} {
		long := 0.0
		for _, op := range draw(c.p, 0, n) {
			switch op.Hold.NS {
			case 1e6:
				long++
			case 10_000:
			default:
				t.Fatalf("a hold of %d ns", op.Hold.NS)
			}
		}
		if math.Abs(long-c.want) > 0.1*c.want || c.p.Fixed() {
			t.Errorf("%.0f of %d holds are long, want about %.0f", long, n, c.want)
		}
	}
	if p := set(t, "burst", "long-hold", 1e6); p.Fixed() {
		t.Error("which holds are long is drawn, and the pattern is called fixed")
	}
	if _, err := set(t, "pte-same").Set(pattern.AxisNamed("long-share"), 10); err == nil {
		t.Error("a share of long holds, of which none is long")
	}
}

// TestThinkOnCPU: holders leave the CPU, and tasks between operations do not.
func TestThinkOnCPU(t *testing.T) {
	for on, p := range map[bool]*pattern.Pattern{false: set(t, "pte-same", "think-on-cpu", 0.0), true: set(t, "pte-same")} {
		for _, op := range draw(p, 0, 10) {
			if !op.Hold.Sleeps || (op.Think > 0) != on || (op.Idle > 0) == on {
				t.Errorf("on the CPU %v: %+v", on, op)
			}
		}
	}
}

// TestSharers: as many workers of a role as are said have a page together.
func TestSharers(t *testing.T) {
	for _, c := range []struct {
		p    *pattern.Pattern
		want map[int]uint64 // page by worker
	}{
		{set(t, "pte-distinct"), map[int]uint64{0: 8, 1: 9, 2: 10}},
		{set(t, "pte-groups"), map[int]uint64{0: 8, 1: 8, 2: 9}},
		{set(t, "pte-distinct", "sharers", 4.0), map[int]uint64{0: 8, 3: 8, 4: 9, 11: 10}},
		{set(t, "mixed-pte"), map[int]uint64{1: 7, 3: 7, 5: 8, 7: 8, 9: 9}}, // as captured: odd ones in pairs
	} {
		for worker, page := range c.want {
			for _, op := range draw(c.p, worker, 5) {
				if op.Index != page || op.Last != page {
					t.Errorf("%s: worker %d is at %d to %d, want %d", c.p.Name, worker, op.Index, op.Last, page)
				}
			}
		}
	}
	if _, err := set(t, "pte-same").Set(pattern.AxisNamed("sharers"), 4); err == nil {
		t.Error("workers share pages of which there is one")
	}
}

// TestMixedPTEIsTheCapture: PMD faults are anywhere in the 512 pages.
func TestMixedPTEIsTheCapture(t *testing.T) {
	seen := map[uint64]bool{}
	for _, op := range draw(set(t, "mixed-pte"), 0, 8*512) {
		if op.Small || op.Index >= 512 || op.Last != op.Index {
			t.Fatalf("%+v", op)
		}
		seen[op.Index] = true
	}
	if len(seen) < 500 {
		t.Errorf("%d pages of 512 in %d faults", len(seen), 8*512)
	}
}
