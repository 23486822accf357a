package cli_test

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"daxwait/internal/cli"
	"daxwait/internal/cli/flag"
)

// TestWrongWords: whatever is given that cannot be, ends with 2, soon, and says
// what it is and what to do.
func TestWrongWords(t *testing.T) {
	dir := t.TempDir()
	file := write(t, dir, "empty.txt", "")
	mine := write(t, dir, "mine.toml", "name = \"mine\"")
	taken := write(t, dir, "taken.toml", "name = \"exclusive\"")
	excerpt, err := filepath.Abs(sample)
	if err != nil {
		t.Fatal(err)
	}
	reference := filepath.Join(excerpt, "../../../../results/reference/q6-munmap")
	t.Chdir(dir)
	for words, says := range map[string]string{
		"chekc":                              `there is no verb "chekc" (did you mean "check"?); daxwait --help names all`,
		"trace sumary":                       `there is no verb "sumary" (did you mean "summary"?)`,
		"help chekc":                         `(did you mean "check"?)`,
		"help trace sumary":                  `(did you mean "summary"?)`,
		"completion fsh":                     `(did you mean "fish"`,
		"list axis":                          `there is no list of "axis" (did you mean "axes"?); there are strategies`,
		"run --patern mix":                   `there is no flag "--patern" (did you mean "--pattern"?); daxwait run --help names all`,
		"check --window 1ms":                 `--window is of judge, run`,
		"run -x":                             "flags have two dashes",
		"run now":                            `"now": daxwait run takes flags only`,
		"compare a":                          "received 1; want daxwait compare BASE NEW",
		"run --cpus 2 --pattern":             "--pattern: a value is missing",
		"run --quick=maybe":                  `--quick "maybe": want true or false`,
		"run --seed -1":                      `--seed "-1": want a whole number from 0`,
		"run --cpus 2 --strategy ,":          "a name is missing",
		"run --cpus 2 --strategy exclusive+": "is no decision",
		"run --cpus -1 --dry-run":            "--cpus: cpus=-1: want 0 to 1024, whole",
		"run --set cpus=-1 --dry-run":        "--set: cpus=-1: want 0 to 1024, whole",
		"run --cpus 2 --out= --dry-run":      "--out: a name is missing",
		"run --plots " + file + " --pattern burst --windows 1 --out " + dir + "/o": "--plots: mkdir ",
		"run --baseline exclusiv --dry-run":                                        `(did you mean "exclusive"?)`,
		"run --policy " + mine + "," + mine + " --dry-run":                         "another design is called mine",
		"run --cpus 2 --strategy exclusive --policy " + taken + " --dry-run":       "another design is called exclusive",
		"run --dry-run --trace " + excerpt + "," + excerpt:                         "both make the pattern replay-inval",
		"plot --in a,b":      "--in: want one",
		"report --in " + dir: "daxwait run makes results",
		"report --quick --in " + reference + " --space none":  "--space: stat none",
		"report --quick --in " + reference + " --trace none":  "--trace: stat none",
		"report --quick --in " + reference + " --oracle none": "--oracle: stat none",
		"report --in " + reference + " --verdicts " + file:    "no verdict in it; daxwait check --format json writes verdicts",
		"merge " + dir + "/none":                              "want folders that daxwait run --shard wrote",
		"check --decide put=nxt":                              `(did you mean "next"?)`,
		"check --scenario none.txt":                           "--scenario: stat none.txt: no such file",
		"check --scenario pmd-meet-pte":                       `(did you mean "entry/pmd-meets-pte"`,
		"check --format jsn":                                  `want text or json (did you mean "json"?)`,
		"compare --metric opss a b":                           `(did you mean "ops/s"?)`,
		"explain lost wakup":                                  `(did you mean "lost wakeup"?)`,
		"judge key=base":                                      "exclusive+key=base",
		"plot --in " + reference + " --filter merged":         "such as /strategy:merged",
		"judge exclusve":                                      `(did you mean "exclusive"?)`,
		"space --without entry":                               "--without: no scenario is left",
		"space --ignore livelok":                              `(did you mean "livelock"?)`,
		"validate --oracle none":                              "--oracle: open none",
		"validate --trace none":                               "--trace: open none",
		"run --profile defualt":                               `(did you mean "default"?)`,
		"run --set hol=1us":                                   `(did you mean "hold"?)`,
		"replay v1:linux-5:entry/scan:0:0000":                 `(did you mean "linux-5.2"`,
		"conform --strategy exclusive --seed x":               `--seed "x": want a whole number`,
	} {
		code, stdout, stderr := daxwait(strings.Fields(words)...)
		if code != flag.Usage || !strings.Contains(stderr, says) || stdout != "" {
			t.Errorf("daxwait %s: exit %d, %q, %q; want %q", words, code, stdout, stderr, says)
		}
	}
	if left, _ := filepath.Glob("*"); len(left) != 3 {
		t.Errorf("they leave %q", left)
	}
}

// TestReaderThatHasSeenEnough: nothing is said when who reads goes away.
func TestReaderThatHasSeenEnough(t *testing.T) {
	for _, args := range []string{"list", "explain put", "check --strategy exclusive --scenario pte-pte", "doctor"} {
		var stderr strings.Builder
		if code := cli.Daxwait().Main(strings.Fields(args), gone{}, &stderr); code == flag.OK || stderr.String() != "" {
			t.Errorf("daxwait %s: exit %d, %q", args, code, stderr.String())
		}
	}
}

// gone is a pipe that nobody reads.
type gone struct{}

func (gone) Write([]byte) (int, error) {
	return 0, &os.PathError{Op: "write", Path: "|1", Err: syscall.EPIPE}
}
