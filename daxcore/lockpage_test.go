package daxcore_test

import (
	"testing"

	"daxwait/daxcore"
	"daxwait/daxcore/task"
	"daxwait/daxcore/waitqueue"
)

// locked is what a lock-by-page came to.
type locked struct{ done, ok bool }

// lockPage locks the frame behind an index, and unlocks it.
func lockPage(index uint64, l *locked) doing {
	return func(w *daxcore.World, t daxcore.Task) {
		var p daxcore.PageLock
		p, l.ok = w.LockPage(t, w.Files[0].Blocks.PFN(index))
		l.done = true
		if l.ok {
			w.UnlockPage(t, p)
		}
	}
}

func TestLockPageStep2FrameWithoutAFile(t *testing.T) {
	// A zero entry ties no frame to the file either.
	for _, entries := range []string{"", "zero-pte B+1", "zero-pmd", "empty-pmd"} {
		var l locked
		act, r := recorded(lockPage(B+1, &l))
		alone(t, newWorld(t, entries, daxcore.Policy{}), act)
		if !l.done || l.ok || len(r.control()) != 0 {
			t.Errorf("%q: locked %v, by steps %q", entries, l.ok, r.control())
		}
	}
}

func TestLockPageStep4LooksAgainUnderXALock(t *testing.T) {
	// The page leaves the file between the look at it and the lock. Without a
	// second look the index would be that of nothing, 0, where there is one.
	w := newWorld(t, "pte 0, pte B+1", daxcore.Policy{})
	var l locked
	s := newStage(t, w, script(t, "I(B+1)"), func(w *daxcore.World, tk daxcore.Task) {
		lockPage(B+1, &l)(w, tk)
	})
	s.play("1") // has seen that the page is the file's
	s.run(0)
	s.run(1)
	if !l.done || l.ok {
		t.Errorf("locked %v: a page that is gone", l.ok)
	}
	s.finish()
}

func TestLockPageStep6WaitsNonExclusivelyAndStartsFromThePage(t *testing.T) {
	w := newWorld(t, "pte B+1", daxcore.Policy{})
	var l locked
	act, r := recorded(lockPage(B+1, &l))
	s := newStage(t, w, script(t, "F(0,B+1)"), act, script(t, "I(B+1)"))
	s.play("0 1 1")
	if mode := s.sleepsOn(1, B+1); mode != waitqueue.NonExclusive {
		t.Errorf("sleeps %v", mode)
	}
	s.play("0 0") // unlocks and wakes
	s.run(2)      // the page goes
	s.run(1)
	if !l.done || l.ok {
		t.Errorf("locked %v: a page that is gone", l.ok)
	}
	// It may not touch the tree that it slept for.
	r.exactly(t, "yield page-loop", "lock xa", "lock bucket", "unlock bucket", "unlock xa", "sleep")
	s.finish()
}

func TestLockPageStep6TakesNoTokenFromOthers(t *testing.T) {
	w := newWorld(t, "pte B+1", daxcore.Policy{OnRemoval: daxcore.WakeNext})
	var l locked
	s := newStage(t, w, script(t, "F(0,B+1)"), script(t, "F(0,B+1)"), lockPage(B+1, &l))
	s.play("0 1 2 2")
	s.play("0 0")
	if s.asleep(1) || s.asleep(2) {
		t.Errorf("after one unlock the fault sleeps: %v, the page's: %v", s.asleep(1), s.asleep(2))
	}
	s.finish()
}

func TestLockPageStep6GoesToTheHeadOfTheQueue(t *testing.T) {
	w := newWorld(t, "pte B+1", daxcore.Policy{})
	var l locked
	s := newStage(t, w, script(t, "F(0,B+1)"), script(t, "F(0,B+1)"), lockPage(B+1, &l))
	s.play("0 1 2 2")
	if q := w.Table.Queue(waitqueue.Key{Index: B + 1}); len(q) != 2 || q[0] != 2 {
		t.Errorf("queue %v, want 2 before 1", q)
	}
	s.finish()
}

func TestLockPageStep7LocksTheEntryOfTheFrame(t *testing.T) {
	for _, c := range []struct {
		entries string
		index   uint64
	}{{"pte B+1, pte B+2", B + 2}, {"pmd dirty", B + 300}} {
		w := newWorld(t, c.entries, daxcore.Policy{})
		m := w.Files[0]
		before := m.Load(c.index)
		var l locked
		s := newStage(t, w, lockPage(c.index, &l))
		s.play("00")
		if !l.ok || !m.Load(c.index).Locked() || m.Load(B+1).Locked() != before.IsPMD() {
			t.Errorf("%s: locked %v, entry %v", c.entries, l.ok, m.Load(c.index))
		}
		s.finish()
		if m.Load(c.index) != before {
			t.Errorf("%s: %v became %v", c.entries, before, m.Load(c.index))
		}
	}
}

func TestLockPageOfATailPageWakesWhoeverWaitsForThePMDEntry(t *testing.T) {
	w := newWorld(t, "pmd", daxcore.Policy{})
	var l locked
	if n := wokenBy(t, w, lockPage(B+300, &l), exclusive(B)); n != 1 {
		t.Errorf("wakes %d", n)
	}
}

func TestLockPageTakesTheSameFilesLockByOlderRules(t *testing.T) {
	// 4.20-rc1: after the sleep the tree is looked at again, not the page.
	for _, rule := range []daxcore.PageRetry{daxcore.ComparePFN, daxcore.RelockBlindly} {
		w := newWorld(t, "pte B+1", daxcore.Policy{Rules: daxcore.Rules{PageRetry: rule}})
		var l locked
		act, r := recorded(lockPage(B+1, &l))
		s := newStage(t, w, script(t, "F(0,B+1)"), act)
		s.play("0 1 1 0 0")
		s.run(1)
		if !l.ok {
			t.Errorf("%v: not locked", rule)
		}
		r.inOrder(t, "sleep", "lock xa", "observe locked", "unlock xa")
		s.finish()
	}
	// The entry is there again, of another frame: one rule sees it.
	for rule, want := range map[daxcore.PageRetry]bool{daxcore.ComparePFN: false, daxcore.RelockBlindly: true} {
		w := newWorld(t, "pte B+1", daxcore.Policy{Rules: daxcore.Rules{PageRetry: rule}})
		var l locked
		s := newStage(t, w, script(t, "F(0,B+1)"), lockPage(B+1, &l), script(t, "I(B+1)"), func(w *daxcore.World, tk daxcore.Task) {
			tk.Yield(task.Start)
			w.Files[0].Insert(B+1, daxcore.MakeEntry(0, daxcore.FlagZero), false)
		})
		s.play("0 1 1 0 0")
		s.run(2)
		s.run(3)
		s.run(1)
		if !l.done || l.ok != want {
			t.Errorf("%v: locked %v an entry of another frame", rule, l.ok)
		}
		s.finish()
	}
}
