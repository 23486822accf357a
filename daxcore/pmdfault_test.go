package daxcore_test

import (
	"testing"

	"daxwait/daxcore"
	"daxwait/daxcore/fs"
	"daxwait/daxcore/mm"
)

// pmdFault is the fault of 2 MiB with nothing round it.
func pmdFault(index uint64, write bool, r *daxcore.Result) doing {
	return func(w *daxcore.World, t daxcore.Task) {
		*r = w.PMDFault(t, &daxcore.Fault{VMA: w.Files[0].VMA(0), Index: index, Write: write})
	}
}

func TestPMDFaultFallsBackBeforeItTouchesTheTree(t *testing.T) {
	for _, c := range []struct {
		why    string
		policy daxcore.Policy
		vma    shape
		index  uint64
		write  bool
	}{
		{why: "colours differ", vma: shape{skewed: true}, index: B},
		{why: "private write", vma: shape{private: true}, index: B, write: true},
		{why: "begins before the mapping", vma: shape{start: B + 1, pages: 1000}, index: B + 7},
		{why: "ends behind the mapping", vma: shape{start: B, pages: 511}, index: B + 7},
		{why: "ends behind the file", index: 2048 - 512 + 7},
		{why: "PMD faults are off", policy: daxcore.Policy{Rules: daxcore.Rules{PMDOff: true}}, index: B},
	} {
		w := mapped(c.policy, c.vma, B, B+511)
		alone(t, w, script(t, "T(2040)"))
		var r daxcore.Result
		act, rec := recorded(pmdFault(c.index, c.write, &r))
		alone(t, w, act)
		if r != daxcore.Fallback || rec.has("lock xa") || w.Files[0].NrPages != 0 {
			t.Errorf("%s: returns %v, %q", c.why, r, rec.log)
		}
	}
}

func TestPMDFaultBeyondTheEndOfFile(t *testing.T) {
	w := newWorld(t, "", daxcore.Policy{})
	var r daxcore.Result
	alone(t, w, script(t, "T(600)"))
	alone(t, w, pmdFault(700, false, &r))
	if r != daxcore.Fallback {
		t.Errorf("returns %v where the file ends in the 2 MiB", r)
	}
	alone(t, w, script(t, "T(512)"))
	alone(t, w, pmdFault(700, false, &r))
	if r != daxcore.SigBus {
		t.Errorf("returns %v where the file ends before", r)
	}
}

func TestPMDFaultFallsBackIfTheExtentDoesNotFit(t *testing.T) {
	for _, c := range []struct {
		why     string
		arrange func(w *daxcore.World)
		write   bool
	}{
		{"extent ends early", func(w *daxcore.World) { w.Files[0].Blocks.Set(B, 300, fs.Written) }, false},
		{"extent begins late", func(w *daxcore.World) { w.Files[0].Blocks.Set(B+1, 511, fs.Written) }, true},
	} {
		w := newWorld(t, "", daxcore.Policy{})
		c.arrange(w)
		var r daxcore.Result
		alone(t, w, pmdFault(B+7, c.write, &r))
		// It leaves its empty entry, unlocked, for the PTE fault to downgrade.
		if e := w.Files[0].Load(B); r != daxcore.Fallback || e != daxcore.MakeEntry(0, daxcore.FlagEmpty|daxcore.FlagPMD) {
			t.Errorf("%s: returns %v, entry %v", c.why, r, e)
		}
	}
}

func TestPMDFaultFallsBackIfBlocksAreMisaligned(t *testing.T) {
	w := daxcore.NewWorld(daxcore.Config{Tasks: 1, Files: 1, FilePages: 2048, Misaligned: true, Entries: daxcore.Policy{}.Design})
	w.Map(0, &mm.VMA{Pages: 2048})
	w.Files[0].Blocks.Set(0, 2048, fs.Written)
	var r daxcore.Result
	alone(t, w, pmdFault(B, true, &r))
	if r != daxcore.Fallback || !w.Files[0].Load(B).IsEmpty() {
		t.Errorf("returns %v, entry %v", r, w.Files[0].Load(B))
	}
}

func TestPMDFaultFallsBackIfATableCameMeanwhile(t *testing.T) { tableComesMeanwhile(t, "pmd") }

func TestPMDFaultReadOfAHoleFallsBackIfATableCameMeanwhile(t *testing.T) { tableComesMeanwhile(t, "") }

// tableComesMeanwhile has another task map a page of the chunk while a PMD fault is
// about to map all of it, where there are some entries.
func tableComesMeanwhile(t *testing.T, entries string) {
	t.Helper()
	w := newWorld(t, entries, daxcore.Policy{})
	m := w.Files[0]
	var r daxcore.Result
	act, rec := recorded(pmdFault(B+7, false, &r))
	s := newStage(t, w, act, func(w *daxcore.World, tk daxcore.Task) { m.VMA(0).MapPTE(tk, B+9, false) })
	for !rec.has("spend map-extent") {
		s.play("0")
	}
	s.run(1)
	s.finish()
	if r != daxcore.Fallback || m.Load(B).Locked() {
		t.Errorf("returns %v, entry %v", r, m.Load(B))
	}
}

