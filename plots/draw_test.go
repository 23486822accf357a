package plots

import (
	"bytes"
	"errors"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"daxwait/internal/phrase"
	"daxwait/plots/internal/ink"
	"daxwait/plots/internal/ink/inktest"
	"daxwait/results"
	"daxwait/results/machine"
)

func TestDraw(t *testing.T) {
	dir := t.ArtifactDir()
	charts, err := Draw(dir, synthetic(enoughStrategies(), somePatterns(), 10), Options{})
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, c := range charts {
		names = append(names, c.Name)
		if c.Caption == "" || strings.ContainsAny(c.Caption, "\n"+phrase.NBSP) {
			t.Errorf("%s has the caption %q", c.Name, c.Caption)
		}
		for _, ext := range []string{".png", ".svg"} {
			info, err := os.Stat(filepath.Join(dir, c.Name+ext))
			if err != nil {
				t.Error(err)
			} else if info.Size() < 1000 || info.Size() > 1<<20 || info.Mode() != 0o644 {
				t.Errorf("%s has %d bytes, mode %s", info.Name(), info.Size(), info.Mode())
			}
		}
	}
	want := "counts counts-2 fallbacks hangs survival survival-2 heatmap-ops heatmap-p99-wait heatmap-sleeps"
	if got := strings.Join(names, " "); got != want {
		t.Errorf("drawn: %s\nwant:  %s", got, want)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) != 2*len(charts)+1 { // and what they were drawn of
		t.Errorf("%d files for %d charts", len(entries), len(charts))
	}
}

func TestDrawSaysWhatIsWrong(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	if _, err := Draw(file, nil, Options{}); err == nil {
		t.Error("drew into a file")
	}
}

// TestDrawTakesOldChartsAway, but not what it does not draw itself; and if it
// cannot write them all, it leaves what there was.
func TestDrawTakesOldChartsAway(t *testing.T) {
	dir := t.TempDir()
	put := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	has := func(name string) bool {
		_, err := os.Stat(filepath.Join(dir, name))
		return err == nil
	}
	put("counts-7.svg", "of other results")
	put("notes.svg", "of somebody")
	if err := os.Mkdir(filepath.Join(dir, "heatmap-ops.svg"), 0o777); err != nil {
		t.Fatal(err)
	}
	records := synthetic(someStrategies()[:2], somePatterns()[:2], 10)
	if charts, err := Draw(dir, records, Options{}); err == nil || charts != nil || !has("counts-7.svg") || has("counts.svg") {
		t.Errorf("with a folder in the way of a chart: %v, %v", charts, err)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, ".*")); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
	if err := os.Remove(filepath.Join(dir, "heatmap-ops.svg")); err != nil {
		t.Fatal(err)
	}
	if _, err := Draw(dir, records, Options{}); err != nil || has("counts-7.svg") || !has("counts.svg") || !has("notes.svg") {
		t.Errorf("drawn: %v", err)
	}
}

// render draws all figures as SVG to memory.
func render(t *testing.T, records []*results.Record, o Options) (all []string) {
	t.Helper()
	for _, f := range Figures(records, o) {
		var b bytes.Buffer
		if err := f.WriteSVG(&b); err != nil {
			t.Fatalf("%s: %v", f.Name, err)
		}
		inktest.Parse(t, f.Name, b.String())
		all = append(all, f.Name, b.String())
	}
	return all
}

func TestSameBytes(t *testing.T) {
	records := synthetic(enoughStrategies(), []string{"pte-same", "zero", "inval", "pmd-rounds"}, 10)
	a, b := Figures(records, Options{}), Figures(records, Options{})
	if !slices.Equal(render(t, records, Options{}), render(t, records, Options{})) {
		t.Error("two drawings of the same records differ")
	}
	for i, f := range a {
		var one, two bytes.Buffer
		if err := errors.Join(f.WritePNG(&one), b[i].WritePNG(&two)); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(one.Bytes(), two.Bytes()) {
			t.Errorf("%s differs between two drawings", f.Name)
		}
		picture, err := png.Decode(&one)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := picture.Bounds().Dx(), int(math.Ceil(f.Width.Dots(ink.DPI))); got != want {
			t.Errorf("%s is %d pixels wide, want %d", f.Name, got, want)
		}
	}
}

