package cli_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"daxwait/bench/check"
	"daxwait/internal/cli"
	"daxwait/internal/cli/flag"
	"daxwait/results"
	"daxwait/results/store"
)

// write puts a file into a folder and returns its name.
func write(t *testing.T, dir, name, text string) string {
	t.Helper()
	file := filepath.Join(dir, name)
	if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	return file
}

// T8 of history: who wakes nobody when he leaves without locking loses it.
const needsPut = "# T8.\nentries: pte B+1\ntasks: F(0,B+1); I(B+1); F(0,B+1)\n"

func TestCheckExitCodes(t *testing.T) {
	dir := t.TempDir()
	file := write(t, dir, "mine.txt", needsPut)
	wrong := write(t, t.TempDir(), "wrong.txt", "tasks: F(0,B+1)\nentries: pud\n")
	for _, c := range []struct {
		args string
		code int
		says string // on stdout; on stderr if the code is not 0
	}{
		{"--strategy exclusive --scenario " + file, flag.OK, "PROVED  exclusive in mine"},
		{"--strategy linux-5.2 --scenario pmd-meets-pte", flag.OK, "VIOLATION  linux-5.2 in entry/pmd-meets-pte  (as expected)"},
		{"--strategy linux-5.12 --decide put=never --scenario " + file, flag.Failed, "1 of 1 verdict is not as expected"},
		{"--strategy linux-5.12+put=never --scenario " + file, flag.Failed, "1 of 1 verdict is not as expected"},
		{"--strategy linux-5.12,exclusive --scenario " + file, flag.OK, "PROVED"},
		{"--strategy exclusive --scenario invalidations --max-states 10", flag.Incomplete, "INCOMPLETE"},
		{"--strategy exclusive,linux-5.12+put=never --scenario " + file + ",invalidations --max-states 100", flag.Failed, "verdicts are not as expected"},
		{"--dry-run", flag.OK, "strategies × "},
		{"--dry-run --strategy exclusive --scenario scan", flag.OK, "1 strategy × 1 scenario;"},
		{"--strategy nonsense", flag.Usage, "daxwait list strategies names all"},
		{"--strategy exclusive+nonsense=1", flag.Usage, "nonsense"},
		{"--strategy exclusive --decide put", flag.Usage, "put"},
		{"--strategy exclusive --decide put=perhaps", flag.Usage, "perhaps"},
		{"--strategy exclusive --decide put=next --decide put=never", flag.Usage, "put is decided twice"},
		{"--decide put=never", flag.Usage, `is no policy, so "put=never" cannot be set`},
		{"--set put=never", flag.Usage, `there is no flag "--set"`},
		{"--set put=never", flag.Usage, "--set is of run"},
		{"--dry-run --strategy exclusive,merged --decide put=next,all,key=base,kernel,found --scenario scan", flag.OK, "12 strategies × 1 scenario"},
		{"--strategy exclusive --scenario nonsense", flag.Usage, "daxwait list scenarios names all"},
		{"--strategy exclusive --scenario " + wrong, flag.Usage, wrong + ":2: "},
		{"--strategy exclusive --scenario " + t.TempDir(), flag.Usage, "no scenario (*.txt) in it"},
		{"--policy " + dir + "/none.toml", flag.Usage, "none.toml"},
		{"--policy " + file, flag.Usage, "mine.txt:"},
		{"--format yaml", flag.Usage, "want text or json"},
		{"--random -1", flag.Usage, `--random "-1"`},
		{"--workers 0", flag.Usage, "want 1 to 1024"},
		{"--strategy exclusive --scenario pte-pte --reduce nothing", flag.Usage, "none"},
		{"--strategy exclusive --scenario pte-pte --reduce movers,none", flag.OK, "(reduced: movers)"},
		{"--strategy exclusive --scenario pte-pte --verdict-only", flag.OK, "no livelock looked for"},
		{"--strategy exclusive --scenario pte-pte --compact", flag.Incomplete, "INCOMPLETE"},
		{"--strategy linux-5.12 --scenario invalidations --first", flag.OK, "VIOLATION"},
		{"--strategy exclusive --scenario pte-pte,scan --places", flag.OK, "pairs; "},
		{"--max-memory 12", flag.Usage, "such as 500MB"},
		{"--max-states 0", flag.Usage, `--max-states "0"`},
		{"--spurious 9", flag.Usage, "want 0 to 8"},
		{"--alloc-fails 9", flag.Usage, "want 0 to 8"},
		{"pmd-meets-pte", flag.Usage, "pmd-meets-pte"},
		{"--nonsense", flag.Usage, "--nonsense"},
	} {
		code, stdout, stderr := daxwait(append([]string{"check"}, strings.Fields(c.args)...)...)
		said := stderr
		if c.code == flag.OK {
			said = stdout
		}
		if code != c.code || !strings.Contains(said, c.says) {
			t.Errorf("daxwait check %s: exit %d, want %d; said %q, want %q in it", c.args, code, c.code, said, c.says)
		}
	}
}

