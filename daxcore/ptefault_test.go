package daxcore_test

import (
	"testing"

	"daxwait/daxcore"
	"daxwait/daxcore/fs"
	"daxwait/daxcore/mm"
)

// pteFault is the fault of one page with nothing round it.
func pteFault(index uint64, write bool, r *daxcore.Result) doing {
	return func(w *daxcore.World, t daxcore.Task) {
		*r = w.PTEFault(t, &daxcore.Fault{VMA: w.Files[0].VMA(0), Index: index, Write: write})
	}
}

func TestPTEFaultStep1BeyondTheEndOfFile(t *testing.T) {
	w := newWorld(t, "", daxcore.Policy{})
	alone(t, w, script(t, "T(5)"))
	var r daxcore.Result
	alone(t, w, pteFault(4, false, &r))
	if r != daxcore.NoPage {
		t.Errorf("last page: %v", r)
	}
	alone(t, w, pteFault(5, false, &r))
	if r != daxcore.SigBus || w.Files[0].Load(5) != 0 {
		t.Errorf("behind it: %v, entry %v", r, w.Files[0].Load(5))
	}
}

func TestPTEFaultStep3HugeMappingMeanwhile(t *testing.T) {
	w := newWorld(t, "pmd", daxcore.Policy{})
	var r daxcore.Result
	alone(t, w, func(w *daxcore.World, tk daxcore.Task) { w.Files[0].VMA(0).MapPMD(tk, B, false) })
	alone(t, w, pteFault(B+1, true, &r))
	if slot, writable := look(t, w, 0, B+1, true); r != daxcore.NoPage || slot != mm.Huge || writable {
		t.Errorf("returns %v, page tables have %v, writable %v", r, slot, writable)
	}
	if e := w.Files[0].Load(B); e.Locked() || marked(w.Files[0], B, daxcore.Dirty) {
		t.Errorf("the entry is %v", e)
	}
}

func TestPTEFaultStep9LooksAgainIfAHugeMappingCameMeanwhile(t *testing.T) {
	w := mapped(daxcore.Policy{}, shape{}, B, B+511)
	var r daxcore.Result
	act, rec := recorded(pteFault(B+1, true, &r))
	s := newStage(t, w, act, func(w *daxcore.World, tk daxcore.Task) { w.Files[0].VMA(0).MapPMD(tk, B, false) })
	for !rec.has("spend map-extent") {
		s.play("0")
	}
	s.run(1)
	s.finish()
	if r != 0 || w.Files[0].Load(B+1).Locked() {
		t.Errorf("returns %v, entry %v", r, w.Files[0].Load(B+1))
	}
}

func TestPTEFaultStep4AsksForTheExtentWithTheEntryLocked(t *testing.T) {
	w := newWorld(t, "", daxcore.Policy{})
	var r daxcore.Result
	act, rec := recorded(pteFault(B+1, true, &r))
	alone(t, w, act)
	rec.inOrder(t, "observe locked", "spend map-extent", "spend alloc-blocks", "spend zero-4k", "spend install-pte", "observe unlocked")
	if r != daxcore.NoPage|daxcore.Major {
		t.Errorf("returns %v", r)
	}
}

func TestPTEFaultStep5PrivateWriteCopies(t *testing.T) {
	for _, written := range []uint64{0, B + 511} {
		w := mapped(daxcore.Policy{}, shape{private: true}, B, written)
		var r daxcore.Result
		act, rec := recorded(pteFault(B+1, true, &r))
		alone(t, w, act)
		if r != daxcore.NoPage|daxcore.DoneCow {
			t.Errorf("returns %v", r)
		}
		if rec.has("spend copy-page") != (written != 0) || rec.has("spend zero-4k") != (written == 0) {
			t.Errorf("blocks written %v: %q", written != 0, rec.log)
		}
		if e := w.Files[0].Load(B + 1); e != daxcore.MakeEntry(0, daxcore.FlagEmpty) || marked(w.Files[0], B+1, daxcore.Dirty) {
			t.Errorf("the entry is %v; it should only have been locked", e)
		}
		if _, writable := look(t, w, 0, B+1, true); !writable {
			t.Error("the copy is not mapped")
		}
	}
}

func TestPTEFaultStep6ReadOfAHoleMapsTheZeroPage(t *testing.T) {
	w := newWorld(t, "", daxcore.Policy{})
	var r daxcore.Result
	alone(t, w, pteFault(B+1, false, &r))
	if e := w.Files[0].Load(B + 1); r != daxcore.NoPage || e != daxcore.MakeEntry(0, daxcore.FlagZero) {
		t.Errorf("returns %v, entry %v", r, e)
	}
	_, readable := look(t, w, 0, B+1, false)
	if _, writable := look(t, w, 0, B+1, true); !readable || writable {
		t.Errorf("readable %v, writable %v", readable, writable)
	}
}

