package daxcore_test

import (
	"fmt"
	"testing"

	"daxwait/daxcore"
	"daxwait/daxcore/mm"
	"daxwait/daxcore/waitqueue"
)

// scans is the rule for a scan that meets a locked entry.
func scans(s daxcore.Scan) daxcore.Policy {
	return daxcore.Policy{Rules: daxcore.Rules{Scan: s}}
}

// found is what a scan for a busy page says.
type found struct {
	done, busy bool
	pfn        uint64
}

func scan(first, last uint64, f *found) doing {
	return func(w *daxcore.World, t daxcore.Task) {
		f.pfn, f.busy = w.BusyPage(t, 0, first, last)
		f.done = true
	}
}

func TestScanReturnsThePinnedFrame(t *testing.T) {
	for _, c := range []struct {
		entries string
		index   uint64
	}{{"pte 3, pte B+1", B + 1}, {"pte 3, pmd", B + 300}} {
		w := newWorld(t, c.entries, daxcore.Policy{})
		pfn := w.Files[0].Blocks.PFN(c.index)
		var f found
		alone(t, w, scan(0, 2047, &f))
		if f.busy {
			t.Errorf("%s: busy with nothing pinned", c.entries)
		}
		w.Pin(pfn, 1)
		alone(t, w, scan(0, 2047, &f))
		if !f.busy || f.pfn != pfn {
			t.Errorf("%s: busy %v, frame %#x; pinned is %#x", c.entries, f.busy, f.pfn, pfn)
		}
		alone(t, w, scan(0, B-1, &f))
		if f.busy {
			t.Errorf("%s: found outside of its range", c.entries)
		}
		w.Pin(pfn, -1)
		alone(t, w, scan(0, 2047, &f))
		if f.busy {
			t.Errorf("%s: still busy", c.entries)
		}
	}
}

func TestScanUnmapsTheRangeFirst(t *testing.T) {
	w := newWorld(t, "", daxcore.Policy{})
	alone(t, w, script(t, "P(B+1,r)"))
	act, r := recorded(script(t, "S(B,B+511)"))
	alone(t, w, act)
	if slot, _ := look(t, w, 0, B+1, false); slot != mm.None {
		t.Errorf("page tables have %v", slot)
	}
	r.inOrder(t, "spend unmap", "lock pagetable", "unlock pagetable", "lock xa")
}

func TestScanPutsBackEveryEntryItPasses(t *testing.T) {
	w := newWorld(t, "pte B+1, pte B+2", daxcore.Policy{})
	var f found
	if n := wokenBy(t, w, scan(B, B+511, &f), append(exclusive(B+1), exclusive(B+2)...)); n != 2 {
		t.Errorf("wakes %d, want the next on each key", n)
	}
}

func TestScanSkipsLockedTo614(t *testing.T) {
	w := newWorld(t, "pte B+1, pte B+2", scans(daxcore.ScanSkips))
	w.Pin(w.Files[0].Blocks.PFN(B+1), 1)
	var f found
	s := newStage(t, w, script(t, "F(0,B+1)"), scan(B, B+511, &f))
	s.play("0")
	s.run(1)
	if !f.done || f.busy {
		t.Errorf("done %v, busy %v; a locked entry's pins are missed", f.done, f.busy)
	}
	s.finish()
}

func TestScanWaitsForLockedWithItsCursorReset(t *testing.T) {
	for _, c := range []struct {
		entries, holder string
		key             uint64
	}{{"pte B+1, pte B+2", "F(0,B+1)", B + 1}, {"pmd", "F(9,B)", B}} {
		w := newWorld(t, c.entries, scans(daxcore.ScanWaits))
		var f found
		act, r := recorded(scan(B+1, B+511, &f))
		s := newStage(t, w, script(t, c.holder), act)
		s.play("0")
		s.run(1)
		if mode := s.sleepsOn(1, c.key); mode != waitqueue.Exclusive {
			t.Errorf("%s: sleeps %v", c.entries, mode)
		}
		s.finish()
		if !f.done || f.busy {
			t.Errorf("%s: done %v, busy %v", c.entries, f.done, f.busy)
		}
		r.inOrder(t, "sleep", "lock xa", "unlock xa")
	}
}

func TestScanThatWaitedPassesItsWakeOn(t *testing.T) {
	s := newStage(t, newWorld(t, "pte B+1", scans(daxcore.ScanWaits)),
		script(t, "F(0,B+1)"), script(t, "S(B,B+511)"), script(t, "F(0,B+1)"))
	s.play("0")
	s.run(1)
	s.play("2") // behind the scan
	s.finish()
}

func TestScanOf615SkipsTheEntryItWaitedForAndLosesTheWake(t *testing.T) {
	s := newStage(t, newWorld(t, "pte B+1", scans(daxcore.ScanWaitsAdvanced)),
		script(t, "F(0,B+1)"), script(t, "S(B,B+511)"), script(t, "F(0,B+1)"))
	s.play("0")
	s.run(1)
	s.play("2")
	if err := s.Finish(); err != nil {
		t.Fatal(err)
	}
	if !s.Hung() || !s.asleep(2) {
		t.Errorf("nobody sleeps for ever: %v", s.Verdict())
	}
}

func TestScanThatFindsTheEntryGoneGoesOn(t *testing.T) {
	w := newWorld(t, "pte B+1, pte B+2", scans(daxcore.ScanWaits))
	pinned := w.Files[0].Blocks.PFN(B + 2)
	w.Pin(pinned, 1)
	var f found
	s := newStage(t, w, script(t, "F(0,B+1)"), scan(B, B+511, &f), script(t, "I(B+1)"))
	s.play("0")
	s.run(1)
	s.play("0 0") // wakes the scan
	s.run(2)
	s.run(1)
	if !f.busy || f.pfn != pinned {
		t.Errorf("busy %v, frame %#x", f.busy, f.pfn)
	}
	s.finish()
}

func TestScanDropsXALockEvery4096Entries(t *testing.T) {
	const n = 4096 + 10
	w := daxcore.NewWorld(daxcore.Config{Tasks: 1, Files: 1, FilePages: n, Buckets: 4, Entries: daxcore.Policy{}.Design})
	w.Map(0, &mm.VMA{Pages: n})
	m := w.Files[0]
	for i := range uint64(n) {
		m.Insert(i, daxcore.MakeEntry(m.Blocks.PFN(i), 0), false)
	}
	w.Pin(m.Blocks.PFN(n-1), 1)
	var f found
	act, r := recorded(scan(0, n-1, &f))
	alone(t, w, act)
	if got := fmt.Sprint(r.control()); got != "[lock pagetable unlock pagetable lock xa unlock xa lock xa unlock xa]" {
		t.Errorf("steps %s", got)
	}
	if !f.busy || f.pfn != m.Blocks.PFN(n-1) {
		t.Errorf("busy %v, frame %#x: it did not go on where it stopped", f.busy, f.pfn)
	}
}

func TestScanPutsBackAPinnedEntryThatItWaitedFor(t *testing.T) {
	w := newWorld(t, "pte B+1", scans(daxcore.ScanWaits))
	w.Pin(w.Files[0].Blocks.PFN(B+1), 1)
	s := newStage(t, w, script(t, "F(0,B+1)"), script(t, "S(B,B+511)"), script(t, "F(0,B+1)"))
	s.play("0")
	s.run(1)
	s.play("2")
	s.finish()
}
