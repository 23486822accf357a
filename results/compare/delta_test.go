package compare

import (
	"context"
	"errors"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"daxwait/results"
	"daxwait/results/internal/made"
	"daxwait/results/machine"
)

func side(name string, records ...*results.Record) *Side {
	return &Side{Name: name, Chosen: results.Chosen{Records: records}}
}

func compareSides(t *testing.T, base, now *Side, threshold float64, metrics ...string) *Comparison {
	t.Helper()
	var ms []*results.Metric
	for _, n := range metrics {
		ms = append(ms, results.MetricNamed(n))
	}
	a, b := *base, *now // a comparison takes the records that it is given
	c, err := Between(&a, &b).Compare(context.Background(), ms, threshold)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestCompareSidesTellsBetterFromWorse(t *testing.T) {
	base := side("a", made.Record("p", "x", made.Ten(1000, 1), made.Ten(1000, 1)), made.Record("p", "y", made.Ten(1000, 1), made.Ten(1000, 1)))
	now := side("b", made.Record("p", "x", made.Ten(1100, 1), made.Ten(1100, 1)), made.Record("p", "y", made.Ten(900, 1), made.Ten(720, 1)))
	c := compareSides(t, base, now, 0.01, "ops/s", "sleeps/op")
	var got []string
	for _, d := range c.Deltas {
		got = append(got, d.Strategy+" "+d.Metric+" "+string(d.Outcome))
	}
	want := "x ops/s better, x sleeps/op even, y ops/s worse, y sleeps/op better"
	if s := strings.Join(got, ", "); s != want {
		t.Errorf("%s\nwant %s", s, want)
	}
	d := c.Deltas[2]
	if d.Test != TestRanks || d.Dominance != -1 || d.Ratio == nil || math.Abs(d.Ratio.Median-0.9) > 0.001 || d.Ratio.Lo > d.Ratio.Median {
		t.Errorf("%+v", d)
	}
	// Four tests of 10 against 10 that are apart: 2/C(20,10), by Holm times 4 at most.
	if least := 2.0 / 184756; d.P < least || d.P > 4*least+1e-9 {
		t.Errorf("p %v, want %v to four times that", d.P, least)
	}
}

func TestThreshold(t *testing.T) {
	base, now := side("a", made.Record("p", "x", made.Ten(1000, 0), made.Ten(1, 0))), side("b", made.Record("p", "x", made.Ten(980, 0), made.Ten(1, 0)))
	for threshold, want := range map[float64]Outcome{0.01: Worse, 0.019: Worse, 0.021: Even} {
		if c := compareSides(t, base, now, threshold, "ops/s"); c.Deltas[0].Outcome != want {
			t.Errorf("2 %% with a threshold of %v: %s, want %s", threshold, c.Deltas[0].Outcome, want)
		}
	}
}

// Seeds differ among each other by far more than the two sides do: only a test
// seed by seed sees it.
func TestSeedsArePaired(t *testing.T) {
	ops, more := made.Ten(1000, 300), made.Ten(1000, 300)
	for i := range more {
		more[i] += 30 + int64(i)
	}
	base, now := side("a", made.Simulated("x", ops, made.Ten(1, 0))), side("b", made.Simulated("x", more, made.Ten(1, 0)))
	if d := compareSides(t, base, now, 0.01, "ops/s").Deltas[0]; d.Outcome != Better || d.Test != TestPaired || d.Dominance != 1 {
		t.Errorf("%+v", d)
	}
	now.Records[0].Seed = 2
	if d := compareSides(t, base, now, 0.01, "ops/s").Deltas[0]; d.Outcome != Untold || d.Test != TestRanks {
		t.Errorf("of other seeds: %+v", d)
	}
	if _, cautions := Between(base, now).Match(); !strings.Contains(strings.Join(cautions, "\n"), "other seeds") {
		t.Errorf("cautions: %q", cautions)
	}
	now.Records[0] = base.Records[0]
	if d := compareSides(t, base, now, 0.01, "ops/s").Deltas[0]; d.Outcome != Same || d.Test != TestSame {
		t.Errorf("with itself: %+v", d)
	}
}

func TestFixedSchedulesAreComparedExactly(t *testing.T) {
	exactly := func(sleeps int64) *results.Record {
		r := made.Simulated("x", []int64{1_000_000}, []int64{sleeps})
		r.Exact = true
		return r
	}
	for sleeps, want := range map[int64]Outcome{5000: Even, 5001: Worse, 4999: Better} {
		d := compareSides(t, side("a", exactly(5000)), side("b", exactly(sleeps)), 0.5, "sleeps/op").Deltas[0]
		if d.Outcome != want || d.Test != TestExact {
			t.Errorf("%d for 5000 sleeps: %s by %s, want %s", sleeps, d.Outcome, d.Test, want)
		}
	}
}

func TestTooFewSamplesTellNothing(t *testing.T) {
	few := func(ops int64) *results.Record {
		return made.Record("p", "x", made.Ten(ops, 1)[:5], made.Ten(1, 0)[:5])
	}
	if d := compareSides(t, side("a", few(1000)), side("b", few(500)), 0.01, "ops/s").Deltas[0]; d.Outcome != TooFew {
		t.Errorf("five samples: %+v", d)
	}
	// Six and six are enough for one test, 0.002, and not for 24.
	var base, now []*results.Record
	for i := range 24 {
		name := string(rune('a' + i))
		base, now = append(base, made.Record(name, "x", made.Ten(1000, 1)[:6], made.Ten(1, 0)[:6])), append(now, made.Record(name, "x", made.Ten(500, 1)[:6], made.Ten(1, 0)[:6]))
	}
	if d := compareSides(t, side("a", base[0]), side("b", now[0]), 0.01, "ops/s").Deltas[0]; d.Outcome != Worse {
		t.Errorf("six samples: %+v", d)
	}
	if c := compareSides(t, side("a", base...), side("b", now...), 0.01, "ops/s"); c.Count(TooFew) != 24 {
		t.Errorf("six samples for 24 tests: %d have too few", c.Count(TooFew))
	}
}

// What is no difference is called one in a twentieth of comparisons at most,
// however many cells they have.
func TestChanceIsNoRegression(t *testing.T) {
	wrong := 0
	for trial := range int64(100) {
		var base, now []*results.Record
		for cell := range int64(20) {
			draw := func(salt int64) []int64 {
				v := make([]int64, 10)
				x := uint64(trial*1000+cell*10+salt)*0x9e3779b97f4a7c15 + 1
				for i := range v {
					x ^= x << 13
					x ^= x >> 7
					x ^= x << 17
					v[i] = 1000 + int64(x%1000)
				}
				return v
			}
			name := string(rune('a' + cell))
			base, now = append(base, made.Record(name, "x", draw(1), made.Ten(1, 0))), append(now, made.Record(name, "x", draw(2), made.Ten(1, 0)))
		}
		if c := compareSides(t, side("a", base...), side("b", now...), 0, "ops/s"); c.Count(Worse)+c.Count(Better) != 0 {
			wrong++
		}
	}
	if wrong > 12 { // 5 are to be expected at most; more than 12 by chance once in a thousand
		t.Errorf("%d of 100 comparisons of the same find a difference", wrong)
	}
}

func TestNewHangsAndBrokenRulesAreViolations(t *testing.T) {
	ok := func() *results.Record { return made.Record("p", "x", made.Ten(1000, 1), made.Ten(5, 1)) }
	hung, broken, inverted, looked := ok(), ok(), ok(), ok()
	hung.Samples[2].Hung, hung.Hangs = true, []string{"task 1 waits"}
	broken.Samples[1].Counts.Violations = 3
	looked.LockOrder = &results.LockOrder{}
	inverted.LockOrder = &results.LockOrder{Inversions: []results.Inversion{{Cycle: "A > B > A"}}}
	for _, c := range []struct {
		base, now *results.Record
		want      string // in the violations; empty for none
	}{
		{ok(), hung, "hangs, and did not: task 1 waits"},
		{ok(), broken, "3 times"},
		{looked, inverted, "A > B > A"},
		{inverted, inverted, ""}, {ok(), inverted, ""}, {hung, hung, ""}, {hung, ok(), ""}, {broken, broken, ""}, {ok(), ok(), ""},
	} {
		got := compareSides(t, side("a", c.base), side("b", c.now), 0.01, "ops/s")
		if n := len(got.Violated); (n == 1) != (c.want != "") || n == 1 && !strings.Contains(got.Violated[0].What, c.want) {
			t.Errorf("%+v, want %q", got.Violated, c.want)
		}
		if (c.base == hung || c.now == hung) && len(got.Deltas) != 0 {
			t.Errorf("what hung is compared: %+v", got.Deltas)
		}
	}
	if c := compareSides(t, side("a", hung), side("b", ok()), 0.01, "ops/s"); len(c.Mended) != 1 {
		t.Errorf("mended: %q", c.Mended)
	}
}

func TestCasesOfOneSideAreNamed(t *testing.T) {
	a, b := made.Record("p", "x", made.Ten(1, 0), made.Ten(1, 0)), made.Record("q", "x", made.Ten(1, 0), made.Ten(1, 0))
	c := compareSides(t, side("a", a), side("b", b), 0.01, "ops/s")
	if strings.Join(c.OnlyBase, ";") != "8 tasks in p, live, x" || strings.Join(c.OnlyNew, ";") != "8 tasks in q, live, x" || len(c.Deltas) != 0 {
		t.Errorf("%+v", c)
	}
}

func TestMatchRefuses(t *testing.T) {
	manifest := func(profile, pattern, version string) *results.Manifest {
		return &results.Manifest{Version: version, Machine: &results.Content{Name: "default", Digest: profile}, Patterns: []results.Content{{Name: "p", Digest: pattern}}}
	}
	live := func(kernel string) *results.Record {
		r := made.Record("p", "x", made.Ten(1, 0), made.Ten(1, 0))
		r.Machine.Kernel = kernel
		return r
	}
	sim := func(profile string) *results.Record {
		r := made.Simulated("x", made.Ten(1, 0), made.Ten(1, 0))
		r.Profile = profile
		return r
	}
	regime := func(hold string) *results.Record {
		r := sim("default")
		r.Hold = hold
		return r
	}
	for _, c := range []struct {
		a, b             *Side
		refuses, caution string
	}{
		{side("a", regime("run")), side("b", regime("sleep")), "hold=run in a, ", ""},
		{side("a", live("6.1")), side("b", live("6.1")), "", "goroutines, not kernel"},
		{side("a", live("6.1")), side("b", live("6.2")), "a and b are of machines that differ in kernel", ""},
		{side("a", live("6.1"), live("6.2")), side("b", live("6.1")), "a and a are of machines that differ", ""},
		{side("a", sim("default")), side("b", sim("slow")), "cost profile default in a, slow in b", ""},
		{&Side{Name: "a", Manifest: manifest("1", "1", "v")}, &Side{Name: "b", Manifest: manifest("2", "1", "v")}, "the cost profile default", ""},
		{&Side{Name: "a", Manifest: manifest("1", "1", "v"), Chosen: side("a", sim("x")).Chosen}, &Side{Name: "b", Manifest: manifest("1", "2", "v"), Chosen: side("a", sim("x")).Chosen}, "pattern p: of another content in a than in b; run", ""},
		{&Side{Name: "a", Manifest: manifest("1", "1", "v")}, &Side{Name: "b", Manifest: manifest("1", "2", "v")}, "", ""}, // of which nothing is compared
		{&Side{Name: "a", Manifest: manifest("1", "1", "v")}, &Side{Name: "b", Manifest: manifest("1", "1", "w")}, "", "version v against w"},
		{&Side{Name: "a", Manifest: manifest("1", "1", "v")}, &Side{Name: "b", Manifest: manifest("2", "1", "w")}, "", "the cost profile default, or the machine"},
		// What does not tell one program from another is not taken for one version.
		{&Side{Name: "a", Manifest: manifest("1", "1", machine.Unknown)}, &Side{Name: "b", Manifest: manifest("2", "1", machine.Unknown)}, "", "the cost profile default, or the machine"},
		{&Side{Name: "a", Manifest: manifest("1", "1", "v")}, &Side{Name: "b", Manifest: manifest("1", "1", machine.Unknown)}, "", "version that made b is unknown"},
		{&Side{Name: "a", Manifest: manifest("1", "1", "v+")}, &Side{Name: "b", Manifest: manifest("2", "1", "v+")}, "", "version that made a, v+, has changes that are not committed"},
	} {
		refusals, cautions := Between(c.a, c.b).Match()
		if got := strings.Join(refusals, "\n"); !strings.Contains(got, c.refuses) || (got == "") != (c.refuses == "") {
			t.Errorf("refuses %q, want %q", got, c.refuses)
		}
		if got := strings.Join(cautions, "\n"); !strings.Contains(got, c.caution) {
			t.Errorf("cautions %q, want %q", got, c.caution)
		}
	}
}

func TestInterruptedComparison(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	stop()
	s := side("a", made.Record("p", "x", made.Ten(1, 0), made.Ten(1, 0)))
	if _, err := Between(s, s).Compare(ctx, results.Metrics(), 0.01); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// benchstat, as the module pins it, reads the file that is written beside the
// records and finds the same medians.
func TestBenchstatReadsTheFile(t *testing.T) {
	dir := t.TempDir()
	log, _, err := results.Begin(nil, dir, nil, results.Force)
	if err != nil {
		t.Fatal(err)
	}
	fixed := made.Simulated("fixed", made.Ten(1000, 0), made.Ten(500, 0))
	fixed.Exact = true
	for _, r := range []*results.Record{made.Simulated("a", made.Ten(1000, 1), made.Ten(5, 1)), made.Simulated("b", made.Ten(2000, 1), made.Ten(5, 1)), fixed} {
		if err := log.Append(r); err != nil {
			t.Fatal(err)
		}
	}
	if err := log.Close(); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("go", "tool", "benchstat", "-col", "/strategy", "-row", "/pattern", filepath.Join(dir, results.BenchFile)).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	for _, want := range []string{"2.009k ± 0%", "4.009k ± 0%", "+99.55% (p=0.000 n=10)", "exact-sleeps/op", "500.0m"} {
		if !strings.Contains(string(out), want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
	if strings.Contains(string(out), "syntax") {
		t.Errorf("it complains: %s", out)
	}
}

func TestReadSideTakesFoldersAndFiles(t *testing.T) {
	dir := t.TempDir()
	log, _, err := results.Begin(nil, dir, nil, results.Force)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ReadSide(dir, results.Filter{}); err == nil || !strings.Contains(err.Error(), "no record in it") {
		t.Errorf("an empty one: %v", err)
	}
	if err := errors.Join(log.Append(made.Simulated("a", made.Ten(1000, 1), made.Ten(5, 1))), log.Close()); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{dir, filepath.Join(dir, results.RunsFile)} {
		s, err := ReadSide(name, results.Filter{})
		if err != nil || len(s.Records) != 1 || !errors.Is(s.NoManifest, os.ErrNotExist) {
			t.Errorf("%s: %+v, %v", name, s, err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, results.PlanFile), []byte(`{"schema":0}`), 0o666); err != nil {
		t.Fatal(err)
	}
	s, err := ReadSide(dir, results.Filter{})
	if err != nil || s.Manifest != nil || s.NoManifest == nil {
		t.Fatalf("with an old plan: %+v, %v", s, err)
	}
	if _, cautions := Between(s, s).Match(); len(cautions) == 0 || !strings.Contains(cautions[0], "schema 0") {
		t.Errorf("cautions %q", cautions)
	}
}
