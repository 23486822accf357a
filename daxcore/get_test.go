package daxcore_test

import (
	"testing"

	"daxwait/daxcore"
	"daxwait/daxcore/waitqueue"
)

// answer is what Get gave.
type answer struct {
	e             daxcore.Entry
	owned, done   bool
	index, stands uint64 // of the cursor, and of the entry it stands on
}

// get asks for an entry and puts it back.
func get(index uint64, order uint8, a *answer) doing {
	return under(func(w *daxcore.World, t daxcore.Task, m *daxcore.Mapping) {
		cur := m.Pages.At(index, order)
		a.e, a.owned = w.Entries.Get(t, m, index, order)
		cur.FindConflict()
		a.index, a.stands, a.done = cur.Index(), cur.EntryIndex(), true
		w.Entries.Release(t, m, cur.Index(), a.e, a.owned, daxcore.Unused)
	})
}

// getAlone asks with nobody about: the answer comes without a sleep.
func getAlone(t *testing.T, entries string, p daxcore.Policy, index uint64, order uint8) answer {
	t.Helper()
	var a answer
	alone(t, newWorld(t, entries, p), get(index, order, &a))
	return a
}

func TestGetStep1SearchesTheWholeRange(t *testing.T) {
	for _, k := range []string{"pte B", "pte B+63", "pte B+64", "pte B+511"} {
		if a := getAlone(t, k, daxcore.Policy{}, B, daxcore.PMD); a.e != daxcore.Conflict {
			t.Errorf("%s: a PMD request gets %v", k, a.e)
		}
	}
}

func TestGetStep1FirstSlotMissesWhatLiesBeyondIt(t *testing.T) {
	p := daxcore.Policy{Lookup: daxcore.FirstSlot}
	if a := getAlone(t, "pte B+64", p, B, daxcore.PMD); a.e != 0 {
		t.Errorf("entry at B+64: got %v, want nothing (4.20-rc1)", a.e)
	}
	if a := getAlone(t, "pte B+63", p, B, daxcore.PMD); a.e == 0 || a.e.Present() {
		t.Errorf("entry at B+63: got %v, want a node (4.20-rc1)", a.e)
	}
}

func TestGetStep1ExactIndexSeesOneIndex(t *testing.T) {
	p := daxcore.Policy{Lookup: daxcore.ExactIndex, PMDMeets: daxcore.WaitAtBase}
	if a := getAlone(t, "pte B+1", p, B, daxcore.PMD); a.e != 0 {
		t.Errorf("entry at B+1: got %v, want nothing (to 4.19)", a.e)
	}
	if a := getAlone(t, "pte B", p, B, daxcore.PMD); !a.e.Present() {
		t.Errorf("entry at B: got %v, want it (to 4.19)", a.e)
	}
}

func TestGetStep2NothingIsReturnedAsNothing(t *testing.T) {
	for _, order := range []uint8{daxcore.PTE, daxcore.PMD} {
		if a := getAlone(t, "pte 3", daxcore.Policy{}, B, order); a.e != 0 || a.owned {
			t.Errorf("order %d: got %v on an empty chunk", order, a.e)
		}
	}
}

func TestGetStep2NothingWasAConflictOnce(t *testing.T) {
	p := daxcore.Policy{PMDMeets: daxcore.FallBackEmpty}
	if a := getAlone(t, "", p, B, daxcore.PMD); a.e != daxcore.Conflict {
		t.Errorf("5.3.0: a PMD request on an empty chunk gets %v", a.e)
	}
	if a := getAlone(t, "", p, B, daxcore.PTE); a.e != 0 {
		t.Errorf("5.3.0: a PTE request on an empty chunk gets %v", a.e)
	}
}

