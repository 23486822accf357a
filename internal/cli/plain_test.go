package cli_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"daxwait/daxcore"
	"daxwait/daxcore/task"
	"daxwait/daxcore/waitqueue"
	"daxwait/internal/cli"
	"daxwait/internal/cli/flag"
	"daxwait/internal/plain"
	"daxwait/strategies"
)

// TestNamesOnStdoutArePlain: the name of a file stands in a table with escapes.
func TestNamesOnStdoutArePlain(t *testing.T) {
	data, err := os.ReadFile(sample)
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "a\x1b[2J\u202eb.gz")
	if err := os.WriteFile(name, data, 0o666); err != nil {
		t.Skip(err)
	}
	code, stdout, stderr := daxwait("trace", "summary", name)
	if code != flag.OK || !strings.Contains(stdout, `a\u001b[2J\u202eb.gz,`) || !plain.Shown(stdout) || !plain.Shown(stderr) {
		t.Errorf("exit %d: %q\n%q", code, stdout, stderr)
	}
}

// forgetful wakes a waiter at every second unlock, which the search cannot see.
type forgetful struct {
	daxcore.EntryLock
	odd bool
}

func (a *forgetful) Unlock(t daxcore.Task, m *daxcore.Mapping, index uint64, cookie daxcore.Entry) {
	a.EntryLock.Unlock(t, m, index, cookie)
	t.At(task.WakeAfterUnlock, index, m.Place(1))
	t.Yield(task.WakeAfterUnlock)
	if a.odd = !a.odd; a.odd {
		m.World().Table.Wake(t, waitqueue.Key{File: m.ID, Index: index}, 1)
	}
}

// TestJudgeWithoutAVerdict: it ends as what was not completed does.
func TestJudgeWithoutAVerdict(t *testing.T) {
	d := &strategies.Strategy{Name: "forgetful", New: func(daxcore.Room) daxcore.EntryLock { return &forgetful{EntryLock: daxcore.Kernel(daxcore.Policy{})} }}
	s := &cli.Suite{Program: "daxwait", Catalogue: strategies.All().With(d)}
	var out, errs bytes.Buffer
	if code := s.Main([]string{"judge", "--max-states", "1000", "forgetful"}, &out, &errs); code != flag.Incomplete || !strings.Contains(errs.String(), "has no verdict") {
		t.Errorf("exit %d: %s", code, errs.String())
	}
}
