package daxcore_test

import (
	"testing"

	"daxwait/daxcore"
	"daxwait/daxcore/waitqueue"
)

// wait sleeps behind whoever has the entry at an index locked. It ends with
// xa_lock dropped, as Wait does.
func wait(index uint64, at daxcore.Site) doing {
	return func(w *daxcore.World, t daxcore.Task) {
		m := w.Files[0]
		t.Lock(&m.XALock)
		w.Entries.Wait(t, m, index, m.Load(index), at, false)
	}
}

func TestWaitByPageIsNonExclusiveAndNeverLooksAgain(t *testing.T) {
	waits, r := recorded(wait(B+1, daxcore.ByPage))
	s := newStage(t, newWorld(t, "pte B+1", daxcore.Policy{}), script(t, "F(0,B+1)"), waits)
	s.play("0 1")
	if mode := s.sleepsOn(1, B+1); mode != waitqueue.NonExclusive {
		t.Errorf("sleeps %v", mode)
	}
	s.finish()
	r.exactly(t, "lock xa", "lock bucket", "unlock bucket", "unlock xa", "sleep")
	if r.has("spend walk-xarray") {
		t.Error("looks at the tree, which may be gone")
	}
}

func TestWaitOnAPMDEntrySleepsOnItsBase(t *testing.T) {
	s := newStage(t, newWorld(t, "pmd", daxcore.Policy{}), script(t, "F(9,B)"), wait(B+9, daxcore.ByPage))
	s.play("0 1")
	s.sleepsOn(1, B)
	s.finish()
}

func TestWaitInAScanIsExclusive(t *testing.T) {
	s := newStage(t, newWorld(t, "pte B+1", daxcore.Policy{}), script(t, "F(0,B+1)"), wait(B+1, daxcore.InScan))
	s.play("0 1")
	if mode := s.sleepsOn(1, B+1); mode != waitqueue.Exclusive {
		t.Errorf("sleeps %v", mode)
	}
	s.finish()
}

func TestWaitIsQueuedAsThePolicySays(t *testing.T) {
	for _, c := range []struct {
		at   daxcore.Site
		q    daxcore.Queueing
		mode waitqueue.Mode
	}{
		{daxcore.ByPage, daxcore.QueueExclusive, waitqueue.Exclusive},
		{daxcore.InScan, daxcore.QueueShared, waitqueue.NonExclusive},
		{daxcore.InFault, daxcore.QueueShared, waitqueue.NonExclusive},
	} {
		var p daxcore.Policy
		p.Wait[c.at] = c.q
		s := newStage(t, newWorld(t, "pte B+1", p), script(t, "F(0,B+1)"), wait(B+1, c.at))
		s.play("0 1")
		if mode := s.sleepsOn(1, B+1); mode != c.mode {
			t.Errorf("%v %v: sleeps %v", c.at, c.q, mode)
		}
	}
}
