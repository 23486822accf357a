package results_test

import (
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"daxwait/results"
	"daxwait/results/internal/made"
)

// pack compresses the records of a folder, as gzip does.
func pack(t *testing.T, dir string, cut int) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, results.RunsFile))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, results.PackedRuns), b.Bytes()[:b.Len()-cut], 0o666); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(dir, results.RunsFile)); err != nil {
		t.Fatal(err)
	}
}

func packed(t *testing.T, cut int) string {
	dir := t.TempDir()
	log, _, err := results.Begin(nil, dir, nil, results.Force)
	if err != nil {
		t.Fatal(err)
	}
	if err := log.Append(made.Record("p", "s", made.Ten(1000, 1), made.Ten(5, 1))); err != nil {
		t.Fatal(err)
	}
	if err := log.Close(); err != nil {
		t.Fatal(err)
	}
	pack(t, dir, cut)
	return dir
}

func TestCompressedRecords(t *testing.T) {
	dir := packed(t, 0)
	for _, name := range []string{dir, filepath.Join(dir, results.PackedRuns)} {
		if records, _, err := results.Read(name); err != nil || len(records) != 1 || records[0].Strategy != "s" {
			t.Errorf("%s: %d records, %v", name, len(records), err)
		}
	}
	if _, _, err := results.Begin(nil, dir, nil, results.Resume); err == nil || !strings.Contains(err.Error(), results.PackedRuns+": ") || !strings.Contains(err.Error(), "gunzip") {
		t.Errorf("adding to compressed records: %v", err)
	}
	log, _, err := results.Begin(nil, dir, nil, results.Force)
	if err != nil {
		t.Fatal(err)
	}
	if err := log.Close(); err != nil {
		t.Fatal(err)
	}
	if records, _, err := results.Read(dir); err != nil || len(records) != 0 {
		t.Errorf("a new run finds %d old records, %v", len(records), err)
	}
	if _, err := os.Stat(filepath.Join(dir, results.PackedRuns)); err == nil {
		t.Error("a new run leaves the old records beside its own")
	}
}

func TestDamagedCompressedRecords(t *testing.T) {
	dir := packed(t, 20)
	if _, _, err := results.Read(dir); err == nil || !strings.Contains(err.Error(), results.PackedRuns) {
		t.Errorf("a cut file: %v", err)
	}
	if err := os.WriteFile(filepath.Join(dir, results.PackedRuns), []byte("hello"), 0o666); err != nil {
		t.Fatal(err)
	}
	if _, _, err := results.Read(dir); err == nil || !strings.Contains(err.Error(), results.PackedRuns) {
		t.Errorf("no gzip: %v", err)
	}
}
