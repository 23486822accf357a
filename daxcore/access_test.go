package daxcore_test

import (
	"slices"
	"strings"
	"testing"

	"daxwait/daxcore"
	"daxwait/daxcore/daxtest"
	"daxwait/daxcore/mm"
	"daxwait/daxcore/step"
)

// newProcess makes a world for eight threads of a process, which have mapped the
// file once.
func newProcess(entries daxcore.Design, vmaLocks bool) (*daxcore.World, *mm.VMA) {
	w := daxcore.NewWorld(daxcore.Config{Tasks: 8, Files: 1, FilePages: daxtest.FilePages, Buckets: 4, Entries: entries})
	return w, w.Map(0, &mm.VMA{Pages: daxtest.FilePages, AddressSpace: w.AddAddressSpace(vmaLocks)})
}

func access(v *mm.VMA, index uint64, write bool, r *daxcore.Result) doing {
	return func(w *daxcore.World, t daxcore.Task) {
		*r = w.Access(t, &daxcore.Fault{VMA: v, Index: index, Write: write})
	}
}

func remap(v *mm.VMA) doing                 { return func(w *daxcore.World, t daxcore.Task) { w.Remap(t, v) } }
func peek(w *daxcore.World, t daxcore.Task) { w.AddressSpaces[0].Peek(t) }

// held says who has a lock, in words.
func held(readers, writer int) string {
	switch {
	case writer >= 0:
		return "written"
	case readers == 0:
		return "free"
	}
	return strings.Repeat("r", readers)
}

func TestAccessFaultsBelowMmapLock(t *testing.T) {
	for _, vmaLocks := range []bool{false, true} {
		w, v := newProcess(daxcore.Policy{}.Design, vmaLocks)
		var r daxcore.Result
		s := newStage(t, w, access(v, B+1, true, &r))
		seen := ""
		for len(s.Ready()) != 0 {
			s.play("0")
			if w.Files[0].Load(B + 1).Locked() {
				seen = held(w.AddressSpaces[0].MmapLock.Held()) + " " + held(v.Lock().Held())
			}
		}
		want := map[bool]string{false: "r free", true: "free r"}[vmaLocks]
		if seen != want || r&daxcore.NoPage == 0 {
			t.Errorf("VMA locks %v: with an entry locked, mmap_lock and the mapping's are %q, want %q; result %v", vmaLocks, seen, want, r)
		}
		if left := held(w.AddressSpaces[0].MmapLock.Held()) + held(v.Lock().Held()); left != "freefree" {
			t.Errorf("VMA locks %v: left %s", vmaLocks, left)
		}
	}
}

// TestAccessToWhatIsMappedIsNone: no exception, no lock.
func TestAccessToWhatIsMappedIsNone(t *testing.T) {
	w, v := newProcess(daxcore.Policy{}.Design, false)
	var r daxcore.Result
	alone(t, w, access(v, B+1, true, &r))
	act, log := recorded(access(v, B+1, true, &r))
	alone(t, w, act)
	if log.has("spend exception") || log.has("lock sem") {
		t.Errorf("%v", log.log)
	}
	act, log = recorded(access(v, 3, true, &r))
	alone(t, w, act)
	if !log.has("spend exception") || !log.has("lock sem") {
		t.Errorf("of another page: %v", log.log)
	}
}

func TestRemapLeavesNoTable(t *testing.T) {
	w, v := newProcess(daxcore.Policy{}.Design, false)
	var r daxcore.Result
	alone(t, w, access(v, B+1, true, &r))
	act, log := recorded(remap(v))
	alone(t, w, act)
	if slot, mapped := look(t, w, 0, B+1, false); slot != mm.None || mapped {
		t.Errorf("%v, mapped %v", slot, mapped)
	}
	if n := count(log.log, "spend change-vmas"); n != 2 {
		t.Errorf("%d changes of the address space, want munmap and mmap", n)
	}
}

