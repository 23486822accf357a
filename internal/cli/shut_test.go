//go:build unix

package cli_test

import (
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"daxwait/internal/cli"
	"daxwait/internal/plain"
	"daxwait/results/store"
	"daxwait/results/store/faulty"
)

// smallPlan is what PLAN stands for.
const smallPlan = "--pattern pte-same --strategy exclusive --cpus 2 --tasks 2 --window 1ms --windows 1"

// asNobody has the test program play the table in a folder, as somebody who may not do
// everything.
const asNobody = "DAXWAIT_TEST_AS_NOBODY"

// TestShut: what may not be read or written is told, with the exit code that the table has
// for it, before any work is done. To root everything is open: the table is played by
// nobody then.
func TestShut(t *testing.T) {
	table, err := os.ReadFile("testdata/shut.txt")
	if err != nil {
		t.Fatal(err)
	}
	dir := os.Getenv(asNobody)
	if os.Geteuid() == 0 {
		dir = t.TempDir()
		for _, open := range []string{filepath.Dir(dir), dir} {
			if err := os.Chmod(open, 0o777); err != nil {
				t.Fatal(err)
			}
		}
		playedByNobody(t, dir, table)
		return
	}
	if dir == "" {
		dir = t.TempDir()
	} else if table, err = os.ReadFile(filepath.Join(dir, "table")); err != nil {
		t.Fatal(err)
	}
	t.Chdir(dir)
	shut(t)
	for n, line := range strings.Split(string(table), "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		cells := strings.Split(line, " | ")
		if len(cells) != 4 {
			t.Fatalf("line %d: %d cells", n+1, len(cells))
		}
		words := strings.Fields(strings.ReplaceAll(strings.ReplaceAll(cells[1], "PLAN", smallPlan), "DIR", filepath.Join(dir, "out"+strconv.Itoa(n))))
		code, _, stderr := daxwait(words...)
		if strconv.Itoa(code) != cells[2] || !strings.Contains(stderr, cells[3]) || code != 0 && stderr == "" || strings.Contains(stderr, "goroutine") || len(stderr) > 2000 {
			t.Errorf("line %d, %s: exit %d, says %.400q; want %s, %q", n+1, cells[0], code, stderr, cells[2], cells[3])
		}
	}
}

// playedByNobody has a copy of the test program play the table as the user nobody.
func playedByNobody(t *testing.T, dir string, table []byte) {
	self, err := os.Open("/proc/self/exe")
	if err != nil {
		t.Skip(err)
	}
	defer self.Close()
	program := filepath.Join(dir, "program")
	file, err := os.OpenFile(program, os.O_CREATE|os.O_WRONLY, 0o755)
	if err != nil {
		t.Fatal(err)
	}
	_, err = io.Copy(file, self)
	if err = errors.Join(err, file.Close(), os.WriteFile(filepath.Join(dir, "table"), table, 0o644)); err != nil {
		t.Fatal(err)
	}
	// The tests' table is in a folder of its own name, which is looked for where they run.
	if err := os.MkdirAll(filepath.Join(dir, "testdata"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "testdata", "shut.txt"), table, 0o644); err != nil {
		t.Fatal(err)
	}
	c := exec.Command(program, "-test.run=^TestShut$", "-test.count=1")
	c.Dir = dir
	c.Env = append(os.Environ(), asNobody+"="+dir, "TMPDIR="+dir, "HOME="+dir)
	const nobody = 65534
	c.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	out, err := c.CombinedOutput()
	if errors.Is(err, syscall.EPERM) { // in a container whose root may not become another
		t.Skip(err)
	}
	if err != nil || !strings.Contains(string(out), "PASS") {
		t.Errorf("as nobody: %v\n%s", err, out)
	}
}

// shut makes what the table names, in the folder in which it is played.
func shut(t *testing.T) {
	closed := func(name string, mode os.FileMode) {
		if err := os.Chmod(name, mode); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = os.Chmod(name, 0o777) })
	}
	for _, dir := range []string{"results", "kept", "closed", "unplanned"} {
		run(t, strings.Fields("run "+smallPlan+" --plots= --out "+dir)...)
	}
	closed("kept", 0o555)
	closed("closed/runs.jsonl", 0)
	closed("unplanned/plan.json", 0)
	for _, dir := range []string{"shut", "hidden"} {
		if err := os.Mkdir(dir, 0o777); err != nil {
			t.Fatal(err)
		}
	}
	closed("shut", 0o555)
	closed("hidden", 0)
	for _, ext := range []string{"toml", "jsonl", "trace", "csv", "txt"} {
		if err := os.WriteFile("hidden."+ext, []byte("x"), 0o666); err != nil {
			t.Fatal(err)
		}
		closed("hidden."+ext, 0)
	}
	stdout, _ := run(t, "check", "--strategy", "exclusive", "--scenario", "pte-pte", "--format", "json")
	if err := os.WriteFile("verdicts.jsonl", []byte(stdout), 0o666); err != nil {
		t.Fatal(err)
	}
}

// TestNoRoom: where there is no more room, a verb says so once, with 1, leaves nothing
// half written, and does not blame the words.
func TestNoRoom(t *testing.T) {
	dir := t.TempDir()
	in := filepath.Join(dir, "in")
	run(t, strings.Fields("run "+smallPlan+" --plots= --out "+in)...)
	losing := "v1:linux-5.2:entry/pmd-meets-pte:0100:ce0d"
	plan := "run " + smallPlan
	verbs, calls := []string{plan + " --plots= --out OUT", plan + " --plots OUT --out OUT/results", "plot --in " + in + " --out OUT"}, []int{1, 4}
	if !testing.Short() {
		verbs = append(verbs, "merge --plots= --out OUT "+in, "replay "+losing+" --plots OUT", strings.Join(smallSpace("OUT"), " "))
		calls = append(calls, 2, 6)
	}
	for _, words := range verbs {
		for _, k := range calls { // the first that changes a file, and some in the midst
			out := t.TempDir()
			on := &faulty.FS{K: k, Fault: faulty.Stays}
			code, _, stderr := daxwaitOn(on, strings.Fields(strings.ReplaceAll(words, "OUT", out))...)
			if on.Calls < k {
				continue
			}
			if code != 1 || strings.Count(stderr, "no space left on device") != 1 || strings.Contains(stderr, "--out:") || !plain.Shown(stderr) {
				t.Errorf("%s, from call %d on: exit %d, says %q", words, k, code, stderr)
			}
			if left, _ := filepath.Glob(filepath.Join(out, ".*-[0-9]*")); len(left) != 0 {
				t.Errorf("%s, from call %d on: left behind %v", words, k, left)
			}
		}
	}
}

// daxwaitOn is daxwait on a file system.
func daxwaitOn(on store.FS, args ...string) (code int, stdout, stderr string) {
	var out, errs strings.Builder
	s := cli.Daxwait()
	s.On = on
	code = s.Main(args, &out, &errs)
	return code, out.String(), errs.String()
}