// TestNothingIsProvedWithoutBounds: neither in one cell, nor in a line of a
// few, nor in the summary of many.
func TestNothingIsProvedWithoutBounds(t *testing.T) {
	within := regexp.MustCompile(`\d+ tasks?(, | and )\d+ operations?`)
	var many []string
	for range 61 {
		many = append(many, "pte-pte")
	}
	for scenarios, proofs := range map[string]int{"pte-pte": 1, "spurious": 1, "pte-pte,two-indexes": 2, strings.Join(many, ","): 1} {
		code, stdout, stderr := daxwait("check", "--strategy", "exclusive", "--scenario", scenarios)
		if code != flag.OK {
			t.Fatalf("exit %d: %s", code, stderr)
		}
		lines := strings.Split(stdout, "\n")
		found := 0
		for i, line := range lines {
			if !strings.Contains(line, results.Proved) {
				continue
			}
			found++
			if next := lines[min(i+1, len(lines)-1)]; !within.MatchString(line) && !within.MatchString(next) {
				t.Errorf("%d scenarios: proved within no bounds: %q, then %q", strings.Count(scenarios, ",")+1, line, next)
			}
		}
		if found != proofs {
			t.Errorf("%d proofs, want %d, in\n%s", found, proofs, stdout)
		}
		if scenarios == "spurious" && !strings.Contains(stdout, "1 spurious wakeup") {
			t.Errorf("a spurious wakeup is no bound of\n%s", stdout)
		}
	}
}

// verdicts are those of a check as JSON, and nothing else is on stdout.
func verdicts(t *testing.T, code int, args ...string) []results.Verdict {
	t.Helper()
	got, stdout, stderr := daxwait(append([]string{"check", "--format", "json"}, args...)...)
	if got != code {
		t.Fatalf("daxwait check %v: exit %d, want %d: %s", args, got, code, stderr)
	}
	var all []results.Verdict
	for line := range strings.Lines(stdout) {
		var v results.Verdict
		if sealed, err := store.Unseal([]byte(strings.TrimSpace(line))); !sealed || err != nil {
			t.Fatalf("%q: sealed %v, %v", line, sealed, err)
		}
		body, _, _ := strings.Cut(line, `,"crc"`)
		d := json.NewDecoder(strings.NewReader(body + "}"))
		d.DisallowUnknownFields()
		if err := d.Decode(&v); err != nil || d.More() {
			t.Fatalf("%q is no verdict: %v", line, err)
		}
		all = append(all, v)
	}
	return all
}

func TestCheckAsJSON(t *testing.T) {
	all := verdicts(t, flag.OK, "--strategy", "linux-5.2,exclusive", "--scenario", "pmd-meets-pte,spurious")
	var cells []string
	for _, v := range all {
		cells = append(cells, v.Strategy+" "+v.Scenario+" "+v.Verdict)
		if v.Bounds.Tasks == 0 || v.Bounds.Operations == 0 || v.Bounds.MaxStates == 0 || v.States == 0 || v.Edges == 0 {
			t.Errorf("%+v: no bounds, or no size", v)
		}
		if v.Scenario == "entry/spurious" && v.Bounds.Spurious != 1 {
			t.Errorf("%+v: the spurious wakeup is no bound", v)
		}
		if lost := v.Verdict == results.Violation; lost != (v.Kind != "") || lost != (v.Schedule != "") || !v.AsExpected {
			t.Errorf("%+v", v)
		}
	}
	want := []string{"linux-5.2 entry/pmd-meets-pte VIOLATION", "linux-5.2 entry/spurious PROVED", "exclusive entry/pmd-meets-pte PROVED", "exclusive entry/spurious PROVED"}
	if !slices.Equal(cells, want) {
		t.Errorf("cells %q, want %q", cells, want)
	}
	open := verdicts(t, flag.Incomplete, "--strategy", "exclusive", "--scenario", "invalidations", "--max-states", "10")
	if open[0].Verdict != results.Incomplete || open[0].Bounds.Hit == "" || open[0].AsExpected {
		t.Errorf("%+v", open[0])
	}
}

