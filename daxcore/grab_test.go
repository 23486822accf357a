package daxcore_test

import (
	"slices"
	"testing"

	"daxwait/daxcore"
	"daxwait/daxcore/daxtest"
	"daxwait/daxcore/mm"
	"daxwait/daxcore/task"
)

// grabbed is a fault's grab that keeps the entry: what it returned is in r.
type grabbed struct {
	cookie daxcore.Entry
	r      daxcore.Result
}

func grab(index uint64, order uint8, g *grabbed) doing {
	return func(w *daxcore.World, t daxcore.Task) {
		g.cookie, g.r = w.Grab(t, w.Files[0], index, order)
		if g.r == 0 {
			w.UnlockEntry(t, w.Files[0], index, g.cookie)
		}
	}
}

// look returns what a task's page tables have around an index.
func look(t *testing.T, w *daxcore.World, id int, index uint64, write bool) (slot mm.Slot, mapped bool) {
	t.Helper()
	alone(t, w, func(w *daxcore.World, tk daxcore.Task) {
		slot, mapped = w.Files[0].VMA(id).Look(tk, index, write)
	})
	return slot, mapped
}

func TestGrabStep2ConflictFallsBackWithNothingLocked(t *testing.T) {
	w := newWorld(t, "pte B+300", daxcore.Policy{})
	var g grabbed
	act, r := recorded(grab(B, daxcore.PMD, &g))
	if n := wokenBy(t, w, act, append(exclusive(B), exclusive(B+300)...)); n != 0 {
		t.Errorf("wakes %d", n)
	}
	if g.r != daxcore.Fallback || g.cookie != 0 {
		t.Errorf("got %v, %v", g.cookie, g.r)
	}
	r.exactly(t, "lock xa", "unlock xa")
	if err := daxtest.Clean(w); err != nil {
		t.Error(err)
	}
}

func TestGrabPutsASmallerEntryBackByOlderRules(t *testing.T) {
	// To 5.2 a PMD request got an unlocked PTE entry: it wakes the next on the
	// base, and falls back.
	w := newWorld(t, "pte B+300", daxcore.Policy{PMDMeets: daxcore.WaitAtBase})
	var g grabbed
	if n := wokenBy(t, w, grab(B, daxcore.PMD, &g), exclusive(B)); n != 1 || g.r != daxcore.Fallback {
		t.Errorf("wakes %d, returns %v", n, g.r)
	}
	w = newWorld(t, "pte B+300", daxcore.Policy{PMDMeets: daxcore.WaitAtEntry})
	if n := wokenBy(t, w, grab(B, daxcore.PMD, &g), exclusive(B+300)); n != 1 || g.r != daxcore.Fallback {
		t.Errorf("waits at the entry: wakes %d there, returns %v", n, g.r)
	}
}

func TestGrabStep4DowngradeOfZeroUnmapsWithTheEntryLocked(t *testing.T) {
	w := newWorld(t, "", daxcore.Policy{})
	alone(t, w, script(t, "P(B+1,r)")) // a zero PMD entry, mapped by task 0
	if slot, _ := look(t, w, 0, B+1, false); slot != mm.Huge || !w.Files[0].Load(B).IsZero() {
		t.Fatalf("not set up: %v, %v", slot, w.Files[0].Load(B))
	}
	act, r := recorded(script(t, "F(0,B+7)"))
	wokenBy(t, w, act, exclusive(B))
	r.inOrder(t,
		"lock xa", "observe locked", "unlock xa", // 4a
		"spend unmap", "lock pagetable", "unlock pagetable", // 4b
		"lock xa", "observe downgraded", "wake 1", "wake 2", "wake 3", // 4c
		"observe locked", "unlock xa") // 7
	if slot, _ := look(t, w, 0, B+1, false); slot != mm.None {
		t.Errorf("still mapped: %v", slot)
	}
}

func TestGrabStep4DowngradeLocksTheWholeChunkMeanwhile(t *testing.T) {
	w := newWorld(t, "zero-pmd", daxcore.Policy{})
	s := newStage(t, w, script(t, "F(0,B+7)"), script(t, "F(0,B+300)"))
	s.play("0") // about to unmap
	if e := w.Files[0].Load(B + 300); !e.Locked() || !e.IsPMD() {
		t.Fatalf("the entry is %v", e)
	}
	s.run(1)
	s.sleepsOn(1, B)
	s.finish()
}

