package daxcore_test

import (
	"testing"

	"daxwait/daxcore"
	"daxwait/daxcore/mm"
)

// invalidate is the synchronous variant of one index; what it says goes to gone.
func invalidate(index uint64, gone *bool) doing {
	return func(w *daxcore.World, t daxcore.Task) { *gone = w.Invalidate(t, 0, index) }
}

func TestInvalidateStep1WaitsIfLocked(t *testing.T) {
	var gone bool
	w := newWorld(t, "pmd", daxcore.Policy{})
	s := newStage(t, w, script(t, "F(9,B)"), invalidate(B+7, &gone))
	s.play("0")
	s.run(1)
	s.sleepsOn(1, B)
	s.finish()
	if !gone || w.Files[0].Load(B) != 0 {
		t.Errorf("gone %v; there is %v", gone, w.Files[0].Load(B))
	}
}

func TestInvalidateStep2NothingWakesNobody(t *testing.T) {
	var gone bool
	if n := wokenBy(t, newWorld(t, "pte B+2", daxcore.Policy{}), invalidate(B+1, &gone), exclusive(B+1)); n != 0 || gone {
		t.Errorf("wakes %d, says gone %v", n, gone)
	}
}

func TestInvalidateStep3LeavesWhatIsDirtyOrBeingWritten(t *testing.T) {
	for _, mark := range []bool{false, true} {
		w := newWorld(t, "pte B+1", daxcore.Policy{})
		m := w.Files[0]
		cur := m.Pages.At(B+1, daxcore.PTE)
		if mark {
			cur.SetMark(daxcore.ToWrite)
		} else {
			cur.SetMark(daxcore.Dirty)
		}
		before, gone := m.Load(B+1), true
		// It wakes everybody though nothing changed: a herd since 5.13.
		if n := wokenBy(t, w, invalidate(B+1, &gone), exclusive(B+1)); n != 3 {
			t.Errorf("wakes %d of three", n)
		}
		if gone || m.Load(B+1) != before || m.NrPages != 1 {
			t.Errorf("gone %v; there is %v", gone, m.Load(B+1))
		}
	}
}

// TestInvalidateStep3WakesWhomTheRefusalSays: as a removal does, or as it is
// decided apart from that.
func TestInvalidateStep3WakesWhomTheRefusalSays(t *testing.T) {
	const next, all, none = daxcore.WakeNext, daxcore.WakeAll, daxcore.WakeNone
	for _, c := range []struct {
		policy           daxcore.Policy
		refused, removed int // woken of three
	}{
		{daxcore.Policy{OnRefusal: next}, 1, 3},
		{daxcore.Policy{OnRefusal: none}, 0, 3},
		{daxcore.Policy{OnRefusal: next, Put: daxcore.PutNever}, 0, 3}, // as silent as a put
		{daxcore.Policy{OnRefusal: all, Put: daxcore.PutNever}, 3, 3},
		{daxcore.Policy{OnRemoval: next}, 1, 1},
		{daxcore.Policy{OnRemoval: next, Put: daxcore.PutNever}, 0, 0},
		{daxcore.Policy{OnRemoval: next, OnRefusal: all}, 3, 1},
		{daxcore.Policy{OnRemoval: none}, 0, 0},
		{daxcore.Policy{OnRemoval: none, OnRefusal: next}, 1, 0},
	} {
		for entries, want := range map[string]int{"pte B+1 dirty": c.refused, "pte B+1": c.removed} {
			var gone bool
			if n := wokenBy(t, newWorld(t, entries, c.policy), invalidate(B+1, &gone), exclusive(B+1)); n != want || gone != (entries == "pte B+1") {
				t.Errorf("%s, %+v: wakes %d of three, want %d; gone %v", entries, c.policy, n, want, gone)
			}
		}
	}
}

