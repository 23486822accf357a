package daxcore_test

import (
	"testing"

	"daxwait/daxcore"
	"daxwait/daxcore/waitqueue"
)

// waits is the rule by which write-back waits for locked entries.
var waits = daxcore.Policy{Rules: daxcore.Rules{Writeback: daxcore.WritebackWaits}}

// writeback flushes a range, and says how many entries it wrote.
func writeback(first, last uint64, n *int) doing {
	return func(w *daxcore.World, t daxcore.Task) { *n = w.Writeback(t, 0, first, last) }
}

func TestWritebackWritesTheDirtyEntriesOfItsRange(t *testing.T) {
	w := newWorld(t, "pte 3 dirty, pte 4, pte 5 dirty, pmd dirty, pte 1030 dirty", daxcore.Policy{})
	m := w.Files[0]
	n := 0
	alone(t, w, writeback(4, B+7, &n))
	if n != 2 {
		t.Errorf("wrote %d, want the entry at 5 and the PMD entry", n)
	}
	for _, i := range []uint64{3, 4, 5, B, 1030} {
		want := i == 3 || i == 1030 // outside
		if marked(m, i, daxcore.Dirty) != want || marked(m, i, daxcore.ToWrite) || m.Load(i).Locked() {
			t.Errorf("index %d: dirty %v, chosen %v, entry %v", i, marked(m, i, daxcore.Dirty), marked(m, i, daxcore.ToWrite), m.Load(i))
		}
	}
}

func TestWritebackStep1SkipsLocked(t *testing.T) {
	// The kernel's comments say otherwise.
	w := newWorld(t, "pte B+1 dirty, pte B+2 dirty", daxcore.Policy{})
	m := w.Files[0]
	n := 0
	s := newStage(t, w, script(t, "F(0,B+1)"), writeback(B, B+511, &n))
	s.play("0")
	s.run(1)
	if n != 1 || s.asleep(1) {
		t.Errorf("wrote %d, sleeps %v", n, s.asleep(1))
	}
	if !marked(m, B+1, daxcore.Dirty) || !marked(m, B+1, daxcore.ToWrite) || marked(m, B+2, daxcore.Dirty) {
		t.Error("the locked entry should stay dirty and chosen, the other be clean")
	}
	s.finish()
}

func TestWritebackStep1WaitsForLockedByTheOlderRule(t *testing.T) {
	w := newWorld(t, "pte B+1 dirty", waits)
	n := 0
	s := newStage(t, w, script(t, "F(0,B+1)"), writeback(B, B+511, &n))
	s.play("0 1")
	if mode := s.sleepsOn(1, B+1); mode != waitqueue.Exclusive {
		t.Errorf("sleeps %v", mode)
	}
	s.finish()
	if n != 1 || marked(w.Files[0], B+1, daxcore.Dirty) {
		t.Errorf("wrote %d", n)
	}
}

func TestWritebackStep1PutsBackWhatAnotherHasWritten(t *testing.T) {
	// Two write-backs wait for one entry; the one that comes second finds it
	// no longer chosen, and must pass its wake on to the third task.
	w := newWorld(t, "pte B+1 dirty", waits)
	a, b := 0, 0
	s := newStage(t, w, script(t, "F(0,B+1)"), writeback(B, B+511, &a), writeback(B, B+511, &b), script(t, "F(0,B+1)"))
	s.play("0 1 2 3")
	s.finish()
	if a+b != 1 {
		t.Errorf("written by %d and %d", a, b)
	}
}

