package cli_test

import (
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"daxwait/bench/profile"
	"daxwait/internal/calibrate"
	"daxwait/internal/cli"
	"daxwait/internal/cli/flag"
)

func TestCalibrateSaysWhatItWouldDo(t *testing.T) {
	file := filepath.Join(t.TempDir(), "mine.toml")
	dax := write(t, t.TempDir(), "x", "")
	code, stdout, stderr := daxwait("calibrate", "--dry-run", "--out", file, "--dax", dax)
	if code != flag.OK || !strings.Contains(stdout, "what cannot be measured") || !strings.Contains(stdout, "would write "+file) {
		t.Errorf("exit %d: %s%s", code, stdout, stderr)
	}
	if runtime.GOOS == "linux" && !strings.Contains(stdout, "a read fault on "+dax+", 2 MiB") {
		t.Errorf("no step for the DAX file in\n%s", stdout)
	}
	if found, _ := filepath.Glob(file); found != nil {
		t.Error("a dry run writes the profile")
	}
	// What would fail after the measurements is found before them.
	for _, args := range []string{"--dax " + dax + ".not", "--dax " + filepath.Dir(dax), "--out " + filepath.Dir(dax), "--out " + dax + "/mine.toml", "--out " + filepath.Dir(dax) + "/none/mine.toml"} {
		if code, _, stderr := daxwait(strings.Fields("calibrate --dry-run " + args)...); code != flag.Usage || !strings.Contains(stderr, args[:5]) {
			t.Errorf("%s: exit %d: %s", args, code, stderr)
		}
	}
	if code, _, stderr := daxwait("calibrate", "--name", "two words"); code != flag.Usage || !strings.Contains(stderr, `the name is "two words"`) {
		t.Errorf("exit %d: %s", code, stderr)
	}
}

func TestCalibrateWritesAProfile(t *testing.T) {
	if testing.Short() {
		t.Skip("it measures for seconds")
	}
	if runtime.GOOS != "linux" {
		t.Skip("it measures Linux")
	}
	file := filepath.Join(t.TempDir(), "mine.toml")
	var stdout strings.Builder
	o := cli.CalibrateOptions{Options: calibrate.Options{Runs: 1}, Out: file, Name: "mine"}
	// Where other work is in the way it says so, and marks what it has lost.
	if err := cli.Calibrate(t.Context(), &stdout, o); err != nil && (flag.Code(err) != flag.Incomplete || !strings.Contains(err.Error(), "as in default:\n")) {
		t.Fatal(err)
	}
	for _, want := range []string{"wake-nobody", "map-extent: it takes a file", "wrote " + file} {
		if !strings.Contains(stdout.String(), want) {
			t.Errorf("no %q in\n%s", want, stdout.String())
		}
	}
	p, err := profile.Find(file)
	if err != nil || p.Name != "mine" {
		t.Fatalf("%+v, %v", p, err)
	}
	if k := profile.Kinds()[0]; !strings.HasPrefix(p.Sources[k], "not measured, as in default: ") {
		t.Errorf("%s has the source %q", k, p.Sources[k])
	}
}
