package results_test

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"

	"daxwait/results"
	"daxwait/results/internal/made"
)

// saying returns what writes a text.
func saying(text string) func(io.Writer) error {
	return func(w io.Writer) error { _, err := io.WriteString(w, text); return err }
}

// contents returns what is in a folder, by name.
func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	found := map[string]string{}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		found[e.Name()] = string(data)
	}
	return found
}

func same(t *testing.T, what string, got, want map[string]string) {
	t.Helper()
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%s: there is %q, want %q", what, got, want)
	}
}

// TestResumeGoesOnBehindAnyCut: wherever a kill cuts the file of records, the log
// that is opened again has the whole records, and the other file the same.
func TestResumeGoesOnBehindAnyCut(t *testing.T) {
	dir := t.TempDir()
	a, b := made.Record("p", "a", made.Ten(1000, 1)[:1], made.Ten(5, 1)[:1]), made.Record("p", "b", made.Ten(2000, 1)[:1], made.Ten(5, 1)[:1])
	open := func(resume bool, more ...*results.Record) {
		t.Helper()
		log, _, err := results.Begin(nil, dir, nil, how(resume))
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range more {
			if err := log.Append(r); err != nil {
				t.Fatal(err)
			}
		}
		if err := log.Close(); err != nil {
			t.Fatal(err)
		}
	}
	open(false)
	none := contents(t, dir)
	open(true, a)
	one := contents(t, dir)
	open(true, b)
	both := contents(t, dir)
	first, second := len(one[results.RunsFile]), len(both[results.RunsFile])
	if first == 0 || second <= first {
		t.Fatalf("%d and %d bytes", first, second)
	}
	for cut := 0; cut <= second; cut++ {
		if at := cut % first; at > 12 && at < first-12 && cut < second-12 && at%97 != 0 {
			continue // neither line is near its end
		}
		if err := os.WriteFile(filepath.Join(dir, results.RunsFile), []byte(both[results.RunsFile][:cut]), 0o666); err != nil {
			t.Fatal(err)
		}
		// What was written to the other file may be anything.
		if err := os.WriteFile(filepath.Join(dir, results.BenchFile), []byte(both[results.BenchFile][:cut]), 0o666); err != nil {
			t.Fatal(err)
		}
		want, n := none, 0
		switch {
		case cut >= second-1: // a newline is all that lacks
			want, n = both, 2
		case cut >= first-1:
			want, n = one, 1
		}
		records, damaged, err := results.Read(dir)
		torn := cut != 0 && cut != first && cut != first-1 && cut < second-1
		if (len(damaged) == 1) != torn || torn && !damaged[0].Cut {
			t.Fatalf("cut after %d bytes: %v", cut, damaged)
		}
		if len(records) != n || (err != nil) != (n == 0 && cut != 0) {
			t.Fatalf("cut after %d bytes there are %d records, want %d: %v", cut, len(records), n, err)
		}
		open(true)
		same(t, fmt.Sprintf("cut after %d bytes", cut), contents(t, dir), want)
		if t.Failed() {
			return
		}
	}
}