func TestPMDFaultLooksAgainIfATableIsThere(t *testing.T) {
	w := newWorld(t, "", daxcore.Policy{})
	var r daxcore.Result
	alone(t, w, func(w *daxcore.World, tk daxcore.Task) { w.Files[0].VMA(0).MapPTE(tk, B+9, false) })
	alone(t, w, pmdFault(B+7, false, &r))
	if r != 0 || w.Files[0].Load(B).Locked() {
		t.Errorf("returns %v, entry %v", r, w.Files[0].Load(B))
	}
}

func TestPMDFaultReadOfAHoleMapsTheHugeZeroPage(t *testing.T) {
	w := newWorld(t, "", daxcore.Policy{})
	var r daxcore.Result
	alone(t, w, pmdFault(B+7, false, &r))
	if e := w.Files[0].Load(B + 511); r != daxcore.NoPage || e != daxcore.MakeEntry(0, daxcore.FlagZero|daxcore.FlagPMD) {
		t.Errorf("returns %v, entry %v", r, e)
	}
	if slot, writable := look(t, w, 0, B+400, true); slot != mm.Huge || writable {
		t.Errorf("page tables have %v, writable %v", slot, writable)
	}
}

func TestPMDFaultMapsStorage(t *testing.T) {
	for _, c := range []struct {
		last  uint64 // written from B to there
		write bool
		want  daxcore.Result
	}{{B + 511, false, daxcore.NoPage}, {B + 511, true, daxcore.NoPage}, {0, true, daxcore.NoPage | daxcore.Major}} {
		w := mapped(daxcore.Policy{}, shape{}, B, c.last)
		m := w.Files[0]
		var r daxcore.Result
		alone(t, w, pmdFault(B+7, c.write, &r))
		if e := m.Load(B + 511); r != c.want || e != daxcore.MakeEntry(m.Blocks.PFN(B), daxcore.FlagPMD) || m.NrPages != daxcore.Chunk {
			t.Errorf("%+v: returns %v, entry %v", c, r, e)
		}
		if slot, writable := look(t, w, 0, B+400, true); slot != mm.Huge || writable != c.write || marked(m, B, daxcore.Dirty) != c.write {
			t.Errorf("%+v: page tables have %v, writable %v, dirty %v", c, slot, writable, marked(m, B, daxcore.Dirty))
		}
	}
}

func TestFaultThatFellBackStaysWithPTEs(t *testing.T) {
	// The fallback splits what is there, and the table that it leaves is sticky.
	w := newWorld(t, "pte B+300", daxcore.Policy{})
	var r daxcore.Result
	act, rec := recorded(faulting(0, B+1, true, &r))
	alone(t, w, act)
	if count(rec.log, "observe fell-back") != 1 || r&daxcore.NoPage == 0 {
		t.Errorf("returns %v, %q", r, rec.log)
	}
	act, rec = recorded(faulting(0, B+2, true, &r))
	alone(t, w, act)
	if rec.has("observe fell-back") {
		t.Error("tries a PMD fault where a table is")
	}
}

// TestFaultThatFellBackSplitsTheHugeMapping: an invalidation has removed the entry
// and has not unmapped it yet, and another page has its PTE entry; a write has to
// see its page mapped all the same.
func TestFaultThatFellBackSplitsTheHugeMapping(t *testing.T) {
	w := newWorld(t, "pmd", daxcore.Policy{})
	var r daxcore.Result
	alone(t, w, faulting(0, B+1, false, &r))
	if slot, _ := look(t, w, 0, B+1, false); slot != mm.Huge {
		t.Fatalf("the page tables have %v", slot)
	}
	alone(t, w, script(t, "I(B+1)"))
	alone(t, w, script(t, "F(0,B+7)"))
	alone(t, w, faulting(0, B+1, true, &r))
	if slot, writable := look(t, w, 0, B+1, true); slot != mm.Table || !writable || r&daxcore.NoPage == 0 {
		t.Errorf("returns %v; the page tables have %v, writable %v", r, slot, writable)
	}
}

func TestFaultOfAMappedPageDoesNothing(t *testing.T) {
	w := newWorld(t, "", daxcore.Policy{})
	var r daxcore.Result
	alone(t, w, faulting(0, B+1, true, &r))
	act, rec := recorded(faulting(0, B+1, true, &r))
	alone(t, w, act)
	if r != daxcore.NoPage || rec.has("lock xa") {
		t.Errorf("returns %v, steps %q", r, rec.log)
	}
}
