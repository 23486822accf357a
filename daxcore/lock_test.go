package daxcore_test

import (
	"testing"

	"daxwait/daxcore"
	"daxwait/daxcore/task"
	"daxwait/daxcore/waitqueue"
	"daxwait/daxcore/xarray"
)

func TestLockStoresTheLockBitAndKeepsTheUnlockedCookie(t *testing.T) {
	for _, c := range []struct {
		entries string
		index   uint64
	}{{"pte B+1", B + 1}, {"pmd", B + 1}, {"zero-pte B+1", B + 1}} {
		w := newWorld(t, c.entries, daxcore.Policy{})
		m := w.Files[0]
		before := m.Load(c.index)
		alone(t, w, func(w *daxcore.World, tk daxcore.Task) {
			cookie, r := w.Grab(tk, m, c.index, daxcore.PTE)
			if r != 0 || cookie != before || cookie.Locked() {
				t.Errorf("%s: cookie %v, result %v", c.entries, cookie, r)
			}
			if e := m.Load(c.index); !e.Locked() || e == before || e.String() != before.String()+" locked" {
				t.Errorf("%s: the tree has %v", c.entries, e)
			}
			w.UnlockEntry(tk, m, c.index, cookie)
		})
		if after := m.Load(c.index); after != before {
			t.Errorf("%s: %v after the unlock, %v before", c.entries, after, before)
		}
	}
}

func TestLockOfAPMDEntryLocksAllItsIndexes(t *testing.T) {
	w := newWorld(t, "pmd", daxcore.Policy{})
	m := w.Files[0]
	s := newStage(t, w, script(t, "F(0,B+7)"))
	s.play("0")
	for _, k := range []uint64{0, 7, 8, 63, 64, 511} {
		if !m.Load(B + k).Locked() {
			t.Errorf("B+%d is not locked", k)
		}
	}
	s.finish()
	if m.Load(B).Locked() || m.Load(B+511).Locked() {
		t.Error("stays locked")
	}
}

func TestUnlockRefusesALockedCookie(t *testing.T) {
	w := newWorld(t, "pte B+1", daxcore.Policy{})
	s := newStage(t, w, func(w *daxcore.World, tk daxcore.Task) {
		m := w.Files[0]
		_, _ = w.Grab(tk, m, B+1, daxcore.PTE)
		w.UnlockEntry(tk, m, B+1, m.Load(B+1))
	})
	s.run(0)
	s.broken(task.LockedCookie)
}

func TestUnlockRefusesAnUnlockedEntry(t *testing.T) {
	w := newWorld(t, "pte B+1", daxcore.Policy{})
	s := newStage(t, w, func(w *daxcore.World, tk daxcore.Task) {
		m := w.Files[0]
		cookie, _ := w.Grab(tk, m, B+1, daxcore.PTE)
		w.UnlockEntry(tk, m, B+1, cookie)
		w.UnlockEntry(tk, m, B+1, cookie)
	})
	s.run(0)
	s.broken(task.UnlockedTwice)
}

func TestUnlockTellsThatTheEntryChanged(t *testing.T) {
	w := newWorld(t, "pte B+1", daxcore.Policy{})
	s := newStage(t, w, func(w *daxcore.World, tk daxcore.Task) {
		m := w.Files[0]
		cookie, _ := w.Grab(tk, m, B+1, daxcore.PTE)
		cur := m.Pages.At(B+1, daxcore.PTE)
		cur.Store(cur.Load() + xarray.Entry(daxcore.MakeEntry(1, 0)-daxcore.MakeEntry(0, 0)))
		w.UnlockEntry(tk, m, B+1, cookie)
	})
	s.run(0)
	s.broken(task.Changed)
}

func TestUnlockPreservesMarks(t *testing.T) {
	for _, entries := range []string{"pte B+1 dirty", "pmd dirty"} {
		w := newWorld(t, entries, daxcore.Policy{})
		cur := w.Files[0].Pages.At(B+1, daxcore.PTE)
		cur.SetMark(daxcore.ToWrite)
		alone(t, w, script(t, "F(0,B+1)"))
		if m := w.Files[0]; !marked(m, B+1, daxcore.Dirty) || !marked(m, B+1, daxcore.ToWrite) {
			t.Errorf("%s: lock and unlock lose marks", entries)
		}
	}
}

func TestUnlockWakesAfterDroppingXALock(t *testing.T) {
	w := newWorld(t, "pte B+1", daxcore.Policy{})
	act, r := recorded(script(t, "F(0,B+1)"))
	wokenBy(t, w, act, exclusive(B+1))
	r.exactly(t,
		"lock xa", "unlock xa", // grab
		"lock xa", "unlock xa", // the store
		"yield wake-after-unlock",
		"lock bucket", "wake 1", "unlock bucket")
	if r.inside("xa", "wake 1") {
		t.Error("wakes with xa_lock held")
	}
}

func TestUnlockClearsTheBitBeforeItWakes(t *testing.T) {
	// Whoever is woken runs at once, and has to find the entry unlocked.
	w := newWorld(t, "pte B+1", daxcore.Policy{})
	s := newStage(t, w, script(t, "F(0,B+1)"), script(t, "F(0,B+1)"))
	s.play("0 1")
	for s.asleep(1) {
		s.play("0")
	}
	if w.Files[0].Load(B + 1).Locked() {
		t.Error("wakes while the entry is locked")
	}
	s.finish()
}

func TestUnlockLooksForWaitersAfterTheStore(t *testing.T) {
	w := newWorld(t, "pte B+1", daxcore.Policy{})
	s := newStage(t, w, script(t, "F(0,B+1)"), sleeper(B+1, waitqueue.Exclusive))
	s.play("0 0") // locks; unlocks, and has dropped xa_lock
	s.play("1")   // now somebody queues
	s.play("0")
	if s.asleep(1) {
		t.Error("the look for waiters came before the last point at which one may come")
	}
	s.finish()
}

func TestUnlockTakesNoBucketLockWhereNobodyWaits(t *testing.T) {
	act, r := recorded(script(t, "F(0,B+1)"))
	alone(t, newWorld(t, "pte B+1", daxcore.Policy{}), act)
	if r.has("lock bucket") {
		t.Errorf("takes it: %q", r.control())
	}
}

func TestUnlockWakesTheNextOnItsKeyAlone(t *testing.T) {
	for _, c := range []struct {
		entries, op string
		key         uint64
		policy      daxcore.Policy
		want        int
	}{
		{"pte B+1", "F(0,B+1)", B + 1, daxcore.Policy{}, 1},
		{"pte B+1", "F(0,B+1)", B, daxcore.Policy{}, 0},
		{"pte B+1", "F(0,B+1)", B + 2, daxcore.Policy{}, 0},
		{"pmd", "F(0,B+1)", B, daxcore.Policy{}, 1}, // rounded: the entry is a PMD
		{"pmd", "F(0,B+1)", B + 1, daxcore.Policy{}, 0},
		{"pmd", "F(9,B)", B, daxcore.Policy{}, 1},
		{"pte B+1", "F(0,B+1)", B + 1, daxcore.Policy{OnUnlock: daxcore.WakeAll}, 3},
		{"pte B+1", "F(0,B+1)", B, daxcore.Policy{Key: daxcore.KeyBase}, 1},
	} {
		if n := wokenBy(t, newWorld(t, c.entries, c.policy), script(t, c.op), exclusive(c.key)); n != c.want {
			t.Errorf("%s on %s, %+v: wakes %d of three at %#x, want %d", c.op, c.entries, c.policy, n, c.key, c.want)
		}
	}
}
