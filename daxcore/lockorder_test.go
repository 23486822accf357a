package daxcore_test

import (
	"slices"
	"strings"
	"testing"

	"daxwait/daxcore"
)

// The order of locks, outer to inner: invalidate_lock, entry lock, page-table
// locks, xa_lock, bucket lock. Of the spinlocks, only a bucket's is ever taken
// inside another.

func TestFaultsHoldInvalidateLock(t *testing.T) {
	for _, op := range []string{"P(B+1,r)", "P(B+1,w)"} {
		w := newWorld(t, "", daxcore.Policy{})
		m := w.Files[0]
		s := newStage(t, w, script(t, op))
		seen := false
		for len(s.Ready()) != 0 {
			s.play("0")
			if m.Load(B + 1).Locked() {
				seen = true
				if readers, writer := m.InvalidateLock.Held(); readers != 1 || writer >= 0 {
					t.Errorf("%s: entry locked with %d readers, writer %d", op, readers, writer)
				}
			}
		}
		if readers, _ := m.InvalidateLock.Held(); !seen || readers != 0 {
			t.Errorf("%s: entry lock seen %v; %d readers left", op, seen, readers)
		}
	}
}

func TestTruncateAndPunchExcludeFaults(t *testing.T) {
	for _, op := range []string{"T(512)", "U(B,B+511)"} {
		w := newWorld(t, "pmd", daxcore.Policy{})
		m := w.Files[0]
		s := newStage(t, w, script(t, op), script(t, "P(B+1,w)"))
		s.play("0") // holds invalidate_lock alone
		if readers, writer := m.InvalidateLock.Held(); readers != 0 || writer != 0 {
			t.Fatalf("%s: %d readers, writer %d", op, readers, writer)
		}
		s.run(1)
		if _, ok := m.InvalidateLock.Waiting(1); !ok {
			t.Errorf("%s: the fault does not wait", op)
		}
		if n := m.NrPages; n != daxcore.Chunk {
			t.Errorf("%s: %d pages before it went on", op, n)
		}
		s.finish()
	}
}

func TestFaultKeepsTruncateOut(t *testing.T) {
	w := newWorld(t, "pmd", daxcore.Policy{})
	s := newStage(t, w, script(t, "P(B+1,w)"), script(t, "T(512)"))
	for !w.Files[0].Load(B).Locked() {
		s.play("0")
	}
	s.run(1)
	if write, ok := w.Files[0].InvalidateLock.Waiting(1); !ok || !write {
		t.Error("truncate goes on while a fault holds an entry")
	}
	s.finish()
}

func TestBucketLockIsTheOnlyInnerSpinlock(t *testing.T) {
	for _, op := range []string{"F(0,B+7)", "F(9,B)", "P(B+1,w)", "I(B)", "R(B,B+511)", "L(B)", "W(B,B+511)", "S(B,B+511)", "D(B,B+511)", "U(B,B+511)", "C(B)"} {
		for _, entries := range []string{"", "pte B dirty", "pmd dirty", "zero-pmd"} {
			act, r := recorded(script(t, op))
			wokenBy(t, newWorld(t, entries, daxcore.Policy{}), act, exclusive(B))
			var held []string
			for _, w := range r.control() {
				if name, ok := strings.CutPrefix(w, "lock "); ok {
					if len(held) != 0 && (name != "bucket" || held[0] != "xa") {
						t.Errorf("%s on %q: takes %s inside %v", op, entries, name, held)
					}
					held = append(held, name)
				} else if name, ok := strings.CutPrefix(w, "unlock "); ok {
					held = slices.DeleteFunc(held, func(h string) bool { return h == name })
				} else if w == "sleep" && len(held) != 0 {
					t.Errorf("%s on %q: sleeps with %v", op, entries, held)
				}
			}
		}
	}
}
