package daxcore_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"daxwait/daxcore"
	"daxwait/daxcore/task"
)

// recorder writes down what its task asks of the engine, in order: "lock xa",
// "unlock bucket", "sleep", "wake 3", "yield …", "spend …", "observe …".
type recorder struct {
	daxcore.Task
	m   *daxcore.Mapping
	log []string
}

// recorded runs an operation under a recorder, which it returns at once; the
// log fills while the operation runs.
func recorded(run doing) (doing, *recorder) {
	r := new(recorder)
	return func(w *daxcore.World, t daxcore.Task) {
		r.Task, r.m = t, w.Files[0]
		run(w, r)
	}, r
}

func (r *recorder) say(format string, args ...any) {
	r.log = append(r.log, fmt.Sprintf(format, args...))
}

// lockName says what a spinlock guards.
func (r *recorder) lockName(s *task.Spin) string {
	switch {
	case s == &r.m.XALock:
		return "xa"
	case s.Class == task.Leaf:
		return "bucket"
	case s.Class == task.Mover:
		return "sem"
	}
	return "pagetable"
}

func (r *recorder) Lock(s *task.Spin)   { r.say("lock %s", r.lockName(s)); r.Task.Lock(s) }
func (r *recorder) Unlock(s *task.Spin) { r.say("unlock %s", r.lockName(s)); r.Task.Unlock(s) }
func (r *recorder) Park() bool          { r.say("sleep"); return r.Task.Park() }
func (r *recorder) Wake(id int)         { r.say("wake %d", id); r.Task.Wake(id) }
func (r *recorder) Yield(l task.Label)  { r.say("yield %v", l); r.Task.Yield(l) }
func (r *recorder) Spend(c task.Cost, ns int64) {
	r.say("spend %v", c)
	r.Task.Spend(c, ns)
}
func (r *recorder) Observe(e daxcore.Event) {
	r.say("observe %v", e.Kind)
	r.Task.Observe(e)
}

// control is the log without what only costs time or is told.
func (r *recorder) control() []string {
	return slices.DeleteFunc(slices.Clone(r.log), func(s string) bool {
		return strings.HasPrefix(s, "spend") || strings.HasPrefix(s, "observe")
	})
}

// inOrder wants the words in the log, one after the other, with anything
// between them.
func (r *recorder) inOrder(t *testing.T, words ...string) {
	t.Helper()
	rest := r.log
	for _, w := range words {
		i := slices.Index(rest, w)
		if i < 0 {
			t.Fatalf("%q is not where it should be in %q; want %q", w, r.log, words)
		}
		rest = rest[i+1:]
	}
}

// exactly wants the control log to be that.
func (r *recorder) exactly(t *testing.T, words ...string) {
	t.Helper()
	if got := r.control(); !slices.Equal(got, words) {
		t.Errorf("steps\n got %q\nwant %q", got, words)
	}
}

// has reports whether a word is in the log.
func (r *recorder) has(word string) bool { return slices.Contains(r.log, word) }

// inside reports whether a word stands in the log while a lock is held.
func (r *recorder) inside(lock, word string) bool {
	held := false
	for _, w := range r.log {
		switch w {
		case "lock " + lock:
			held = true
		case "unlock " + lock:
			held = false
		case word:
			if held {
				return true
			}
		}
	}
	return false
}
