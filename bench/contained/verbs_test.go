package contained_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"daxwait/internal/cli"
	"daxwait/internal/contain"
	"daxwait/results"
)

// stall is for how long the designs of tests may make no progress.
const stall = 250 * time.Millisecond

// pool is children with small limits.
func pool(t testing.TB) *contain.Pool {
	p := &contain.Pool{Stall: stall, Heap: 96 << 20}
	t.Cleanup(p.Close)
	return p
}

// run runs the command with the broken designs in its catalogue.
func run(t testing.TB, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	s := &cli.Suite{Program: "daxwait", Catalogue: catalogue().At(pool(t))}
	var out, err bytes.Buffer
	code = s.Main(args, &out, &err)
	return code, out.String(), err.String()
}

// told wants a text to say how a design did not come back, and where.
func told(t *testing.T, b *brokenDesign, text string) {
	t.Helper()
	text = strings.Join(strings.Fields(text), " ") // pages are wrapped
	want := (&contain.Broken{Reason: b.reason}).Where()
	if b.reason == contain.Panicked {
		want = "in "
	}
	if !strings.Contains(text, want) {
		t.Errorf("want %q in\n%s", want, text)
	}
	if b.lines == nil {
		return
	}
	source, err := os.ReadFile("designs_test.go")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(source), "\n")
	at := regexp.MustCompile(`contained/designs_test\.go:(\d+)`).FindAllStringSubmatch(text, -1)
	if at == nil {
		t.Errorf("no line of the design is told in\n%s", text)
	}
	for _, m := range at {
		n, _ := strconv.Atoi(m[1])
		line := strings.TrimSpace(lines[n-1])
		if !slices.ContainsFunc(b.lines, func(begin string) bool { return strings.HasPrefix(line, begin) }) {
			t.Errorf("line %d is told, %q; want one of %q", n, line, b.lines)
		}
	}
}

// quickly are the designs that short tests put through verbs: one that does not
// yield, one that ends its process, one whose goroutine is gone.
var quickly = []string{"loop-in-get", "panic-in-goroutine", "goexit"}

// loopInTime is the design that does not come back though time passes.
const loopInTime = "loop-with-time"

// each calls f with each broken design; in short tests with a few.
func each(t *testing.T, f func(t *testing.T, b *brokenDesign)) {
	for _, b := range broken() {
		t.Run(b.name, func(t *testing.T) {
			if testing.Short() && !slices.Contains(quickly, b.name) {
				t.Skip("a few stand for all")
			}
			f(t, &b)
		})
	}
}

// TestRun: the case of a design that does not come back has a record that says so,
// the others have their samples, and run ends with 1.
func TestRun(t *testing.T) {
	for _, engine := range []string{"sim", "live"} {
		t.Run(engine, func(t *testing.T) {
			each(t, func(t *testing.T, b *brokenDesign) {
				out := t.TempDir()
				code, stdout, stderr := run(t, "run", "--engine", engine, "--pattern", "inval", "--strategy", b.name+",exclusive", "--tasks", "4",
					"--window", "1ms", "--windows", "2", "--out", out, "--plots", "", "--stall", stall.String())
				if code != 1 || !strings.Contains(stderr, "1 case of "+b.name+" did not finish") {
					t.Errorf("exit %d, and says\n%s", code, stderr)
				}
				told(t, b, stdout)
				records, _, err := results.Read(out)
				if err != nil || len(records) != 2 {
					t.Fatalf("%v, %d records", err, len(records))
				}
				if r := records[0]; r.Broken == nil || r.Broken.Reason != string(b.reason) || r.Broken.Outcome != b.reason.Outcome() || len(r.Samples) != 0 {
					t.Errorf("the record says %+v; want %s", r.Broken, b.reason)
				} else {
					told(t, b, r.Broken.Text)
				}
				if r := records[1]; r.Broken != nil || len(r.Samples) != 2 || r.Samples[1].Ops == 0 {
					t.Errorf("the design beside it has the record %+v", r)
				}
			})
		})
	}
}

