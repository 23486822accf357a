package cli_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"daxwait/internal/cli/flag"
	"daxwait/results"
	"daxwait/results/compare"
	"daxwait/results/store"
)

// resultsOf runs a strategy and says, in what it writes, that it was another.
func resultsOf(t *testing.T, strategy, as string, args ...string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), as)
	run(t, with(strings.Fields("run --cpus 2 --pattern pte-same,inval-rounds --window 2ms --plots= --strategy "+strategy+" --out "+dir), args...)...)
	file := filepath.Join(dir, results.RunsFile)
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var said []byte
	for line := range strings.Lines(string(data)) {
		body, _, _ := strings.Cut(strings.ReplaceAll(line, `"strategy":"`+strategy+`"`, `"strategy":"`+as+`"`), `,"crc"`)
		said = append(append(said, store.Seal([]byte(body+"}"))...), '\n')
	}
	if err := os.WriteFile(file, said, 0o666); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestCompareEndsAsItFinds(t *testing.T) {
	base := resultsOf(t, "exclusive", "mine")
	herd := resultsOf(t, "perindex", "mine")
	hung := resultsOf(t, "linux-5.12", "mine")
	few := resultsOf(t, "perindex", "mine", "--windows", "3")
	other := resultsOf(t, "exclusive", "theirs")
	empty := t.TempDir()
	for _, c := range []struct {
		args string
		code int
		says string // on stdout if there is any, else on stderr
	}{
		{base + " " + base, flag.OK, "7 comparisons, " + base + " against " + base + ": 0 worse, 0 better, 7 the same run"},
		{base + " " + herd, flag.Failed, "wakeups/op"},
		{"--metric ops/s " + base + " " + herd, flag.OK, "1 better"},
		{"--metric ops/s " + herd + " " + base, flag.Failed, "1 worse"},
		{"--metric ops/s --threshold 50% " + herd + " " + base, flag.OK, "0 worse"},
		{"--metric ops/s --threshold 0.5 " + herd + " " + base, flag.OK, "0 worse"},
		{base + " " + hung, flag.Failed, "VIOLATED  8 tasks in inval-rounds on 2 CPUs, eevdf, mine: hangs, and did not: after"},
		{hung + " " + base, flag.OK, "hangs or broken rules are gone from 8 tasks in inval-rounds"},
		{base + " " + few, flag.Incomplete, "too few"},
		{base + " " + other, flag.Incomplete, "only in " + other + ": 8 tasks in pte-same on 2 CPUs, eevdf, theirs"},
		{"--filter /pattern:pte-same --metric ops/s " + base + " " + herd, flag.OK, "1 comparison, "},
		{"--filter /pattern:nowhere " + base + " " + herd, flag.Usage, "chooses none of the 2 records of " + base + "; the first is named BenchmarkFault/engine=sim/"},
		{"--filter /pattern:( " + base + " " + herd, flag.Usage, "as benchstat has it"},
		{base, flag.Usage, "accepts 2 arg"},
		{base + " " + empty, flag.Usage, "daxwait run makes results"},
		{"--metric speed " + base + " " + base, flag.Usage, `--metric: there is no metric "speed"; daxwait list metrics names all`},
		{"--threshold 5 " + base + " " + base, flag.Usage, `--threshold "5": want a part from 0 to 1`},
		{"--format xml " + base + " " + base, flag.Usage, "want text or json"},
		{base + "/bench.txt " + base, flag.Usage, "bench.txt:1: not a record"},
	} {
		code, stdout, stderr := daxwait(append([]string{"compare"}, strings.Fields(c.args)...)...)
		said := stdout
		if said == "" {
			said = stderr
		}
		if code != c.code || !strings.Contains(said, c.says) {
			t.Errorf("compare %s: exit %d, want %d with %q; it says\n%s%s", c.args, code, c.code, c.says, stdout, stderr)
		}
	}
}

func TestCompareInJSON(t *testing.T) {
	base, herd := resultsOf(t, "exclusive", "mine"), resultsOf(t, "perindex", "mine")
	_, stdout, _ := daxwait("compare", "--format", "json", "--metric", "wakeups/op", base, herd)
	var c compare.Comparison
	if err := json.Unmarshal([]byte(stdout), &c); err != nil {
		t.Fatal(err)
	}
	if c.Base != base || len(c.Deltas) != 2 || c.Deltas[0].Outcome != compare.Worse || c.Deltas[0].Ratio.Median < 4 {
		t.Errorf("%+v", c)
	}
	if _, again, _ := daxwait("compare", "--format", "json", "--metric", "wakeups/op", base, herd); again != stdout {
		t.Error("it says something else the second time")
	}
}
