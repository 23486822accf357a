package cli_test

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"daxwait/internal/cli"
	"daxwait/internal/cli/flag"
	"daxwait/internal/space"
)

// smallSpace is 24 combinations in two scenarios.
func smallSpace(out string, more ...string) []string {
	args := []string{"space", "--scenario", "pmd-meets-pte,invalidations", "--out", out}
	for _, d := range []string{
		"pmd-meets-pte=fall-back,wait-at-base", "key=kernel,base", "wait-page=default", "wake-on-removal=all,next",
		"wake-on-refusal=default", "wake-on-downgrade=all", "put=next,next-if-absent,both-keys", "wake-on-unlock=next", "resleep=quiet", "scan=skips", "writeback=skips",
	} {
		args = append(args, "--decide", d)
	}
	return append(args, more...)
}

func TestSpace(t *testing.T) {
	dir := t.TempDir()
	code, stdout, stderr := daxwait(smallSpace(dir)...)
	if code != flag.OK {
		t.Fatalf("exit %d: %s", code, stderr)
	}
	for _, want := range []string{
		"24 combinations, of which 20 differ: 15 safe, 9 unsafe, 0 incomplete",
		"Safe is within: all interleavings of 2 scenarios of up to 4 tasks",
		"pmd-meets-pte=wait-at-base + key=kernel", "v1:exclusive+pmd-meets-pte=wait-at-base:entry/pmd-meets-pte:0100:",
	} {
		if !strings.Contains(stdout, want) {
			t.Errorf("no %q in\n%s", want, stdout)
		}
	}
	if !strings.Contains(stderr, "24 combinations are 20 designs; 2 scenarios: 30 searches, about ") {
		t.Errorf("beforehand it says %q", stderr)
	}
	for _, name := range []string{"space.jsonl", "space.md", "space.png", "space.svg"} {
		if info, err := os.Stat(filepath.Join(dir, name)); err != nil || info.Size() == 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
	md, _ := os.ReadFile(filepath.Join(dir, "space.md"))
	if !bytes.Contains(md, []byte("| pmd-meets-pte=wait-at-base + key=kernel | lost wakeup |")) {
		t.Errorf("%s", md)
	}

	// Resumed, it has nothing to do, and says the same.
	before, _ := os.ReadFile(filepath.Join(dir, space.File))
	code, again, _ := daxwait(smallSpace(dir, "--resume")...)
	if after, _ := os.ReadFile(filepath.Join(dir, space.File)); code != flag.OK || again != stdout || !bytes.Equal(before, after) {
		t.Errorf("resumed: exit %d, %s", code, again)
	}
	code, stdout, _ = daxwait(smallSpace(dir, "--resume", "--format", "json")...)
	var a space.Analysis
	if err := json.Unmarshal([]byte(stdout), &a); code != flag.OK || err != nil || a.Safe != 15 || a.Bounds == "" {
		t.Errorf("json: exit %d, %v, %s", code, err, stdout)
	}
}

func TestSpaceExitCodes(t *testing.T) {
	dir := t.TempDir()
	if code, _, stderr := daxwait(smallSpace(dir)...); code != flag.OK {
		t.Fatal(stderr)
	}
	for _, c := range []struct {
		args []string
		code int
		says string
	}{
		{smallSpace(dir, "--dry-run"), flag.OK, "20 designs; 2 scenarios: 30 searches"},
		{smallSpace(dir+"/new", "--max-states", "30"), flag.Incomplete, "are incomplete; raise --max-states"},
		{smallSpace(dir, "--resume", "--first"), flag.Usage, "cannot resume: it was made with first=false"},
		{smallSpace(dir, "--decide", "key=kernel"), flag.Usage, "key is decided twice"},
		{[]string{"space", "--decide", "key=bse"}, flag.Usage, `did you mean "base"?`},
		{[]string{"space", "--decide", "key"}, flag.Usage, "want a name, = and values"},
		{[]string{"space", "--scenario", "nonsense"}, flag.Usage, "nonsense"},
		{[]string{"space", "--without", "all"}, flag.Usage, "no scenario"},
		{[]string{"space", "--without", "nonsense"}, flag.Usage, "nonsense"},
		{[]string{"space", "--workers", "0"}, flag.Usage, `--workers "0"`},
		{[]string{"space", "--max-states", "0"}, flag.Usage, `--max-states "0"`},
		{[]string{"space", "--format", "xml"}, flag.Usage, "want text or json"},
		{[]string{"space", "--ignore", "boredom"}, flag.Usage, "there are lost wakeup"},
		{[]string{"space", "--first", "--ignore", "livelock"}, flag.Usage, "give one of them"},
		{[]string{"space", "extra"}, flag.Usage, "extra"},
	} {
		code, stdout, stderr := daxwait(c.args...)
		said := stderr
		if c.code == flag.OK {
			said = stdout
		}
		if code != c.code || !strings.Contains(said, c.says) {
			t.Errorf("daxwait %q: exit %d, want %d; said %q, want %q in it", c.args, code, c.code, said, c.says)
		}
	}
}

func TestSpaceInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var out bytes.Buffer
	o := cli.SpaceOptions{Scenarios: "pte-pte", Out: t.TempDir(), Format: "text"}
	o.Workers, o.MaxStates = 1, 1000
	if err := cli.Space(ctx, &out, &out, o); flag.Code(err) != flag.Interrupted {
		t.Errorf("interrupted: %v, exit %d", err, flag.Code(err))
	}
}
