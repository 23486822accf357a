//go:build unix

package cli_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"daxwait/internal/cli/flag"
	"daxwait/internal/space"
	"daxwait/results"
)

// child is the command as a process of its own.
type child struct {
	*exec.Cmd
	stdout, stderr bytes.Buffer
}

// patience is after how long a process that should have ended is killed, which
// fails its test.
const patience = 2 * time.Minute

func command(t *testing.T, args ...string) *child {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	t.Cleanup(cancel)
	c := &child{Cmd: exec.CommandContext(ctx, os.Args[0], args...)}
	c.Env = append(os.Environ(), asCommand+"=1")
	c.Stdout, c.Stderr = &c.stdout, &c.stderr
	return c
}

// startedUntil starts a process and waits until something is so, or it has
// ended.
func startedUntil(t *testing.T, so func() bool, args ...string) (c *child, ended chan error) {
	t.Helper()
	c = command(t, args...)
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	ended = make(chan error, 1)
	go func() { ended <- c.Wait() }()
	for !so() {
		select {
		case err := <-ended:
			ended <- err
			return c, ended
		case <-time.After(time.Millisecond):
		}
	}
	return c, ended
}

// reportedResults are what reports are made of here.
const reportedResults = "../../results/reference/comparison"

// lines returns whether a file has so many lines.
func lines(file string, n int) func() bool {
	return func() bool {
		data, _ := os.ReadFile(file)
		return bytes.Count(data, []byte("\n")) >= n
	}
}

// there returns whether a file matches a pattern.
func there(pattern string) func() bool {
	return func() bool {
		found, _ := filepath.Glob(pattern)
		return len(found) != 0
	}
}

// kill starts a process, and kills it when something is so.
func kill(t *testing.T, so func() bool, args ...string) {
	t.Helper()
	c, ended := startedUntil(t, so, args...)
	_ = c.Process.Kill()
	if err := <-ended; err == nil {
		t.Logf("%v had ended before it was killed", args)
	}
}

// leftovers are files that were to be moved to their places.
func leftovers(t *testing.T, dir string) (left []string) {
	t.Helper()
	left, err := filepath.Glob(filepath.Join(dir, ".*"))
	if err != nil {
		t.Fatal(err)
	}
	return left
}

// slow is a plan of 12 cases that takes about a second.
var slow = strings.Fields("run --pattern pte-same,mixed-pmd --strategy exclusive,linux-5.12,merged --tasks 2,16 --window 10ms --plots=")

// TestKilledRunGoesOn: killed again and again, once in the middle of a line, it
// comes to what it comes to in one go, byte for byte.
func TestKilledRunGoesOn(t *testing.T) {
	dir := t.TempDir()
	whole, parts := dir+"/whole", dir+"/parts"
	said, _ := run(t, with(slow, "--out", whole)...)
	file := filepath.Join(parts, results.RunsFile)
	for _, n := range []int{1, 4, 9} {
		kill(t, lines(file, n), with(slow, "--out", parts, "--resume")...)
		records, _, err := results.Read(parts)
		if err != nil || len(records) < n {
			t.Fatalf("killed after %d records: %d are there, %v", n, len(records), err)
		}
	}
	info, err := os.Stat(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(file, info.Size()-7); err != nil {
		t.Fatal(err)
	}
	again, warned := run(t, with(slow, "--out", parts, "--resume")...)
	sameFiles(t, whole, parts)
	if again != strings.ReplaceAll(said, whole, parts) {
		t.Errorf("in one go it says\n%s\nand in pieces\n%s", said, again)
	}
	if want := ": the line is cut off"; !strings.Contains(warned, want) {
		t.Errorf("it warns %q, want %q", warned, want)
	}
	// What compares results reads what a kill left.
	out, err := exec.Command("go", "tool", "benchstat", "-col", "/strategy", filepath.Join(parts, results.BenchFile)).CombinedOutput()
	if err != nil || !strings.Contains(string(out), "ops/s") || strings.Contains(string(out), "syntax") {
		t.Errorf("benchstat: %v: %s", err, out)
	}
}

func TestKilledSpaceGoesOn(t *testing.T) {
	dir := t.TempDir()
	whole, parts := dir+"/whole", dir+"/parts"
	_, said, _ := daxwait(smallSpace(whole)...)
	file := filepath.Join(parts, space.File)
	for _, n := range []int{2, 8} {
		kill(t, lines(file, n), smallSpace(parts, "--resume")...)
	}
	code, again, stderr := daxwait(smallSpace(parts, "--resume")...)
	if code != flag.OK || again != strings.ReplaceAll(said, whole, parts) {
		t.Errorf("exit %d: %s; in one go it says\n%s\nand in pieces\n%s", code, stderr, said, again)
	}
	for _, name := range []string{space.File, "space.md", "space.svg"} {
		a, _ := os.ReadFile(filepath.Join(whole, name))
		b, _ := os.ReadFile(filepath.Join(parts, name))
		if len(a) == 0 || !bytes.Equal(a, b) {
			t.Errorf("%s: %d bytes in one go, %d in pieces, or they differ", name, len(a), len(b))
		}
	}
	// One that ends in the middle of a line.
	data, _ := os.ReadFile(file)
	if err := os.WriteFile(file, data[:len(data)-1], 0o666); err != nil {
		t.Fatal(err)
	}
	if code, _, stderr := daxwait(smallSpace(parts, "--resume")...); code != flag.OK || !strings.Contains(stderr, ": the line is cut off") {
		t.Errorf("cut: exit %d: %s", code, stderr)
	}
}

// TestVerdictsThatAreCutOff: a report is made of those that are whole.
func TestVerdictsThatAreCutOff(t *testing.T) {
	file := judged(t)
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, data[:len(data)-9], 0o666); err != nil {
		t.Fatal(err)
	}
	n := bytes.Count(data, []byte("\n"))
	code, stdout, stderr := daxwait("report", "--quick", "--dry-run", "--in", "../../results/reference/q1-hold", "--verdicts", file)
	if want := fmt.Sprintf("verdicts     %d of %s", n-1, file); code != flag.OK || !strings.Contains(stdout, want) || !strings.Contains(stderr, ": the line is cut off") {
		t.Errorf("exit %d: %s%s; want %q", code, stdout, stderr, want)
	}
}

