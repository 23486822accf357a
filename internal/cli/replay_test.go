package cli_test

import (
	std "flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"daxwait/internal/cli/flag"
)

var update = std.Bool("update", false, "rewrite the columns in testdata")

// ticket is the losing schedule of linux-5.2 where a PMD fault meets a PTE, as
// check prints it.
func ticket(t *testing.T) string {
	t.Helper()
	return verdicts(t, flag.OK, "--strategy", "linux-5.2", "--scenario", "pmd-meets-pte")[0].Schedule
}

// TestColumnsOfAKnownLoss is the first loss of history (T1) as people read it:
// the PMD fault sleeps on the key of its base, and the holder of the PTE entry
// wakes that of its index.
func TestColumnsOfAKnownLoss(t *testing.T) {
	code, stdout, stderr := daxwait("replay", ticket(t))
	if code != flag.OK {
		t.Fatalf("exit %d: %s", code, stderr)
	}
	const file = "testdata/pmd-meets-pte-linux-5.2.txt"
	if *update {
		if err := os.WriteFile(file, []byte(stdout), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil || stdout != string(want) {
		t.Errorf("%v; now (-update writes it)\n%s", err, stdout)
	}
	// Whatever the layout, this is what the reader must be told.
	for _, must := range []string{"lost wakeup", "sleeps on key B\n", "wakes nobody on key B+1", "Task 1, F(9,B), sleeps on key B for ever", "no schedule can prevent it"} {
		if !strings.Contains(stdout, must) {
			t.Errorf("%q is not in\n%s", must, stdout)
		}
	}
}

// TestColumnsStandUnderTheirHeads, however much stands in them.
func TestColumnsStandUnderTheirHeads(t *testing.T) {
	_, stdout, _ := daxwait("check", "--strategy", "mergednext", "--scenario", "held-for-another")
	_, table, _ := strings.Cut(stdout, "\n\nstep")
	head, rows, ok := strings.Cut(table, "\n")
	rows, _, ok2 := strings.Cut(rows, "\n\n")
	if !ok || !ok2 || !strings.Contains(rows, "| holds pte B+2, blocked") {
		t.Fatalf("no wide column in\n%s", stdout)
	}
	for _, task := range []string{"1 F(0,B+2)", "2 F(0,B+1)", "3 F(0,B+1)"} {
		at := strings.Index(head, "  "+task) + len("step")
		for row := range strings.Lines(rows) {
			if !strings.HasPrefix(row, "      ----") && len(row) > at+2 && row[at:at+2] != "  " {
				t.Errorf("%q runs into the column of %s in\n%s", row, task, stdout)
			}
		}
	}
}

// TestCheckAndReplayShowTheSame, of designs and scenarios of all origins.
func TestCheckAndReplayShowTheSame(t *testing.T) {
	dir := t.TempDir()
	file := write(t, dir, "mine.txt", needsPut)
	toml := write(t, dir, "p.toml", "name = \"mine\"\nbase = \"linux-5.12\"\nput = \"never\"\n")
	for _, words := range []string{
		"--strategy linux-5.2 --scenario pmd-meets-pte",
		"--strategy linux-5.12 --scenario invalidations",
		"--strategy linux-5.3-rc1 --scenario spurious",
		"--strategy linux-4.20-rc1 --scenario first-slot-k64",
		"--strategy linux-5.12+put=never --scenario " + file,
		"--strategy linux-5.12+put=never+key=base --scenario " + file,
		"--policy " + toml + " --scenario " + file,
		"--policy " + toml + " --decide key=base --decide put=never --scenario " + file,
	} {
		_, checked, stderr := daxwait(append([]string{"check"}, strings.Fields(words)...)...)
		loss := regexp.MustCompile(`(?s)preemptions?\n\n(.*)\nto step through it: daxwait ([^\n]+)\n`).FindStringSubmatch(checked)
		if loss == nil {
			t.Errorf("check %s: no loss in\n%s%s", words, checked, stderr)
			continue
		}
		code, replayed, stderr := daxwait(strings.Fields(loss[2])...)
		if code != flag.OK || replayed != loss[1] {
			t.Errorf("check %s shows\n%s\nand %s, exit %d:\n%s%s", words, loss[1], loss[2], code, replayed, stderr)
		}
	}
}

// TestFindingsReplay: a schedule that only shows a finding violates nothing.
func TestFindingsReplay(t *testing.T) {
	_, checked, _ := daxwait("check", "--strategy", "exclusive", "--scenario", "invalidations")
	finding := regexp.MustCompile(`finding: herd +daxwait replay (\S+)\n`).FindStringSubmatch(checked)
	if finding == nil {
		t.Fatalf("no herd in\n%s", checked)
	}
	code, stdout, stderr := daxwait("replay", finding[1])
	if code != flag.OK || strings.Contains(stdout, "no schedule can prevent it") || !strings.Contains(stdout, "exclusive in entry/invalidations\n") {
		t.Errorf("exit %d: %s%s", code, stdout, stderr)
	}
}

// TestTicketsThatAreRefused: with 2, and saying what to do.
func TestTicketsThatAreRefused(t *testing.T) {
	fresh := ticket(t)
	f := strings.Split(fresh, ":")
	with := func(field int, word string) string {
		g := append([]string{}, f...)
		g[field] = word
		return strings.Join(g, ":")
	}
	digest := "0000"
	if f[4] == digest {
		digest = "0001"
	}
	file := write(t, t.TempDir(), "mine.txt", needsPut)
	for _, c := range []struct{ args, says string }{
		{with(4, digest), "stale"},
		{with(3, "1100"), "stale"},
		{with(3, f[3]+"0"), "stale"},
		{with(3, f[3]+"7"), "there is no task 7"},
		{with(3, "?"), "want a task as a digit"},
		{with(0, "v0"), "this program reads v1"},
		{with(1, "no-such-design"), "named by --policy"},
		{with(1, ""), "want one"},
		{with(1, "exclusive"), "stale"},
		{with(2, "mine"), "named by --scenario"},
		{with(4, "xyz!"), "want 4 hexadecimal digits"},
		{with(4, "12\n3"), "want 4 hexadecimal digits"},
		{with(4, "  12"), "want 4 hexadecimal digits"},
		{fresh + ":", "; daxwait check prints it"},
		{"junk", "; daxwait check prints it"},
		{"", "; daxwait check prints it"},
		{"::::", "this program reads v1"},
		{fresh + " --scenario " + file, "stale"},
		{fresh + " --scenario " + file + ".not", "no such file"},
		{fresh + " --policy " + file + ".not", "no such file"},
		{fresh + " " + fresh, "accepts 1 arg"},
	} {
		words := strings.Split(c.args, " --")
		args := []string{"replay", words[0]}
		if before, second, ok := strings.Cut(words[0], " v1:"); ok {
			args = []string{"replay", before, "v1:" + second}
		}
		for _, flag := range words[1:] {
			args = append(args, strings.Fields("--"+flag)...)
		}
		if code, stdout, stderr := daxwait(args...); code != flag.Usage || !strings.Contains(stderr, c.says) || stdout != "" {
			t.Errorf("daxwait %q: exit %d, %q, %q; want %q", args, code, stdout, stderr, c.says)
		}
	}
}

func TestReplayDrawsACharts(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "charts")
	code, stdout, stderr := daxwait("replay", "--plots", dir, ticket(t))
	files, _ := filepath.Glob(dir + "/schedule-*")
	if code != flag.OK || len(files) != 2 || !strings.Contains(stdout, dir) {
		t.Errorf("exit %d, %q: %s%s", code, files, stdout, stderr)
	}
}
