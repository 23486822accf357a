package daxcore_test

import (
	"testing"

	"daxwait/daxcore"
	"daxwait/daxcore/waitqueue"
)

// put leaves an entry that was got at an index, without locking it.
func put(index uint64, e daxcore.Entry) doing {
	return under(func(w *daxcore.World, t daxcore.Task, m *daxcore.Mapping) {
		w.Entries.Release(t, m, index, e, false, daxcore.Unused)
	})
}

func TestPutStep1NothingAndConflictWakeNobody(t *testing.T) {
	for _, e := range []daxcore.Entry{0, daxcore.Conflict} {
		if n := wokenBy(t, newWorld(t, "", daxcore.Policy{}), put(B+1, e), exclusive(B+1)); n != 0 {
			t.Errorf("put(%v) wakes %d", e, n)
		}
	}
}

func TestPutStep2WakesTheNextOnTheKey(t *testing.T) {
	w := newWorld(t, "pte B+1", daxcore.Policy{})
	if n := wokenBy(t, w, put(B+1, w.Files[0].Load(B+1)), exclusive(B+1)); n != 1 {
		t.Errorf("wakes %d of three, want one", n)
	}
}

func TestPutStep2RoundsTheKeyOfAPMDEntry(t *testing.T) {
	w := newWorld(t, "pmd", daxcore.Policy{})
	e := w.Files[0].Load(B)
	if n := wokenBy(t, w, put(B+7, e), exclusive(B)); n != 1 {
		t.Errorf("seen at B+7: wakes %d at the base, want one", n)
	}
	w = newWorld(t, "pmd", daxcore.Policy{})
	if n := wokenBy(t, w, put(B+7, e), exclusive(B+7)); n != 0 {
		t.Errorf("seen at B+7: wakes %d there, want none", n)
	}
}

func TestPutWakesNonExclusiveWaitersBesides(t *testing.T) {
	w := newWorld(t, "pte B+1", daxcore.Policy{})
	both := append(exclusive(B+1), sleeper(B+1, waitqueue.NonExclusive), sleeper(B+1, waitqueue.NonExclusive))
	if n := wokenBy(t, w, put(B+1, w.Files[0].Load(B+1)), both); n != 3 {
		t.Errorf("wakes %d, want both non-exclusive waiters and one more", n)
	}
}

func TestPutWakesInsideXALock(t *testing.T) {
	w := newWorld(t, "pte B+1", daxcore.Policy{})
	act, r := recorded(put(B+1, w.Files[0].Load(B+1)))
	wokenBy(t, w, act, exclusive(B+1))
	if !r.inside("xa", "wake 1") {
		t.Errorf("wakes outside of xa_lock: %q", r.log)
	}
}

func TestPutByOtherRules(t *testing.T) {
	const here, base = B + 1, B
	for _, c := range []struct {
		rule           daxcore.Put
		present        bool
		onHere, onBase int // waiters of three woken there
	}{
		{rule: daxcore.PutNever, present: true},
		{rule: daxcore.PutNever},
		{rule: daxcore.PutAbsent, present: true, onHere: 1},
		{rule: daxcore.PutAbsent, onHere: 1},
		{rule: daxcore.PutBoth, present: true, onHere: 1},
		{rule: daxcore.PutBoth, onHere: 1, onBase: 1},
		{rule: daxcore.PutAll, present: true, onHere: 3},
		{rule: daxcore.PutAll},
		{rule: daxcore.PutAllOnBoth, present: true, onHere: 1},
		{rule: daxcore.PutAllOnBoth, onHere: 3, onBase: 3},
	} {
		for _, at := range []struct {
			index uint64
			want  int
		}{{here, c.onHere}, {base, c.onBase}} {
			w := newWorld(t, "pte B+1", daxcore.Policy{Put: c.rule})
			e := daxcore.Entry(0)
			if c.present {
				e = w.Files[0].Load(here)
			}
			if n := wokenBy(t, w, put(here, e), exclusive(at.index)); n != at.want {
				t.Errorf("%v, entry %v: wakes %d at %#x, want %d", c.rule, e, n, at.index, at.want)
			}
		}
		w := newWorld(t, "", daxcore.Policy{Put: c.rule})
		if n := wokenBy(t, w, put(here, daxcore.Conflict), exclusive(here)); n != 0 {
			t.Errorf("%v: put(conflict) wakes %d", c.rule, n)
		}
	}
}
