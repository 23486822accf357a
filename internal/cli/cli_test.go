package cli_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"daxwait/internal/cli"
	"daxwait/internal/cli/flag"
	"daxwait/results"
	"daxwait/strategies"
)

// daxwait runs the command and returns its exit code and what it wrote.
// daxwait runs the command, which does not try for long how long its runs take.
func daxwait(args ...string) (code int, stdout, stderr string) {
	var out, errs bytes.Buffer
	s := cli.Daxwait()
	s.Trial = time.Millisecond
	code = s.Main(args, &out, &errs)
	return code, out.String(), errs.String()
}

// comparedNames are those of the designs that are run if none are named.
func comparedNames() (names []string) {
	for _, s := range strategies.Compared() {
		names = append(names, s.Name)
	}
	return names
}

const sample = "../../bench/trace/testdata/inval-n8.trace.gz"

func TestExitCodes(t *testing.T) {
	dir := t.TempDir()
	notTrace := filepath.Join(dir, "note.txt")
	if err := os.WriteFile(notTrace, []byte("not a trace\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		args string
		code int
		says string // on stderr, or stdout if the code is 0
	}{
		{"--help", flag.OK, "first comparison"},
		{"run --quick --dry-run", flag.OK, "mixed-pte-run on 2 CPUs, eevdf, wake-latency=10us"},
		{"list", flag.OK, "mixed-rounds"},
		{"list strategies", flag.OK, "loses  for ever"},
		{"list strategies", flag.OK, "linux-4.20-rc1  (row E, check only)\n"},
		{"run --dry-run --cpus 2 --pattern pte-same", flag.OK, strings.Join(comparedNames(), ", ") + "\n"},
		{"list strategy", flag.Usage, `(did you mean "strategies"?)`},
		{"nonsense", flag.Usage, "daxwait --help names all"},
		{"run --nonsense", flag.Usage, "--nonsense"},
		{"run --cpus 2 --strategy exclsive", flag.Usage, `--strategy: there is no strategy "exclsive" (did you mean "exclusive"?)`},
		{"run --cpus 2 --pattern pte-smae", flag.Usage, `--pattern: there is no pattern "pte-smae" (did you mean "pte-same"?); daxwait list patterns names all`},
		{"run --tasks 0", flag.Usage, "want 1 to 16384"},
		{"run --windows 0", flag.Usage, "want 1 to 10000"},
		{"run --set rate=NaN", flag.Usage, "closed loop"},
		{"run --dry-run --cpus 2 --pattern zipf --set skew=NaN", flag.Usage, "at most 10"},
		{"run --hold perhaps", flag.Usage, `--hold "perhaps": want run, sleep or both`},
		{"run --dry-run --cpus 2 --pattern pte-same --hold both", flag.OK, "pte-same-run"},
		{"run --dry-run", flag.OK, "pte-same-run"},
		{"run --dry-run --cpus 2 --pattern zipf --set skew=1.2 --set think=20us --set hold=5us", flag.OK, "zipf on 2 CPUs, eevdf, hold=5us think=20us skew=1.2"},
		{"run --dry-run --cpus 2 --pattern mix --set pmd=0,100 --set think-ratio=2", flag.OK, "think-ratio=2 pmd=100"},
		{"run --dry-run --cpus 2 --pattern pte-same --set skew=1", flag.Usage, "by a Zipf distribution"},
		{"run --dry-run --cpus 2 --pattern pte-same --set pmd=50", flag.Usage, "those of mix do"},
		{"run --dry-run --cpus 2 --pattern pte-same --set think=2h", flag.Usage, "want 0s to 1s"},
		{"run --dry-run --cpus 2 --pattern pte-same --set think=soon", flag.Usage, "soon"},
		{"run --dry-run --cpus 2 --pattern pte-same --set think=1us,1us", flag.Usage, "twice"},
		{"run --dry-run --cpus 2 --pattern pte-same --set colour=red", flag.Usage, "daxwait list axes names all"},
		{"run --dry-run --pattern pte-same --set cpus=2 --cpus 4", flag.Usage, "set twice"},
		{"run --dry-run --cpus 2 --pattern pte-same --set buckets=1.5", flag.Usage, "want 1 to"},
		{"run --dry-run --cpus 2 --pattern pte-same --set rounds=3", flag.OK, "rounds=3"},
		{"run --dry-run --cpus 2 --pattern pte-same --set wake-one=3us --sensitivity", flag.OK, "wake-one=3us, recheck=600ns"},
		{"run --dry-run --cpus 2 --pattern replay-inval --set think=1us", flag.Usage, "is a replay"},
		{"run --engine live --cpus 4", flag.Usage, "for the simulator"},
		{"run --engine live --sensitivity", flag.Usage, "for --engine sim"},
		{"run --engine virtual", flag.Usage, "want sim or live"},
		{"run --trace " + notTrace, flag.Usage, "note.txt"},
		{"run --trace " + dir + "/none", flag.Usage, "none"},
		{"run --dry-run --cpus 2 --pattern pte-same-run", flag.OK, "run"},
		{"plot --in " + dir, flag.Usage, "daxwait run makes results"},
		{"trace summary", flag.Usage, "requires at least 1 arg"},
		{"trace summary " + notTrace, flag.Usage, "note.txt"},
		{"trace summary " + sample, flag.OK, "inval-n8"},
		{"conform --strategy exclusive --schedules 20", flag.OK, "not a proof"},
		{"conform --strategy linux-5.2 --schedules 200", flag.Failed, "1 of 1 strategies fail"},
		{"conform --schedules 0", flag.Usage, "want 1 to"},
	} {
		code, stdout, stderr := daxwait(strings.Fields(c.args)...)
		said := stderr
		if c.code == flag.OK {
			said = stdout
		}
		if code != c.code || !strings.Contains(said, c.says) {
			t.Errorf("daxwait %s: exit %d, want %d; said %q, want %q in it", c.args, code, c.code, said, c.says)
		}
	}
}

func TestRunLeavesResultsAndCharts(t *testing.T) {
	dir := t.TempDir()
	run := []string{"run", "--cpus", "2", "--pattern", "pte-same,mixed-rounds", "--window", "2ms", "--windows", "6", "--out", dir + "/r", "--plots", dir + "/p"}
	code, stdout, stderr := daxwait(run...)
	if code != flag.OK {
		t.Fatalf("exit %d: %s", code, stderr)
	}
	for _, want := range []string{"linux-5.2 hung in mixed-rounds", "Medians of at most 6 windows", "charts in"} {
		if !strings.Contains(stdout, want) {
			t.Errorf("no %q in\n%s", want, stdout)
		}
	}
	records, _, err := results.Read(dir + "/r")
	if err != nil || len(records) != 2*len(strategies.Compared()) {
		t.Fatalf("%d records, %v", len(records), err)
	}
	for _, kind := range []string{"png", "svg"} {
		if charts, _ := filepath.Glob(dir + "/p/*." + kind); len(charts) < 4 {
			t.Errorf("%d charts as %s", len(charts), kind)
		}
	}

	// Resumed, it has nothing to do, and says the same of what is there.
	before, _ := os.ReadFile(dir + "/r/" + results.RunsFile)
	if code, _, stderr := daxwait(append(run, "--resume")...); code != flag.OK {
		t.Fatalf("resumed: exit %d: %s", code, stderr)
	}
	after, _ := os.ReadFile(dir + "/r/" + results.RunsFile)
	if !bytes.Equal(before, after) {
		t.Error("resuming a finished run changes its results")
	}
	// And another pattern is added to them.
	run[4] = "pte-same,mixed-rounds,pte-distinct"
	if code, _, stderr := daxwait(append(run, "--resume")...); code != flag.OK {
		t.Fatalf("resumed: exit %d: %s", code, stderr)
	}
	if records, _, _ := results.Read(dir + "/r"); len(records) != 3*len(strategies.Compared()) {
		t.Errorf("%d records after a third pattern", len(records))
	}
}

func TestReplayOfATrace(t *testing.T) {
	dir := t.TempDir()
	code, stdout, stderr := daxwait("run", "--trace", sample, "--window", "3ms", "--windows", "2", "--out", dir, "--plots", "")
	if code != flag.OK || !strings.Contains(stdout, "replay-inval") {
		t.Fatalf("exit %d: %s%s", code, stdout, stderr)
	}
	records, _, err := results.Read(dir)
	if err != nil || len(records) != len(strategies.Compared()) {
		t.Fatalf("%d records, %v", len(records), err)
	}
	for _, r := range records {
		if r.Tasks != 8 || r.Samples[0].Ops == 0 {
			t.Errorf("%s: %d tasks, %d operations", r.Name(), r.Tasks, r.Samples[0].Ops)
		}
	}
}
