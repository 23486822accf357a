package cli_test

import (
	"bytes"
	"daxwait/results/store"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"daxwait/internal/cli/flag"
	"daxwait/results"
	"daxwait/results/words"
)

// judged is a file of verdicts that check has found.
func judged(t *testing.T) string {
	t.Helper()
	out := searched()
	file := filepath.Join(t.TempDir(), "verdicts.jsonl")
	if err := os.WriteFile(file, []byte(out), 0o666); err != nil {
		t.Fatal(err)
	}
	return file
}

// searched are verdicts, searched for once, for all tests.
var searched = sync.OnceValue(func() string {
	code, out, errs := daxwait("check", "--strategy", "exclusive,linux-5.2", "--scenario", "pmd-meets-pte,pile-up", "--format", "json")
	if code != flag.OK {
		panic(errs)
	}
	return out
})

// TestReport makes one of the reference results.
func TestReport(t *testing.T) {
	dir := t.TempDir()
	code, out, errs := daxwait("report", "--quick", "--in", "../../results/reference/comparison", "--verdicts", judged(t), "--trace", sample, "--out", dir)
	if code != flag.OK {
		t.Fatal(code, errs)
	}
	text, err := os.ReadFile(filepath.Join(dir, "report.txt"))
	if err != nil {
		t.Fatal(err)
	}
	flat := strings.Join(strings.Fields(string(text)), " ")
	for _, want := range []string{
		"linux-5.2 loses (lost wakeup, 4 steps) in 2 scenarios, soonest in entry/pmd-meets-pte",
		"So it ends with linux-5.2 in around/pile-up: ",
		"$ daxwait replay v1:linux-5.2:entry/pmd-meets-pte:",
		"in 1 capture of a kernel",
		"Which combinations of decisions are safe: not looked at in these results.",
		"How far the simulator is from theory: not looked at in these results.",
		"Profile default: A server",
	} {
		if !strings.Contains(flat, want) {
			t.Errorf("report.txt lacks %q", want)
		}
	}
	for _, want := range []string{"Q1  ", "Q6  ", "index.html"} {
		if !strings.Contains(out, want) {
			t.Errorf("%s\nwant %q in it", out, want)
		}
	}
	page, err := os.ReadFile(filepath.Join(dir, "index.html"))
	if err != nil || !bytes.Contains(page, []byte("-counts\"")) || !bytes.Contains(page, []byte("figure-matrix")) {
		t.Errorf("no page: %v, %d bytes", err, len(page))
	}
}

// TestReportWithout takes away the records that a sentence stands on.
func TestReportWithout(t *testing.T) {
	records, _, err := results.Read("../../results/reference/comparison")
	if err != nil {
		t.Fatal(err)
	}
	var some bytes.Buffer
	for _, r := range records {
		if r.Strategy == "exclusive" && r.Pattern == "pte-same" {
			line, err := store.Line(r)
			if err != nil {
				t.Fatal(err)
			}
			some.Write(append(line, '\n'))
		}
	}
	file := filepath.Join(t.TempDir(), "runs.jsonl")
	if err := os.WriteFile(file, some.Bytes(), 0o666); err != nil {
		t.Fatal(err)
	}
	code, out, errs := daxwait("report", "--quick", "--in", file, "--verdicts", judged(t), "--trace", sample, "--out", t.TempDir())
	if code != flag.OK || !strings.Contains(out, "Q1  What merged costs against perindex: not looked at") {
		t.Errorf("%d, %s%s", code, out, errs)
	}
}

