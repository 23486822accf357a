package daxcore_test

import (
	"slices"
	"strings"
	"testing"

	"daxwait/daxcore"
	"daxwait/daxcore/daxtest"
	"daxwait/daxcore/fs"
	"daxwait/daxcore/mm"
	"daxwait/daxcore/task"
)

// journaled returns a stepper of a scenario with a journal.
func journaled(t *testing.T, lines ...string) *daxtest.Stepper {
	t.Helper()
	sc, err := daxtest.ParseScenario(strings.NewReader(strings.Join(lines, "\n")), "test", "test")
	if err != nil {
		t.Fatal(err)
	}
	s := daxtest.NewStepper(sc.World(daxcore.Policy{}.Design), sc.Tasks)
	t.Cleanup(s.Stop)
	return s
}

// locks lets task 0 run as far as it gets and returns what it took (+) and gave
// back (-), in order.
func locks(t *testing.T, s *daxtest.Stepper) string {
	t.Helper()
	short := map[task.LockClass]string{task.MmapLock: "mmap", task.InvalidateLock: "inv", task.Handle: "handle", task.PageLock: "page"}
	var out []string
	for slices.Contains(s.Ready(), 0) {
		if err := s.Step(0); err != nil {
			t.Fatal(err)
		}
		for _, e := range s.Events() {
			name := short[task.LockClass(e.N)]
			if task.LockClass(e.N) == task.Handle && !e.All {
				name = "commit"
			}
			switch e.Kind {
			case task.Acquired:
				out = append(out, "+"+name)
			case task.Dropped:
				out = append(out, "-"+name)
			case task.Locked:
				out = append(out, "+entry")
			case task.Unlocked:
				out = append(out, "-entry")
			}
		}
	}
	return strings.Join(out, " ")
}

// TestOrderOfAWriteFault is that of each era and each way to make it durable.
func TestOrderOfAWriteFault(t *testing.T) {
	for rules, want := range map[string]string{
		"order=handle-first sync=never":     "+mmap +inv +handle +entry -entry -handle -inv -mmap",
		"order=entry-first sync=never":      "+mmap +inv +entry +handle -handle -entry -inv -mmap",
		"order=mapping-first sync=never":    "+mmap +inv +handle -handle +entry -entry -inv -mmap",
		"sync=map-sync":                     "+mmap +inv +handle +entry -entry -handle +commit -commit +entry -entry -inv -mmap",
		"sync=in-entry":                     "+mmap +inv +handle +entry -handle +commit -commit -entry -inv -mmap",
		"order=entry-first sync=in-entry":   "+mmap +inv +entry +handle -handle +commit -commit -entry -inv -mmap",
		"order=mapping-first sync=in-entry": "+mmap +inv +handle -handle +entry +commit -commit -entry -inv -mmap",
		"sync=retry": "+mmap +inv +handle +entry -entry -handle -inv -mmap +commit -commit" +
			" +mmap +inv +handle +entry -entry -handle -inv -mmap",
	} {
		s := journaled(t, "journal: "+rules, "tasks: access(B+1,w)")
		if got := locks(t, s); got != want {
			t.Errorf("%s:\n%s\nwant\n%s", rules, got, want)
		}
		if err := s.Verdict(); err != nil {
			t.Errorf("%s: %v", rules, err)
		}
		_, mapped := s.World.Files[0].VMA(0).Look(quiet{}, B+1, true)
		if durable := !strings.Contains(rules, "never"); !mapped || s.World.Journal.Uncommitted(0) == durable {
			t.Errorf("%s: mapped %v, uncommitted %v", rules, mapped, s.World.Journal.Uncommitted(0))
		}
	}
}

// quiet is a task that only looks.
type quiet struct{ task.Task }

func (quiet) Lock(s *task.Spin)   { s.Acquire() }
func (quiet) Unlock(s *task.Spin) { s.Release() }

// TestReadFaultsHaveNoHandle, nor what finds its block allocated and durable a
// commit.
func TestReadFaultsHaveNoHandle(t *testing.T) {
	for tasks, want := range map[string]string{
		"access(B+1,r)": "+mmap +inv +entry -entry -inv -mmap",
		"access(B+2,w)": "+mmap +inv +handle +entry -entry -handle -inv -mmap",
	} {
		s := journaled(t, "entries: pte B+2", "journal: sync=map-sync", "tasks: "+tasks)
		if got := locks(t, s); got != want {
			t.Errorf("%s:\n%s\nwant\n%s", tasks, got, want)
		}
	}
}

