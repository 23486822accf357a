package cli_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"daxwait/daxcore/daxtest"
	"daxwait/internal/cli/flag"
)

// TestHang: exit codes, and where the text comes from.
func TestHang(t *testing.T) {
	dir := t.TempDir()
	fault := "[<0>] get_unlocked_entry+0x1/0x2\n[<0>] grab_mapping_entry+0x1/0x2\n[<0>] dax_iomap_pmd_fault+0x1/0x2\n"
	file := write(t, dir, "stack.txt", fault)
	text := write(t, dir, "letter.txt", "dear all,\nit hangs\n")
	for _, c := range []struct {
		words, says string
		code        int
	}{
		{"hang --kernel 5.2.1 " + file, "fixed in 5.2.3", flag.OK},
		{"hang " + file, `what is missing stands behind "missing"`, flag.Incomplete},
		{"hang --kernel 5.4.0-42-generic " + file, "do not decide", flag.Incomplete},
		{"hang --kernel 6.1 " + file, "none of ours", flag.OK},
		{"hang --kernel 4.4 " + file, `--kernel: "4.4": want a version that has entry locks`, flag.Usage},
		{"hang " + text, "no stack of a task in 2 lines", flag.Usage},
		{"hang " + filepath.Join(dir, "none"), "no such file", flag.Usage},
		{"hang a b", "want daxwait hang [FILE]", flag.Usage},
	} {
		code, stdout, stderr := daxwait(strings.Fields(c.words)...)
		if said := unwrap(stdout + stderr); code != c.code || !strings.Contains(said, c.says) {
			t.Errorf("%s: exit %d, no %q in %s", c.words, code, c.says, said)
		}
	}
	stdin, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer stdin.Close()
	was := os.Stdin
	os.Stdin = stdin
	defer func() { os.Stdin = was }()
	if code, stdout, stderr := daxwait("hang", "--kernel", "5.2.1"); code != flag.OK || !strings.Contains(stdout, "23c84eb78375") {
		t.Errorf("of standard input: exit %d: %s%s", code, stdout, stderr)
	}
}

// TestHangAsJSON: programs read the verdict, the bug and the schedules; and the
// scenario that is offered is one that check takes and that loses as it says.
func TestHangAsJSON(t *testing.T) {
	dir := t.TempDir()
	file := write(t, dir, "stack.txt", "[<0>] get_unlocked_entry+0x1/0x2\n[<0>] grab_mapping_entry+0x1/0x2\n[<0>] dax_iomap_pmd_fault+0x1/0x2\n")
	code, stdout, stderr := daxwait("hang", "--kernel", "5.2.1", "--format", "json", file)
	var got struct {
		Verdict  string
		Suspects []struct {
			EndedBy    string `json:"ended_by"`
			FirstFixed string `json:"first_fixed"`
		}
		ScenarioText string `json:"scenario_text"`
		Schedules    []struct {
			Strategy string
			Verdict  struct{ Verdict, Kind string }
		}
	}
	if err := json.Unmarshal([]byte(stdout), &got); err != nil || code != flag.OK {
		t.Fatalf("exit %d: %v: %s%s", code, err, stdout, stderr)
	}
	if got.Verdict != "a lost wakeup that is known" || len(got.Suspects) == 0 || got.Suspects[0].EndedBy != "23c84eb78375" || got.Suspects[0].FirstFixed != "5.2.3" ||
		len(got.Schedules) != 2 || got.Schedules[0].Strategy != "linux-5.2" || got.Schedules[0].Verdict.Kind != "lost wakeup" || got.Schedules[1].Verdict.Verdict != "PROVED" {
		t.Errorf("%+v", got)
	}
	if _, err := daxtest.ParseScenario(strings.NewReader(got.ScenarioText), "mine.txt", "mine"); err != nil {
		t.Error(err)
	}
	mine := write(t, dir, "mine.txt", got.ScenarioText)
	if code, stdout, stderr := daxwait("check", "--scenario", mine, "--strategy", "linux-5.2,linux-6.16"); code != flag.OK || !strings.Contains(stdout, "lost wakeup in 4 steps") {
		t.Errorf("exit %d: %s%s", code, stdout, stderr)
	}
}

// TestDiagnose: a run that hangs, its capture, the bug, the chart; and what replays it
// hangs again.
func TestDiagnose(t *testing.T) {
	dir := t.TempDir()
	file, charts := filepath.Join(dir, "linux5.2-hang.trace"), filepath.Join(dir, "charts")
	run := "run --pattern mixed-rounds --strategy linux-5.2 --tasks 8 --cpus 4 --machine fifo --set think-on-cpu=0 --window 1ms --timeline " + file
	if code, stdout, stderr := daxwait(strings.Fields(run)...); code != flag.OK || !strings.Contains(stdout, "where nobody can go on") {
		t.Fatalf("exit %d: %s%s", code, stdout, stderr)
	}
	code, stdout, stderr := daxwait("trace", "diagnose", "--plots", charts, file)
	for _, w := range []string{"lost: nobody holds the entry", "the missed PMD wakeup", "23c84eb78375", "5.2 has the bug; 5.2.3 is the first of its series", "sleeps on key 0x0", "calls for key 0x7"} {
		if code != flag.OK || !strings.Contains(unwrap(stdout), w) {
			t.Errorf("exit %d: no %q in %s%s", code, w, stdout, stderr)
		}
	}
	if drawn, _ := filepath.Glob(charts + "/*.svg"); len(drawn) != 1 {
		t.Errorf("drawn are %q", drawn)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	less := write(t, dir, "less.trace", strings.ReplaceAll(string(text), "sched_waking", "sched_nothing"))
	if code, stdout, _ := daxwait("trace", "diagnose", less); code != flag.Incomplete || !strings.Contains(stdout, "sched_waking is missing") {
		t.Errorf("exit %d: %s", code, stdout)
	}
}
