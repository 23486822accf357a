package results_test

import (
	"bytes"
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

	"daxwait/results"
	"daxwait/results/internal/made"
)

func TestJain(t *testing.T) {
	for _, c := range []struct {
		shares []float64
		want   float64
	}{{[]float64{5, 5, 5, 5}, 1}, {[]float64{1, 0, 0, 0}, 0.25}, {[]float64{1, 3}, 0.8}, {nil, 1}, {[]float64{0, 0}, 1}} {
		if got := results.Jain(c.shares); math.Abs(got-c.want) > 1e-12 {
			t.Errorf("Jain(%v) = %v, want %v", c.shares, got, c.want)
		}
	}
}

func TestLogIsReadBack(t *testing.T) {
	dir := t.TempDir()
	for i, resume := range []bool{false, true} {
		log, err := results.Create(dir, resume)
		if err != nil {
			t.Fatal(err)
		}
		if err := log.Append(made.Record("p", fmt.Sprintf("s%d", i), made.Ten(1000, 1), made.Ten(5, 1))); err != nil {
			t.Fatal(err)
		}
		if err := log.Close(); err != nil {
			t.Fatal(err)
		}
	}
	records, err := results.Read(dir)
	if err != nil || len(records) != 2 || records[1].Strategy != "s1" || len(records[1].Samples) != 10 {
		t.Fatalf("%d records, %v", len(records), err)
	}
	// And the other file is what benchstat reads.
	f, err := os.Open(filepath.Join(dir, results.BenchFile))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := benchfmt.NewReader(f, results.BenchFile)
	lines, better, certain := 0, 0, 0
	for r.Scan() {
		switch rec := r.Result().(type) {
		case *benchfmt.Result:
			lines++
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
	for _, m := range results.Metrics() {
		if !m.Machine {
			counts++
		}
	}
	if lines != 20 || better != len(results.Metrics())+counts || certain != counts {
		t.Errorf("%d results, %d units, %d of them exact", lines, better, certain)
	}
}

func TestResumingBehindACutLine(t *testing.T) {
	dir := t.TempDir()
	appendOne := func(strategy string) {
		log, err := results.Create(dir, true)
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(log.Append(made.Record("p", strategy, made.Ten(1000, 1), made.Ten(5, 1))), log.Close()); err != nil {
			t.Fatal(err)
		}
	}
	appendOne("a")
	appendOne("b")
	runs := filepath.Join(dir, results.RunsFile)
	data, _ := os.ReadFile(runs)
	if err := os.WriteFile(runs, data[:len(data)-50], 0o666); err != nil {
		t.Fatal(err)
	}
	appendOne("c")
	records, err := results.Read(dir)
	if err != nil || len(records) != 2 || records[0].Strategy != "a" || records[1].Strategy != "c" {
		t.Errorf("%d records, %v", len(records), err)
	}
	// And the other file has the same records.
	bench, err := os.ReadFile(filepath.Join(dir, results.BenchFile))
	if a, b, c := bytes.Count(bench, []byte("strategy=a/")), bytes.Count(bench, []byte("strategy=b/")), bytes.Count(bench, []byte("strategy=c/")); err != nil || a != 10 || b != 0 || c != 10 {
		t.Errorf("%d, %d and %d lines of a, b and c; want 10, 0, 10 (%v)", a, b, c, err)
	}
}

func TestDamagedFiles(t *testing.T) {
	var good bytes.Buffer
	log := t.TempDir()
	l, _ := results.Create(log, false)
	_ = l.Append(made.Record("p", "s", made.Ten(1, 1), made.Ten(1, 1)))
	_ = l.Close()
	data, _ := os.ReadFile(filepath.Join(log, results.RunsFile))
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
		records, err := results.ReadFrom(strings.NewReader(c.file), "x")
		if len(records) != c.records || (err == nil) != (c.err == "") || err != nil && !strings.Contains(err.Error(), c.err) {
			t.Errorf("%s: %d records, error %v", c.name, len(records), err)
		}
		if c.name == "cut in the last line" && len(records[0].Warnings) == 0 {
			t.Error("nobody is told that a line is cut off")
		}
	}
	if _, err := results.Read(filepath.Join(log, "none")); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
}

// TestBetween: a part of a timeline has what lies in it, cut to it.
func TestBetween(t *testing.T) {
	l := results.Timeline{
		To: 100, Hung: true,
		Spans:  []results.Span{{From: 0, To: 10}, {From: 5, To: 95}, {From: 20, To: 30}, {From: 90, To: 100}},
		Arrows: []results.Arrow{{At: 9}, {At: 10}, {At: 50}, {At: 91}},
	}
	part := l.Between(10, 90)
	if want := []results.Span{{From: 10, To: 90}, {From: 20, To: 30}}; !slices.Equal(part.Spans, want) {
		t.Errorf("spans %v, want %v", part.Spans, want)
	}
	if want := []results.Arrow{{At: 10}, {At: 50}}; !slices.Equal(part.Arrows, want) || part.Hung || part.From != 10 || part.To != 90 {
		t.Errorf("%+v", part)
	}
	if end := l.Between(-50, 500); end.From != 0 || end.To != 100 || !end.Hung || len(end.Spans) != 4 {
		t.Errorf("%+v", end)
	}
}