func TestGrabStep4DowngradeOfEmptyDropsNoLock(t *testing.T) {
	w := newWorld(t, "empty-pmd", daxcore.Policy{})
	act, r := recorded(script(t, "F(0,B+7)"))
	alone(t, w, act)
	r.exactly(t, "lock xa", "unlock xa", "lock xa", "unlock xa", "yield wake-after-unlock")
	if r.has("spend unmap") {
		t.Error("unmaps what was never mapped")
	}
}

func TestGrabStep4DowngradeWakesAll(t *testing.T) {
	for _, entries := range []string{"zero-pmd", "empty-pmd"} {
		act, r := recorded(script(t, "F(0,B+7)"))
		if n := wokenBy(t, newWorld(t, entries, daxcore.Policy{}), act, exclusive(B)); n != 3 {
			t.Errorf("%s: wakes %d of three", entries, n)
		}
		if !r.inside("xa", "wake 3") {
			t.Errorf("%s: wakes in another section than it removes", entries)
		}
		next := daxcore.Policy{OnDown: daxcore.WakeNext}
		if n := wokenBy(t, newWorld(t, entries, next), script(t, "F(0,B+7)"), exclusive(B)); n != 1 {
			t.Errorf("%s: wakes %d by a policy that wakes the next", entries, n)
		}
	}
}

func TestGrabStep4DowngradeLeavesOnePTEEntry(t *testing.T) {
	for _, entries := range []string{"zero-pmd dirty", "empty-pmd"} {
		w := newWorld(t, entries, daxcore.Policy{})
		m := w.Files[0]
		var g grabbed
		act, r := recorded(grab(B+7, daxcore.PTE, &g))
		alone(t, w, act)
		if g.r != 0 || g.cookie != daxcore.MakeEntry(0, daxcore.FlagEmpty) {
			t.Errorf("%s: got %v, %v", entries, g.cookie, g.r)
		}
		for _, k := range []uint64{0, 6, 8, 64, 511} {
			if e := m.Load(B + k); e != 0 {
				t.Errorf("%s: B+%d still has %v", entries, k, e)
			}
		}
		if m.NrPages != 1 || marked(m, B+7, daxcore.Dirty) {
			t.Errorf("%s: %d pages counted, dirty %v", entries, m.NrPages, marked(m, B+7, daxcore.Dirty))
		}
		// No look-up after the unmap: one by Get, one by the unlock.
		if n := count(r.log, "spend walk-xarray"); n != 2 {
			t.Errorf("%s: looks up %d times", entries, n)
		}
	}
}

func count(log []string, word string) (n int) {
	for _, w := range log {
		if w == word {
			n++
		}
	}
	return n
}

func TestGrabStep5KeepsAPMDEntryWithStorage(t *testing.T) {
	w := newWorld(t, "pmd dirty", daxcore.Policy{})
	before := w.Files[0].Load(B)
	var g grabbed
	alone(t, w, grab(B+7, daxcore.PTE, &g))
	if m := w.Files[0]; g.cookie != before || m.Load(B+300) != before || m.NrPages != daxcore.Chunk || !marked(m, B, daxcore.Dirty) {
		t.Errorf("got %v; the entry is %v, %d pages", g.cookie, m.Load(B), m.NrPages)
	}
}

func TestGrabStep7InsertsALockedEmptyEntryInTheSameSection(t *testing.T) {
	for _, c := range []struct {
		order uint8
		want  daxcore.Entry
		pages uint64
	}{
		{daxcore.PTE, daxcore.MakeEntry(0, daxcore.FlagEmpty), 1},
		{daxcore.PMD, daxcore.MakeEntry(0, daxcore.FlagEmpty|daxcore.FlagPMD), daxcore.Chunk},
	} {
		w := newWorld(t, "", daxcore.Policy{})
		m := w.Files[0]
		var g grabbed
		s := newStage(t, w, grab(B+7, c.order, &g))
		s.play("0") // one step: looked up and claimed
		if e := m.Load(B + 7); g.cookie != c.want || !e.Locked() || !e.IsEmpty() || m.NrPages != c.pages {
			t.Errorf("order %d: cookie %v, entry %v, %d pages", c.order, g.cookie, e, m.NrPages)
		}
		s.finish()
		if e := m.Load(B + 7); e != c.want {
			t.Errorf("order %d: leaves %v", c.order, e)
		}
	}
}

