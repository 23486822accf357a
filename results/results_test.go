package results

import (
	"bytes"
	"daxwait/results/machine"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/perf/benchfmt"
)

// record returns a record whose windows have the given operations and sleeps.
func record(pattern, strategy string, ops, sleeps []int64) *Record {
	r := &Record{Schema: Schema, Engine: "live", Pattern: pattern, Strategy: strategy, Tasks: 8, Hold: "sleep",
		Loop: "closed", Machine: &machine.Machine{CPUs: 8, GOMAXPROCS: 8, CPU: "x", Kernel: "6.1", Go: "go1", Governor: "performance", OS: "linux", Arch: "amd64"}}
	for i := range ops {
		r.Samples = append(r.Samples, Sample{Seconds: 0.5, Ops: ops[i], Counts: Counts{Sleeps: sleeps[i]}, Jain: 1})
	}
	return r
}

func ten(from, step int64) []int64 {
	v := make([]int64, 10)
	for i := range v {
		v[i] = from + int64(i)*step
	}
	return v
}

func TestMedianInterval(t *testing.T) {
	i := Median([]float64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
	// By order statistics: P(2nd <= median <= 9th of 10) = 1 - 2*11/1024 = 97.9 %.
	if i.Value != 5.5 || i.Lo != 2 || i.Hi != 9 || i.N != 10 {
		t.Errorf("%+v, want 5.5 in [2, 9]", i)
	}
	if i := Median([]float64{4, 1}); i.Lo != 1 || i.Hi != 4 {
		t.Errorf("%+v: two samples should give their range", i)
	}
	if i := Median(nil); i.N != 0 || i.Value != 0 {
		t.Errorf("%+v of nothing", i)
	}
}

func TestJain(t *testing.T) {
	for _, c := range []struct {
		shares []float64
		want   float64
	}{{[]float64{5, 5, 5, 5}, 1}, {[]float64{1, 0, 0, 0}, 0.25}, {[]float64{1, 3}, 0.8}, {nil, 1}, {[]float64{0, 0}, 1}} {
		if got := Jain(c.shares); math.Abs(got-c.want) > 1e-12 {
			t.Errorf("Jain(%v) = %v, want %v", c.shares, got, c.want)
		}
	}
}

func TestHolm(t *testing.T) {
	// The worked example of Holm's step-down: 0.01, 0.02, 0.03, 0.005 of four.
	c := []Change{{P: 0.01}, {P: 0.02}, {P: 0.03}, {P: 0.005}}
	holm(c)
	for i, want := range []float64{0.03, 0.04, 0.04, 0.02} {
		if math.Abs(c[i].P-want) > 1e-12 || !c[i].Clear {
			t.Errorf("p %d corrected to %v, want %v", i, c[i].P, want)
		}
	}
	c = []Change{{P: 0.04}, {P: 0.04}}
	holm(c)
	if c[0].P != 0.08 || c[0].Clear {
		t.Errorf("%v is called clear", c[0].P)
	}
}

func TestCompare(t *testing.T) {
	sleeps := MetricNamed("sleeps/op")
	records := []*Record{
		record("p", "exclusive", ten(1000, 0), ten(1000, 1)),
		record("p", "herd", ten(1000, 0), ten(6800, 7)),
		record("p", "same", ten(1000, 0), ten(1000, 1)),
		record("q", "herd", ten(1000, 0), ten(1, 0)),
	}
	changes := Compare(records, "exclusive", sleeps)
	if len(changes) != 2 {
		t.Fatalf("%d changes, want the two that have a baseline", len(changes))
	}
	herd, same := changes[0], changes[1]
	if !herd.Clear || herd.Ratio.Lo < 6.7 || herd.Ratio.Hi > 6.9 || herd.Ratio.Lo > herd.Ratio.Value || herd.Ratio.Hi < herd.Ratio.Value {
		t.Errorf("herd: %+v", herd)
	}
	if same.Clear || same.Ratio.Value != 1 {
		t.Errorf("the same: %+v", same)
	}
	again := Compare(records, "exclusive", sleeps)
	if again[0] != changes[0] {
		t.Error("the same records give another interval")
	}
	none := Compare([]*Record{record("p", "exclusive", ten(1000, 0), ten(0, 0)), record("p", "x", ten(1000, 0), ten(5, 1))}, "exclusive", sleeps)
	if none[0].Defined {
		t.Error("a ratio to nothing is called defined")
	}
}

func TestLeaders(t *testing.T) {
	ops := MetricNamed("ops/s")
	hung := record("p", "lost", ten(9000, 0), ten(0, 0))
	hung.Samples[3].Hung = true
	leads := Leaders([]*Record{
		record("p", "slow", ten(1000, 1), ten(0, 0)),
		record("p", "fast", ten(2001, 10), ten(0, 0)),
		record("p", "quick", ten(2000, 10), ten(0, 0)),
		hung,
	}, ops)
	l := leads[0]
	if strings.Join(l.Best, " ") != "fast quick" || l.Worst != "slow" || !l.Sure || strings.Join(l.Hung, " ") != "lost" {
		t.Errorf("%+v", l)
	}
	one := Leaders([]*Record{record("p", "a", ten(5, 0), ten(0, 0))}, ops)[0]
	if one.Sure || len(one.Best) != 1 {
		t.Errorf("alone in the field: %+v", one)
	}
}

func TestLogIsReadBack(t *testing.T) {
	dir := t.TempDir()
	for i, resume := range []bool{false, true} {
		log, err := Create(dir, resume)
		if err != nil {
			t.Fatal(err)
		}
		if err := log.Append(record("p", fmt.Sprintf("s%d", i), ten(1000, 1), ten(5, 1))); err != nil {
			t.Fatal(err)
		}
		if err := log.Close(); err != nil {
			t.Fatal(err)
		}
	}
	records, err := Read(dir)
	if err != nil || len(records) != 2 || records[1].Strategy != "s1" || len(records[1].Samples) != 10 {
		t.Fatalf("%d records, %v", len(records), err)
	}
	// And the other file is what benchstat reads.
	f, err := os.Open(filepath.Join(dir, BenchFile))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := benchfmt.NewReader(f, BenchFile)
	results, better, certain := 0, 0, 0
	for r.Scan() {
		switch rec := r.Result().(type) {
		case *benchfmt.Result:
			results++
			if v, ok := rec.Value("sleeps/op"); !ok || v == 0 || rec.GetConfig("kernel") != "6.1" {
				t.Errorf("%s has %v sleeps/op, kernel %q", rec.Name, v, rec.GetConfig("kernel"))
			}
		case *benchfmt.UnitMetadata:
			switch {
			case rec.Key == "better":
				better++
			case rec.Key == "assume" && rec.Value == "exact" && strings.HasPrefix(rec.OrigUnit, "exact-"):
				certain++
			default:
				t.Errorf("unit %+v", rec)
			}
		case *benchfmt.SyntaxError:
			t.Error(rec)
		}
	}
	counts := 0
	for _, m := range Metrics() {
		if !m.Machine {
			counts++
		}
	}
	if results != 20 || better != len(Metrics())+counts || certain != counts {
		t.Errorf("%d results, %d units, %d of them exact", results, better, certain)
	}
}

func TestResumingBehindACutLine(t *testing.T) {
	dir := t.TempDir()
	appendOne := func(strategy string) {
		log, err := Create(dir, true)
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(log.Append(record("p", strategy, ten(1000, 1), ten(5, 1))), log.Close()); err != nil {
			t.Fatal(err)
		}
	}
	appendOne("a")
	appendOne("b")
	runs := filepath.Join(dir, RunsFile)
	data, _ := os.ReadFile(runs)
	if err := os.WriteFile(runs, data[:len(data)-50], 0o666); err != nil {
		t.Fatal(err)
	}
	appendOne("c")
	records, err := Read(dir)
	if err != nil || len(records) != 2 || records[0].Strategy != "a" || records[1].Strategy != "c" {
		t.Errorf("%d records, %v", len(records), err)
	}
	// And the other file has the same records.
	bench, err := os.ReadFile(filepath.Join(dir, BenchFile))
	if a, b, c := bytes.Count(bench, []byte("strategy=a/")), bytes.Count(bench, []byte("strategy=b/")), bytes.Count(bench, []byte("strategy=c/")); err != nil || a != 10 || b != 0 || c != 10 {
		t.Errorf("%d, %d and %d lines of a, b and c; want 10, 0, 10 (%v)", a, b, c, err)
	}
}

func TestRepeatedRunsArePooled(t *testing.T) {
	one := []*Record{record("p", "a", ten(1000, 1), ten(5, 1)), record("p", "b", ten(2000, 1), ten(5, 1))}
	twice := append(append([]*Record{}, one...), record("p", "a", ten(1000, 1), ten(5, 1)), record("p", "b", ten(2000, 1), ten(5, 1)))
	open := record("p", "a", ten(9000, 1), ten(5, 1))
	open.Rate = 100
	leads := Leaders(append(twice, open), MetricNamed("ops/s"))
	if len(leads) != 2 || leads[0].Value.N != 20 || strings.Join(leads[0].Best, " ") != "b" || leads[1].Group.Name() != "p at 100/s" {
		t.Errorf("%+v", leads)
	}
	if len(one[0].Samples) != 10 {
		t.Error("pooling changes the records it was given")
	}
}

func TestDamagedFiles(t *testing.T) {
	var good bytes.Buffer
	log := t.TempDir()
	l, _ := Create(log, false)
	_ = l.Append(record("p", "s", ten(1, 1), ten(1, 1)))
	_ = l.Close()
	data, _ := os.ReadFile(filepath.Join(log, RunsFile))
	good.Write(data)
	line := good.String()
	for _, c := range []struct {
		name, file string
		records    int
		err        string
	}{
		{"empty", "", 0, ""},
		{"cut in the last line", line + line[:len(line)/2], 1, ""},
		{"cut in the only line", line[:len(line)/2], 0, "x: its only line is cut off"},
		{"cut after a letter", line + line[:1], 1, ""},
		{"what is no record, without a newline", line + "hello", 1, "x:2: not a record"},
		{"damage in the middle", line + "{\n" + line, 1, "x:2: not a record"},
		{"another schema", line + strings.Replace(line, `"schema":2`, `"schema":9`, 1), 1, "x:2: not a record: schema 9"},
		{"no strategy", strings.Replace(line, `"strategy":"s"`, `"strategy":""`, 1), 0, "no strategy"},
		{"a name that breaks names", strings.Replace(line, `"strategy":"s"`, `"strategy":"a/b=c"`, 1), 0, `"a/b=c"`},
		{"not JSON", "hello\n", 0, "x:1"},
	} {
		records, err := ReadFrom(strings.NewReader(c.file), "x")
		if len(records) != c.records || (err == nil) != (c.err == "") || err != nil && !strings.Contains(err.Error(), c.err) {
			t.Errorf("%s: %d records, error %v", c.name, len(records), err)
		}
		if c.name == "cut in the last line" && len(records[0].Warnings) == 0 {
			t.Error("nobody is told that a line is cut off")
		}
	}
	if _, err := Read(filepath.Join(log, "none")); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"schema":2,"engine":"live","pattern":"p","strategy":"s","tasks":1}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		records, _ := ReadFrom(bytes.NewReader(data), "fuzz")
		for _, m := range Metrics() {
			Compare(records, "exclusive", m)
			Leaders(records, m)
		}
		_ = WriteSummary(&bytes.Buffer{}, records)
	})
}

