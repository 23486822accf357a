package cli_test

import (
	"path"
	"strings"
	"testing"

	"daxwait/daxcore/daxtest"
	"daxwait/internal/cli"
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
		if code != cli.OK {
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
	} {
		code, stdout, stderr := daxwait(append([]string{"explain"}, strings.Fields(words)...)...)
		for _, w := range want {
			if code != cli.OK || !strings.Contains(stdout, w) {
				t.Errorf("explain %s: exit %d, no %q in %s%s", words, code, w, stdout, stderr)
			}
		}
	}
}

// TestExplainExpectationsAreThoseOfTheScenarios: of both sides.
func TestExplainExpectationsAreThoseOfTheScenarios(t *testing.T) {
	for _, s := range daxtest.Scenarios() {
		_, scenario, _ := daxwait("explain", s.Name)
		for _, e := range s.Expect {
			for _, name := range e.Strategies {
				if name == "all" {
					continue
				}
				_, strategy, _ := daxwait("explain", name)
				if !strings.Contains(scenario, name) || !strings.Contains(unwrap(strategy), path.Base(s.Name)+" ("+e.Kind.String()+")") {
					t.Errorf("%v of %s in %s: explained as\n%s\n%s", e.Kind, name, s.Name, scenario, strategy)
				}
			}
		}
	}
}

func unwrap(s string) string { return strings.Join(strings.Fields(s), " ") }

func TestExplainOfNothing(t *testing.T) {
	for _, c := range []struct{ args, says string }{
		{"explain nonsense", `nothing is called "nonsense"; daxwait list`},
		{"explain lost", `nothing is called "lost" (did you mean "lost wakeup"?)`},
		{"explain", "requires at least 1 arg"},
	} {
		if code, stdout, stderr := daxwait(strings.Fields(c.args)...); code != cli.Usage || !strings.Contains(stderr, c.says) || stdout != "" {
			t.Errorf("daxwait %s: exit %d, %q, %q", c.args, code, stdout, stderr)
		}
	}
}
