package daxcore_test

import (
	"testing"

	"daxwait/daxcore"
	"daxwait/daxcore/daxtest"
	"daxwait/daxcore/mm"
)

func TestEntryFlagsAreIndependent(t *testing.T) {
	for _, flags := range []daxcore.Flag{0, daxcore.FlagPMD, daxcore.FlagZero, daxcore.FlagEmpty, daxcore.FlagPMD | daxcore.FlagZero, daxcore.FlagPMD | daxcore.FlagEmpty} {
		e := daxcore.MakeEntry(0x123456789, flags)
		if !e.Present() || e.Locked() || e.PFN() != 0x123456789 {
			t.Errorf("flags %#x: %v", flags, e)
		}
		if e.IsPMD() != (flags&daxcore.FlagPMD != 0) || e.IsZero() != (flags&daxcore.FlagZero != 0) || e.IsEmpty() != (flags&daxcore.FlagEmpty != 0) {
			t.Errorf("flags %#x: %v", flags, e)
		}
	}
}

func TestEntryLayout(t *testing.T) {
	// Above the value tag: bit 0 locked, 1 PMD, 2 zero, 3 empty, from 4 the pfn.
	e := daxcore.MakeEntry(1, daxcore.FlagPMD|daxcore.FlagZero|daxcore.FlagEmpty)
	if want := daxcore.Entry(1<<5 | 1<<4 | 1<<3 | 1<<2 | 1); e != want {
		t.Errorf("%#x, want %#x", uint64(e), uint64(want))
	}
	if locked := e | 1<<1; !locked.Locked() {
		t.Error("bit 0 does not lock")
	}
}

func TestNothingAndConflictAreNoEntries(t *testing.T) {
	for _, e := range []daxcore.Entry{0, daxcore.Conflict} {
		if e.Present() || e.Locked() || e.IsPMD() || e.IsZero() || e.IsEmpty() || e.Order() != daxcore.PTE {
			t.Errorf("%v passes for an entry", e)
		}
	}
}

func TestEntryStart(t *testing.T) {
	pmd, pte := daxcore.MakeEntry(0, daxcore.FlagPMD), daxcore.MakeEntry(0, 0)
	if pmd.Start(B+511) != B || pte.Start(B+511) != B+511 || daxcore.Base(2*B-1) != B {
		t.Error("first indexes")
	}
}

func TestEntryInWords(t *testing.T) {
	for want, e := range map[string]daxcore.Entry{
		"absent":        0,
		"conflict":      daxcore.Conflict,
		"pte pfn 0x207": daxcore.MakeEntry(0x207, 0),
		"pmd zero":      daxcore.MakeEntry(0, daxcore.FlagPMD|daxcore.FlagZero),
		"pte empty":     daxcore.MakeEntry(0, daxcore.FlagEmpty),
	} {
		if e.String() != want {
			t.Errorf("%v, want %s", e, want)
		}
	}
}

func TestClearLeavesAFileLikeNew(t *testing.T) {
	w := newWorld(t, "pte 3 dirty, pmd", daxcore.Policy{})
	m := w.Files[0]
	alone(t, w, script(t, "P(B+1,w)"))
	m.Clear()
	if m.NrPages != 0 || !m.Pages.Empty() || marked(m, 3, daxcore.Dirty) {
		t.Errorf("left: %v, %v; %d pages counted", m.Load(3), m.Load(B), m.NrPages)
	}
	if _, _, ok := w.Owner(m.Blocks.PFN(B + 9)); ok {
		t.Error("a frame still says that it is the file's")
	}
	if slot, _ := look(t, w, 0, B+1, false); slot != mm.None {
		t.Errorf("page tables have %v", slot)
	}
}

func TestNoTwoLocksHaveANumber(t *testing.T) {
	w := newWorld(t, "", daxcore.Policy{})
	if want := w.Table.Buckets() + 2 + 1 + 2*8; w.Spins() != want || w.Tasks() != 8 {
		t.Errorf("%d locks for %d tasks; want one for each bucket, two for the file, one for RCU, two for each mapping: %d", w.Spins(), w.Tasks(), want)
	}
	if w.Files[0].XALock.ID != int32(w.Table.Buckets()) {
		t.Errorf("xa_lock has number %d", w.Files[0].XALock.ID)
	}
}

func TestSetUpIsClean(t *testing.T) {
	if err := daxtest.Clean(newWorld(t, "pte 3, zero-pte 4, pmd dirty", daxcore.Policy{})); err != nil {
		t.Error(err)
	}
}