func TestSummaryTellsOfHangs(t *testing.T) {
	r := record("inval-rounds", "linux-5.12", ten(10, 0), ten(1, 0))
	r.Hangs = []string{"task 3 sleeps on key 0:0x7"}
	r.Machine.CPUs = 2
	var out bytes.Buffer
	if err := WriteSummary(&out, []*Record{r, record("inval-rounds", "exclusive", ten(10, 0), ten(1, 0))}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"linux-5.12 hung in inval-rounds: task 3 sleeps", "warning: 2 CPUs", "goroutines, not kernel"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in:\n%s", want, out.String())
		}
	}
}

func TestMachines(t *testing.T) {
	m := machine.Here()
	if m.CPUs < 1 || m.Go == "" || m.Kernel == "" {
		t.Errorf("%+v", m)
	}
	o := *m
	o.CPU += "?"
	if d := m.Comparable(&o); len(d) != 1 || d[0] != "cpu" {
		t.Errorf("differ in %v, want cpu", d)
	}
}

// TestBetween: a part of a timeline has what lies in it, cut to it.
func TestBetween(t *testing.T) {
	l := Timeline{
		To: 100, Hung: true,
		Spans:  []Span{{From: 0, To: 10}, {From: 5, To: 95}, {From: 20, To: 30}, {From: 90, To: 100}},
		Arrows: []Arrow{{At: 9}, {At: 10}, {At: 50}, {At: 91}},
	}
	part := l.Between(10, 90)
	if want := []Span{{From: 10, To: 90}, {From: 20, To: 30}}; !slices.Equal(part.Spans, want) {
		t.Errorf("spans %v, want %v", part.Spans, want)
	}
	if want := []Arrow{{At: 10}, {At: 50}}; !slices.Equal(part.Arrows, want) || part.Hung || part.From != 10 || part.To != 90 {
		t.Errorf("%+v", part)
	}
	if end := l.Between(-50, 500); end.From != 0 || end.To != 100 || !end.Hung || len(end.Spans) != 4 {
		t.Errorf("%+v", end)
	}
}
