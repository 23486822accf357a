package cli_test

import (
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"daxwait/daxcore/daxtest"
	"daxwait/internal/cli/flag"
	"daxwait/strategies"
)

// explainable is the completion list of explain.
func explainable(t *testing.T) []string {
	t.Helper()
	_, stdout, _ := daxwait("__complete", "explain", "")
	var names []string
	for line := range strings.Lines(stdout) {
		if line = strings.TrimSuffix(line, "\n"); line != "" && line[0] != ':' {
			names = append(names, line)
		}
	}
	if len(names) < 60 {
		t.Fatalf("%d names to explain: %q", len(names), names)
	}
	return names
}

// TestExplainKnowsWhatItOffers: each name has an entry that begins with it, says
// something, and has no line that a terminal would break.
func TestExplainKnowsWhatItOffers(t *testing.T) {
	for _, name := range explainable(t) {
		code, stdout, stderr := daxwait(append([]string{"explain"}, strings.Fields(name)...)...)
		if code != flag.OK {
			t.Errorf("%s: exit %d: %s", name, code, stderr)
			continue
		}
		head, rest, _ := strings.Cut(stdout, "\n")
		if strings.HasSuffix(head, ", a scenario") {
			head = path.Base(head)
		}
		if !strings.HasPrefix(head, name) || len(strings.TrimSpace(rest)) < 20 {
			t.Errorf("%s is explained by %q and %q", name, head, rest)
		}
	}
}

func TestExplainKnowsNamesOfOtherKinds(t *testing.T) {
	for words, want := range map[string][]string{
		"entry/scan":          {"entry/scan, a scenario"},
		"scan":                {"entry/scan, a scenario", "scan, a decision of policies"},
		"pmd-meets-pte":       {"entry/pmd-meets-pte, a scenario"},
		"Lost Wakeup":         {"lost wakeup\n"},
		"proved":              {"PROVED\n", "bounds"},
		"q3":                  {"Q3\n", "wake-both"},
		"put":                 {"values: next, never"},
		"linux-5.2":           {"a strategy", "violates ", "pmd-meets-pte (lost wakeup)", "daxwait check --strategy linux-5.2"},
		"false-sharing stall": {"false-sharing stall\n"},
		"4.20":                {"4.20, a kernel: linux-5.2", "23c84eb78375", "linux-5.2, a strategy", "check --strategy linux-5.2"},
		"Linux 6.1":           {"6.1, a kernel: exclusive", "exclusive, a strategy"},
		"v5.10.0-8-amd64":     {"a kernel of a distribution", "do not decide", "237388320def  5.13-rc2 dax: Wake up", "linux-5.12, a strategy"},
		"4.4":                 {"older than entry locks"},
		"mmap_lock":           {"a kernel lock", "pile-up"},
		"DAX_lock_page":       {"dax_lock_page, a kernel function", "L(INDEX)", "docs/hang.md"},
		"history":             {"C   Linux 4.7-rc1: linux-4.9", "A'  mergednext", "column 11  a range scan", "965d004af540", "dax_lock_page"},
		"hang":                {"4.20         linux-5.2       in ", "exclusive       nothing known", "docs/hang.md"},
	} {
		code, stdout, stderr := daxwait(append([]string{"explain"}, strings.Fields(words)...)...)
		for _, w := range want {
			if code != flag.OK || !strings.Contains(stdout, w) {
				t.Errorf("explain %s: exit %d, no %q in %s%s", words, code, w, stdout, stderr)
			}
		}
	}
}

// TestExplainExpectationsAreThoseOfTheScenarios: of both sides.
func TestExplainExpectationsAreThoseOfTheScenarios(t *testing.T) {
	explained := map[string]string{} // strategies
	for _, s := range daxtest.Scenarios() {
		_, scenario, _ := daxwait("explain", s.Name)
		for _, e := range s.Expect {
			for _, name := range e.Strategies {
				if name == "all" {
					continue
				}
				if explained[name] == "" {
					_, explained[name], _ = daxwait("explain", name)
				}
				if !strings.Contains(scenario, name) || !strings.Contains(unwrap(explained[name]), path.Base(s.Name)+" ("+e.Kind.String()+")") {
					t.Errorf("%v of %s in %s: explained as\n%s\n%s", e.Kind, name, s.Name, scenario, explained[name])
				}
			}
		}
	}
}

