package daxcore_test

import (
	"testing"

	"daxwait/daxcore"
	"daxwait/daxcore/task"
)

// closes opens no file: the world was told that the task has it open.
func closes(w *daxcore.World, t daxcore.Task) { w.Close(t, 0) }

// opened is a world with a file that tasks have open.
func opened(t *testing.T, entries string, p daxcore.Policy, references int) (*daxcore.World, *daxcore.Mapping) {
	w := newWorld(t, entries, p)
	for range references {
		w.Open(0)
	}
	return w, w.Files[0]
}

func TestEvictOnTheLastClose(t *testing.T) {
	w, m := opened(t, "pmd, pte 3", daxcore.Policy{}, 2)
	alone(t, w, closes)
	if m.NrPages != daxcore.Chunk+1 || m.Inode.Freed() {
		t.Errorf("the first of two: %d pages, freed %v", m.NrPages, m.Inode.Freed())
	}
	alone(t, w, closes)
	if m.NrPages != 0 || !m.Inode.Freed() || m.Load(B+7).Present() || m.Load(3).Present() {
		t.Errorf("the last: %d pages, freed %v", m.NrPages, m.Inode.Freed())
	}
	if _, _, ok := w.Owner(m.Blocks.PFN(B + 7)); ok {
		t.Error("a frame is still the file's")
	}
}

func TestEvictStep2WaitsForWhoHasAnEntryLocked(t *testing.T) {
	w, m := opened(t, "pte B+1", daxcore.Policy{}, 1)
	var l locked
	s := newStage(t, w, lockPage(B+1, &l), closes)
	s.play("00")
	s.run(1)
	s.sleepsOn(1, B+1)
	if m.Inode.Freed() {
		t.Error("freed under a lock")
	}
	s.finish()
	if !m.Inode.Freed() {
		t.Error("never freed")
	}
}

func TestEvictStep2RemovesDirtyEntriesByTheDesignsOwnRemoval(t *testing.T) {
	w, m := opened(t, "pte B+1 dirty", daxcore.Policy{}, 1)
	if n := wokenBy(t, w, closes, exclusive(B+1)); n != 3 || m.NrPages != 0 {
		t.Errorf("wakes %d, leaves %d pages", n, m.NrPages)
	}
}

func TestEvictStep3TakesXALockOnceMore(t *testing.T) {
	w, _ := opened(t, "", daxcore.Policy{}, 1)
	act, r := recorded(closes)
	alone(t, w, act)
	r.exactly(t, "yield closing",
		"lock xa", "unlock xa", // there is no entry
		"lock xa", "unlock xa", "yield grace-period", "lock sem", "unlock sem")
}

func TestEvictStep3WantsTheFileEmpty(t *testing.T) {
	w, m := opened(t, "", daxcore.Policy{}, 1)
	s := newStage(t, w, closes)
	s.play("00") // has found nothing to delete
	m.Insert(B+1, daxcore.MakeEntry(m.Blocks.PFN(B+1), 0), false)
	s.run(0)
	s.broken(task.LeftBehind)
}

func TestEvictStep4WaitsForAGracePeriod(t *testing.T) {
	for rule, waits := range map[daxcore.PageRCU]bool{daxcore.RCUHeld: true, daxcore.RCUFirst: true, daxcore.RCUNone: false} {
		w, m := opened(t, "pte B+1", daxcore.Policy{Rules: daxcore.Rules{PageRCU: rule}}, 1)
		var l locked
		s := newStage(t, w, lockPage(B+1, &l), closes)
		s.play("0") // has seen page->mapping
		s.run(1)
		if readers := w.Graced(1); (readers != nil) != waits || m.Inode.Freed() == waits {
			t.Errorf("%v: waits for readers %v, freed %v", rule, readers, m.Inode.Freed())
		}
		s.run(0)
		s.run(1)
		if !l.done || l.ok || !m.Inode.Freed() {
			t.Errorf("%v: locked %v, freed %v", rule, l.ok, m.Inode.Freed())
		}
		if !waits {
			s.broken(task.UsedAfterFree)
		} else if s.Verdict() != nil {
			t.Error(s.Verdict())
		}
	}
}

// TestLockPageEndsItsReadSection: where it sleeps, where it has the entry, and
// where there is none: an eviction then waits for no reader.
func TestLockPageEndsItsReadSection(t *testing.T) {
	for _, c := range []struct {
		what, entries, schedule string
		tasks                   []doing
	}{
		{"asleep", "pte B+1", "0 1 1 0", []doing{script(t, "F(0,B+1)"), script(t, "L(B+1)")}},
		{"locked", "pte B+1", "1 1", []doing{script(t, "F(0,B+1)"), script(t, "L(B+1)")}},
		{"no file", "", "1", []doing{script(t, "F(0,B+1)"), script(t, "L(B+1)")}},
		{"gone meanwhile", "pte B+1", "1 0 1", []doing{script(t, "I(B+1)"), script(t, "L(B+1)")}},
	} {
		w, _ := opened(t, c.entries, daxcore.Policy{}, 1)
		s := newStage(t, w, append(c.tasks, func(w *daxcore.World, t daxcore.Task) { w.Close(t, 0) })...)
		s.play(c.schedule)
		s.run(2)
		if readers := w.Graced(2); readers != nil {
			t.Errorf("%s: an eviction waits for readers %v", c.what, readers)
		}
	}
}