// TestBudgetsOfFlagsCount instead of the scenario's: more of them, more states.
func TestBudgetsOfFlagsCount(t *testing.T) {
	file := write(t, t.TempDir(), "s.txt", "entries: pte B+1\ntasks: F(0,B+1); F(0,B+1)\nspurious: 1\nalloc-fails: 2\n")
	of := func(args ...string) results.Verdict {
		return verdicts(t, flag.OK, append([]string{"--strategy", "exclusive", "--scenario", file}, args...)...)[0]
	}
	scenarios, none := of(), of("--spurious", "0", "--alloc-fails", "0")
	if scenarios.Bounds.Spurious != 1 || scenarios.Bounds.AllocFails != 2 || none.Bounds.Spurious != 0 || none.Bounds.AllocFails != 0 {
		t.Errorf("bounds %+v and %+v", scenarios.Bounds, none.Bounds)
	}
	if more := of("--spurious", "2"); none.States >= scenarios.States || scenarios.States >= more.States {
		t.Errorf("%d states with none, %d with the scenario's, %d with 2", none.States, scenarios.States, more.States)
	}
}

func TestCheckDrawsCharts(t *testing.T) {
	for _, c := range []struct{ strategy, scenario, chart string }{
		{"linux-5.2", "pmd-meets-pte", "schedule-*"},
		{"exclusive", "pmd-meets-pte", "matrix"},
		{"exclusive,linux-5.2", "pmd-meets-pte", "matrix"},
	} {
		dir := filepath.Join(t.TempDir(), "new", "folder")
		code, stdout, stderr := daxwait("check", "--strategy", c.strategy, "--scenario", c.scenario, "--plots", dir)
		if code != flag.OK || !strings.Contains(stdout, dir+" (PNG and SVG)") {
			t.Errorf("%s: exit %d, %s%s", c.strategy, code, stdout, stderr)
		}
		for _, kind := range []string{".png", ".svg"} {
			if files, _ := filepath.Glob(filepath.Join(dir, c.chart+kind)); len(files) != 1 {
				t.Errorf("%s: %d charts %s%s", c.strategy, len(files), c.chart, kind)
			} else if info, err := os.Stat(files[0]); err != nil || info.Size() < 1000 {
				t.Errorf("%s: %v, %v", c.strategy, info, err)
			}
		}
	}
	inTheWay := write(t, t.TempDir(), "file", "")
	if code, _, stderr := daxwait("check", "--strategy", "exclusive", "--scenario", "pte-pte", "--plots", inTheWay); code != flag.Usage || !strings.Contains(stderr, "mkdir "+inTheWay) {
		t.Errorf("charts into a file: exit %d, %s", code, stderr)
	}
}