func TestPTEFaultOfUnwrittenBlocks(t *testing.T) {
	// They read as a hole, and a write has to clear them but not allocate.
	w := newWorld(t, "", daxcore.Policy{})
	alone(t, w, func(w *daxcore.World, tk daxcore.Task) { w.Allocate(tk, 0, B, B+1) })
	var r daxcore.Result
	alone(t, w, pteFault(B, false, &r))
	if e := w.Files[0].Load(B); !e.IsZero() {
		t.Errorf("read: the entry is %v", e)
	}
	act, rec := recorded(pteFault(B+1, true, &r))
	alone(t, w, act)
	if rec.has("spend alloc-blocks") || !rec.has("spend zero-4k") || w.Files[0].Load(B+1).IsZero() {
		t.Errorf("write: entry %v, %q", w.Files[0].Load(B+1), rec.log)
	}
}

// TestAllocateKeepsFaultsOut: it holds invalidate_lock alone.
func TestAllocateKeepsFaultsOut(t *testing.T) {
	w := newWorld(t, "", daxcore.Policy{})
	s := newStage(t, w, func(w *daxcore.World, tk daxcore.Task) { w.Files[0].InvalidateLock.RLock(tk) },
		func(w *daxcore.World, tk daxcore.Task) { w.Allocate(tk, 0, B, B+2) })
	s.run(0)
	s.run(1)
	if got := w.SleepsOn(1); got != "invalidate_lock" {
		t.Errorf("beside a fault it sleeps on %q", got)
	}
	if k := w.Files[0].Blocks.At(B, 1).Kind; k != fs.Hole {
		t.Errorf("and has made B %v", k)
	}
}

func TestAllocateLeavesWhatHasBlocks(t *testing.T) {
	w := newWorld(t, "pte B+1", daxcore.Policy{})
	alone(t, w, func(w *daxcore.World, tk daxcore.Task) { w.Allocate(tk, 0, B, B+2) })
	b := w.Files[0].Blocks
	for i, want := range []fs.Kind{fs.Unwritten, fs.Written, fs.Unwritten, fs.Hole} {
		if got := b.At(B+uint64(i), 1).Kind; got != want {
			t.Errorf("B+%d is %v, want %v", i, got, want)
		}
	}
}

func TestPTEFaultStep9MapsWritableOnlyForAWrite(t *testing.T) {
	for _, write := range []bool{false, true} {
		w := mapped(daxcore.Policy{}, shape{}, B, B+511)
		var r daxcore.Result
		alone(t, w, pteFault(B+1, write, &r))
		e := w.Files[0].Load(B + 1)
		_, readable := look(t, w, 0, B+1, false)
		_, writable := look(t, w, 0, B+1, true)
		if r != daxcore.NoPage || !readable || writable != write || e.PFN() != w.Files[0].Blocks.PFN(B+1) || e.Locked() {
			t.Errorf("write %v: returns %v, readable %v, writable %v, entry %v", write, r, readable, writable, e)
		}
	}
}

func TestPTEFaultStep10UnlocksAfterMapping(t *testing.T) {
	w := newWorld(t, "pte B+1", daxcore.Policy{})
	var r daxcore.Result
	act, rec := recorded(pteFault(B+1, true, &r))
	if n := wokenBy(t, w, act, exclusive(B+1)); n != 1 {
		t.Errorf("wakes %d", n)
	}
	rec.inOrder(t, "observe locked", "spend install-pte", "unlock pagetable", "lock xa", "observe unlocked", "unlock xa", "yield wake-after-unlock", "wake 1")
}

func TestPTEFaultHoldsItsEntryAsLongAsItIsTold(t *testing.T) {
	for _, h := range []daxcore.Hold{{NS: 5}, {NS: 5, Sleeps: true}} {
		w := newWorld(t, "", daxcore.Policy{})
		act, rec := recorded(func(w *daxcore.World, tk daxcore.Task) {
			w.PTEFault(tk, &daxcore.Fault{VMA: w.Files[0].VMA(0), Index: B, Hold: h})
		})
		alone(t, w, act)
		rec.inOrder(t, "observe locked", map[bool]string{false: "spend hold-run", true: "spend hold-sleep"}[h.Sleeps], "observe unlocked")
	}
}
