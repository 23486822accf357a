package cli_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"daxwait/internal/cli/flag"
	"daxwait/results"
)

// schedulers are the variables of Slurm and Kubernetes that number shards.
var schedulers = []string{"SLURM_ARRAY_TASK_ID", "SLURM_ARRAY_TASK_MIN", "SLURM_ARRAY_TASK_MAX", "SLURM_ARRAY_TASK_STEP",
	"SLURM_ARRAY_TASK_COUNT", "JOB_COMPLETION_INDEX", "DAXWAIT_SHARDS"}

// sweep is a plan of 24 cases, of a pattern and of a replay that has warnings.
var sweep = strings.Fields("run --pattern replay-inval,mixed-pmd --strategy exclusive,linux-5.12,merged --tasks 2,6 --set buckets=16,4096 --window 1ms --windows 2 --plots=")

// run runs a plan and fails the test if that fails.
func run(t *testing.T, args ...string) (stdout, stderr string) {
	t.Helper()
	code, stdout, stderr := daxwait(args...)
	if code != flag.OK {
		t.Fatalf("daxwait %s: exit %d: %s", strings.Join(args, " "), code, stderr)
	}
	return stdout, stderr
}

func with(args []string, more ...string) []string { return append(args[:len(args):len(args)], more...) }

// sameFiles compares the files of two folders byte by byte.
func sameFiles(t *testing.T, a, b string) {
	t.Helper()
	for _, name := range []string{results.RunsFile, results.BenchFile, results.PlanFile} {
		x, err := os.ReadFile(filepath.Join(a, name))
		if err != nil {
			t.Fatal(err)
		}
		if y, err := os.ReadFile(filepath.Join(b, name)); err != nil || len(x) == 0 || !bytes.Equal(x, y) {
			t.Errorf("%s of %s and %s: %d and %d bytes, %v", name, a, b, len(x), len(y), err)
		}
	}
}

func TestShardsMergedAreTheWhole(t *testing.T) {
	dir := t.TempDir()
	whole, merged, parts := dir+"/whole", dir+"/merged", dir+"/parts"
	three := strings.Fields(strings.Replace(strings.Join(sweep, " "), "--tasks 2,6", "--tasks 3", 1))
	said, _ := run(t, with(three, "--sensitivity", "--out", whole)...)
	for _, shard := range []string{"2/3", "3/3", "1/3"} {
		stdout, _ := run(t, with(three, "--sensitivity", "--out", parts, "--shard", shard)...)
		if !strings.HasPrefix(stdout, "shard "+shard+": 28 of its 28 cases") || !strings.Contains(stdout, "daxwait merge --out DIR "+parts) {
			t.Errorf("shard %s says %q", shard, stdout)
		}
	}
	again, _ := run(t, "merge", "--out", merged, "--plots", "", parts)
	sameFiles(t, whole, merged)
	if again != strings.ReplaceAll(said, whole, merged) {
		t.Errorf("run says\n%s\nand merge\n%s", said, again)
	}
	// Into the folder that has the shards, and from the shards by name.
	run(t, "merge", "--out", parts, "--plots", "", parts+"/3-of-3", parts+"/1-of-3", parts+"/2-of-3")
	sameFiles(t, whole, parts)
}

// TestMergeDrawsCharts: merge does as run does, and a shard draws none.
func TestMergeDrawsCharts(t *testing.T) {
	dir := t.TempDir()
	args := strings.Fields("run --cpus 2 --pattern pte-same --strategy exclusive,merged --window 1ms --windows 2 --plots " + dir + "/none --out " + dir)
	for _, shard := range []string{"1/2", "2/2"} {
		run(t, with(args, "--shard", shard)...)
	}
	stdout, _ := run(t, "merge", "--out", dir+"/all", "--plots", dir+"/plots", dir)
	if charts, _ := filepath.Glob(dir + "/plots/*.png"); len(charts) < 3 || !strings.Contains(stdout, "charts in "+dir+"/plots") {
		t.Errorf("%d charts; %s", len(charts), stdout)
	}
	if _, err := os.Stat(dir + "/none"); err == nil {
		t.Error("a shard draws charts")
	}
}

func TestMergeSaysWhatIsMissing(t *testing.T) {
	dir := t.TempDir()
	args := with(sweep, "--out", dir+"/parts")
	for _, shard := range []string{"1/5", "2/5", "4/5"} {
		run(t, with(args, "--shard", shard)...)
	}
	merge := func(want int, says string) {
		t.Helper()
		code, _, stderr := daxwait("merge", "--out", dir+"/merged", "--plots", "", dir+"/parts")
		if code != want || !strings.Contains(stderr, says) {
			t.Errorf("exit %d: %s; want %d and %q", code, stderr, want, says)
		}
		if _, err := os.Stat(dir + "/merged"); (err == nil) != (want == flag.OK) {
			t.Errorf("exit %d, and of what it writes: %v", code, err)
		}
	}
	merge(flag.Incomplete, "of 5 shards there is none of 3,5: run them; ")
	run(t, with(args, "--shard", "3/5")...)
	run(t, with(args, "--shard", "5/5")...)

	// One that was interrupted is finished by --resume.
	runs := dir + "/parts/2-of-5/" + results.RunsFile
	data, err := os.ReadFile(runs)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(runs, data[:len(data)/2], 0o666); err != nil {
		t.Fatal(err)
	}
	merge(flag.Incomplete, "parts/2-of-5, shard 2/5, has ")
	run(t, with(args, "--shard", "2/5", "--resume")...)
	merge(flag.OK, "")
	run(t, with(sweep, "--out", dir+"/whole")...)
	sameFiles(t, dir+"/whole", dir+"/merged")
}