func TestDrawLeavesRecordsAlone(t *testing.T) {
	names, patterns := []string{"exclusive", "perindex"}, []string{"pte-same"}
	records, same := synthetic(names, patterns, 6), synthetic(names, patterns, 6)
	Figures(append(records, records...), Options{})
	for i, r := range records {
		if !reflect.DeepEqual(r.Samples, same[i].Samples) || !slices.Equal(r.Waits, same[i].Waits) || r.Pattern != same[i].Pattern {
			t.Errorf("%s was changed", r.Name())
		}
	}
}

func TestOddRecords(t *testing.T) {
	one := func(strategy string, samples int) *results.Record {
		return synthetic([]string{strategy}, []string{"pmd-same"}, samples)[0]
	}
	with := func(change func(*results.Record)) *results.Record {
		r := one("perindex", 10)
		change(r)
		return r
	}
	samples := func(change func(*results.Sample)) *results.Record {
		return with(func(r *results.Record) {
			for i := range r.Samples {
				change(&r.Samples[i])
			}
		})
	}
	base := one("exclusive", 10)
	for _, c := range []struct {
		name    string
		records []*results.Record
	}{
		{"none", nil},
		{"nil", []*results.Record{nil, nil}},
		{"empty", []*results.Record{{}}},
		{"one strategy", []*results.Record{base}},
		{"no baseline", []*results.Record{one("perindex", 10), one("merged", 10)}},
		{"one sample", []*results.Record{one("exclusive", 1), one("perindex", 1)}},
		{"few samples", []*results.Record{one("exclusive", 3), one("perindex", 5)}},
		{"no samples", []*results.Record{base, one("perindex", 0)}},
		{"all hung", []*results.Record{one("linux-5.2", 10)}},
		{"baseline without samples", []*results.Record{one("exclusive", 0), one("perindex", 10)}},
		{"no machine", []*results.Record{base, with(func(r *results.Record) { r.Machine = nil })}},
		{"no waits", []*results.Record{base, with(func(r *results.Record) { r.Waits = nil })}},
		{"nobody waited", []*results.Record{with(func(r *results.Record) { r.Waits = []results.Bin{{NS: 0, Count: 9}} })}},
		{"one wait", []*results.Record{with(func(r *results.Record) { r.Waits = []results.Bin{{NS: 7, Count: 1}} })}},
		{"waits out of order", []*results.Record{with(func(r *results.Record) {
			r.Waits = []results.Bin{{NS: 9, Count: 1}, {NS: -4, Count: 2}, {NS: 9, Count: 3}, {NS: 1, Count: -7}, {NS: 1 << 62, Count: 1 << 40}}
		})}},
		{"zero", []*results.Record{base, samples(func(s *results.Sample) { *s = results.Sample{} })}},
		{"all zero counts", []*results.Record{base, samples(func(s *results.Sample) { s.Counts = results.Counts{} })}},
		{"nobody slept", []*results.Record{samples(func(s *results.Sample) { s.Counts = results.Counts{} })}},
		{"no time", []*results.Record{base, samples(func(s *results.Sample) { s.Seconds = 0 })}},
		{"not a number", []*results.Record{base, samples(func(s *results.Sample) { s.Seconds, s.Jain = math.NaN(), math.NaN() })}},
		{"negative", []*results.Record{base, samples(func(s *results.Sample) { s.Counts.Sleeps, s.Counts.Resleeps = -5, -9 })}},
		{"huge", []*results.Record{base, samples(func(s *results.Sample) { s.Counts.Sleeps, s.WaitP99, s.Ops = math.MaxInt64, math.MaxInt64, 1 })}},
		{"tiny", []*results.Record{base, samples(func(s *results.Sample) { s.Counts.Sleeps, s.Ops = 1, math.MaxInt64 })}},
		{"far apart", []*results.Record{base, samples(func(s *results.Sample) { s.Counts.Sleeps = s.Ops * 1e6 })}},
		{"impossible rounds", []*results.Record{base, samples(func(s *results.Sample) { s.Rounds, s.HungRounds = 3, 9 })}},
		{"some windows hung", []*results.Record{base, with(func(r *results.Record) { r.Samples[2].Hung = true })}},
		{"same place twice", []*results.Record{base, base, one("perindex", 2), one("perindex", 3)}},
		{"regimes", []*results.Record{base, with(func(r *results.Record) { r.Hold = "run" }), with(func(r *results.Record) { r.Loop, r.Rate = "open", 1e4 }), one("perindex", 10)}},
		{"engines and tasks", []*results.Record{base, with(func(r *results.Record) { r.Engine = "sim" }), with(func(r *results.Record) { r.Tasks = 64 }), one("perindex", 10)}},
		{"long and odd names", []*results.Record{base, with(func(r *results.Record) {
			r.Strategy, r.Pattern = strings.Repeat("very-long-", 30), "<&>\"'"+strings.Repeat("x", 300)
			r.Machine = &machine.Machine{CPU: strings.Repeat("CPU\x00<", 200), Commit: "c"}
		})}},
	} {
		t.Run(strings.ReplaceAll(c.name, " ", "-"), func(t *testing.T) {
			render(t, c.records, Options{})
			render(t, c.records, Options{Baseline: "perindex", Footer: "seeds 1 & 2"})
		})
	}
}