func TestGetStep3ConflictWithoutWaiting(t *testing.T) {
	w := newWorld(t, "", daxcore.Policy{})
	var a answer
	s := newStage(t, w, script(t, "F(0,B+1)"), get(B+7, daxcore.PMD, &a))
	s.play("0") // holds B+1
	s.run(1)
	if a.e != daxcore.Conflict || a.owned {
		t.Errorf("got %v (done %v) while the smaller entry is locked", a.e, a.done)
	}
	s.finish()
	a = answer{}
	alone(t, w, get(B, daxcore.PMD, &a)) // B+1 stays there, unlocked
	if a.e != daxcore.Conflict {
		t.Errorf("got %v once the smaller entry is unlocked", a.e)
	}
}

func TestGetStep4AnUnlockedEntryMayBeLarger(t *testing.T) {
	a := getAlone(t, "pmd", daxcore.Policy{}, B+7, daxcore.PTE)
	if !a.e.IsPMD() || a.e.Locked() || a.owned {
		t.Errorf("got %v, owned %v", a.e, a.owned)
	}
	if a.index != B+7 || a.stands != B {
		t.Errorf("cursor at %#x stands on %#x: want index unchanged and the base", a.index, a.stands)
	}
}

func TestGetStep5SleepsExclusivelyOnTheKey(t *testing.T) {
	for _, c := range []struct {
		entries, holder string
		index           uint64
		order           uint8
		key             uint64
	}{
		{"pte B+1", "F(0,B+1)", B + 1, daxcore.PTE, B + 1},
		{"pmd", "F(9,B)", B + 7, daxcore.PTE, B}, // the key of a PMD entry is its base
		{"pmd", "F(0,B+9)", B + 7, daxcore.PMD, B},
	} {
		var a answer
		s := newStage(t, newWorld(t, c.entries, daxcore.Policy{}), script(t, c.holder), get(c.index, c.order, &a))
		s.play("0")
		s.run(1)
		if a.done {
			t.Fatalf("%s held by %s: order %d gets %v without a wait", c.entries, c.holder, c.order, a.e)
		}
		if mode := s.sleepsOn(1, c.key); mode != waitqueue.Exclusive {
			t.Errorf("%s: sleeps %v", c.entries, mode)
		}
		s.finish()
		if !a.e.Present() || a.e.Locked() {
			t.Errorf("%s: got %v in the end", c.entries, a.e)
		}
	}
}

func TestGetStep5EnqueuesBeforeItDropsXALock(t *testing.T) {
	var a answer
	asks, r := recorded(get(B+1, daxcore.PTE, &a))
	s := newStage(t, newWorld(t, "pte B+1", daxcore.Policy{}), script(t, "F(0,B+1)"), asks)
	s.play("0 1")
	s.finish()
	r.exactly(t,
		"lock xa", "lock bucket", "unlock bucket", "unlock xa",
		"sleep",
		"lock xa", "unlock xa")
	// What it found before the sleep is forgotten: it looks up twice.
	r.inOrder(t, "spend walk-xarray", "sleep", "spend recheck", "lock xa", "spend walk-xarray")
}

func TestGetStep5GoesBackToStep1(t *testing.T) {
	// The entry goes while the task sleeps: nothing is there.
	var a answer
	s := newStage(t, newWorld(t, "pte B+1", daxcore.Policy{}), script(t, "F(0,B+1)"), get(B+1, daxcore.PTE, &a), script(t, "I(B+1)"))
	s.play("0 1") // 1 sleeps behind 0
	s.play("0 0") // 0 unlocks and wakes 1
	s.run(2)      // 2 comes first
	s.run(1)
	if !a.done || a.e != 0 {
		t.Errorf("got %v (done %v), want nothing", a.e, a.done)
	}
	s.finish()
}

func TestGetStep5ResetsTheCursorForTheNextLook(t *testing.T) {
	// A PMD entry turns into a PTE entry behind a sleeper. With a position
	// left over it would look no further than the node in which that was.
	var a answer
	s := newStage(t, newWorld(t, "empty-pmd", daxcore.Policy{}), script(t, "F(9,B)"), get(B+1, daxcore.PTE, &a), script(t, "F(0,B+1)"))
	s.play("0 1 0 0") // 1 is woken
	s.run(2)
	s.run(1)
	if !a.e.Present() || a.e.IsPMD() || a.stands != B+1 {
		t.Errorf("got %v at %#x, want the PTE entry", a.e, a.stands)
	}
	s.finish()
}

