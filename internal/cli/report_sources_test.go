package cli_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"daxwait/internal/cli/flag"
	"daxwait/results"
)

// folder makes a folder of files.
func folder(t *testing.T, dir string, files map[string]string) string {
	t.Helper()
	if err := os.MkdirAll(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// records is a file of so many, each of another seed.
func records(t *testing.T, n int) string {
	t.Helper()
	var lines []byte
	for seed := range n {
		line, err := json.Marshal(&results.Record{Schema: results.Schema, Engine: "sim", Pattern: "pte-same", Strategy: "exclusive", Tasks: 2, VCPUs: 2, Profile: "default", Hold: "sleep", Loop: "closed", Seed: uint64(seed + 1),
			Samples: []results.Sample{{Seconds: 1, Ops: 1000}}})
		if err != nil {
			t.Fatal(err)
		}
		lines = append(append(lines, line...), '\n')
	}
	return string(lines)
}

// TestReportSources: a folder of results is itself, a folder of such all of them
// by name; what a space left is no result, but found.
func TestReportSources(t *testing.T) {
	dir := t.TempDir()
	folder(t, filepath.Join(dir, "b"), map[string]string{results.RunsFile: records(t, 2)})
	folder(t, filepath.Join(dir, "a", "deep"), map[string]string{results.RunsFile: records(t, 1)})
	folder(t, filepath.Join(dir, "b", "below"), map[string]string{results.RunsFile: records(t, 3)})
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	if _, err := z.Write([]byte(records(t, 4))); err != nil || z.Close() != nil {
		t.Fatal(err)
	}
	folder(t, filepath.Join(dir, "c"), map[string]string{results.PackedRuns: packed.String()})
	folder(t, filepath.Join(dir, ".hidden"), map[string]string{results.RunsFile: records(t, 3)})
	folder(t, filepath.Join(dir, "space"), map[string]string{"space.jsonl.gz": ""})
	folder(t, filepath.Join(dir, "space", "front"), map[string]string{results.RunsFile: records(t, 3)})
	code, out, errs := daxwait("report", "--dry-run", "--in", dir, "--in", filepath.Join(dir, "b"))
	if code != flag.OK {
		t.Fatal(code, errs)
	}
	var found []string
	for line := range strings.Lines(out) {
		if what, rest, _ := strings.Cut(strings.TrimSpace(line), " "); what == "results" || what == "space" {
			found = append(found, what+" "+strings.TrimSpace(strings.ReplaceAll(rest, dir+"/", "")))
		}
	}
	if got, want := strings.Join(found, "; "), "results 1 record of a/deep; results 2 records of b; results 4 records of c; space space"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// TestReportSourcesThatAreNone are told of by name, with what to do.
func TestReportSourcesThatAreNone(t *testing.T) {
	dir := t.TempDir()
	empty := folder(t, filepath.Join(dir, "empty"), nil)
	shard := folder(t, filepath.Join(dir, "shards", "one"), map[string]string{results.RunsFile: records(t, 1)})
	m := results.Manifest{Schema: results.ManifestSchema, Plan: "p", Version: "v", Engine: "sim", Shard: 2, Of: 3, Cases: 3, Has: []int{1}}
	if err := m.Write(shard); err != nil {
		t.Fatal(err)
	}
	folder(t, filepath.Join(dir, "bare"), map[string]string{results.RunsFile: ""})
	folder(t, filepath.Join(dir, "broken", "x"), map[string]string{results.RunsFile: records(t, 1) + "{}\n" + records(t, 1)})
	two := folder(t, filepath.Join(dir, "two"), map[string]string{})
	folder(t, filepath.Join(two, "runs"), map[string]string{results.RunsFile: records(t, 1)})
	for _, name := range []string{"s1", "s2"} {
		folder(t, filepath.Join(two, name), map[string]string{"space.jsonl": "{}\n"})
	}
	alone := folder(t, filepath.Join(dir, "alone", "space"), map[string]string{"space.jsonl": "{}\n"})
	for in, says := range map[string]string{
		empty:                         empty + ": no results in it, or in a folder below it; daxwait run makes results",
		filepath.Join(dir, "nowhere"): "nowhere: no such file or directory; daxwait run makes results",
		filepath.Dir(shard):           shard + ": shard 2 of 3 of its plan; daxwait merge makes one folder of them",
		filepath.Join(dir, "bare"):    "bare: no record in it; daxwait run makes results",
		filepath.Join(dir, "broken"):  filepath.Join(dir, "broken", "x", results.RunsFile) + ":2: not a record",
		two:                           filepath.Join(two, "s1") + " and " + filepath.Join(two, "s2") + "; daxwait report --space FOLDER takes one",
		alone:                         "no results in it",
	} {
		if code, _, errs := daxwait("report", "--dry-run", "--in", in); code != flag.Usage || !strings.Contains(errs, says) {
			t.Errorf("%s: %d, %s\nwant %d and %q", in, code, errs, flag.Usage, says)
		}
	}
	if code, out, errs := daxwait("report", "--dry-run", "--in", two, "--space", filepath.Join(two, "s2")); code != flag.OK || !strings.Contains(out, filepath.Join(two, "s2")) {
		t.Errorf("with --space: %d, %s%s", code, out, errs)
	}
}
