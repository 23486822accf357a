package daxcore_test

import (
	"testing"

	"daxwait/daxcore"
	"daxwait/daxcore/fs"
	"daxwait/daxcore/mm"
	"daxwait/daxcore/task"
)

func TestTruncateRemovesDirtyEntriesToo(t *testing.T) {
	w := newWorld(t, "pte 3 dirty, pmd dirty", daxcore.Policy{})
	m := w.Files[0]
	alone(t, w, script(t, "T(512)"))
	if m.Load(B).Present() || !m.Load(3).Present() || m.NrPages != 1 || m.Size() != 512 {
		t.Errorf("left %v and %v, %d pages counted, size %d", m.Load(B), m.Load(3), m.NrPages, m.Size())
	}
}

func TestTruncateUnmapsThenRemovesThenFreesBlocks(t *testing.T) {
	w := newWorld(t, "", daxcore.Policy{})
	m := w.Files[0]
	alone(t, w, script(t, "P(B+1,w)"))
	act, r := recorded(script(t, "T(512)"))
	alone(t, w, act)
	r.inOrder(t, "spend unmap", "lock pagetable", "observe removed")
	if slot, _ := look(t, w, 0, B+1, false); slot != mm.None {
		t.Errorf("page tables have %v", slot)
	}
	if x := m.Blocks.At(B, daxcore.Chunk); x.Kind != fs.Hole || x.Pages != daxcore.Chunk {
		t.Errorf("blocks: %+v", x)
	}
}

func TestTruncateTakesAPMDEntryAsAWholeAndLeavesItsBlocksBefore(t *testing.T) {
	w := newWorld(t, "pmd", daxcore.Policy{})
	m := w.Files[0]
	alone(t, w, script(t, "T(612)")) // B+100
	if m.Load(B).Present() || m.NrPages != 0 {
		t.Errorf("left %v, %d pages counted", m.Load(B), m.NrPages)
	}
	if x := m.Blocks.At(B, daxcore.Chunk); x.Kind != fs.Written || x.Pages != 100 {
		t.Errorf("blocks: %+v, want 100 pages left", x)
	}
}

func TestTruncateUpwardsRemovesNothing(t *testing.T) {
	w := newWorld(t, "pte 3", daxcore.Policy{})
	alone(t, w, script(t, "T(512)"))
	alone(t, w, script(t, "T(1024)"))
	if m := w.Files[0]; m.Size() != 1024 || !m.Load(3).Present() {
		t.Errorf("size %d, entry %v", m.Size(), m.Load(3))
	}
}

func TestTruncateWaitsForALockedEntry(t *testing.T) {
	// No fault can hold one, but who locks a page for its failure does.
	w := newWorld(t, "pte B+1", daxcore.Policy{})
	s := newStage(t, w, script(t, "L(B+1)"), script(t, "T(512)"))
	s.play("00")
	s.run(1)
	s.sleepsOn(1, B+1)
	s.finish()
	if w.Files[0].Load(B+1) != 0 {
		t.Errorf("left %v", w.Files[0].Load(B+1))
	}
}

func TestTruncateTellsThatItDeletedNothing(t *testing.T) {
	// An invalidation comes between its look and its removal, which are the
	// sections of xa_lock that it has: the second waits here.
	w := newWorld(t, "pte B+1", daxcore.Policy{})
	var told bool
	act, r := recorded(func(w *daxcore.World, tk daxcore.Task) { w.Truncate(&watching{tk, &told}, 0, 512) })
	s := newStage(t, w, act, script(t, "I(B+1)"))
	for count(r.log, "lock xa") < 2 {
		s.play("0")
	}
	s.run(1)
	s.finish()
	if !told {
		t.Error("not told")
	}
}

func TestPunchKeepsTheSizeAndWakesAll(t *testing.T) {
	w := newWorld(t, "pmd dirty", daxcore.Policy{})
	if n := wokenBy(t, w, script(t, "U(B+7,B+7)"), exclusive(B)); n != 3 {
		t.Errorf("wakes %d of three", n)
	}
	m := w.Files[0]
	if m.Load(B).Present() || m.Size() != 2048 {
		t.Errorf("left %v, size %d", m.Load(B), m.Size())
	}
	if x := m.Blocks.At(B+7, 8); x.Kind != fs.Hole || x.Pages != 1 {
		t.Errorf("blocks: %+v, want a hole of one page", x)
	}
}

// watching tells whether its task broke the rule that truncate deletes what it
// has seen.
type watching struct {
	daxcore.Task
	told *bool
}

func (w *watching) Observe(e daxcore.Event) {
	if e.Kind == task.Violated && task.Rule(e.N) == task.NotDeleted {
		*w.told = true
	}
	w.Task.Observe(e)
}

// TestWriteBehindTheEndMakesTheFileLonger by the page that it writes, and one of a
// page with data spends nothing on blocks.
func TestWriteBehindTheEndMakesTheFileLonger(t *testing.T) {
	w := newWorld(t, "", daxcore.Policy{})
	m := w.Files[0]
	alone(t, w, script(t, "T(512)"))
	alone(t, w, script(t, "C(600)"))
	if m.Size() != 601 || m.Blocks.At(600, 1).Kind != fs.Written {
		t.Errorf("%d pages, page 600 is %v", m.Size(), m.Blocks.At(600, 1).Kind)
	}
	act, rec := recorded(script(t, "C(600)"))
	alone(t, w, act)
	if len(rec.log) != 0 {
		t.Errorf("once more: %q", rec.log)
	}
}

// TestWriteLeavesTheHoleToOthersBeforeItInvalidates: nothing is locked between the
// block and the removal.
func TestWriteLeavesTheHoleToOthersBeforeItInvalidates(t *testing.T) {
	w := newWorld(t, "zero-pte B+1", daxcore.Policy{})
	act, rec := recorded(script(t, "C(B+1)"))
	alone(t, w, act)
	rec.inOrder(t, "spend alloc-blocks", "yield range-start", "lock xa", "observe removed")
}
