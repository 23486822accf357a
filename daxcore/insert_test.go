package daxcore_test

import (
	"testing"

	"daxwait/daxcore"
	"daxwait/daxcore/fs"
	"daxwait/daxcore/mm"
)

// shape is what a mapping is like; no pages are all of the file's.
type shape struct {
	start, pages          uint64
	skewed, private, sync bool
}

// mapped makes a world of one file, mapped by two tasks in that shape, with its
// pages first to last written and committed.
func mapped(p daxcore.Policy, v shape, first, last uint64) *daxcore.World {
	w := daxcore.NewWorld(daxcore.Config{Tasks: 8, Files: 1, FilePages: 2048, Buckets: 4, Entries: p.Design})
	if v.pages == 0 {
		v.pages = 2048
	}
	for range 2 {
		w.Map(0, &mm.VMA{Start: v.start, Pages: v.pages, Skewed: v.skewed, Private: v.private, Sync: v.sync})
	}
	if last > first {
		w.Files[0].Blocks.Set(first, last-first+1, fs.Written)
		w.Files[0].Blocks.Commit()
	}
	return w
}

// faulting is one whole fault through a task's own mapping.
func faulting(vma int, index uint64, write bool, r *daxcore.Result) doing {
	return func(w *daxcore.World, t daxcore.Task) {
		*r = w.Fault(t, &daxcore.Fault{VMA: w.Files[0].VMA(vma), Index: index, Write: write})
	}
}

func TestInsertStep1WritesAreDirtyAndReadsAreNot(t *testing.T) {
	for _, c := range []struct{ write, readDirties, want bool }{
		{true, false, true}, {false, false, false}, {false, true, true},
	} {
		w := mapped(daxcore.Policy{}, shape{skewed: true}, B, B+511)
		w.ReadDirties = c.readDirties
		var r daxcore.Result
		alone(t, w, faulting(0, B+1, c.write, &r))
		if got := marked(w.Files[0], B+1, daxcore.Dirty); got != c.want {
			t.Errorf("%+v: dirty %v", c, got)
		}
	}
}

func TestInsertStep2UnmapsTheZeroPageThatOthersRead(t *testing.T) {
	for _, skewed := range []bool{true, false} {
		w := mapped(daxcore.Policy{}, shape{skewed: skewed}, 0, 0)
		m := w.Files[0]
		var r daxcore.Result
		alone(t, w, faulting(1, B+1, false, &r))
		zero := m.Load(B + 1)
		if _, readable := look(t, w, 1, B+1, false); !zero.IsZero() || zero.IsPMD() == skewed || !readable {
			t.Fatalf("not set up: %v", zero)
		}
		act, rec := recorded(faulting(0, B+1, true, &r))
		alone(t, w, act)
		if e := m.Load(B + 1); e.IsZero() || e.IsEmpty() || e.IsPMD() == skewed {
			t.Errorf("the entry is %v", e)
		}
		if _, readable := look(t, w, 1, B+1, false); readable {
			t.Error("the other task still reads the zero page")
		}
		if _, writable := look(t, w, 0, B+1, true); !writable {
			t.Error("the writer cannot write")
		}
		rec.inOrder(t, "observe locked", "unlock xa", "spend unmap", "lock xa", "unlock xa", "observe unlocked")
	}
}

func TestInsertStep4TiesTheFramesToTheFile(t *testing.T) {
	w := mapped(daxcore.Policy{}, shape{}, B, B+511)
	var r daxcore.Result
	alone(t, w, faulting(0, B+300, false, &r))
	for _, k := range []uint64{0, 300, 511} {
		if m, at, ok := w.Owner(w.Files[0].Blocks.PFN(B + k)); !ok || m != w.Files[0] || at != B+k {
			t.Errorf("frame of B+%d: index %#x, owned %v", k, at, ok)
		}
	}
}

func TestInsertStep4StoresTheNewEntryLocked(t *testing.T) {
	w := mapped(daxcore.Policy{}, shape{skewed: true}, B, B+511)
	m := w.Files[0]
	var r daxcore.Result
	s := newStage(t, w, faulting(0, B+1, true, &r))
	for m.Load(B+1) == 0 || m.Load(B+1).IsEmpty() {
		s.play("0")
	}
	if e := m.Load(B + 1); !e.Locked() || e.PFN() != m.Blocks.PFN(B+1) {
		t.Errorf("the entry is %v", e)
	}
	s.finish()
	if e := m.Load(B + 1); e != daxcore.MakeEntry(m.Blocks.PFN(B+1), 0) {
		t.Errorf("the entry is %v after the fault", e)
	}
}

func TestInsertStep4KeepsAnEntryWithStorage(t *testing.T) {
	w := newWorld(t, "pmd", daxcore.Policy{})
	m := w.Files[0]
	before := m.Load(B)
	alone(t, w, func(w *daxcore.World, tk daxcore.Task) { m.VMA(0).MapPTE(tk, B+9, false) }) // a table is there
	alone(t, w, script(t, "P(B+7,w)"))
	if m.Load(B) != before || m.NrPages != daxcore.Chunk || !marked(m, B, daxcore.Dirty) {
		t.Errorf("the entry is %v, %d pages counted, dirty %v", m.Load(B), m.NrPages, marked(m, B, daxcore.Dirty))
	}
	if slot, writable := look(t, w, 0, B+7, true); slot != mm.Table || !writable {
		t.Errorf("page tables have %v, writable %v", slot, writable)
	}
}

// TestInsertOfAPageWakesWhoSleepsForTheEntry, the next or all, once; where the
// zero entry keeps its lock, the unlock wakes the next. A task that waits for the
// page is woken by its unlock.
func TestInsertOfAPageWakesWhoSleepsForTheEntry(t *testing.T) {
	for holes, want := range map[daxcore.Holes]int{daxcore.HoleEntries: 1, daxcore.HolePagesNext: 1, daxcore.HolePagesAll: 3} {
		p := daxcore.Policy{Rules: daxcore.Rules{Holes: holes}}
		var r daxcore.Result
		w := mapped(p, shape{skewed: true}, 0, 0)
		if n := wokenBy(t, w, faulting(0, B+1, false, &r), exclusive(B+1)); n != want || !w.Files[0].Load(B+1).IsZero() {
			t.Errorf("%v: a read of a hole wakes %d of three, want %d", holes, n, want)
		}
		// The zero entry, or the page, is there now; a second read replaces nothing.
		again := map[bool]int{true: 1, false: 0}[holes == daxcore.HoleEntries]
		if n := wokenBy(t, w, faulting(1, B+1, false, &r), exclusive(B+1)); n != again {
			t.Errorf("%v: a second read wakes %d of those who sleep for an entry, want %d", holes, n, again)
		}
	}
}