// TestAccessBetweenMunmapAndMmap finds nothing there.
func TestAccessBetweenMunmapAndMmap(t *testing.T) {
	for _, vmaLocks := range []bool{false, true} {
		w, v := newProcess(daxcore.Policy{}.Design, vmaLocks)
		var r daxcore.Result
		s := newStage(t, w, remap(v), access(v, B+1, true, &r))
		for v.Mapped() {
			s.play("0")
		}
		s.run(1)
		if r != daxcore.SigSegv || w.Files[0].NrPages != 0 {
			t.Errorf("VMA locks %v: %v, %d pages", vmaLocks, r, w.Files[0].NrPages)
		}
		s.finish()
		if !v.Mapped() {
			t.Errorf("VMA locks %v: not mapped again", vmaLocks)
		}
	}
}

// TestMunmapWaitsForFaults, and faults behind it wait for it: with mmap_lock for
// all of them, with VMA locks for those of other mappings too.
func TestMunmapWaitsForFaults(t *testing.T) {
	for _, vmaLocks := range []bool{false, true} {
		w, v := newProcess(daxcore.Policy{}.Design, vmaLocks)
		other := w.Map(0, &mm.VMA{Pages: daxtest.FilePages, AddressSpace: v.AddressSpace})
		var r, r2 daxcore.Result
		s := newStage(t, w, access(v, B+1, true, &r), remap(v), access(other, 3, true, &r2), peek)
		for !w.Files[0].Load(B + 1).Locked() {
			s.play("0")
		}
		s.run(1)
		lock := map[bool]string{false: "mmap_lock", true: "VMA lock"}[vmaLocks]
		if got := w.SleepsOn(1); got != lock {
			t.Errorf("VMA locks %v: munmap sleeps on %q, want %q", vmaLocks, got, lock)
		}
		s.run(3)
		if got := w.SleepsOn(3); got != "mmap_lock" {
			t.Errorf("VMA locks %v: ps sleeps on %q", vmaLocks, got)
		}
		s.run(2)
		if got, want := w.SleepsOn(2), map[bool]string{false: "mmap_lock", true: ""}[vmaLocks]; got != want {
			t.Errorf("VMA locks %v: a fault of another mapping sleeps on %q, want %q", vmaLocks, got, want)
		}
		if ahead, file := w.Ahead(3); !vmaLocks && (ahead != 1 || file != -1) || vmaLocks && ahead != 1 {
			t.Errorf("VMA locks %v: ps is behind %d, file %d", vmaLocks, ahead, file)
		}
		if ahead, file := w.Ahead(1); ahead != -1 || (file == 0) != vmaLocks {
			t.Errorf("VMA locks %v: munmap is behind %d, file %d; want readers", vmaLocks, ahead, file)
		}
		s.finish()
	}
}

// TestFaultTakesMmapLockWhereItsMappingChanges: it does not wait for the lock of
// the mapping.
func TestFaultTakesMmapLockWhereItsMappingChanges(t *testing.T) {
	w, v := newProcess(daxcore.Policy{}.Design, true)
	var r, r2 daxcore.Result
	s := newStage(t, w, access(v, B+1, true, &r), remap(v), access(v, 3, true, &r2))
	for !w.Files[0].Load(B + 1).Locked() {
		s.play("0")
	}
	s.run(1)
	s.run(2)
	if got := w.SleepsOn(2); got != "mmap_lock" {
		t.Errorf("sleeps on %q", got)
	}
	s.finish()
}

// TestDropTakesMmapLock for shared use, beside a fault, not beside munmap.
func TestDropTakesMmapLock(t *testing.T) {
	w, v := newProcess(daxcore.Policy{}.Design, false)
	var r daxcore.Result
	alone(t, w, access(v, B+1, true, &r))
	drop := func(w *daxcore.World, t daxcore.Task) { v.Drop(t, B+1, B+1) }
	s := newStage(t, w, access(v, 3, true, &r), drop, remap(v), drop)
	for !w.Files[0].Load(3).Locked() {
		s.play("0")
	}
	s.run(1)
	if s.Status(1) != step.Finished {
		t.Errorf("does not pass a fault: %v", s.Status(1))
	}
	if _, mapped := v.Look(idle{}, B+1, false); mapped {
		t.Error("the page is still mapped")
	}
	s.run(2)
	s.run(3)
	if got := w.SleepsOn(3); got != "mmap_lock" {
		t.Errorf("sleeps on %q beside a writer", got)
	}
	s.finish()
}

