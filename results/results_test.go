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
	"daxwait/results/store"
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
		log, _, err := results.Begin(nil, dir, nil, how(resume))
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
	records, _, err := results.Read(dir)
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
		log, _, err := results.Begin(nil, dir, nil, results.Resume)
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
	records, _, err := results.Read(dir)
	if err != nil || len(records) != 2 || records[0].Strategy != "a" || records[1].Strategy != "c" {
		t.Errorf("%d records, %v", len(records), err)
	}
	// And the other file has the same records.
	bench, err := os.ReadFile(filepath.Join(dir, results.BenchFile))
	if a, b, c := bytes.Count(bench, []byte("strategy=a/")), bytes.Count(bench, []byte("strategy=b/")), bytes.Count(bench, []byte("strategy=c/")); err != nil || a != 10 || b != 0 || c != 10 {
		t.Errorf("%d, %d and %d lines of a, b and c; want 10, 0, 10 (%v)", a, b, c, err)
	}
}

// TestDamagedFiles: what is damaged is named with its line, and the rest is read.
func TestDamagedFiles(t *testing.T) {
	dir := t.TempDir()
	l, _, _ := results.Begin(nil, dir, nil, results.Force)
	_ = l.Append(made.Record("p", "s", made.Ten(1, 1), made.Ten(1, 1)))
	_ = l.Close()
	data, _ := os.ReadFile(filepath.Join(dir, results.RunsFile))
	line := string(data)
	body := line[:strings.LastIndex(line, `,"crc"`)] + "}"
	// sealed is the line with something else in it, as a program would write it; old one of
	// before there were checksums.
	sealed := func(from, to string) string {
		changed := strings.Replace(body, from, to, 1)
		if changed == body {
			t.Fatalf("there is no %s", from)
		}
		return string(store.Seal([]byte(changed))) + "\n"
	}
	old := strings.Replace(body, `"schema":3`, `"schema":2`, 1) + "\n"
	for _, c := range []struct {
		name, file string
		records    int
		damage     string // of the first damaged line
		cut        bool
	}{
		{"empty", "", 0, "", false},
		{"whole", line + line, 2, "", false},
		{"of before there were checksums", old + line, 2, "", false},
		{"cut in the last line", line + line[:len(line)/2], 1, "x:2: the line is cut off", true},
		{"cut in the only line", line[:len(line)/2], 0, "x:1: the line is cut off", true},
		{"cut after a letter", line + line[:1], 1, "x:2: the line is cut off", true},
		{"without its newline", line + line[:len(line)-1], 2, "", false},
		{"what is no record, without a newline", line + "hello", 1, "x:2: not a record", false},
		{"damage in the middle", line + "{\n" + line, 2, "x:2: not a record", false},
		{"cut in the middle", line + line[:len(line)/2] + "\n" + line, 2, "x:2: not a record", false},
		{"a digit that is another", line + strings.Replace(line, `"tasks":`, `"tasks":1`, 1) + line, 2, "x:2: the checksum does not fit", false},
		{"a checksum that is another", strings.Replace(line, `"crc":"`, `"crc":"0`, 1) + line, 1, "x:1: not a record: its checksum is missing", false},
		{"no checksum", body + "\n" + line, 1, "x:1: not a record: its checksum is missing", false},
		{"another schema", line + sealed(`"schema":3`, `"schema":9`), 1, "x:2: not a record: schema 9", false},
		{"no strategy", sealed(`"strategy":"s"`, `"strategy":""`), 0, "no strategy", false},
		{"a name that breaks names", sealed(`"strategy":"s"`, `"strategy":"a/b=c"`), 0, `"a/b=c"`, false},
		{"a key twice", strings.Replace(old, `"tasks":`, `"tasks":9,"tasks":`, 1), 0, "tasks is there twice", false},
		{"not JSON", "hello\n", 0, "x:1", false},
		{"a line without an end", line + strings.Repeat("x", 17<<20) + "\n" + line, 2, "x:2: more than 16 MiB", false},
	} {
		records, damaged, err := results.ReadFrom(strings.NewReader(c.file), "x")
		if len(records) != c.records || (err != nil) != (c.records == 0 && c.file != "") {
			t.Errorf("%s: %d records, error %v", c.name, len(records), err)
		}
		if (len(damaged) != 0) != (c.damage != "") || len(damaged) != 0 && (!strings.Contains(damaged[0].Error(), c.damage) || damaged[0].Cut != c.cut) {
			t.Errorf("%s: %v, want %q", c.name, damaged, c.damage)
		}
	}
	if _, _, err := results.Read(filepath.Join(dir, "none")); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
}

// TestNoBitIsLost: whichever bit of a record is turned, the record is not read as another.
func TestNoBitIsLost(t *testing.T) {
	dir := t.TempDir()
	l, _, _ := results.Begin(nil, dir, nil, results.Force)
	_ = l.Append(made.Record("p", "s", made.Ten(1, 1)[:1], made.Ten(1, 1)[:1]))
	_ = l.Close()
	data, _ := os.ReadFile(filepath.Join(dir, results.RunsFile))
	for i := range data[:len(data)-1] {
		for bit := range 8 {
			data[i] ^= 1 << bit
			if records, _, _ := results.ReadFrom(bytes.NewReader(data), "x"); len(records) != 0 {
				t.Fatalf("bit %d of byte %d: %q is read", bit, i, data)
			}
			data[i] ^= 1 << bit
		}
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
