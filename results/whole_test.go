package results_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"daxwait/results"
	"daxwait/results/internal/made"
	"daxwait/results/store/faulty"
)

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
	none := faulty.Contents(t, dir)
	open(true, a)
	one := faulty.Contents(t, dir)
	open(true, b)
	both := faulty.Contents(t, dir)
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
		faulty.Same(t, fmt.Sprintf("cut after %d bytes", cut), faulty.Contents(t, dir), want)
		if t.Failed() {
			return
		}
	}
}