// TestKilledReport: it is killed while it writes; there is no part of it then.
func TestKilledReport(t *testing.T) {
	dir := t.TempDir()
	of := t.TempDir()
	run(t, with(sweep, "--out", of)...)
	args := []string{"report", "--quick", "--in", of, "--verdicts", judged(t), "--trace", sample, "--out", dir}
	kill(t, there(dir+"/.index.html-*"), args...)
	files := []string{"index.html", "report.md", "report.txt"}
	var found []string
	for _, name := range files {
		if there(filepath.Join(dir, name))() {
			found = append(found, name)
		}
	}
	if len(found) != 0 && len(found) != len(files) {
		t.Errorf("it leaves %v", found)
	}
	if code, _, stderr := daxwait(args...); code != flag.OK || !there(dir+"/index.html")() {
		t.Errorf("again: exit %d: %s", code, stderr)
	}
}

// limited is a process whose files cannot be longer than so many blocks of half
// or one KiB, as on a disk that is full.
func limited(t *testing.T, blocks int, args ...string) *child {
	t.Helper()
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("there is no shell")
	}
	c := command(t, args...)
	c.Args = append([]string{sh, "-c", fmt.Sprintf(`ulimit -f %d; exec "$0" "$@"`, blocks), c.Path}, args...)
	c.Path = sh
	return c
}

// TestFullDisk: the records that were finished are whole, nothing lies around,
// and the error says which file, why, and what to do.
func TestFullDisk(t *testing.T) {
	dir := t.TempDir()
	whole, full := dir+"/whole", dir+"/full"
	run(t, with(sweep, "--out", whole)...)
	c := limited(t, 40, with(sweep, "--out", full)...)
	_ = c.Run()
	said := c.stderr.String()
	if c.ProcessState.ExitCode() != flag.Failed || !strings.Contains(said, "write "+full) || !strings.Contains(said, "file too large; what was finished is kept: mend that, and the same command with --resume goes on") {
		t.Errorf("exit %d: %s", c.ProcessState.ExitCode(), said)
	}
	records, damaged, err := results.Read(full)
	if err != nil || len(damaged) != 0 || len(records) == 0 || len(records) >= 24 {
		t.Errorf("%d records, damaged: %v, %v", len(records), damaged, err)
	}
	run(t, with(sweep, "--out", full, "--resume")...)
	sameFiles(t, whole, full)

	for what, args := range map[string][]string{
		"plot":     {"plot", "--in", whole, "--out", dir + "/out"},
		"report":   {"report", "--quick", "--in", whole, "--verdicts", judged(t), "--trace", sample, "--out", dir + "/out"},
		"timeline": {"run", "--cpus", "2", "--pattern", "pte-same", "--strategy", "exclusive", "--hold", "run", "--window", "2ms", "--timeline", dir + "/out/t.json"},
	} {
		c := limited(t, 4, args...)
		_ = c.Run()
		said := c.stderr.String()
		if c.ProcessState.ExitCode() != flag.Failed || !strings.Contains(said, "write "+dir+"/out/") || !strings.Contains(said, "file too large; make room, and run it again") {
			t.Errorf("%s: exit %d: %s", what, c.ProcessState.ExitCode(), said)
		}
		if there(dir+"/out/*")() || len(leftovers(t, dir+"/out")) != 0 {
			t.Errorf("%s leaves %v", what, leftovers(t, dir+"/out"))
		}
	}
}