func TestGetStep5SleepsAgainAtTheTailOnTheKeyItSeesNow(t *testing.T) {
	w := newWorld(t, "pmd", daxcore.Policy{})
	var a, b answer
	s := newStage(t, w, script(t, "F(9,B)"), get(B+1, daxcore.PTE, &a), get(B+2, daxcore.PTE, &b), script(t, "F(9,B)"))
	s.play("0 1 2") // 1 and 2 sleep on B
	s.play("0 0 3") // 0 wakes 1, but 3 takes the entry first
	s.run(1)
	if got := w.Table.Queue(waitqueue.Key{Index: B}); len(got) != 2 || got[0] != 2 || got[1] != 1 {
		t.Fatalf("queue %v, want 2 before 1", got)
	}
	s.finish()
}

func TestGetStep5TakesItsKeyFromTheEntryItSeesNow(t *testing.T) {
	w := newWorld(t, "empty-pmd", daxcore.Policy{})
	var a answer
	s := newStage(t, w, script(t, "F(9,B)"), get(B+1, daxcore.PTE, &a), script(t, "F(0,B+1)"))
	s.play("0 1")
	s.sleepsOn(1, B)
	s.play("0 0") // 1 is woken
	s.play("2")   // 2 downgrades the entry, and locks a PTE entry in its place
	s.run(1)
	s.sleepsOn(1, B+1)
	s.finish()
}

func TestGetWaitsForASmallerEntryByOlderRules(t *testing.T) {
	for _, c := range []struct {
		rule daxcore.PMDMeets
		by   daxcore.KeyRule
		key  uint64
	}{
		{daxcore.WaitAtBase, daxcore.KeyKernel, B}, {daxcore.WaitAtEntry, daxcore.KeyKernel, B + 5},
		{daxcore.WaitAtBase, daxcore.KeyBase, B}, {daxcore.WaitAtEntry, daxcore.KeyBase, B},
		{daxcore.WaitAtEntry, daxcore.KeyFound, B + 5},
	} {
		var a answer
		s := newStage(t, newWorld(t, "", daxcore.Policy{PMDMeets: c.rule, Key: c.by}), script(t, "F(0,B+5)"), get(B, daxcore.PMD, &a))
		s.play("0 1")
		s.sleepsOn(1, c.key)
		if c.key == B+5 || c.by == daxcore.KeyBase { // the key that the holder wakes
			s.finish()
		}
	}
}

func TestGetByFoundAndByBaseKeys(t *testing.T) {
	for _, c := range []struct {
		rule daxcore.KeyRule
		key  uint64
	}{{daxcore.KeyKernel, B + 5}, {daxcore.KeyBase, B}, {daxcore.KeyFound, B + 5}} {
		var a answer
		s := newStage(t, newWorld(t, "", daxcore.Policy{Key: c.rule}), script(t, "F(0,B+5)"), get(B+5, daxcore.PTE, &a))
		s.play("0 1")
		s.sleepsOn(1, c.key)
		s.finish()
	}
}

func TestGetPassesItsWakeOnIfToldTo(t *testing.T) {
	for rule, want := range map[daxcore.Resleep]bool{daxcore.ResleepQuiet: false, daxcore.ResleepPasses: true} {
		s := newStage(t, newWorld(t, "pte B+1", daxcore.Policy{Resleep: rule}), script(t, "F(0,B+1)"), script(t, "F(0,B+1)"), script(t, "F(0,B+1)"), script(t, "F(0,B+1)"))
		s.play("0 1 2") // 1, 2 sleep
		s.play("0 0 3") // 1 is woken, 3 barges in
		s.run(1)        // sleeps again
		if s.asleep(2) == want {
			t.Errorf("%v: the next sleeps: %v", rule, s.asleep(2))
		}
		s.run(3) // or the two would wake each other for as long as it holds
		s.finish()
	}
}
