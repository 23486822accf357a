package cli_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"daxwait/internal/cli/flag"
	"daxwait/results"
)

// TestTargetsAreTriedFirst: what cannot be written is said before any work, and
// before what is there is lost.
func TestTargetsAreTriedFirst(t *testing.T) {
	dir := t.TempDir()
	one := "run --cpus 2 --pattern pte-same --strategy exclusive --hold run --window 1ms --windows 2"
	run(t, strings.Fields(one+" --plots= --out "+dir+"/r")...)
	run(t, strings.Fields(one+" --strategy exclusive,merged --shard 1/2 --plots= --out "+dir+"/s")...)
	run(t, strings.Fields(one+" --strategy exclusive,merged --shard 2/2 --plots= --out "+dir+"/s")...)
	before, err := os.ReadFile(filepath.Join(dir, "r", results.RunsFile))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(dir+"/file", nil, 0o666); err != nil {
		t.Fatal(err)
	}
	for _, args := range []string{
		one + " --plots= --out ", one + " --out " + dir + "/r --plots ",
		"space --scenario pte-pte --out ", "judge exclusive --out ",
		"report --quick --in " + dir + "/r --out ", "plot --in " + dir + "/r --out ",
		"merge " + dir + "/s --plots= --out ", "merge " + dir + "/s --out " + dir + "/m --plots ",
		"check --strategy exclusive --scenario pte-pte --plots ",
	} {
		for _, bad := range []string{dir + "/file", dir + "/file/below", "/proc/daxwait"} {
			code, stdout, stderr := daxwait(strings.Fields(args + bad)...)
			if code != flag.Usage || stdout != "" || !strings.Contains(stderr, bad[:min(len(bad), len(dir+"/file"))]) && !strings.Contains(stderr, "/proc") || !strings.Contains(stderr, "name another folder") {
				t.Errorf("%s%s: exit %d: %s%s", args, bad, code, stdout, stderr)
			}
		}
	}
	for _, args := range []string{one + " --timeline ", "calibrate --out "} {
		for _, bad := range []string{dir + "/file/t.json", "/proc/daxwait/t.json", dir + "/folder.json"} {
			if err := os.MkdirAll(dir+"/folder.json", 0o777); err != nil {
				t.Fatal(err)
			}
			if code, stdout, stderr := daxwait(strings.Fields(args + bad)...); code != flag.Usage || stdout != "" || !strings.Contains(stderr, bad) && !strings.Contains(stderr, filepath.Dir(bad)) {
				t.Errorf("%s%s: exit %d: %s%s", args, bad, code, stdout, stderr)
			}
		}
	}
	if after, _ := os.ReadFile(filepath.Join(dir, "r", results.RunsFile)); len(after) == 0 || string(after) != string(before) {
		t.Error("results were lost")
	}
	if _, err := os.Stat(dir + "/m/" + results.RunsFile); err == nil {
		t.Error("merge wrote results before it knew of the charts")
	}
}
