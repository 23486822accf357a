package cli_test

import (
	"encoding/json"
	"strings"
	"testing"
	"testing/fstest"

	"daxwait/internal/cli"
	"daxwait/internal/cli/flag"
	"daxwait/results/machine"
)

func TestDoctor(t *testing.T) {
	root := fstest.MapFS{
		"proc/loadavg": {Data: []byte("9.00 1 1 1/1 1\n")},
		"sys/devices/system/cpu/intel_pstate/no_turbo": {Data: []byte("1\n")},
	}
	var out strings.Builder
	if err := cli.Doctor(&out, root, "text"); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"! load           9.00 1 1", "  turbo          off\n", "? SMT            unknown\n", "1 disturb live figures (!), 9 are unknown"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in\n%s", want, out.String())
		}
	}
}

func TestDoctorEndsWithZero(t *testing.T) {
	code, stdout, stderr := daxwait("doctor", "--format", "json")
	var conditions []machine.Condition
	if err := json.Unmarshal([]byte(stdout), &conditions); code != flag.OK || err != nil || len(conditions) == 0 {
		t.Errorf("exit %d, %v: %s%s", code, err, stdout, stderr)
	}
	for _, args := range []string{"--format xml", "now"} {
		if code, _, _ := daxwait(append([]string{"doctor"}, strings.Fields(args)...)...); code != flag.Usage {
			t.Errorf("doctor %s: exit %d", args, code)
		}
	}
}