// TestFullStdout: what was to be said is lost, and that is said.
func TestFullStdout(t *testing.T) {
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip(err)
	}
	defer full.Close()
	dir := t.TempDir()
	for _, args := range []string{
		"list", "explain lost wakeup", "check --strategy exclusive --scenario pte-pte", "conform --strategy exclusive --schedules 2",
		"run --cpus 2 --pattern pte-same --strategy exclusive --window 1ms --windows 2 --plots= --out " + dir, "--help",
	} {
		c := command(t, strings.Fields(args)...)
		c.Stdout = full
		_ = c.Run()
		if said := c.stderr.String(); c.ProcessState.ExitCode() != flag.Failed || strings.Count(said, "no space left on device") != 1 || !strings.Contains(said, "is not complete: send it where there is room") {
			t.Errorf("%s: exit %d: %s", args, c.ProcessState.ExitCode(), said)
		}
	}
	if records, _, err := results.Read(dir); err != nil || len(records) != 1 {
		t.Errorf("%d records of the run, %v", len(records), err)
	}
}

// TestInterrupt: each verb that takes long ends, and says what is kept.
func TestInterrupt(t *testing.T) {
	dir := t.TempDir()
	for _, c := range []struct {
		signal os.Signal
		args   string
		works  func() bool // it has begun
		code   int
		says   string
	}{
		{os.Interrupt, "run --cpus 2 --pattern pte-same --window 1s --windows 1000 --plots= --out " + dir + "/run", lines(dir+"/run/plan.json", 1), flag.Interrupted, `interrupted; 0 of \d+ cases are kept in ` + dir + "/run; the same command with --resume goes on"},
		{os.Interrupt, "run --engine live --pattern pte-same --window 1h --plots= --out " + dir + "/live", lines(dir+"/live/plan.json", 1), flag.Interrupted, `interrupted; 0 of \d+ cases are kept`},
		{syscall.SIGTERM, "run --cpus 2 --pattern pte-same --window 1s --windows 1000 --plots= --out " + dir + "/term", lines(dir+"/term/plan.json", 1), flag.Terminated, `interrupted; 0 of \d+ cases are kept`},
		{os.Interrupt, "run --cpus 2 --pattern pte-same --strategy exclusive --hold run --window 1h --timeline " + dir + "/timeline/t.json", there(dir + "/timeline"), flag.Interrupted, "interrupted; nothing is kept\n"},
		{os.Interrupt, "space --out " + dir + "/space", lines(dir+"/space/space.jsonl", 2), flag.Interrupted, `interrupted; [1-9]\d* of \d+ designs are kept in ` + dir + "/space; the same command with --resume goes on"},
		{os.Interrupt, "check --format json --plots " + dir + "/check", there(dir + "/check"), flag.Interrupted, `interrupted; \d+ of \d+ verdicts were found, and said above(; so is how far \d+ other search(es were| was))?; nothing else is kept`},
		{os.Interrupt, "judge exclusive+put=never --out " + dir + "/judge", there(dir + "/judge"), flag.Interrupted, `interrupted; (nothing is kept|said above is what was found in \d+ scenarios? of \d+; to judge again begins anew)\n`},
		{os.Interrupt, "report --in " + reportedResults + " --out " + dir + "/report", there(dir + "/report"), flag.Interrupted, "interrupted; nothing is kept\n"},
	} {
		p, ended := startedUntil(t, c.works, strings.Fields(c.args)...)
		_ = p.Process.Signal(c.signal)
		<-ended
		if said := p.stderr.String(); p.ProcessState.ExitCode() != c.code || !regexp.MustCompile(c.says).MatchString(said) {
			t.Errorf("%s: exit %d: %s; want %d and %q", c.args, p.ProcessState.ExitCode(), said, c.code, c.says)
		}
		for line := range strings.Lines(p.stdout.String()) {
			if strings.HasPrefix(c.args, "check") && (!strings.HasPrefix(line, "{") || strings.Contains(line, `"INCOMPLETE"`) != strings.Contains(line, `"hit":"interrupted"`) || !strings.HasSuffix(line, "\n")) {
				t.Errorf("check says %s", line)
			}
		}
	}
	for _, part := range []string{"check", "judge", "report", "timeline"} {
		if left, _ := filepath.Glob(dir + "/" + part + "/*"); len(left)+len(leftovers(t, dir+"/"+part)) != 0 {
			t.Errorf("%s leaves %v and %v", part, left, leftovers(t, dir+"/"+part))
		}
	}
}

// TestSecondInterruptEndsAtOnce: where a verb cannot be bothered, as it waits for
// what a pipe says, the first does nothing.
func TestSecondInterruptEndsAtOnce(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Skip(err)
	}
	c := command(t, "validate", "--oracle", pipe)
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- c.Wait() }()
	var writer *os.File
	for writer == nil { // until it reads
		writer, _ = os.OpenFile(pipe, os.O_WRONLY|syscall.O_NONBLOCK, 0)
	}
	defer writer.Close()
	for sent := 0; ; sent++ {
		select {
		case <-ended:
			status, ok := c.ProcessState.Sys().(syscall.WaitStatus)
			if !ok || !status.Signaled() || status.Signal() != syscall.SIGINT || sent < 2 {
				t.Errorf("after %d it ended as %v: %s", sent, c.ProcessState, c.stderr.String())
			}
			return
		case <-time.After(20 * time.Millisecond):
			if err := c.Process.Signal(os.Interrupt); err != nil && !errors.Is(err, os.ErrProcessDone) {
				t.Fatal(err)
			}
		}
	}
}
