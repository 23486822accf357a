package daxcore_test

import (
	"testing"

	"daxwait/daxcore"
)

func TestDeleteRangeRemovesDirtyEntriesToo(t *testing.T) {
	w := newWorld(t, "pte 3, pte 5 dirty, pmd dirty, pte 1030", daxcore.Policy{})
	m := w.Files[0]
	removed := 0
	alone(t, w, func(w *daxcore.World, tk daxcore.Task) { removed = w.DeleteRange(tk, 0, 5, B+7) })
	if removed != 2 || m.NrPages != 2 || m.Load(5).Present() || m.Load(B).Present() || !m.Load(3).Present() || !m.Load(1030).Present() {
		t.Errorf("removed %d, %d pages counted", removed, m.NrPages)
	}
	if _, _, ok := w.Owner(m.Blocks.PFN(B + 9)); ok {
		t.Error("a frame still says that it is the file's")
	}
}

func TestDeleteRangeWakesAllInOneHoldOfXALock(t *testing.T) {
	act, r := recorded(script(t, "D(B,B+511)"))
	w := newWorld(t, "pte B+1, pte B+2", daxcore.Policy{})
	if n := wokenBy(t, w, act, append(exclusive(B+1), exclusive(B+2)...)); n != 6 {
		t.Errorf("wakes %d of six", n)
	}
	if count(r.log, "lock xa") != 1 || !r.inside("xa", "wake 6") {
		t.Errorf("steps %q", r.control())
	}
}

func TestDeleteRangeWaitsForLocked(t *testing.T) {
	w := newWorld(t, "pte B+1, pte B+2", scans(daxcore.ScanWaits))
	s := newStage(t, w, script(t, "F(0,B+1)"), script(t, "D(B,B+511)"), script(t, "F(0,B+1)"))
	s.play("0 1")
	s.sleepsOn(1, B+1)
	s.play("2")
	s.finish()
	if m := w.Files[0]; m.Load(B + 2).Present() {
		t.Errorf("left %v", m.Load(B+2))
	}
}

func TestDeleteRangeOwesNothingForAnEntryThatIsGone(t *testing.T) {
	// Whoever removed it woke everybody.
	w := newWorld(t, "pte B+1", scans(daxcore.ScanWaits))
	s := newStage(t, w, script(t, "F(0,B+1)"), script(t, "D(B,B+511)"), script(t, "I(B+1)"), script(t, "F(0,B+1)"))
	s.play("0 1 2 3")
	s.finish()
}

func TestClearDirtyTakesBothMarksAndPutsBack(t *testing.T) {
	w := newWorld(t, "pte 3 dirty, pte B+1 dirty", daxcore.Policy{})
	m := w.Files[0]
	cur := m.Pages.At(B+1, daxcore.PTE)
	cur.SetMark(daxcore.ToWrite)
	n := wokenBy(t, w, func(w *daxcore.World, tk daxcore.Task) { w.ClearDirty(tk, 0, B, B+511) }, nil)
	if n != 0 || marked(m, B+1, daxcore.Dirty) || marked(m, B+1, daxcore.ToWrite) || !marked(m, 3, daxcore.Dirty) {
		t.Error("marks are wrong")
	}
	var gone bool
	alone(t, w, invalidate(B+1, &gone))
	if !gone {
		t.Error("the synchronous invalidation still refuses")
	}
}

func TestClearDirtyOfLocked(t *testing.T) {
	for _, rule := range []daxcore.Scan{daxcore.ScanSkips, daxcore.ScanWaits} {
		w := newWorld(t, "pte B+1 dirty", scans(rule))
		s := newStage(t, w, script(t, "F(0,B+1)"), func(w *daxcore.World, tk daxcore.Task) { w.ClearDirty(tk, 0, B, B+511) }, script(t, "F(0,B+1)"))
		s.play("0 1")
		if waits := rule == daxcore.ScanWaits; s.asleep(1) != waits || marked(w.Files[0], B+1, daxcore.Dirty) != waits {
			t.Errorf("%v: sleeps %v, dirty %v", rule, s.asleep(1), marked(w.Files[0], B+1, daxcore.Dirty))
		}
		s.play("2")
		s.finish()
		if marked(w.Files[0], B+1, daxcore.Dirty) {
			t.Errorf("%v: stays dirty", rule)
		}
	}
}