// TestTheStateOfAProcessIsInAState: its locks, who has that of a mapping, and
// what is mapped.
func TestTheStateOfAProcessIsInAState(t *testing.T) {
	w, v := newProcess(daxcore.Policy{}.Design, true)
	empty := w.AppendState(nil)
	seen := map[string]string{}
	note := func(what string) {
		words := string(rune(len(seen)))
		for _, x := range w.AppendState(nil) {
			words += "," + string(rune(x))
		}
		words = words[1:]
		if was, ok := seen[words]; ok {
			t.Errorf("%s looks like %s", what, was)
		}
		seen[words] = what
	}
	note("nothing")
	var r daxcore.Result
	s := newStage(t, w, access(v, B+1, false, &r), remap(v))
	for !w.Files[0].Load(B + 1).Locked() {
		s.play("0")
	}
	note("a fault below the lock of the mapping")
	s.run(1)
	note("munmap behind it")
	full := w.AppendState(nil)
	s.finish()
	w.SetState(full)
	if _, ok := v.Lock().Waiting(1); !ok {
		t.Error("munmap does not wait after its state was set")
	}
	w.SetState(empty)
	if readers, writer := v.Lock().Held(); readers != 0 || writer >= 0 || !v.Mapped() {
		t.Errorf("after the first state was set: %d readers, writer %d, mapped %v", readers, writer, v.Mapped())
	}
}

// TestAMappingThatIsGoneHasAStateOfItsOwn: with empty tables and all locks free,
// it is told from one that nobody has used.
func TestAMappingThatIsGoneHasAStateOfItsOwn(t *testing.T) {
	w, v := newProcess(daxcore.Policy{}.Design, false)
	mapped := w.AppendState(nil)
	alone(t, w, func(w *daxcore.World, tk daxcore.Task) { v.Change(tk, false) })
	gone := w.AppendState(nil)
	if slices.Equal(mapped, gone) || v.Mapped() {
		t.Errorf("states %#x and %#x, mapped %v", mapped, gone, v.Mapped())
	}
	if w.SetState(mapped); !v.Mapped() {
		t.Error("not mapped in the state of one that is")
	}
	if w.SetState(gone); v.Mapped() {
		t.Error("mapped in the state of one that is not")
	}
}

// TestChangeWaitsForWhoTakesPagesOut: munmap takes i_mmap_rwsem alone.
func TestChangeWaitsForWhoTakesPagesOut(t *testing.T) {
	w, v := newProcess(daxcore.Policy{}.Design, false)
	s := newStage(t, w, func(w *daxcore.World, tk daxcore.Task) { w.Files[0].IMmap.RLock(tk) }, remap(v))
	s.run(0)
	s.run(1)
	if got := w.SleepsOn(1); got != "i_mmap_rwsem" {
		t.Errorf("it sleeps on %q", got)
	}
}

// TestAFaultGoesOnBelowTheLockOfItsMapping in the state of another world.
func TestAFaultGoesOnBelowTheLockOfItsMapping(t *testing.T) {
	w, v := newProcess(daxcore.Policy{}.Design, true)
	alone(t, w, func(w *daxcore.World, tk daxcore.Task) { v.Enter(tk) })
	other, u := newProcess(daxcore.Policy{}.Design, true)
	other.SetState(w.AppendState(nil))
	if readers, _ := u.Lock().Held(); readers != 1 {
		t.Fatalf("%d readers", readers)
	}
	alone(t, other, func(w *daxcore.World, tk daxcore.Task) { u.Leave(tk) })
	if left := held(u.Lock().Held()) + held(other.AddressSpaces[0].MmapLock.Held()); left != "freefree" {
		t.Errorf("left %s", left)
	}
}