// TestRandomSchedules find what is there, and prove nothing.
func TestRandomSchedules(t *testing.T) {
	lost := verdicts(t, flag.OK, "--strategy", "linux-5.12", "--scenario", "invalidations", "--random", "2000")
	if v := lost[0]; v.Verdict != results.Violation || v.Kind != "lost wakeup" || v.Schedule == "" || !strings.Contains(v.Bounds.Hit, "2000 random schedules") {
		t.Errorf("%+v", v)
	}
	safe := verdicts(t, flag.Incomplete, "--strategy", "exclusive", "--scenario", "invalidations", "--random", "200")
	if v := safe[0]; v.Verdict != results.Incomplete || !strings.Contains(v.Bounds.Hit, "200 random schedules") {
		t.Errorf("%+v", v)
	}
	again := verdicts(t, flag.OK, "--strategy", "linux-5.12", "--scenario", "invalidations", "--random", "2000")
	if again[0].Schedule != lost[0].Schedule {
		t.Errorf("the same seed finds %s and %s", lost[0].Schedule, again[0].Schedule)
	}
	code, stdout, _ := daxwait("check", "--strategy", "exclusive", "--scenario", "invalidations", "--random", "50")
	if code != flag.Incomplete || !strings.Contains(stdout, "INCOMPLETE") || strings.Contains(stdout, results.Proved) {
		t.Errorf("exit %d: %s", code, stdout)
	}
}

// TestRandomSchedulesKeepToTheirBounds: those of flags, and of spurious wakeups
// they have none, whatever was asked for.
func TestRandomSchedulesKeepToTheirBounds(t *testing.T) {
	args := []string{"--strategy", "exclusive", "--scenario", "refusal", "--random", "100"}
	if b := verdicts(t, flag.Incomplete, args...)[0].Bounds; b.Refusals != 1 || b.Spurious != 0 {
		t.Errorf("the scenario's: %+v", b)
	}
	if b := verdicts(t, flag.Incomplete, append(args, "--refusals", "0", "--alloc-fails", "2", "--spurious", "3")...)[0].Bounds; b.Refusals != 0 || b.AllocFails != 2 || b.Spurious != 0 {
		t.Errorf("those of flags: %+v", b)
	}
}

// TestVerdictsDoNotDependOnWorkers, nor does their order.
func TestVerdictsDoNotDependOnWorkers(t *testing.T) {
	var first string
	for _, workers := range []string{"1", "2", "5"} {
		for _, scenarios := range []string{"invalidations", "invalidations,pte-pte,spurious"} {
			all := verdicts(t, flag.OK, "--strategy", "linux-5.12", "--workers", workers, "--scenario", scenarios)
			all[0].Seconds = 0
			one, _ := json.Marshal(all[0])
			if first == "" {
				first = string(one)
			}
			if string(one) != first {
				t.Errorf("%s workers: %s, before %s", workers, one, first)
			}
		}
	}
}

// full is a disk with no room.
type full struct{}

var errFull = errors.New("no space left on device")

func (full) Write([]byte) (int, error) { return 0, errFull }

// TestAFullDiskIsNoSuccess: not for any verb, in any format.
func TestAFullDiskIsNoSuccess(t *testing.T) {
	for _, args := range [][]string{
		{"check", "--strategy", "exclusive", "--scenario", "pte-pte"},
		{"check", "--strategy", "exclusive", "--scenario", "pte-pte", "--format", "json"},
		{"check", "--strategy", "exclusive", "--scenario", "pte-pte,spurious"},
		{"check", "--dry-run"},
		{"replay", ticket(t)},
		{"explain", "put"},
	} {
		var stderr bytes.Buffer
		if code := cli.Daxwait().Main(args, full{}, &stderr); code != flag.Failed || !strings.Contains(stderr.String(), errFull.Error()) {
			t.Errorf("daxwait %v: exit %d, %s", args, code, stderr.String())
		}
	}
}

// TestCtrlC: what is left is not searched, and nothing is said to be proved that
// was not.
func TestCtrlC(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	stop()
	for _, random := range []int{0, 1_000_000_000} {
		var stdout, stderr bytes.Buffer
		eight := 8
		err := cli.Daxwait().Check(ctx, &stdout, &stderr, cli.CheckOptions{
			Designs: flag.Designs{Strategies: "exclusive"}, Scenarios: "invalidations,two-each", Format: "json",
			Limits: check.Limits{Spurious: &eight, MaxStates: 4_000_000}, Workers: 2, Random: random,
		})
		if code := flag.Code(err); code != flag.Interrupted {
			t.Errorf("random %d: exit %d: %v", random, code, err)
		}
		if strings.Contains(stdout.String(), `"verdict":"`+results.Proved) {
			t.Errorf("random %d: interrupted before it began, and proves\n%s", random, stdout.String())
		}
	}
}
