//go:build unix

package cli_test

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"daxwait/internal/cli/flag"
	"daxwait/results"
)

// TestTerminated: a verb ends at the first signal, though it looks at no context
// where it is: in the middle of a file that says no more.
func TestTerminated(t *testing.T) {
	for _, words := range []string{
		"plot --in PIPE", "compare PIPE PIPE", "report --in PIPE", "report --quick --in ../../results/reference/q2 --verdicts PIPE",
		"validate --oracle PIPE", "validate --trace PIPE", "merge DIR", "check --policy PIPE", "check --scenario PIPE", "judge PIPE",
		"trace summary PIPE", "list --config PIPE",
	} {
		t.Run(words, func(t *testing.T) {
			t.Parallel()
			pipe := filepath.Join(t.TempDir(), results.PlanFile)
			if err := syscall.Mkfifo(pipe, 0o666); err != nil {
				t.Skip(err)
			}
			words = strings.NewReplacer("PIPE", pipe, "DIR", filepath.Dir(pipe)).Replace(words)
			// A writer can open a pipe without a wait when a reader has it open.
			var writer *os.File
			read := func() bool {
				f, err := os.OpenFile(pipe, os.O_WRONLY|syscall.O_NONBLOCK, 0)
				writer = f
				return err == nil
			}
			c, ended := startedUntil(t, read, strings.Fields(words)...)
			defer writer.Close()
			_ = c.Process.Signal(syscall.SIGTERM)
			<-ended
			if code := c.ProcessState.ExitCode(); code != flag.Terminated || !strings.Contains(c.stderr.String(), "interrupted; it was left in the middle of its work") {
				t.Errorf("exit %d: %s", code, c.stderr.String())
			}
		})
	}
}
