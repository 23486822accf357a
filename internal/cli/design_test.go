package cli_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"daxwait/bench/check"
	"daxwait/bench/policy"
	"daxwait/daxcore/daxtest"
	"daxwait/internal/cli"
	"daxwait/internal/cli/flag"
	"daxwait/results"
	"daxwait/strategies"
)

// TestWaysToNameADesign: a policy file, --decide and NAME+decision are one design,
// so they have one graph.
func TestWaysToNameADesign(t *testing.T) {
	dir := t.TempDir()
	file := write(t, dir, "mine.txt", needsPut)
	toml := write(t, dir, "p.toml", "name = \"mine\"\nbase = \"linux-5.12\"\nput = \"never\"\n")
	whole := filepath.Join(dir, "whole.toml")
	w, err := os.Create(whole)
	if err != nil {
		t.Fatal(err)
	}
	s, _ := strategies.Find("linux-5.12")
	s[0].Name = "whole"
	if err := errors.Join(policy.Set(&s[0].Policy, "put=never"), policy.Write(w, s[0]), w.Close()); err != nil {
		t.Fatal(err)
	}
	var first results.Verdict
	for i, args := range [][]string{
		{"--strategy", "linux-5.12+put=never"},
		{"--strategy", "linux-5.12", "--decide", "put=never"},
		{"--strategy", "linux-5.12+put=next+put=never"},
		{"--policy", toml},
		{"--policy", whole},
	} {
		all := verdicts(t, flag.Failed, append(args, "--scenario", file)...)
		if len(all) != 1 {
			t.Fatalf("%v: %d verdicts", args, len(all))
		}
		v := all[0]
		if v.Verdict != results.Violation || v.Kind != "lost wakeup" || v.AsExpected {
			t.Errorf("%v: %+v", args, v)
		}
		v.Strategy, v.Schedule, v.Seconds = "", strings.Split(v.Schedule, ":")[3], 0
		if i == 0 {
			first = v
		}
		got, _ := json.Marshal(v)
		if want, _ := json.Marshal(first); !bytes.Equal(got, want) {
			t.Errorf("%v: %s, and by the first way %s", args, got, want)
		}
	}
	both := verdicts(t, flag.Failed, "--strategy", "exclusive", "--policy", toml, "--scenario", file)
	if len(both) != 2 || both[0].Strategy != "exclusive" || both[1].Strategy != "mine" {
		t.Errorf("a strategy and a policy: %+v", both)
	}
}

// TestWaysToNameScenarios counts the verdicts.
func TestWaysToNameScenarios(t *testing.T) {
	dir := t.TempDir()
	file := write(t, dir, "one.txt", "tasks: F(0,B+1)\n")
	write(t, dir, "two.txt", needsPut)
	write(t, dir, "README", "no scenario")
	for list, want := range map[string][]string{
		"pte-pte":             {"entry/pte-pte"},
		"entry/pte-pte":       {"entry/pte-pte"},
		file:                  {"one"},
		dir:                   {"one", "two"},
		dir + "/":             {"one", "two"},
		"pte-pte, " + file:    {"entry/pte-pte", "one"},
		file + ",two-indexes": {"one", "entry/two-indexes"},
	} {
		var got []string
		for _, v := range verdicts(t, flag.OK, "--strategy", "exclusive", "--scenario", list) {
			got = append(got, v.Scenario)
		}
		if !slices.Equal(got, want) {
			t.Errorf("--scenario %q: %q, want %q", list, got, want)
		}
	}
	folder := func(name string) (n int) {
		for _, sc := range daxtest.Scenarios() {
			if strings.HasPrefix(sc.Name, name) {
				n++
			}
		}
		return n
	}
	for list, n := range map[string]int{"entry": folder("entry/"), "around/": folder("around/"), "all": folder(""), "": folder("")} {
		var out bytes.Buffer
		if err := cli.Daxwait().Check(t.Context(), &out, &out, cli.CheckOptions{Scenarios: list, Format: "text", Limits: check.Limits{MaxStates: 1}, Workers: 1, DryRun: true}); err != nil {
			t.Fatal(err)
		}
		if want := regexp.MustCompile(`× (\d+) scenarios`).FindStringSubmatch(out.String()); want == nil || want[1] != itoa(n) {
			t.Errorf("--scenario %q: %s", list, out.String())
		}
	}
}

func itoa(n int) string { b, _ := json.Marshal(n); return string(b) }
