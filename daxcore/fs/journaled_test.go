package fs_test

import (
	"testing"

	"daxwait/daxcore/fs"
	"daxwait/daxcore/task"
)

// withJournal makes a crew that uses a file system, and a request for a page of
// a file of it, which is all holes.
func withJournal(t *testing.T, rules fs.Journaling) (*crew, *fs.Journaled, fs.Request) {
	c := newCrew(t, 2)
	j := fs.NewJournaled(2, 0, rules)
	c.j = j.Journal
	return c, j, fs.Request{File: fs.File{Blocks: fs.New(64, 512)}, Index: 3, Pages: 1}
}

// TestWhatChangesBlocksLeavesMetadata to commit, each with a handle of its own.
func TestWhatChangesBlocksLeavesMetadata(t *testing.T) {
	for name, op := range map[string]func(*fs.Journaled, task.Task, fs.Request){
		"write":   func(j *fs.Journaled, t task.Task, r fs.Request) { j.Write(t, r) },
		"reserve": (*fs.Journaled).Reserve,
		"free":    (*fs.Journaled).Free,
	} {
		c, j, r := withJournal(t, fs.Journaling{})
		c.does(0, func(t task.Task) { op(j, t, r) })
		if !j.Uncommitted(0) {
			t.Errorf("%s: nothing is uncommitted", name)
		}
		c.want([]string{"0+handle", "0-handle"})
	}
}

// TestEachFaultIsRetriedOnce: the next one, too.
func TestEachFaultIsRetriedOnce(t *testing.T) {
	c, j, _ := withJournal(t, fs.Journaling{Sync: fs.SyncRetry})
	for range 2 {
		c.does(0, func(tk task.Task) {
			if !j.Retries(tk) || !j.Again(tk, 0, 3, true) {
				t.Error("not retried")
			}
			if j.Retries(tk) || j.Again(tk, 0, 3, false) {
				t.Error("retried twice")
			}
		})
	}
}

// TestWhatWasFoundFirstIsOfThisFault: the hole of the one before, which did not
// ask for it, is none of its business.
func TestWhatWasFoundFirstIsOfThisFault(t *testing.T) {
	c, j, r := withJournal(t, fs.Journaling{Order: fs.MappingFirst})
	c.does(0, func(tk task.Task) {
		j.Enter(tk, r, fs.MappingFirst)
		r.Blocks.Set(r.Index, 1, fs.Written)
		j.Enter(tk, r, fs.MappingFirst)
		if x := j.Find(tk, r); x.Kind != fs.Written {
			t.Errorf("finds %v", x.Kind)
		}
	})
}

// TestAFaultGoesOnFromAState with what it has found.
func TestAFaultGoesOnFromAState(t *testing.T) {
	c, j, r := withJournal(t, fs.Journaling{Order: fs.MappingFirst})
	c.does(0, func(tk task.Task) { j.Enter(tk, r, fs.MappingFirst) })
	d, other, _ := withJournal(t, fs.Journaling{Order: fs.MappingFirst})
	other.SetState(j.AppendState(nil))
	d.does(0, func(tk task.Task) {
		if x := other.Find(tk, r); x.Kind != fs.Hole {
			t.Errorf("finds %v", x.Kind)
		}
	})
}