// TestOnlyFlaggedExtentsAreCommitted in a fault; and write(2) unmaps them first.
func TestOnlyFlaggedExtentsAreCommitted(t *testing.T) {
	for page, commits := range map[string]bool{"B+1": true, "B+2": false} {
		s := journaled(t, "journal: sync=nofsync", "nofsync: B+1", "tasks: access("+page+",w)")
		if got := locks(t, s); strings.Contains(got, "commit") != commits {
			t.Errorf("%s: %s", page, got)
		}
		s = journaled(t, "entries: pte B+1, pte B+2", "journal: sync=nofsync", "nofsync: B+1", "tasks: access("+page+",r) then C("+page+")")
		locks(t, s)
		index, _ := daxtest.ParseIndex(page)
		if _, mapped := s.World.Files[0].VMA(0).Look(quiet{}, index, false); mapped == commits {
			t.Errorf("%s: still mapped after a write(2): %v", page, mapped)
		}
	}
}

// TestOrderOfACopy is that of each way to copy from a mapping.
func TestOrderOfACopy(t *testing.T) {
	const fault = "+mmap +inv +entry -entry -inv -mmap"
	for rules, want := range map[string]string{
		"copy=prefault":  fault + " +handle +page -page -handle",
		"copy=locked":    "+handle +page -handle " + fault + " -page",
		"copy=in-handle": "+handle +page " + fault + " -page -handle",
	} {
		s := journaled(t, "journal: "+rules, "tasks: copy(3,B+1,r)")
		if got := locks(t, s); got != want {
			t.Errorf("%s:\n%s\nwant\n%s", rules, got, want)
		}
		if !s.World.Journal.Uncommitted(63) {
			t.Errorf("%s: the page is not to be written", rules)
		}
	}
}

// TestCopyBeginsAgain if its source is unmapped between the fault and the copy.
func TestCopyBeginsAgain(t *testing.T) {
	s := journaled(t, "entries: pte B+1", "journal: copy=prefault", "tasks: copy(3,B+1,r); R(B+1,B+1)")
	for !strings.Contains(strings.Join(s.Did(), " "), "has a handle") {
		if err := s.Step(0); err != nil {
			t.Fatal(err)
		}
	}
	for slices.Contains(s.Ready(), 1) {
		if err := s.Step(1); err != nil {
			t.Fatal(err)
		}
	}
	if got, want := locks(t, s), "+page -page -handle +mmap +inv +entry -entry -inv -mmap +handle +page -page -handle"; got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
}

// TestCopyFromNowhere ends: the source is unmapped for good.
func TestCopyFromNowhere(t *testing.T) {
	s := journaled(t, "journal: copy=prefault", "tasks: unmap() then copy(3,B+1,r)")
	if got := locks(t, s); strings.Contains(got, "page") || len(s.Ready()) != 0 || s.Verdict() != nil {
		t.Errorf("%s, %v", got, s.Verdict())
	}
}

// TestHangsSayWhoWaitsForWhom along the whole cycle.
func TestHangsSayWhoWaitsForWhom(t *testing.T) {
	sc, err := daxtest.ScenarioNamed("mmap-lock-map-sync")
	if err != nil {
		t.Fatal(err)
	}
	text := sc.Plays[0].Transcript
	for _, want := range []string{
		"mmap_lock of process 0 (shared), which one reader holds",
		"mmap_lock of process 0 (exclusive), which one reader holds",
		"page 0 of the ordinary file, which task 0 has locked",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("nobody waits for %s:\n%s", want, text)
		}
	}
}

// TestPrivateWriteChangesNothingOfTheFile: it has no handle and gets no block,
// though it is looked up first.
func TestPrivateWriteChangesNothingOfTheFile(t *testing.T) {
	w := daxcore.NewWorld(daxcore.Config{Tasks: 8, Files: 1, FilePages: daxtest.FilePages, Buckets: 4, Entries: daxcore.Policy{}.Design,
		Journal: true, Journaling: fs.Journaling{Order: fs.MappingFirst}})
	w.Map(0, &mm.VMA{Pages: daxtest.FilePages, Private: true})
	var r daxcore.Result
	alone(t, w, faulting(0, B+1, true, &r))
	if k := w.Files[0].Blocks.At(B+1, 1).Kind; k != fs.Hole || w.Journal.Uncommitted(0) || r&daxcore.DoneCow == 0 {
		t.Errorf("returns %v; the page is %v, metadata uncommitted %v", r, k, w.Journal.Uncommitted(0))
	}
}