// TestExplainOfFunctionsSaysWhoLosesThere: lock-by-page of 4.19.0 is the first
// that loses wakeups, of 4.20-rc6 the last; 5.3-rc1 loses them beside it, behind
// one invalidation. Behind the scan of 6.15 faults are lost.
func TestExplainOfFunctionsSaysWhoLosesThere(t *testing.T) {
	for _, c := range []struct{ name, lose, proved string }{
		{"dax_lock_page", "linux-4.19 linux-4.20-rc1 linux-4.20-rc4 linux-4.20-rc6 linux-5.3-rc1", "linux-5.2,"},
		{"mmap_lock", "linux-4.20-rc4 linux-4.20-rc6 linux-5.2", "linux-4.9,"},
		{"dax_break_layout", "linux-6.15", "linux-4.19,"},
		{"get_unlocked_entry", "linux-4.9 linux-4.19 linux-4.20-rc1 linux-4.20-rc4 linux-4.20-rc6 linux-5.2 linux-5.3-rc1 linux-5.3 linux-5.12 linux-6.15", "exclusive, linux-6.16"},
		{"grab_mapping_entry", "linux-4.9 linux-4.19 linux-4.20-rc1 linux-4.20-rc4 linux-4.20-rc6 linux-5.2 linux-5.3-rc1 linux-5.3 linux-5.12 linux-6.15", "exclusive, linux-6.16"},
		{"dax_iomap_pte_fault", "linux-4.19 linux-4.20-rc1 linux-4.20-rc4 linux-4.20-rc6 linux-5.2 linux-5.3-rc1 linux-5.3 linux-5.12 linux-6.15", "exclusive, linux-6.16"},
		{"dax_insert_entry", "", ""},
	} {
		_, stdout, _ := daxwait("explain", c.name)
		var lose []string
		for _, m := range regexp.MustCompile(`(?m)^(?:lose|    )     (\S+) \(`).FindAllStringSubmatch(stdout, -1) {
			lose = append(lose, m[1])
		}
		if got := strings.Join(lose, " "); got != c.lose || c.proved != "" && !strings.Contains(unwrap(stdout), " proved "+c.proved) {
			t.Errorf("%s: %q lose, want %q, and proved %q, in\n%s", c.name, got, c.lose, c.proved, stdout)
		}
	}
}

// TestPageOfHangsHasEachKernel, with its design, and each function that a stack
// may show.
func TestPageOfHangsHasEachKernel(t *testing.T) {
	text, err := os.ReadFile("../../docs/hang.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range strategies.Kernels() {
		if row := "| " + k.From + " | `" + k.Strategy + "` |"; !strings.Contains(string(text), row) {
			t.Errorf("docs/hang.md has no row %s", row)
		}
	}
	for _, name := range explainable(t) {
		_, stdout, _ := daxwait("explain", name)
		if strings.HasPrefix(stdout, name+", a kernel function") && !strings.Contains(string(text), "`"+name+"`") {
			t.Errorf("docs/hang.md does not say what it is to sleep in %s", name)
		}
	}
}

func unwrap(s string) string { return strings.Join(strings.Fields(s), " ") }

func TestExplainOfNothing(t *testing.T) {
	for _, c := range []struct{ args, says string }{
		{"explain nonsense", `nothing is called "nonsense"; daxwait list`},
		{"explain lost", `nothing is called "lost" (did you mean "lost wakeup"?)`},
		{"explain", "requires at least 1 arg"},
		{"explain -", "standard input is empty"},
	} {
		if code, stdout, stderr := daxwait(strings.Fields(c.args)...); code != flag.Usage || !strings.Contains(stderr, c.says) || stdout != "" {
			t.Errorf("daxwait %s: exit %d, %q, %q", c.args, code, stdout, stderr)
		}
	}
}

// TestExplainReadsStandardInput: a stack, a name, and not without bound.
func TestExplainReadsStandardInput(t *testing.T) {
	for _, c := range []struct {
		text, args, says string
		code             int
	}{
		{"[<0>] get_unlocked_entry+0x1/0x2\n[<0>] grab_mapping_entry+0x1/0x2\n[<0>] dax_iomap_pmd_fault+0x1/0x2\nuname -r: 5.2.1\n", "explain", "23c84eb78375", flag.OK},
		{"dax_iomap_rw+0x1/0x2\n", "explain -", "dax_iomap_rw, a kernel function", flag.OK},
		{"dear all,\nit hangs\n", "explain -", "no function of a kernel in 2 lines", flag.Usage},
		{strings.Repeat("dax_iomap_rw+0x1/0x2\n", 60000), "explain", "more than 1 MiB", flag.Usage},
	} {
		file := filepath.Join(t.TempDir(), "stack.txt")
		if err := os.WriteFile(file, []byte(c.text), 0o666); err != nil {
			t.Fatal(err)
		}
		stdin, err := os.Open(file)
		if err != nil {
			t.Fatal(err)
		}
		was := os.Stdin
		os.Stdin = stdin
		code, stdout, stderr := daxwait(strings.Fields(c.args)...)
		os.Stdin = was
		stdin.Close()
		if said := stdout + stderr; code != c.code || !strings.Contains(said, c.says) {
			t.Errorf("%s of %.30q: exit %d, no %q in %s", c.args, c.text, code, c.says, said)
		}
	}
}
