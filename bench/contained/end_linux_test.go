package contained_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// asParent has the test program run a design that never yields, with patience.
const asParent = "DAXWAIT_TEST_PARENT"

func TestAsParent(t *testing.T) {
	verb := os.Getenv(asParent)
	if verb == "" {
		t.Skip("another test runs it in a process of its own")
	}
	code, _, stderr := run(t, append(strings.Fields(verb), "--stall", "1h")...)
	fmt.Print(stderr)
	os.Exit(code)
}

// children are the processes that a process has started.
func children(t *testing.T, pid int) (pids []int) {
	t.Helper()
	files, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", pid))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		text, _ := os.ReadFile(file)
		for word := range strings.FieldsSeq(string(text)) {
			if n, err := strconv.Atoi(word); err == nil {
				pids = append(pids, n)
			}
		}
	}
	return pids
}

// alive reports whether there is a process that is no zombie.
func alive(pid int) bool {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	return err == nil && !bytes.Contains(stat, []byte(") Z "))
}

// TestChildrenEnd with their parent, however that ends: by a signal that it may see to,
// or by one that it cannot.
func TestChildrenEnd(t *testing.T) {
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	verbs := []string{"run --engine live --pattern pte-same --strategy loop-in-get --plots= --out OUT", "check --strategy loop-in-get --scenario entry/pte-pte"}
	if testing.Short() {
		verbs = verbs[1:]
	}
	for _, verb := range verbs {
		for sig, code := range map[syscall.Signal]int{syscall.SIGKILL: -1, syscall.SIGINT: 130, syscall.SIGTERM: 143} {
			if testing.Short() && sig == syscall.SIGTERM {
				continue
			}
			c := exec.Command(program, "-test.run=^TestAsParent$")
			c.Env = append(os.Environ(), asParent+"="+strings.ReplaceAll(verb, "OUT", t.TempDir()))
			if err := c.Start(); err != nil {
				t.Fatal(err)
			}
			var had []int
			for len(had) == 0 && alive(c.Process.Pid) {
				time.Sleep(10 * time.Millisecond)
				had = children(t, c.Process.Pid)
			}
			_ = c.Process.Signal(sig)
			err := c.Wait()
			exit := new(exec.ExitError)
			if !errors.As(err, &exit) || exit.ExitCode() != code {
				t.Errorf("%s, %v: ends by %v, want exit code %d", verb, sig, err, code)
			}
			if len(had) == 0 {
				t.Errorf("%s: had no child", verb)
			}
			for _, pid := range had {
				for alive(pid) { // the limit of the test ends this if nothing does
					time.Sleep(10 * time.Millisecond)
				}
			}
		}
	}
}
