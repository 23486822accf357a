package cli_test

import (
	"os"
	"runtime/debug"
	"strings"
	"testing"
	"time"

	"daxwait/internal/cli"
	"daxwait/internal/cli/flag"
	"daxwait/results"
)

// asCommand makes the test program the command itself.
const asCommand = "DAXWAIT_TEST_AS_COMMAND"

func TestMain(m *testing.M) {
	if os.Getenv(asCommand) != "" {
		s := cli.Daxwait()
		s.Trial = time.Millisecond
		os.Exit(s.Main(os.Args[1:], os.Stdout, os.Stderr))
	}
	for _, name := range schedulers { // the tests themselves may run in an array
		os.Unsetenv(name)
	}
	debug.SetGCPercent(400)  // they make much and keep little
	os.Setenv("GOGC", "400") // so that verbs spare no memory, nor do processes of their own
	os.Exit(m.Run())
}

// TestShardOfTheEnvironment: what a run says of the shard that an array or a Job
// makes of it; "" if it runs all and says nothing. Package bench tests which that is.
func TestShardOfTheEnvironment(t *testing.T) {
	plan := "run --dry-run --pattern pte-same"
	for _, c := range []struct {
		environment, args, says string
		code                    int
	}{
		{"", plan, "", flag.OK},
		{"ID=1 MIN=1 MAX=7 STEP=1 COUNT=7", plan, "shard 1/7 of the plan, as SLURM_ARRAY_TASK_ID=1 says; --shard 1/1 runs all", flag.OK},
		{"ID=5 MIN=5 MAX=5 COUNT=1", plan, "", flag.OK},
		{"ID=5 MIN=1 MAX=20 STEP=2 COUNT=4", plan, "SLURM_ARRAY_TASK_ID=5 of 4 tasks from 1 to 20: an array with gaps does not say which shard this is; --shard i/n says it, --shard 1/1 runs all here", flag.Usage},
		{"JOB_COMPLETION_INDEX=0 DAXWAIT_SHARDS=7", plan, "shard 1/7 of the plan, as JOB_COMPLETION_INDEX=0 says", flag.OK},
		// The flag is asked first.
		{"ID=3 MIN=1 MAX=7 STEP=1 COUNT=7", plan + " --shard 1/1", "", flag.OK},
		{"JOB_COMPLETION_INDEX=7", plan + " --shard 1/1", "", flag.OK},
		// There is nothing to share out.
		{"ID=3 MIN=1 MAX=7 STEP=1 COUNT=7", plan + " --strategy exclusive --cpus 2", "", flag.OK},
		{"ID=3 MIN=1 MAX=7 STEP=1 COUNT=7", plan + " --engine live", "", flag.OK},
		{"", plan + " --engine live --shard 2/3", "--shard is for --engine sim: what the live engine measures belongs to one machine", flag.Usage},
		{"", plan + " --engine live --shard 1/1", "", flag.OK},
		{"", plan + " --shard 4/3", `--shard "4/3": want i/n, such as 3/8`, flag.Usage},
	} {
		t.Run(c.environment+" "+strings.TrimPrefix(c.args, plan), func(t *testing.T) {
			for _, word := range strings.Fields(c.environment) {
				name, value, _ := strings.Cut(word, "=")
				if !strings.Contains(name, "_") {
					name = "SLURM_ARRAY_TASK_" + name
				}
				t.Setenv(name, value)
			}
			code, stdout, stderr := daxwait(strings.Fields(c.args)...)
			if code != c.code || !strings.Contains(stderr, c.says) || c.says == "" && stderr != "" {
				t.Errorf("exit %d: %q; want %d and %q", code, stderr, c.code, c.says)
			}
			all := strings.Contains(stdout, strings.Join(comparedNames(), ", ")+"\n") || strings.Contains(c.args, "--strategy")
			if code == flag.OK && all != (c.says == "") {
				t.Errorf("what is run is\n%s", stdout)
			}
		})
	}
}

func TestShardOfNothing(t *testing.T) {
	dir := t.TempDir()
	args := strings.Fields("run --cpus 2 --pattern pte-same --strategy exclusive --window 1ms --windows 1 --plots= --out " + dir)
	run(t, with(args, "--shard", "1/2")...)
	run(t, with(args, "--shard", "2/2")...)
	empty, has := 0, 0
	for _, shard := range []string{"1-of-2", "2-of-2"} {
		m, err := results.ReadManifest(dir + "/" + shard)
		if err != nil {
			t.Fatal(err)
		}
		if has += len(m.Has); len(m.Has) == 0 {
			empty++
		}
	}
	if empty != 1 || has != 1 {
		t.Errorf("one case on two shards: %d are empty, %d cases", empty, has)
	}
	run(t, "merge", "--out", dir+"/all", "--plots", "", dir)
	if records, _, err := results.Read(dir + "/all"); err != nil || len(records) != 1 {
		t.Errorf("%d records, %v", len(records), err)
	}
}

// TestResumedPlans: a plan goes on with records of its own, of which there may be more
// than before, and comes to what it comes to in one go; another is refused, and nothing is
// changed.
func TestResumedPlans(t *testing.T) {
	dir := t.TempDir()
	base := strings.Fields("run --cpus 2 --strategy exclusive,merged --window 1ms --windows 2 --plots=")
	small, large := with(base, "--pattern", "pmd-same"), with(base, "--pattern", "pte-same,pmd-same")
	whole, parts := dir+"/whole", dir+"/parts"
	run(t, with(large, "--out", whole)...)
	run(t, with(small, "--out", parts)...)
	run(t, with(large, "--out", parts, "--resume")...)
	sameFiles(t, whole, parts)
	for says, more := range map[string][]string{
		"seed 1 against 7":     {"--seed", "7"},
		"windows 2 against 3":  {"--windows", "3"},
		"window 1ms against 2": {"--window", "2ms"},
		"is no case of":        {"--pattern", "pte-same"},
		"is no case of shard":  {"--shard", "1/2"},
	} {
		args := with(large, more...)
		if more[0] == "--shard" {
			if err := os.CopyFS(dir+"/1-of-2", os.DirFS(whole)); err != nil {
				t.Fatal(err)
			}
			args = with(args, "--out", dir)
		} else {
			args = with(args, "--out", parts)
		}
		if more[0] == "--pattern" {
			args = with(base, "--pattern", "pte-same", "--out", parts)
		}
		if code, _, stderr := daxwait(with(args, "--resume")...); code != flag.Usage || !strings.Contains(stderr, "cannot resume") || !strings.Contains(stderr, says) {
			t.Errorf("%v: exit %d: %s, want %q", more, code, stderr, says)
		}
		sameFiles(t, whole, parts)
	}
	// A manifest that is lost is made again of what the records are.
	for _, out := range []string{parts, dir + "/1-of-2"} {
		if err := os.Remove(out + "/" + results.PlanFile); err != nil {
			t.Fatal(err)
		}
		run(t, with(large, "--out", out, "--resume")...)
		sameFiles(t, whole, out)
	}
	// Results of another plan are not written over, unless that is said.
	for _, c := range []struct {
		more []string
		code int
	}{{nil, flag.Usage}, {[]string{"--force"}, flag.OK}} {
		if code, _, stderr := daxwait(with(small, append(c.more, "--out", parts)...)...); code != c.code || code != flag.OK && !strings.Contains(stderr, "has 4 records of another plan") {
			t.Errorf("%v: exit %d: %s", c.more, code, stderr)
		}
	}
}