func TestInvalidateStep4RemovesTheWholeEntry(t *testing.T) {
	for _, c := range []struct {
		entries string
		pages   uint64
	}{{"pte B+7", 1}, {"pmd", daxcore.Chunk}, {"zero-pmd", daxcore.Chunk}, {"zero-pte B+7", 1}} {
		w := newWorld(t, "pte 3, "+c.entries, daxcore.Policy{})
		m := w.Files[0]
		var gone bool
		alone(t, w, invalidate(B+7, &gone))
		if !gone || m.Load(B+7) != 0 || m.Load(B) != 0 || m.Load(B+511) != 0 {
			t.Errorf("%s: gone %v; left %v", c.entries, gone, m.Load(B+7))
		}
		if m.NrPages != 1 || !m.Load(3).Present() {
			t.Errorf("%s: %d pages counted, the other entry is %v", c.entries, m.NrPages, m.Load(3))
		}
		for _, i := range []uint64{B, B + 7, B + 511} {
			if _, _, ok := w.Owner(m.Blocks.PFN(i)); ok {
				t.Errorf("%s: the frame behind %#x still says that it is the file's", c.entries, i)
			}
		}
		if _, at, ok := w.Owner(m.Blocks.PFN(3)); !ok || at != 3 {
			t.Errorf("%s: a frame of another entry lost its file", c.entries)
		}
	}
}

func TestInvalidateStep5WakesAllInTheSameSection(t *testing.T) {
	for _, c := range []struct {
		entries     string
		index, key  uint64
		policy      daxcore.Policy
		want        int
		insideAwake string
	}{
		{"pte B+1", B + 1, B + 1, daxcore.Policy{}, 3, "wake 3"},
		{"pmd", B + 7, B, daxcore.Policy{}, 3, "wake 3"},
		{"pte B+1", B + 1, B + 1, daxcore.Policy{OnRemoval: daxcore.WakeNext}, 1, "wake 1"},
	} {
		var gone bool
		act, r := recorded(invalidate(c.index, &gone))
		if n := wokenBy(t, newWorld(t, c.entries, c.policy), act, exclusive(c.key)); n != c.want {
			t.Errorf("%s, %v: wakes %d of three, want %d", c.entries, c.policy.OnRemoval, n, c.want)
		}
		if !r.inside("xa", c.insideAwake) {
			t.Errorf("%s: does not wake in the section in which it removes: %q", c.entries, r.log)
		}
	}
}

func TestInvalidateRangeGoesEntryByEntryAndUnmapsAfter(t *testing.T) {
	w := newWorld(t, "pte 3, pte 5 dirty, pmd, pte 1030", daxcore.Policy{})
	m := w.Files[0]
	var removed int
	var busy bool
	act, r := recorded(func(w *daxcore.World, tk daxcore.Task) { removed, busy = w.InvalidateRange(tk, 0, 4, 1029) })
	alone(t, w, act)
	if removed != 1 || !busy {
		t.Errorf("removed %d, busy %v; want the PMD entry gone and the dirty one left", removed, busy)
	}
	if !m.Load(3).Present() || !m.Load(5).Present() || m.Load(B+7).Present() || !m.Load(1030).Present() {
		t.Errorf("left: %v, %v, %v, %v", m.Load(3), m.Load(5), m.Load(B+7), m.Load(1030))
	}
	r.inOrder(t, "observe refused", "observe removed", "spend unmap", "lock pagetable")
	if count(r.log, "spend unmap") != 1 {
		t.Errorf("unmaps %d times", count(r.log, "spend unmap"))
	}
}

func TestInvalidateRangeBeginsInTheMiddleOfAPMDEntry(t *testing.T) {
	w := newWorld(t, "pmd, pte 1024", daxcore.Policy{})
	alone(t, w, script(t, "R(B+300,1024)"))
	if m := w.Files[0]; m.Load(B).Present() || m.Load(1024).Present() || m.NrPages != 0 {
		t.Errorf("left: %v, %v", m.Load(B), m.Load(1024))
	}
}

func TestInvalidateOfOneIndexLeavesItMapped(t *testing.T) {
	w := newWorld(t, "", daxcore.Policy{})
	alone(t, w, script(t, "P(B+1,r)"))
	alone(t, w, script(t, "I(B+1)"))
	if slot, _ := look(t, w, 0, B+1, false); slot != mm.Huge {
		t.Errorf("page tables have %v", slot)
	}
	alone(t, w, script(t, "R(B+1,B+1)"))
	if slot, _ := look(t, w, 0, B+1, false); slot != mm.None {
		t.Errorf("after the range: page tables have %v", slot)
	}
}
