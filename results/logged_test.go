package results_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"daxwait/results"
	"daxwait/results/internal/made"
)

// TestTheFirstOfACaseCounts: the same simulation again, whatever it found, is left
// out with a warning that names file and lines; other seeds and live runs are not.
func TestTheFirstOfACaseCounts(t *testing.T) {
	seed := func(ops int64, seed uint64) *results.Record {
		r := made.Simulated("x", made.Ten(ops, 1), made.Ten(10, 1))
		r.Seed = seed
		return r
	}
	live := made.Record("p", "x", made.Ten(1000, 1), made.Ten(10, 1))
	var data bytes.Buffer
	for _, r := range []*results.Record{seed(1000, 1), seed(1000, 11), live, seed(2000, 1), live, seed(1000, 1)} {
		line, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		data.Write(append(line, "\n\n"...))
	}
	dir := t.TempDir()
	file := filepath.Join(dir, results.RunsFile)
	if err := os.WriteFile(file, data.Bytes(), 0o666); err != nil {
		t.Fatal(err)
	}
	records, err := results.Read(dir)
	if err != nil || len(records) != 4 || records[0].Samples[0].Ops != 1000 {
		t.Fatalf("%d records, %v", len(records), err)
	}
	want := results.Again + file + ":1 and again in " + file + ":7, " + file + ":11: the first counts; remove what does not belong there"
	if w := strings.Join(records[0].Warnings, "; "); w != want {
		t.Errorf("it warns %q, want %q", w, want)
	}
	for _, r := range records[1:] {
		if len(r.Warnings) != 0 {
			t.Errorf("%s, seed %d: %q", r.Engine, r.Seed, r.Warnings)
		}
	}
	if all, _, err := results.ReadLog(dir); err != nil || len(all) != 6 || len(all[0].Warnings) != 0 {
		t.Errorf("who goes on with it has %d records, %v", len(all), err)
	}
}
