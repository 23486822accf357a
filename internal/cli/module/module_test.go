package module_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"daxwait/internal/cli/module"
)

// in runs a Go command in a folder, without a network, and returns what it says.
func in(dir string, args ...string) (string, error) {
	c := exec.Command("go", args...)
	c.Dir = dir
	c.Env = append(os.Environ(), "GOPROXY=off", "GOFLAGS=-mod=readonly", "GOWORK=off")
	out, err := c.CombinedOutput()
	return string(out), err
}

// TestModule writes a module and does in it what its author does first: it is
// judged and tested as it is, and the test fails with the losing schedule once its
// design loses.
func TestModule(t *testing.T) {
	if testing.Short() {
		t.Skip("a module is built and judged in some twenty seconds")
	}
	dir := filepath.Join(t.TempDir(), "of-this-test")
	if _, err := module.Write(dir, "."); err != nil {
		t.Fatal(err)
	}
	out, err := in(dir, "run", ".", "judge", "--window", "1ms", "of-this-test")
	if err != nil || !strings.Contains(out, "SAFE WITHIN BOUNDS") || !strings.Contains(out, "go run . run --strategy exclusive,of-this-test") {
		t.Fatalf("%v\n%s", err, out)
	}
	if out, err = in(dir, "test", "./..."); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if out, err = in(dir, "test", "-run", "^$", "-bench", "Design/pattern=pte-same$", "."); err != nil || !strings.Contains(out, "strategy=of-this-test") {
		t.Fatalf("%v\n%s", err, out)
	}
	file := filepath.Join(dir, "design.go")
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	lossy := strings.Replace(string(text), "m.WakeOn(t, l.queues, base, 1)", "// it wakes nobody", 1)
	if lossy == string(text) {
		t.Fatal("the design has no such line")
	}
	if err := os.WriteFile(file, []byte(lossy), 0o666); err != nil {
		t.Fatal(err)
	}
	out, err = in(dir, "test", ".")
	for _, want := range []string{"--- FAIL: TestDesign/entry/pmd-meets-pte", "lost wakeup", "go run . replay v1:of-this-test:entry/pmd-meets-pte:"} {
		if err == nil || !strings.Contains(out, want) {
			t.Errorf("a design that loses: %v, want %q in\n%.2000s", err, want, out)
		}
	}
}

func TestWhatIsRefused(t *testing.T) {
	full := t.TempDir()
	if err := os.WriteFile(filepath.Join(full, "x"), nil, 0o666); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ dir, suite, want string }{
		{filepath.Join(t.TempDir(), "mine"), t.TempDir(), "is not in a checkout of the suite"},
		{filepath.Join(t.TempDir(), "my design"), ".", `"my design" cannot be its name`},
		{filepath.Join(t.TempDir(), "daxwait"), ".", "and not daxwait"},
		{filepath.Join(t.TempDir(), "std"), ".", "std is a name of Go's own"},
		{filepath.Join(t.TempDir(), "aux"), ".", "aux is a name of Go's own"},
		{filepath.Join(full, "..", filepath.Base(full)), ".", "cannot be its name"},
	} {
		if _, err := module.Write(c.dir, c.suite); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", c.dir, err, c.want)
		}
	}
	named := filepath.Join(full, "mine")
	if _, err := module.Write(named, "."); err != nil {
		t.Fatal(err)
	}
	if _, err := module.Write(named, "."); err == nil || !strings.Contains(err.Error(), "there is something in it") {
		t.Errorf("twice: %v", err)
	}
}

// TestAFolderWithASpace: what go.mod says of the suite is read again.
func TestAFolderWithASpace(t *testing.T) {
	suite, err := filepath.Abs("../../..")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	link := filepath.Join(dir, "my (own) suite's")
	if err := os.Symlink(suite, link); err != nil {
		t.Skip(err)
	}
	mine := filepath.Join(dir, "mine")
	if _, err := module.Write(mine, link); err != nil {
		t.Fatal(err)
	}
	if out, err := in(mine, "list", "-m", "daxwait"); err != nil || !strings.Contains(out, link) {
		t.Errorf("%v\n%s", err, out)
	}
}

// TestNamesOfTheLibrary: a module that is called as one of its packages cannot be
// built.
func TestNamesOfTheLibrary(t *testing.T) {
	out, err := in(".", "list", "std")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(out) {
		name, _, _ := strings.Cut(strings.TrimSpace(line), "/")
		dir := filepath.Join(t.TempDir(), name)
		if _, err := module.Write(dir, "."); err == nil || !strings.Contains(err.Error(), "a name of Go's own") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