// TestCheck: scenarios with a design that does not come back have no verdict, and
// those of others have one.
func TestCheck(t *testing.T) {
	each(t, func(t *testing.T, b *brokenDesign) {
		if b.name == loopInTime {
			t.Skip("a search tells it by steps without a label")
		}
		code, stdout, stderr := run(t, "check", "--strategy", b.name+",exclusive", "--scenario", "entry/invalidations,entry/pte-pte", "--workers", "1", "--max-states", "10000", "--stall", stall.String())
		if code != 1 || !regexp.MustCompile(`(?m)^PROVED +exclusive `).MatchString(stdout) {
			t.Errorf("exit %d, and says\n%s\n%s", code, stdout, stderr)
		}
		if b.plays {
			if !regexp.MustCompile(`(?m)^VIOLATION +` + b.name + ` .* panic in `).MatchString(stdout) {
				t.Errorf("no panic is found in\n%s", stdout)
			}
			_, stdout, _ = run(t, "check", "--strategy", b.name, "--scenario", "entry/invalidations")
			told(t, b, stdout)
			return
		}
		told(t, b, stdout)
		told(t, b, stderr)
		if b.name == "loop-in-get" && !strings.Contains(stdout, "loop-in-get in entry/invalidations: not searched: ") && !strings.Contains(stdout, "loop-in-get in entry/pte-pte: not searched: ") {
			t.Errorf("a second scenario is searched with a design that spins:\n%s", stdout)
		}
	})
}

// TestOtherVerbs are those that run one design.
func TestOtherVerbs(t *testing.T) {
	capture := "../trace/testdata/inval-n8.trace.gz"
	for _, verb := range []struct {
		words string
		// short: short tests have it, too.
		short bool
		// searches: it tells of a panic as of any violation, by a schedule.
		searches bool
	}{
		{"judge --window 1ms --max-states 100 NAME", false, true},
		{"conform --schedules 5 --strategy NAME", true, false},
		{"order --strategy NAME --scenario entry/invalidations", false, true},
		{"replay v1:NAME:entry/pte-pte:0:0000", false, true},
		{"run --pattern inval --strategy NAME --window 1ms --tasks 4 --timeline OUT/t.json", false, false},
		{"validate --strategy NAME --trace " + capture, false, false},
	} {
		name, _, _ := strings.Cut(verb.words, " ")
		t.Run(name, func(t *testing.T) {
			if testing.Short() && !verb.short {
				t.Skip("one stands for all")
			}
			each(t, func(t *testing.T, b *brokenDesign) {
				if b.name == loopInTime && name != "run" && name != "validate" {
					t.Skip("a search tells it by steps without a label")
				}
				if name == "order" && b.reason == contain.Memory {
					t.Skip("its searches may take gigabytes")
				}
				out := t.TempDir()
				words := strings.NewReplacer("NAME", b.name, "OUT", out).Replace(verb.words)
				code, stdout, stderr := run(t, append(strings.Fields(words), "--stall", stall.String())...)
				if b.plays && verb.searches {
					if name == "judge" && code != 1 {
						t.Errorf("exit %d, and says\n%s\n%s", code, stdout, stderr)
					}
					return
				}
				if code != 1 {
					t.Errorf("exit %d, and says\n%s\n%s", code, stdout, stderr)
				}
				told(t, b, stdout+stderr)
			})
		})
	}
}

// TestReaders: what reads results reads those of a design that did not finish, and
// says so.
func TestReaders(t *testing.T) {
	dir := t.TempDir()
	out := filepath.Join(dir, "results")
	_, _, _ = run(t, "run", "--pattern", "inval", "--strategy", "new-panics,exclusive", "--tasks", "4", "--window", "1ms", "--out", out, "--plots", "")
	for _, verb := range []string{
		"plot --in RESULTS --out PLOTS",
		"compare RESULTS RESULTS",
		"run --resume --pattern inval --strategy new-panics,exclusive --tasks 4 --window 1ms --out RESULTS --plots PLOTS",
	} {
		words := strings.NewReplacer("RESULTS", out, "PLOTS", filepath.Join(dir, "plots")).Replace(verb)
		code, stdout, stderr := run(t, strings.Fields(words)...)
		if want := fmt.Sprintf("new-panics did not finish 1 of %s: ", "1 case"); !strings.Contains(stdout+stderr, want) {
			t.Errorf("%s: exit %d, want %q in\n%s\n%s", verb, code, want, stdout, stderr)
		}
	}
	verdicts, page := filepath.Join(dir, "verdicts.jsonl"), filepath.Join(dir, "report")
	_, lines, _ := run(t, "check", "--strategy", "exclusive", "--scenario", "entry/pte-pte", "--format", "json")
	if err := os.WriteFile(verdicts, []byte(lines), 0o666); err != nil {
		t.Fatal(err)
	}
	code, stdout, stderr := run(t, "report", "--quick", "--in", out, "--verdicts", verdicts, "--out", page)
	if text, err := os.ReadFile(filepath.Join(page, "report.md")); err != nil || !strings.Contains(string(text), "new-panics did not finish 1 of 1 case: ") {
		t.Errorf("report: exit %d, %v, and the page does not say so\n%s\n%s", code, err, stdout, stderr)
	}
	if records, _, err := results.Read(out); err != nil || len(records) != 2 {
		t.Errorf("%v, %d records: what did not finish is run again by --resume", err, len(records))
	}
}
