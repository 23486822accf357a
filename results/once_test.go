package results_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"daxwait/results"
	"daxwait/results/internal/made"
	"daxwait/results/store"
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
		data.Write(append(store.Seal(line), "\n\n"...))
	}
	dir := t.TempDir()
	file := filepath.Join(dir, results.RunsFile)
	if err := os.WriteFile(file, data.Bytes(), 0o666); err != nil {
		t.Fatal(err)
	}
	records, damaged, err := results.Read(dir)
	if err != nil || len(records) != 4 || records[0].Samples[0].Ops != 1000 {
		t.Fatalf("%d records, %v", len(records), err)
	}
	if len(damaged) != 2 || damaged[0].Line != 7 || damaged[1].Line != 11 || damaged[0].Cut ||
		damaged[0].Error() != file+":7: its case and seed stand in line 1, which counts: remove what does not belong there" {
		t.Errorf("%v", damaged)
	}
}

// TestMachinesAreReadApart: the same case simulated on another machine is another.
func TestMachinesAreReadApart(t *testing.T) {
	var data bytes.Buffer
	for _, machine := range []string{"", "guest-2cpu", "64-core"} {
		r := made.Simulated("x", made.Ten(1000, 1), made.Ten(10, 1))
		r.VMachine = machine
		line, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		data.Write(append(store.Seal(line), '\n'))
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, results.RunsFile), data.Bytes(), 0o666); err != nil {
		t.Fatal(err)
	}
	records, damaged, err := results.Read(dir)
	if err != nil || len(records) != 3 || len(damaged) != 0 || records[1].VMachine != "guest-2cpu" {
		t.Errorf("%d records, %v, %v", len(records), damaged, err)
	}
}