func TestReadersAreNotWaitedForThatCameLater(t *testing.T) {
	// The second lock-by-page looks after the eviction has begun its period.
	w, m := opened(t, "pte B+1", daxcore.Policy{}, 1)
	var a, b locked
	s := newStage(t, w, lockPage(B+1, &a), closes, lockPage(B+1, &b))
	s.play("0")
	s.run(1)
	s.play("2")
	s.run(0)
	s.run(1)
	if !m.Inode.Freed() || !a.done || a.ok || b.ok {
		t.Errorf("freed %v, locked %v and %v", m.Inode.Freed(), a.ok, b.ok)
	}
	s.finish()
}

// TestUseAfterFreeIsReported wherever xa_lock is taken by somebody who may have
// no reference.
func TestUseAfterFreeIsReported(t *testing.T) {
	for _, c := range []struct {
		what     string
		rule     daxcore.PageRetry
		schedule string
		then     string
		tasks    []string
	}{
		{"by the lock", daxcore.RetryFromStart, "0", "0", []string{"L(B+1)"}},
		{"by the unlock", daxcore.RetryFromStart, "00", "0", []string{"L(B+1)"}},
		{"after a sleep", daxcore.Relock, "0 1 1 0 0", "1", []string{"F(0,B+1)", "L(B+1)"}},
		{"after a sleep, with a put", daxcore.RelockPut, "0 1 1 0 0", "1", []string{"F(0,B+1)", "L(B+1)"}},
		{"after a sleep, for the frame", daxcore.ComparePFN, "0 1 1 0 0", "1", []string{"F(0,B+1)", "L(B+1)"}},
		{"by a fault that slept", daxcore.RetryFromStart, "0 1 0 0", "1", []string{"F(0,B+1)", "F(0,B+1)"}},
	} {
		w := newWorld(t, "pte B+1", daxcore.Policy{Rules: daxcore.Rules{PageRetry: c.rule}})
		var tasks []doing
		for _, text := range c.tasks {
			tasks = append(tasks, script(t, text))
		}
		s := newStage(t, w, tasks...)
		s.play(c.schedule)
		if s.Verdict() != nil {
			t.Fatalf("%s: %v", c.what, s.Verdict())
		}
		w.Files[0].Inode.Free()
		s.play(c.then)
		t.Log(c.what)
		s.broken(task.UsedAfterFree)
	}
}

func TestLockPageAfterASleepTouchesNothingOfTheFile(t *testing.T) {
	w := newWorld(t, "pte B+1", daxcore.Policy{})
	s := newStage(t, w, script(t, "I(B+1)"), script(t, "F(0,B+1)"), script(t, "L(B+1)"))
	s.play("1 0 2 2 1 1 0") // the entry is gone
	w.Files[0].Inode.Free()
	s.finish()
}

func TestRelockPutPassesTheWakeOn(t *testing.T) {
	// 4.20-rc4: it was woken and starts again, so it wakes the next; but not if
	// the entry is gone, as puts are.
	for _, c := range []struct {
		rule    daxcore.PageRetry
		removed bool
		want    bool
	}{{daxcore.Relock, false, false}, {daxcore.RelockPut, false, true}, {daxcore.RelockPut, true, false}} {
		p := daxcore.Policy{OnRemoval: daxcore.WakeNext, Put: daxcore.PutNext, Rules: daxcore.Rules{PageRetry: c.rule}}
		p.Wait[daxcore.ByPage] = daxcore.QueueExclusive
		w := newWorld(t, "pte B+1", p)
		s := newStage(t, w, script(t, "F(0,B+1)"), script(t, "L(B+1)"), script(t, "F(0,B+1)"), script(t, "F(0,B+1)"), script(t, "I(B+1)"))
		s.play("0 1 1 2 3 0 0") // 1 is woken
		next := 2
		if c.removed {
			s.play("4") // and wakes 2
			next = 3
		}
		s.play("1")
		if s.asleep(next) == c.want {
			t.Errorf("%v, removed %v: the next sleeps %v", c.rule, c.removed, s.asleep(next))
		}
	}
}

func TestUnlockPageStoresWhatTheCookieSays(t *testing.T) {
	for rule, want := range map[daxcore.Cookie]string{
		daxcore.CookieUnlocked:    "",
		daxcore.CookieFromPage:    "entry replaced while locked",
		daxcore.CookieFromPagePMD: "entry replaced while locked",
		daxcore.CookieLocked:      "unlock with a locked cookie",
	} {
		for entries, index := range map[string]uint64{"pte B+1": B + 1, "pmd": B, "pmd dirty": B + 7} {
			w := newWorld(t, entries, daxcore.Policy{Rules: daxcore.Rules{Cookie: rule}})
			m := w.Files[0]
			before := m.Load(index)
			var l locked
			s := newStage(t, w, lockPage(index, &l))
			s.run(0)
			right := rule == daxcore.CookieUnlocked || rule == daxcore.CookieFromPage && !before.IsPMD() ||
				rule == daxcore.CookieFromPagePMD && (!before.IsPMD() || index == B)
			if err := s.Verdict(); (err == nil) != right {
				t.Errorf("%v, %s: %v; want %q", rule, entries, err, want)
			} else if after := m.Load(index); (after == before) != (right || rule == daxcore.CookieLocked) {
				t.Errorf("%v, %s: %v became %v", rule, entries, before, after)
			}
		}
	}
}