func TestReportWords(t *testing.T) {
	broken := filepath.Join(t.TempDir(), "broken.jsonl")
	if err := os.WriteFile(broken, []byte("{\"strategy\":\"a\",\"scenario\":\"b\",\"verdict\":\"PERHAPS\"}\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	records, _, err := results.Read("../../results/reference/q6-munmap")
	if err != nil {
		t.Fatal(err)
	}
	in := " --in ../../results/reference/q6-munmap"
	for _, c := range []struct {
		args string
		code int
		says string
	}{
		{"report --dry-run" + in, flag.OK, fmt.Sprintf("%d records of ../../results/reference/q6-munmap", len(records))},
		{"report --dry-run --quick" + in, flag.OK, "left out"},
		{"report --dry-run --in nowhere", flag.Usage, "daxwait run makes results"},
		{"report --dry-run --in " + broken, flag.Usage, "not a record"},
		{"report --dry-run --verdicts " + broken + in, flag.Usage, "no verdict"},
		{"report --dry-run --workers 0" + in, flag.Usage, "want 1 to"},
		{"report --quick --out " + broken + in, flag.Usage, "broken.jsonl"},
		{"report --quick --verdicts nowhere" + in, flag.Usage, "nowhere"},
		{"report more", flag.Usage, "more"},
	} {
		code, out, errs := daxwait(strings.Fields(c.args)...)
		if said := map[bool]string{true: out, false: errs}[c.code == flag.OK]; code != c.code || !strings.Contains(said, c.says) {
			t.Errorf("%s: %d, want %d, and %q in %s", c.args, code, c.code, c.says, said)
		}
	}
}

// TestCommandAgain gives the command of results to the program, which must see
// the same cases in it.
func TestCommandAgain(t *testing.T) {
	dir := t.TempDir()
	args := strings.Fields("run --pattern pte-groups,mix-run --strategy exclusive,merged --cpus 4 --tasks 2,4 --set hold=2us --sensitivity --window 1ms --windows 2 --seed 7 --plots= --out " + dir)
	if code, _, errs := daxwait(args...); code != flag.OK {
		t.Fatal(code, errs)
	}
	for _, from := range []string{dir, "../../results/reference/comparison", "../../results/reference/live"} {
		all, _, err := results.Read(from)
		if err != nil {
			t.Fatal(err)
		}
		var records []*results.Record // the file of a trace is not known
		for _, r := range all {
			if !strings.HasPrefix(r.Pattern, "replay-") {
				records = append(records, r)
			}
		}
		again := t.TempDir()
		words := strings.Fields(words.Command(records).String())
		code, out, errs := daxwait(append(words, "--dry-run", "--out", again)...)
		if code != flag.OK {
			t.Errorf("%s: %d %s", from, code, errs)
			continue
		}
		rows, groups := 0, len(results.Groups(records))
		for line := range strings.Lines(out) {
			if strings.Contains(line, "  sim  ") || strings.Contains(line, "  live  ") {
				rows++
			}
		}
		if rows != groups {
			t.Errorf("%s: %s\nhas %d cases, the records %d\n%s", from, strings.Join(words, " "), rows, groups, out)
		}
	}
}

// TestReportCommands gives the commands that stand beside figures to the program:
// what draws them draws the same, what makes the records has as many cases, and
// the others are read.
func TestReportCommands(t *testing.T) {
	dir := t.TempDir()
	for name, args := range map[string]string{
		"q1": "--pattern pte-same,pte-groups --strategy exclusive,merged --cpus 4 --tasks 2,4 --window 1ms --windows 6",
		"q6": "--pattern empty-never,loaded-never --strategy exclusive --window 1ms --windows 2",
	} {
		if code, _, errs := daxwait(append(strings.Fields("run "+args), "--plots=", "--out", filepath.Join(dir, "in", name))...); code != flag.OK {
			t.Fatal(code, errs)
		}
	}
	if code, _, errs := daxwait("report", "--quick", "--in", filepath.Join(dir, "in"), "--verdicts", judged(t), "--trace", sample, "--out", dir); code != flag.OK {
		t.Fatal(code, errs)
	}
	md, err := os.ReadFile(filepath.Join(dir, "report.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, commands, _ := strings.Cut(string(md), "## Commands\n")
	plots, runs := 0, 0
	of := ""
	for line := range strings.Lines(commands) {
		line = strings.TrimSpace(line)
		if rest, ok := strings.CutPrefix(line, "What "); ok {
			of = strings.ReplaceAll(strings.TrimSuffix(strings.TrimSuffix(rest, " shows:"), " show:"), " and ", ", ")
		}
		args, ok := strings.CutPrefix(line, "daxwait ")
		if !ok {
			continue
		}
		verb, _, _ := strings.Cut(args, " ")
		switch verb {
		case "plot":
			plots++
			out := t.TempDir()
			code, said, errs := daxwait(append(strings.Fields(args), "--out", out)...)
			if code != flag.OK {
				t.Errorf("%s: %d %s", line, code, errs)
			}
			for name := range strings.SplitSeq(of, ", ") {
				_, chart, _ := strings.Cut(name, "-")
				_, caption, _ := strings.Cut(string(md), "- "+name+": ")
				caption, _, _ = strings.Cut(caption, "\n")
				if _, err := os.Stat(filepath.Join(out, chart+".svg")); err != nil || caption == "" || !strings.Contains(said, strings.ReplaceAll(caption, "\\", "")) {
					t.Errorf("%s does not make %s: %q in\n%s", line, name, caption, said)
				}
			}
		case "run":
			runs++
			if code, _, errs := daxwait(append(strings.Fields(args), "--dry-run")...); code != flag.OK {
				t.Errorf("%s: %d %s", line, code, errs)
			}
		default:
			if code, _, errs := daxwait(append(strings.Fields(args), "--help")...); code != flag.OK {
				t.Errorf("%s: %d %s", line, code, errs)
			}
		}
	}
	if plots == 0 || runs == 0 {
		t.Errorf("%d commands that draw and %d that run", plots, runs)
	}
}