func TestGrabStep7ExactInsertFailsOverOthers(t *testing.T) {
	p := daxcore.Policy{Lookup: daxcore.ExactIndex, PMDMeets: daxcore.WaitAtBase, Rules: daxcore.Rules{ExactInsert: true}}
	w := newWorld(t, "pte B+300", p)
	var g grabbed
	alone(t, w, grab(B, daxcore.PMD, &g))
	if g.r != daxcore.Fallback || !w.Files[0].Load(B+300).Present() {
		t.Errorf("got %v, %v", g.cookie, g.r)
	}
}

func TestGrabStep7ReportsLostEntries(t *testing.T) {
	w := newWorld(t, "pte B+300", daxcore.Policy{Lookup: daxcore.FirstSlot})
	var g grabbed
	s := newStage(t, w, grab(B, daxcore.PMD, &g))
	s.run(0)
	s.broken(task.EntriesLost)
}

// failing is a Decide that says yes to the first allocations.
func failing(times int) func(int, task.Choice) bool {
	return func(int, task.Choice) bool {
		times--
		return times >= 0
	}
}

func TestGrabStep8AllocatesWithXALockDroppedAndStartsAgain(t *testing.T) {
	var g grabbed
	act, r := recorded(grab(B+1, daxcore.PTE, &g))
	w := newWorld(t, "", daxcore.Policy{})
	s := newStage(t, w, act)
	s.Choose = failing(2)
	s.finish()
	r.inOrder(t,
		"lock xa", "spend walk-xarray", "unlock xa", "spend alloc-node",
		"lock xa", "spend walk-xarray", "unlock xa", "spend alloc-node",
		"lock xa", "spend walk-xarray", "observe locked", "unlock xa")
	if w.Files[0].NrPages != 1 {
		t.Errorf("%d pages counted", w.Files[0].NrPages)
	}
}

func TestGrabStep8LosesTheIndexToAnotherMeanwhile(t *testing.T) {
	w := newWorld(t, "", daxcore.Policy{})
	s := newStage(t, w, script(t, "F(0,B+1)"), script(t, "F(0,B+1)"))
	s.Choose = failing(1)
	s.play("0 1") // 0 allocates, 1 inserts
	s.run(0)
	s.sleepsOn(0, B+1)
	s.finish()
	if w.Files[0].NrPages != 1 {
		t.Errorf("%d pages counted", w.Files[0].NrPages)
	}
}

func TestGrabStep8DowngradesOnceForAll(t *testing.T) {
	// Before 5.14 the retry ran the downgrade again, on nothing, and counted
	// 512 pages off for a second time.
	w := newWorld(t, "zero-pmd", daxcore.Policy{})
	act, r := recorded(script(t, "F(0,B+1)"))
	s := newStage(t, w, act)
	s.Choose = failing(1)
	s.finish()
	if count(r.log, "spend alloc-node") != 1 || count(r.log, "observe downgraded") != 1 {
		t.Errorf("steps %q", r.log)
	}
	if w.Files[0].NrPages != 1 {
		t.Errorf("%d pages counted", w.Files[0].NrPages)
	}
}

func TestGrabStep8AsksForNoMemoryWhereTheSlotIsThere(t *testing.T) {
	w := newWorld(t, "pte B+1", daxcore.Policy{})
	s := newStage(t, w, script(t, "F(0,B+1)"), script(t, "F(0,B+2)"))
	s.Choose = func(int, task.Choice) bool {
		t.Error("asks whether memory is to be had")
		return false
	}
	s.finish()
}

func TestGrabStep9ReturnsTheCookieUnlocked(t *testing.T) {
	for _, entries := range []string{"", "pte B+1", "pmd", "zero-pmd", "empty-pmd", "zero-pte B+1"} {
		var g grabbed
		alone(t, newWorld(t, entries, daxcore.Policy{}), grab(B+1, daxcore.PTE, &g))
		if !g.cookie.Present() || g.cookie.Locked() {
			t.Errorf("%q: cookie %v", entries, g.cookie)
		}
	}
}

func TestGrabOfTwoFaultsInsertsOnce(t *testing.T) {
	w := newWorld(t, "", daxcore.Policy{})
	s := newStage(t, w, script(t, "F(0,B+1)"), script(t, "F(0,B+1)"), script(t, "F(9,B)"))
	s.play("0 1 2")
	s.sleepsOn(1, B+1)
	if slices.Contains(s.Ready(), 2) {
		t.Error("the PMD fault did not fall back at once")
	}
	s.finish()
	if w.Files[0].NrPages != 1 {
		t.Errorf("%d pages counted", w.Files[0].NrPages)
	}
}
