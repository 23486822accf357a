package cli_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"daxwait/results"
)

// TestSameBytes: records and verdicts are the same, byte for byte, however many
// threads and workers there are, whenever garbage is collected, on one CPU, and in
// whatever language.
func TestSameBytes(t *testing.T) {
	ways := []way{
		{env: "GOMAXPROCS=1", workers: "1"},
		{env: "GOMAXPROCS=4 GOGC=1 LC_ALL=tr_TR.UTF-8 LANG=tr_TR.UTF-8 TZ=Asia/Kathmandu", workers: "4"},
	}
	if !testing.Short() {
		for _, env := range []string{"GOMAXPROCS=1", "GOMAXPROCS=2", "GOMAXPROCS=4", "GOGC=1", "GOGC=off", "LC_ALL=C", "LC_ALL=de_DE.UTF-8"} {
			for _, workers := range []string{"1", "2", "4"} {
				ways = append(ways, way{env: env, workers: workers})
			}
		}
		if exec.Command("taskset", "-c", "0", "true").Run() == nil {
			ways = append(ways, way{env: "GOMAXPROCS=4", workers: "4", alone: true})
		}
	}
	want := ways[0].run(t)
	for _, w := range ways[1:] {
		if got := w.run(t); got != want {
			t.Errorf("%+v comes to\n%.300s\nwant\n%.300s", w, got, want)
		}
	}
}

// way is how the command is run.
type way struct {
	env, workers string
	alone        bool // on one CPU
}

// took is how long something took, which differs.
var took = regexp.MustCompile(`"seconds":[^,}]*|,"crc":"[^"]*"`)

// run returns records of a run and verdicts of a check.
func (w way) run(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	w.daxwait(t, strings.Fields("run --pattern pte-same,mix --strategy exclusive,merged --tasks 2,16 --cpus 2,8 --window 1ms --windows 3 --plots= --out "+dir)...)
	records, err := os.ReadFile(filepath.Join(dir, results.RunsFile))
	if err != nil {
		t.Fatal(err)
	}
	verdicts := w.daxwait(t, strings.Fields("check --format json --strategy exclusive,linux-5.2 --scenario pmd-meets-pte,invalidations-only,key-migration --workers "+w.workers)...)
	if len(records) == 0 || strings.Count(verdicts, "\n") != 6 {
		t.Fatalf("%d bytes of records, and verdicts\n%s", len(records), verdicts)
	}
	return string(records) + took.ReplaceAllString(verdicts, "")
}

// daxwait runs the command as a process, and returns what it writes.
func (w way) daxwait(t *testing.T, args ...string) string {
	t.Helper()
	args = slices.Concat([]string{os.Args[0]}, args)
	if w.alone {
		args = slices.Concat([]string{"taskset", "-c", "0"}, args)
	}
	c := exec.Command(args[0], args[1:]...)
	c.Env = slices.Concat(os.Environ(), strings.Fields(w.env), []string{asCommand + "=1"})
	var errs strings.Builder
	c.Stderr = &errs
	out, err := c.Output()
	if err != nil {
		t.Fatalf("%+v: %v: %s", w, err, errs.String())
	}
	return string(out)
}
