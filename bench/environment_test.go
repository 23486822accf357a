package bench

import (
	"strings"
	"testing"
)

// TestShardOfTheEnvironment: which shard an array or a Job makes of a run, and the
// variable that says so; or why it does not.
func TestShardOfTheEnvironment(t *testing.T) {
	for _, c := range []struct{ environment, shard, says string }{
		{"", "1/1", ""},
		{"ID=1 MIN=1 MAX=7 STEP=1 COUNT=7", "1/7", "SLURM_ARRAY_TASK_ID=1"},
		{"ID=7 MIN=1 MAX=7 STEP=1 COUNT=7", "7/7", "SLURM_ARRAY_TASK_ID=7"},
		{"ID=0 MIN=0 MAX=6 STEP=1 COUNT=7", "1/7", "SLURM_ARRAY_TASK_ID=0"},
		{"ID=6 MIN=0 MAX=6 STEP=1 COUNT=7", "7/7", "SLURM_ARRAY_TASK_ID=6"},
		{"ID=30 MIN=10 MAX=50 STEP=20 COUNT=3", "2/3", "SLURM_ARRAY_TASK_ID=30"},
		{"ID=5 MIN=5 MAX=5 COUNT=1", "1/1", "SLURM_ARRAY_TASK_ID=5"},
		{"ID=6 MIN=5 MAX=6 COUNT=2", "2/2", "SLURM_ARRAY_TASK_ID=6"},
		{"ID=6 MIN=5 MAX=6 COUNT=2 DAXWAIT_SHARDS=2", "2/2", "SLURM_ARRAY_TASK_ID=6"},
		{"ID=5 MIN=1 MAX=20 STEP=2 COUNT=4", "", "SLURM_ARRAY_TASK_ID=5 of 4 tasks from 1 to 20: an array with gaps"},
		{"ID=4 MIN=1 MAX=7 STEP=2 COUNT=4", "", "an array with gaps"},
		{"ID=9 MIN=1 MAX=7 STEP=2 COUNT=4", "", "SLURM_ARRAY_TASK_ID=9 would make shard 5/4"},
		{"ID=1 MIN=1 MAX=0 STEP=1 COUNT=0", "", "would make shard 1/0"},
		{"ID=1 MIN=1 MAX=4", "", `SLURM_ARRAY_TASK_COUNT="" is no number`},
		{"ID=1 MIN=1 MAX=2 COUNT=2 DAXWAIT_SHARDS=16", "", `SLURM_ARRAY_TASK_COUNT="2" and DAXWAIT_SHARDS="16" do not agree`},
		{"JOB_COMPLETION_INDEX=0 DAXWAIT_SHARDS=7", "1/7", "JOB_COMPLETION_INDEX=0"},
		{"JOB_COMPLETION_INDEX=6 DAXWAIT_SHARDS=7", "7/7", "JOB_COMPLETION_INDEX=6"},
		{"JOB_COMPLETION_INDEX=7 DAXWAIT_SHARDS=7", "", "JOB_COMPLETION_INDEX=7 would make shard 8/7"},
		{"JOB_COMPLETION_INDEX=7", "", `DAXWAIT_SHARDS="" is no number; set it to the Job's completions`},
		{"DAXWAIT_SHARDS=7", "", "a Job sets it if its completionMode is Indexed"},
		{"JOB_COMPLETION_INDEX=x DAXWAIT_SHARDS=7", "", `JOB_COMPLETION_INDEX="x" is no number`},
	} {
		variables := map[string]string{}
		for _, word := range strings.Fields(c.environment) {
			name, value, _ := strings.Cut(word, "=")
			if !strings.Contains(name, "_") {
				name = "SLURM_ARRAY_TASK_" + name
			}
			variables[name] = value
		}
		s, said, err := Environment(func(name string) string { return variables[name] }).Shard()
		switch {
		case c.shard == "" && (err == nil || !strings.Contains(err.Error(), c.says)):
			t.Errorf("%s: %v, %v; want %q", c.environment, s, err, c.says)
		case c.shard != "" && (err != nil || s.String() != c.shard || said != c.says):
			t.Errorf("%s: %v, %q, %v; want %s, as %q", c.environment, s, said, err, c.shard, c.says)
		}
	}
}

// TestSweepOf is what a user would have written, and knows all axes.
func TestSweepOf(t *testing.T) {
	read, err := ParseSweep("tasks=2,8")
	made := SweepOf("tasks", 2, 8)
	if err != nil || made.Axis.Name != read.Axis.Name || len(made.Values) != 2 || made.Values[0] != 2 || made.Values[1] != 8 {
		t.Errorf("%+v, want %+v, %v", made, read, err)
	}
	for _, name := range AxisNames() {
		if s := SweepOf(name); s.Axis.Name != name {
			t.Errorf("the axis of %s is %s", name, s.Axis.Name)
		}
	}
	defer func() {
		if recover() == nil {
			t.Error("an axis that there is not makes a sweep")
		}
	}()
	SweepOf("taks", 2)
}