func TestWritebackStep1PutsBackWhatIsGoneOrAnotherFrame(t *testing.T) {
	for _, again := range []bool{false, true} {
		w := newWorld(t, "pte B+1 dirty", waits)
		m := w.Files[0]
		n := 0
		s := newStage(t, w, script(t, "F(0,B+1)"), writeback(B, B+511, &n), script(t, "D(B,B+511)"), func(*daxcore.World, daxcore.Task) {
			m.Insert(B+1, daxcore.MakeEntry(m.Blocks.PFN(B+2), 0), true)
			cur := m.Pages.At(B+1, daxcore.PTE)
			cur.SetMark(daxcore.ToWrite)
		})
		s.play("0 1 0 0")
		s.run(2)
		if again {
			s.run(3)
		}
		s.run(1)
		if n != 0 || m.Load(B+1).Present() != again || again && !marked(m, B+1, daxcore.Dirty) {
			t.Errorf("another there %v: wrote %d, entry %v", again, n, m.Load(B+1))
		}
		s.finish()
	}
}

func TestWritebackStep2LocksAndClearsToWrite(t *testing.T) {
	w := newWorld(t, "pte B+1 dirty", daxcore.Policy{})
	m := w.Files[0]
	n := 0
	s := newStage(t, w, writeback(B, B+511, &n))
	s.play("0") // up to the page tables
	if !m.Load(B+1).Locked() || marked(m, B+1, daxcore.ToWrite) || !marked(m, B+1, daxcore.Dirty) {
		t.Errorf("entry %v, chosen %v, dirty %v", m.Load(B+1), marked(m, B+1, daxcore.ToWrite), marked(m, B+1, daxcore.Dirty))
	}
	s.finish()
}

func TestWritebackStep3ProtectsEveryIndexOfTheEntry(t *testing.T) {
	for _, c := range []struct{ before, sync string }{{"P(B+1,w)", "W(B+1,B+1)"}, {"P(B+1,w)", "W(B+300,B+300)"}} {
		w := newWorld(t, "", daxcore.Policy{})
		alone(t, w, script(t, c.before))
		if !w.Files[0].Load(B + 1).IsPMD() {
			t.Fatal("not set up")
		}
		act, r := recorded(script(t, c.sync))
		alone(t, w, act)
		if _, writable := look(t, w, 0, B+1, true); writable {
			t.Errorf("%s: still writable", c.sync)
		}
		if _, readable := look(t, w, 0, B+1, false); !readable {
			t.Errorf("%s: no longer readable", c.sync)
		}
		r.inOrder(t, "observe locked", "unlock xa", "lock pagetable", "spend flush", "lock xa", "observe unlocked")
	}
}

func TestWritebackStep4WakesTheNextUnderXALock(t *testing.T) {
	act, r := recorded(script(t, "W(B,B+511)"))
	if n := wokenBy(t, newWorld(t, "pmd dirty", daxcore.Policy{}), act, exclusive(B)); n != 1 {
		t.Errorf("wakes %d of three", n)
	}
	if !r.inside("xa", "wake 1") {
		t.Errorf("wakes outside of xa_lock: %q", r.log)
	}
	r.inOrder(t, "lock xa", "observe unlocked", "wake 1", "unlock xa")
}

func TestWritebackStep4GoesOnWithTheNextEntry(t *testing.T) {
	w := newWorld(t, "pte 0 dirty, pte 1 dirty, pte 700 dirty", daxcore.Policy{})
	n := 0
	alone(t, w, writeback(0, 2047, &n))
	if n != 3 {
		t.Errorf("wrote %d of three", n)
	}
}

func TestFsyncCommitsTheJournalOnce(t *testing.T) {
	w := newWorld(t, "", daxcore.Policy{})
	m := w.Files[0]
	alone(t, w, script(t, "C(B)"))
	if !m.Blocks.Uncommitted() {
		t.Fatal("a new block leaves nothing to commit")
	}
	act, r := recorded(func(w *daxcore.World, tk daxcore.Task) { w.Fsync(tk, 0, B, B); w.Fsync(tk, 0, B, B) })
	alone(t, w, act)
	if m.Blocks.Uncommitted() || count(r.log, "spend journal-commit") != 1 {
		t.Errorf("steps %q", r.log)
	}
}
