package cli_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"daxwait/results"
)

// TestRunOnAMachine: a run says on which machine it was, has that one's CPUs, and does
// something else than fifo; a file is a machine as well.
func TestRunOnAMachine(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "mine.toml")
	if err := os.WriteFile(file, []byte("name = \"mine\"\nscheduler = \"eevdf\"\nsockets = 1\ncores = 3\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	seen := map[float64]string{}
	for machine, want := range map[string]struct {
		name string
		cpus int
	}{"guest-2cpu": {"guest-2cpu", 2}, file: {"mine", 3}, "fifo": {"", 2}} {
		out := filepath.Join(dir, "of-"+filepath.Base(machine))
		args := []string{"run", "--machine", machine, "--pattern", "pte-same", "--hold", "sleep", "--strategy", "perindex", "--tasks", "8", "--windows", "1", "--window", "2ms", "--plots=", "--out", out}
		if machine == "fifo" {
			args = append(args, "--cpus", "2")
		}
		_, stderr := run(t, args...)
		records, _, err := results.Read(out)
		if err != nil || len(records) != 1 {
			t.Fatalf("%s: %d records, %v, %s", machine, len(records), err, stderr)
		}
		r := records[0]
		if r.VMachine != want.name || r.VCPUs != want.cpus {
			t.Errorf("%s: on %q with %d CPUs, want %q with %d", machine, r.VMachine, r.VCPUs, want.name, want.cpus)
		}
		mean := r.Samples[0].WaitMean
		if other, is := seen[mean]; is {
			t.Errorf("waits are %v ns both on %s and %s", mean, machine, other)
		}
		seen[mean] = machine
	}
}

// TestMachineRefused: an unknown one, one of the live engine, and axes that are fifo's.
func TestMachineRefused(t *testing.T) {
	for _, c := range []struct{ args, want string }{
		{"--machine guest-2cpus", `there is no machine "guest-2cpus" (did you mean "guest-2cpu"?)`},
		{"--machine ./none.toml", "none.toml"},
		{"--machine guest-2cpu --engine live", "--machine: for --engine sim"},
		{"--machine guest-2cpu --set preempt=1", "want the machine fifo for it; guest-2cpu has the rules of cfs"},
		{"--machine 64-core --set slice=0s", "each task has a slice on 64-core"},
	} {
		code, _, stderr := daxwait(append([]string{"run", "--dry-run"}, strings.Fields(c.args)...)...)
		if code != 2 || !strings.Contains(stderr, c.want) {
			t.Errorf("%s: exit %d, %s; want %s", c.args, code, stderr, c.want)
		}
	}
}