func TestManyStrategies(t *testing.T) {
	var names []string
	for i := range 30 {
		names = append(names, "design-"+string(rune('a'+i%26))+string(rune('a'+i/26)))
	}
	render(t, synthetic(append(names, "exclusive"), []string{"pte-same"}, 6), Options{})
}

func TestFewSamplesAreNoFinding(t *testing.T) {
	for n, want := range map[int]string{
		3:  "Too few samples (3) to tell strategies apart in 1 comparison of sleeps per operation",
		10: "No strategy sleeps clearly more or less often than exclusive",
	} {
		records := synthetic([]string{"exclusive", "linux-5.12"}, []string{"pte-same"}, n)
		if f := Figures(records, Options{})[0]; f.Caption != want {
			t.Errorf("%d samples: %s, want %s", n, f.Caption, want)
		}
	}
}

// TestWrapLosesNothing: a word that is wider than a line goes on in the next, so
// that a schedule can be put together again.
func TestWrapLosesNothing(t *testing.T) {
	f := ink.Plain(ink.TextSize, ink.Dark)
	ticket := "v1:exclusive:" + strings.Repeat("0123µ", 40)
	width := f.Width("Schedule: "+ticket) / 3
	lines := f.Wrap("Schedule: "+ticket+" here", width)
	if got := strings.Join(lines, ""); len(lines) < 4 || got != "Schedule:"+ticket+" here" {
		t.Errorf("%d lines: %s", len(lines), got)
	}
	for _, l := range lines {
		if f.Width(l) > width {
			t.Errorf("%s is wider than a line", l)
		}
	}
}

// TestNoOperationIsNoted in the place of a value.
func TestNoOperationIsNoted(t *testing.T) {
	records := synthetic([]string{"exclusive", "perindex"}, []string{"pmd-same"}, 10)
	for i := range records[1].Samples {
		records[1].Samples[i].Ops = 0
	}
	s := newStats(newSet(records, Options{}))
	m := results.MetricNamed("ops/s")
	h := heatTable{stats: s, metric: m, groups: s.groups, columns: []string{"perindex"}, scale: 2}
	if c := h.cellOf(s.groups[0], "perindex"); c.main != "no operation" || !c.plain {
		t.Errorf("its cell says %+v", c)
	}
}
