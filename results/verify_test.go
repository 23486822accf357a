package results_test

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"daxwait/results"
	"daxwait/results/internal/made"
	"daxwait/results/store"
	"daxwait/results/store/faulty"
)

// TestVerify: what is as it was written has nothing wrong, and whatever is changed in the
// folder, or in the charts that were drawn of it, is named.
func TestVerify(t *testing.T) {
	records, m := plan(t)
	change := func(name, from, to string, seal bool) func(t *testing.T, dir, charts string) {
		return func(t *testing.T, dir, charts string) {
			path := filepath.Join(dir, name)
			if filepath.Ext(name) == ".png" || name == results.DrawnFile {
				path = filepath.Join(charts, name)
			}
			data, err := os.ReadFile(path)
			if err != nil || !bytes.Contains(data, []byte(from)) {
				t.Fatalf("%s has no %q: %v", name, from, err)
			}
			data = bytes.Replace(data, []byte(from), []byte(to), 1)
			if seal { // as a program would write it
				var lines []byte
				for line := range bytes.Lines(data) {
					body, _, _ := bytes.Cut(line, []byte(`,"crc"`))
					lines = append(append(lines, store.Seal(append(bytes.Clone(body), '}'))...), '\n')
				}
				data = lines
			}
			if err := os.WriteFile(path, data, 0o666); err != nil {
				t.Fatal(err)
			}
		}
	}
	remove := func(name string) func(t *testing.T, dir, charts string) {
		return func(t *testing.T, dir, charts string) {
			if os.Remove(filepath.Join(dir, name)) != nil && os.Remove(filepath.Join(charts, name)) != nil {
				t.Fatal("there is no", name)
			}
		}
	}
	for name, c := range map[string]struct {
		do             func(t *testing.T, dir, charts string)
		wrong, missing string
	}{
		"nothing":                    {func(*testing.T, string, string) {}, "", ""},
		"a digit of a record":        {change(results.RunsFile, `"tasks":8`, `"tasks":9`, false), "runs.jsonl:1: the checksum does not fit", "1 of the 3 cases"},
		"a record, and its checksum": {change(results.RunsFile, `"ops":`, `"ops":9`, true), "it does not follow from the record", ""},
		"a case of the plan":         {change(results.RunsFile, `"tasks":8`, `"tasks":9`, true), "the records are not those of the plan", ""},
		"the plan":                   {change(results.PlanFile, `"cases":3`, `"cases":4`, false), "plan.json: the checksum does not fit", ""},
		"no plan":                    {remove(results.PlanFile), "", "of which plan the records are is not known"},
		"the text":                   {change(results.BenchFile, "strategy=b", "strategy=x", false), "it does not follow from the record", ""},
		"more text":                  {change(results.BenchFile, "Unit", "Unit Unit", false), "it does not follow from the record", ""},
		"no text":                    {remove(results.BenchFile), "", "bench.txt, which follows"},
		"a chart":                    {change("a.png", "chart", "charm", false), "a.png was changed since it was drawn", ""},
		"no chart":                   {remove("a.png"), "a.png: no such file", ""},
		"what charts are of":         {change(results.DrawnFile, `"count":3`, `"count":4`, false), "drawn.json: the checksum does not fit", ""},
		"charts of other records":    {change(results.DrawnFile, `"records":"`, `"records":"0`, true), "the charts were drawn of other records", ""},
		"a chart elsewhere":          {change(results.DrawnFile, `"a.png"`, `"../a.png"`, true), "is no name of a chart", ""},
		"charts of nobody knows":     {remove(results.DrawnFile), "", "of what charts were drawn is not known"},
		"an empty folder":            {func(t *testing.T, dir, _ string) { _, _ = fill(nil, dir, m, records[:1], results.Force) }, "other records", "2 of the 3 cases of the plan"},
	} {
		t.Run(name, func(t *testing.T) {
			dir, charts := filepath.Join(t.TempDir(), "out"), t.TempDir()
			if _, err := fill(nil, dir, m, records, results.Fresh); err != nil {
				t.Fatal(err)
			}
			d := &results.Drawn{Count: len(records)}
			var err error
			if d.Records, err = results.OfRecords(records); err != nil {
				t.Fatal(err)
			}
			chart := store.Whole{Path: filepath.Join(charts, "a.png"), Write: faulty.Saying("a chart")}
			d.Files = []results.Content{{Name: "a.png", Digest: fmt.Sprintf("%x", sha256.Sum256([]byte("a chart")))}}
			if err := store.Write(nil, chart, d.File(charts)); err != nil {
				t.Fatal(err)
			}
			c.do(t, dir, charts)
			i, err := results.Verify(dir)
			if err != nil {
				t.Fatal(err)
			}
			i.Charts(charts)
			wrong, missing := strings.Join(i.Wrong, "; "), strings.Join(i.Missing, "; ")
			if (wrong != "") != (c.wrong != "") || !strings.Contains(wrong, c.wrong) {
				t.Errorf("wrong: %q, want %q", wrong, c.wrong)
			}
			if c.missing != "" && !strings.Contains(missing, c.missing) || c.missing == "" && c.wrong == "" && missing != "" {
				t.Errorf("missing: %q, want %q", missing, c.missing)
			}
		})
	}
	if _, err := results.Verify(filepath.Join(t.TempDir(), "none")); err == nil {
		t.Error("a folder that there is not is verified")
	}
	twice := t.TempDir()
	log, _, err := results.Begin(nil, twice, nil, results.Force)
	if err != nil {
		t.Fatal(err)
	}
	r := made.Simulated("a", made.Ten(100, 1)[:1], made.Ten(0, 0)[:1])
	_, _ = log.Append(r), log.Append(r)
	_ = log.Close()
	if i, err := results.Verify(twice); err != nil || len(i.Wrong) != 1 || !strings.Contains(i.Wrong[0], "stand in line 1") {
		t.Errorf("a case twice: %+v, %v", i, err)
	}
}
