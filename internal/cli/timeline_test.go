package cli_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"daxwait/internal/cli/flag"
)

// oneCase is a run of one case, simulated.
const oneCase = "run --pattern inval-page --strategy perindex --tasks 4 --window 1ms --timeline "

func TestTimelineExitCodes(t *testing.T) {
	dir := t.TempDir()
	for _, c := range []struct{ args, says string }{
		{"run --engine live --pattern pte-same --strategy exclusive --timeline " + dir + "/t.json", "--timeline is for --engine sim"},
		{"run --timeline " + dir + "/t.json", "give one --pattern (not "},
		{"run --pattern pte-same --tasks 2,4 --timeline " + dir + "/t.json", "one value of tasks (not 2)"},
		{"run --pattern pte-same --strategy exclusive --cpus 1,2 --timeline " + dir + "/t.json", "give one value of cpus (not 2)"},
		{oneCase + dir + "/t.json --sensitivity", "no --sensitivity"},
		{oneCase + dir + "/t.pdf", "want a name that ends in .json"},
		{oneCase + dir + "/t.svg.gz", "want a name that ends in .json"},
		{oneCase + dir + "/t.svg --timeline-span 10ns", "from 1µs"},
		{oneCase + "/dev/null/t.json", "/dev/null"},
	} {
		if code, _, stderr := daxwait(strings.Fields(c.args)...); code != flag.Usage || !strings.Contains(stderr, c.says) {
			t.Errorf("daxwait %s: exit %d, said %q; want %d and %q", c.args, code, stderr, flag.Usage, c.says)
		}
	}
	if left, _ := filepath.Glob(dir + "/*"); len(left) != 0 {
		t.Errorf("written: %v", left)
	}
}

// TestTimelineFiles writes each form, says what it is good for, and does that.
func TestTimelineFiles(t *testing.T) {
	dir := t.TempDir() + "/new"
	args := strings.Fields("run --pattern inval-page --strategy perindex --tasks 4 --window 1ms --out " + dir + "/results")
	for _, name := range []string{"a.json", "a.json.gz", "a.trace", "a.txt.gz", "a.svg", "a.png"} {
		args = append(args, "--timeline", filepath.Join(dir, name))
	}
	code, stdout, stderr := daxwait(args...)
	if code != flag.OK || stderr != "" {
		t.Fatalf("exit %d: %s", code, stderr)
	}
	for _, want := range []string{"one window of 1ms", "seed 1", "ui.perfetto.dev", "daxwait trace summary " + dir, "chart of the first 200µs"} {
		if !strings.Contains(stdout, want) {
			t.Errorf("no %q in\n%s", want, stdout)
		}
	}
	if text, err := os.ReadFile(dir + "/a.json"); err != nil || !json.Valid(text) {
		t.Errorf("a.json is no JSON: %v", err)
	}
	if text, err := os.ReadFile(dir + "/a.svg"); err != nil || !strings.Contains(string(text), "<svg") {
		t.Errorf("a.svg is no SVG: %v", err)
	}
	if text, err := os.ReadFile(dir + "/a.png"); err != nil || !strings.HasPrefix(string(text), "\x89PNG") {
		t.Errorf("a.png is no PNG: %v", err)
	}
	code, plain, stderr := daxwait("trace", "summary", dir+"/a.trace")
	if code != flag.OK || stderr != "" {
		t.Fatalf("exit %d: %s", code, stderr)
	}
	_, zipped, _ := daxwait("trace", "summary", dir+"/a.txt.gz")
	if zipped = strings.Replace(zipped, "a.txt.gz", "a.trace", 1); plain != zipped {
		t.Errorf("packed it says\n%s, not packed\n%s", zipped, plain)
	}
	if _, err := os.Stat(dir + "/results"); err == nil {
		t.Error("there are results")
	}
	code, stdout, stderr = daxwait("run", "--dry-run", "--trace", dir+"/a.trace")
	if code != flag.OK || !strings.Contains(stdout, "replay-a on 2 CPUs, eevdf      4 ") {
		t.Errorf("replayed: exit %d, %s%s", code, stdout, stderr)
	}
}

// TestTimelineOfAHang says that it is one, and where it ends.
func TestTimelineOfAHang(t *testing.T) {
	file := t.TempDir() + "/hang.svg"
	code, stdout, stderr := daxwait(strings.Fields("run --pattern mixed-rounds --strategy linux-5.2 --tasks 4 --window 1ms --timeline " + file)...)
	if code != flag.OK || !strings.Contains(stdout, "where nobody can go on") || !strings.Contains(stdout, "chart of the last") {
		t.Errorf("exit %d: %s%s", code, stdout, stderr)
	}
	if text, err := os.ReadFile(file); err != nil || !strings.Contains(string(text), "for ever") {
		t.Errorf("no sign of it on the chart: %v", err)
	}
}
