package daxcore_test

import (
	"testing"

	"daxwait/daxcore"
)

// synchronous is a mapping whose writes wait for the journal.
func synchronous(skewed bool) shape { return shape{sync: true, skewed: skewed} }

func TestSyncFaultMapsNothingBeforeTheCommit(t *testing.T) {
	for _, skewed := range []bool{true, false} {
		w := mapped(daxcore.Policy{}, synchronous(skewed), 0, 0)
		m := w.Files[0]
		var r daxcore.Result
		act, rec := recorded(faulting(0, B+1, true, &r))
		s := newStage(t, w, act)
		for !rec.has("spend journal-commit") {
			if rec.has("spend install-pte") || rec.has("spend install-pmd") || marked(m, B+1, daxcore.Dirty) {
				t.Fatalf("mapped or dirty before the commit: %q", rec.log)
			}
			s.play("0")
		}
		s.finish()
		if _, writable := look(t, w, 0, B+1, true); !writable || !marked(m, B+1, daxcore.Dirty) {
			t.Errorf("skewed %v: writable %v, dirty %v", skewed, writable, marked(m, B+1, daxcore.Dirty))
		}
		if r&(daxcore.NeedDSync|daxcore.Fallback) != 0 || r&daxcore.NoPage == 0 {
			t.Errorf("skewed %v: returns %v", skewed, r)
		}
	}
}

func TestSyncFaultOfCommittedBlocksMapsAtOnce(t *testing.T) {
	w := mapped(daxcore.Policy{}, synchronous(true), B, B+511)
	var r daxcore.Result
	act, rec := recorded(faulting(0, B+1, true, &r))
	alone(t, w, act)
	if rec.has("spend journal-commit") || !marked(w.Files[0], B+1, daxcore.Dirty) {
		t.Errorf("steps %q", rec.log)
	}
}

// committing plays a synchronous fault, task 0, up to its commit.
func committing(t *testing.T, s *stage, r *recorder) {
	t.Helper()
	for !r.has("spend journal-commit") {
		s.play("0")
	}
}

func TestMkwriteStep2GivesUpIfTheEntryIsGone(t *testing.T) {
	w := mapped(daxcore.Policy{}, synchronous(true), 0, 0)
	var r daxcore.Result
	act, rec := recorded(faulting(0, B+1, true, &r))
	// Between commit and second half the step goes on: the entry goes before
	// the commit, while the fault waits for xa_lock.
	var gone bool
	s := newStage(t, w, act, invalidate(B+1, &gone))
	for !(rec.has("spend alloc-blocks") && rec.has("observe unlocked")) {
		s.play("0")
	}
	s.run(1)
	s.finish()
	if !gone || r&daxcore.NoPage == 0 || w.Files[0].Load(B+1) != 0 {
		t.Errorf("gone %v, returns %v, entry %v", gone, r, w.Files[0].Load(B+1))
	}
	if _, writable := look(t, w, 0, B+1, true); writable {
		t.Error("maps an entry that is gone")
	}
}

func TestMkwriteStep2GivesUpOverAPTEEntryInItsWay(t *testing.T) {
	for _, p := range []daxcore.Policy{{}, {PMDMeets: daxcore.WaitAtBase}, {PMDMeets: daxcore.WaitAtEntry}} {
		givesUpOverAPTEEntry(t, p)
	}
}

func givesUpOverAPTEEntry(t *testing.T, p daxcore.Policy) {
	t.Helper()
	w := mapped(p, synchronous(false), 0, 0)
	m := w.Files[0]
	var r daxcore.Result
	act, rec := recorded(faulting(0, B+1, true, &r))
	var gone bool
	s := newStage(t, w, act, invalidate(B+1, &gone), script(t, "F(0,B+7)"))
	for !(rec.has("spend alloc-blocks") && rec.has("observe unlocked")) {
		s.play("0")
	}
	s.run(1) // the PMD entry goes, and a PTE entry comes
	s.run(2)
	s.finish()
	if _, writable := look(t, w, 0, B+1, true); !gone || writable || m.Load(B+1) != 0 || m.NrPages != 1 {
		t.Errorf("gone %v, writable %v, entry %v, %d pages", gone, writable, m.Load(B+1), m.NrPages)
	}
	if r&daxcore.NoPage == 0 {
		t.Errorf("returns %v", r)
	}
}

func TestMkwriteStep2PutsAPMDEntryBackThatAPTEFaultMeets(t *testing.T) {
	w := mapped(daxcore.Policy{}, synchronous(true), 0, 0)
	m := w.Files[0]
	var r daxcore.Result
	act, rec := recorded(faulting(0, B+1, true, &r))
	var gone bool
	s := newStage(t, w, act, invalidate(B+1, &gone), script(t, "F(9,B)"), sleeper(B, 0), sleeper(B, 0))
	for !(rec.has("spend alloc-blocks") && rec.has("observe unlocked")) {
		s.play("0")
	}
	s.run(1)
	s.run(2)
	s.play("3 4")
	s.run(0)
	if !gone || r&daxcore.NoPage == 0 || !m.Load(B).IsPMD() || marked(m, B, daxcore.Dirty) {
		t.Errorf("gone %v, returns %v, entry %v", gone, r, m.Load(B))
	}
	if s.asleep(3) || !s.asleep(4) {
		t.Errorf("put back: 3 sleeps %v, 4 sleeps %v; want one of them woken", s.asleep(3), s.asleep(4))
	}
}

func TestMkwriteStep3MarksDirtyLocksAndMaps(t *testing.T) {
	w := mapped(daxcore.Policy{}, synchronous(true), 0, 0)
	m := w.Files[0]
	var r daxcore.Result
	act, rec := recorded(faulting(0, B+1, true, &r))
	s := newStage(t, w, act)
	committing(t, s, rec)
	for !marked(m, B+1, daxcore.Dirty) {
		s.play("0")
	}
	if !m.Load(B + 1).Locked() {
		t.Error("dirty, but not locked in the same section")
	}
	s.finish()
	rec.inOrder(t, "spend journal-commit", "lock xa", "observe locked", "unlock xa", "spend install-pte", "lock xa", "observe unlocked")
}