func TestMergeRefuses(t *testing.T) {
	dir := t.TempDir()
	costs, err := os.ReadFile("../../bench/profile/profiles/default.toml")
	if err != nil {
		t.Fatal(err)
	}
	mine := strings.Replace(string(costs), "[wake-one]\nns = \"", "[wake-one]\nns = \"1", 1)
	if mine == string(costs) {
		t.Fatal("the profile has no such price")
	}
	if err := os.WriteFile(dir+"/mine.toml", []byte(mine), 0o666); err != nil {
		t.Fatal(err)
	}
	plan := func(out string, more ...string) {
		t.Helper()
		run(t, with(with(sweep, "--out", dir+"/"+out), more...)...)
	}
	if err := os.Mkdir(dir+"/empty", 0o777); err != nil {
		t.Fatal(err)
	}
	plan("a", "--shard", "1/2")
	plan("seed", "--shard", "2/2", "--seed", "2")
	plan("prices", "--shard", "2/2", "--profile", dir+"/mine.toml")
	plan("axis", "--shard", "2/2", "--set", "slice=1ms")
	plan("of3", "--shard", "2/3")
	plan("again", "--shard", "1/2")
	plan("other", "--shard", "2/2")
	plan("other", "--shard", "1/2", "--seed", "2")
	run(t, strings.Fields("run --engine live --pattern pte-same --strategy exclusive --window 1ms --windows 1 --plots= --out "+dir+"/live")...)
	for _, c := range []struct{ parts, says string }{
		{"a seed", "a/1-of-2 and " + dir + "/seed/2-of-2 do not belong together: seed 1 against 2"},
		{"a prices", "profile default on eevdf has another content"},
		{"a axis", "values of none against slice=1ms"},
		{"a of3", "a/1-of-2 is one of 2 shards, " + dir + "/of3/2-of-3 one of 3"},
		{"a again", "are both shard 1/2"},
		{"a other", "do not belong together"},
		{"a none", "no such file"},
		{"live", "live engine"},
		{"a/1-of-2 empty", "plan.json: no such file or directory; daxwait run --shard writes parts"},
	} {
		args := []string{"merge", "--plots=", "--out", dir + "/merged"}
		for _, p := range strings.Fields(c.parts) {
			args = append(args, filepath.Join(dir, p))
		}
		if code, _, stderr := daxwait(args...); code != flag.Usage || !strings.Contains(stderr, c.says) {
			t.Errorf("%s: exit %d: %s; want %q", c.parts, code, stderr, c.says)
		}
	}
	if code, _, stderr := daxwait("merge", "--plots=", "--out", dir+"/a/1-of-2", dir+"/a"); code != flag.Usage || !strings.Contains(stderr, "is a part itself") {
		t.Errorf("onto itself: exit %d: %s", code, stderr)
	}
	if _, err := os.Stat(dir + "/merged"); err == nil {
		t.Error("a merge that is refused writes")
	}
}

// TestMergeDoubtsVersions: shards of programs that cannot be told apart are
// joined, with a warning.
func TestMergeDoubtsVersions(t *testing.T) {
	dir := t.TempDir()
	for _, shard := range []string{"1/2", "2/2"} {
		run(t, with(sweep, "--out", dir, "--shard", shard)...)
	}
	for _, c := range []struct{ version, says string }{
		{"unknown", "version is unknown"},
		{"0123456789ab+", "version 0123456789ab+ has changes"},
		{"0123456789ab", ""},
	} {
		for _, part := range []string{"/1-of-2", "/2-of-2"} {
			m, err := results.ReadManifest(dir + part)
			if err != nil {
				t.Fatal(err)
			}
			m.Version = c.version
			if err := m.Write(nil, dir+part); err != nil {
				t.Fatal(err)
			}
		}
		_, stderr := run(t, "merge", "--out", dir, "--plots=", dir+"/1-of-2", dir+"/2-of-2")
		if !strings.Contains(stderr, c.says) || (stderr == "") != (c.says == "") {
			t.Errorf("of %s: %q, want %q", c.version, stderr, c.says)
		}
	}
}

// TestMergeOfAShardWithoutRecords: a shard whose file is missing is one that is
// missing.
func TestMergeOfAShardWithoutRecords(t *testing.T) {
	dir := t.TempDir()
	run(t, strings.Fields("run --pattern pte-same --strategy exclusive,merged --tasks 2 --window 1ms --windows 1 --plots= --shard 1/2 --out "+dir)...)
	if err := os.Remove(filepath.Join(dir, "1-of-2", results.RunsFile)); err != nil {
		t.Fatal(err)
	}
	if code, _, stderr := daxwait("merge", "--out", filepath.Join(dir, "whole"), dir); code != flag.Incomplete || !strings.Contains(stderr, "a shard's file is missing") {
		t.Errorf("exit %d: %s", code, stderr)
	}
}
