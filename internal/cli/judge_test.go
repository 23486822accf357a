package cli_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"daxwait/internal/cli/flag"
	"daxwait/results"
)

func TestJudgeEndsAsItFinds(t *testing.T) {
	dir := t.TempDir()
	taken := filepath.Join(dir, "taken.toml")
	if err := os.WriteFile(taken, []byte("name = \"merged\"\nkey = \"base\"\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		args string
		code int
		says []string
	}{
		{"--window 1ms exclusive", flag.OK, []string{"exclusive: upstream\n\nSAFE WITHIN BOUNDS: PROVED IN ", "it is upstream", "random schedules each lost nothing"}},
		{"--max-states 1000 --format json linux-4.20-rc1", flag.Failed, []string{`{"design":"linux-4.20-rc1","safe":false,`, `"schedule":"v1:linux-4.20-rc1:`}},
		{"--max-states 1000 --format md linux-4.20-rc1", flag.Failed, []string{"# linux-4.20-rc1: ", "\n\n## It loses: PMD over PTEs in ", "\n```sh\ndaxwait replay v1:linux-4.20-rc1:", "None: figures of a design that breaks more than its own progress"}},
		{"nonsense", flag.Usage, []string{"daxwait list strategies names all", "nor is there a file of that name"}},
		{"all", flag.Usage, []string{"want one"}},
		{"nowhere.toml", flag.Usage, []string{"no such file"}},
		{taken, flag.Usage, []string{`the name "merged" is taken`}},
		{"--format html exclusive", flag.Usage, []string{"want text, md or json"}},
		{"--max-states 0 exclusive", flag.Usage, []string{"want 1 to"}},
		{"--window 1us exclusive", flag.Usage, []string{"from 1ms to 1h"}},
		{"", flag.Usage, []string{"accepts 1 arg"}},
	} {
		judgeEnds(t, c.args, c.code, c.says...)
	}
}

// judgeEnds wants an exit code and texts of judge.
func judgeEnds(t *testing.T, args string, want int, says ...string) {
	t.Helper()
	code, stdout, stderr := daxwait(append([]string{"judge"}, strings.Fields(args)...)...)
	for _, text := range says {
		if code != want || !strings.Contains(stdout+stderr, text) {
			t.Errorf("judge %s: exit %d, want %d with %q; it says\n%s%s", args, code, want, text, stdout, stderr)
		}
	}
}

// TestJudgeWithoutAProof does all that judge does, and little of each: the race
// detector looks at it.
func TestJudgeWithoutAProof(t *testing.T) {
	judgeEnds(t, "--max-states 100 --window 1ms exclusive", flag.Incomplete, "NOT PROVED: ", "not searched to the end (the limit of 100 states)", " --max-states 1000")
}

// The file of the page loses as the page says, the printed command replays that,
// and with the line that the page adds it is safe.
func TestJudgeTheDesignOfThePage(t *testing.T) {
	text := blocks(t, "your-own-design.md", "toml")[0]
	file := filepath.Join(t.TempDir(), "mine.toml")
	out := filepath.Join(filepath.Dir(file), "kept")
	judge := func(text string) (int, string) {
		if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		args := []string{"judge", "--window", "1ms", "--out", out, "--force", file}
		if testing.Short() {
			args = append(args, "--max-states", "1000") // the loss is found before
		}
		code, stdout, _ := daxwait(args...)
		return code, stdout
	}
	code, page := judge(text)
	if code != flag.Failed || !strings.Contains(page, "IT LOSES: LOST WAKEUP IN 1 OF ") || !strings.Contains(page, "behind in ") {
		t.Errorf("exit %d\n%s", code, page)
	}
	replay := regexp.MustCompile(`daxwait (replay --policy \S+ v1:one-queue:entry/held-for-another:\S+)`).FindStringSubmatch(page)
	if replay == nil {
		t.Fatalf("no command to replay in\n%s", page)
	}
	if code, stdout, stderr := daxwait(strings.Fields(replay[1])...); code != flag.OK || !strings.Contains(stdout, "lost wakeup") {
		t.Errorf("%s: exit %d: %s%s", replay[1], code, stdout, stderr)
	}
	records, _, err := results.Read(out)
	if err != nil || len(records) == 0 {
		t.Errorf("%d records are kept: %v", len(records), err)
	}
	if testing.Short() {
		return
	}
	code, page = judge(text + "wake-on-unlock = \"all\"\n")
	if code != flag.OK || !strings.Contains(page, "SAFE WITHIN BOUNDS") || !strings.Contains(page, "run --strategy exclusive --policy "+file+" --sensitivity") {
		t.Errorf("mended: exit %d\n%s", code, page)
	}
	if _, again := judge(text + "wake-on-unlock = \"all\"\n"); again != page {
		t.Error("the second page is another")
	}
}

// What wins with eight tasks on two CPUs loses among many, and a design is told
// that the catalogue has it.
func TestJudgeLooksAtACrowd(t *testing.T) {
	if testing.Short() {
		t.Skip("simulates for seconds")
	}
	file := write(t, t.TempDir(), "mine.toml", "name = \"of-this-test\"\nwake-on-unlock = \"all\"\nwake-on-removal = \"all\"\nput = \"all\"\n")
	_, page, _ := daxwait("judge", "--window", "1ms", file)
	_, catalogue, _ := daxwait("judge", "--window", "1ms", "--max-states", "100", "perindex")
	for _, row := range []string{`(?m)^  pte-same +sleep +8 +2 .*\+.* ahead `, `(?m)^  pte-same +sleep +64 +64 .*−\d.* behind .* not tried$`, `(?m)^  pte-groups +sleep +64 +64 `} {
		if !regexp.MustCompile(row).MatchString(page) {
			t.Errorf("no row %s in\n%s", row, page)
		}
	}
	if !strings.Contains(page, "The same decisions as perindex of the catalogue.") || strings.Contains(catalogue, "same decisions") {
		t.Errorf("%s%s", page, catalogue)
	}
	mine, _, _ := strings.Cut(page, "\n")
	theirs, _, _ := strings.Cut(catalogue, "\n")
	if strings.TrimPrefix(mine, "of-this-test") != strings.TrimPrefix(theirs, "perindex") {
		t.Errorf("the same decisions are %q and %q", mine, theirs)
	}
}

// A design that loses wakeups is simulated all the same, but where it hangs.
func TestJudgeSimulatesWhatHangs(t *testing.T) {
	if testing.Short() {
		t.Skip("simulates for seconds")
	}
	code, page, _ := daxwait("judge", "--window", "1ms", "linux-5.2")
	if code != flag.Failed || !strings.Contains(page, "It hung in ") || !strings.Contains(page, "pte-same ") {
		t.Errorf("exit %d\n%s", code, page)
	}
}

// TestTheDesignsOfThePage: one is what daxwait new writes, the one with state of
// its own is an example that runs.
func TestTheDesignsOfThePage(t *testing.T) {
	shown := blocks(t, "your-own-design.md", "go")
	for file, text := range map[string]string{"module/design.go.txt": shown[0], "module/design_test.go.txt": shown[2], "../../bench/check/example_test.go": shown[3]} {
		there, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(there), text) {
			t.Errorf("%s has not what the page shows:\n%s", file, text)
		}
	}
}
