package oracle

import (
	"slices"

	"daxwait/daxcore"
	"daxwait/daxcore/task"
	"daxwait/daxcore/xarray"
)

// serial is a design for the herdserial families, not for a kernel: a release
// gives the entry to the first in line, and pays for the wake of one waiter or
// of each with xa_lock held and the bit set, so that nobody has the entry
// meanwhile. Who is woken in vain keeps its place. There is one entry.
type serial struct {
	all    bool
	queue  []int // tasks
	given  []bool
	cookie daxcore.Entry
}

func newSerial(all bool) daxcore.Design {
	return func(r daxcore.Room) daxcore.EntryLock { return &serial{all: all, given: make([]bool, r.Tasks)} }
}

func (s *serial) Rules() daxcore.Rules { return daxcore.Rules{} }

func (s *serial) Get(t daxcore.Task, m *daxcore.Mapping, index uint64, order uint8) (daxcore.Entry, bool) {
	cur := m.Pages.At(index, order)
	e := daxcore.Entry(cur.Load())
	if !e.Locked() {
		return e, false
	}
	id := t.ID()
	s.queue = append(s.queue, id)
	t.Unlock(&m.XALock)
	for !s.given[id] {
		t.Park()
	}
	t.Lock(&m.XALock)
	s.given[id] = false
	return s.cookie, true
}

func (s *serial) Unlock(t daxcore.Task, m *daxcore.Mapping, index uint64, cookie daxcore.Entry) {
	t.Lock(&m.XALock)
	t.Observe(daxcore.Event{Kind: task.Unlocked, File: m.ID, Index: index})
	if len(s.queue) == 0 {
		cur := m.Pages.At(index, daxcore.PTE)
		cur.Store(xarray.Entry(cookie))
	} else {
		s.pass(t, cookie)
	}
	t.Unlock(&m.XALock)
}

// pass gives the entry to the first in line. Preconditions: xa_lock is held.
func (s *serial) pass(t daxcore.Task, cookie daxcore.Entry) {
	s.cookie, s.given[s.queue[0]] = cookie, true
	woken := s.queue[:1]
	if s.all {
		woken = s.queue
	}
	for _, id := range woken {
		t.Spend(task.WakeOne, 0)
		t.Wake(id)
	}
	s.queue = slices.Delete(s.queue, 0, 1)
}

// Wait and Release are for operations that no oracle does.
func (s *serial) Wait(daxcore.Task, *daxcore.Mapping, uint64, daxcore.Entry, daxcore.Site, bool) {
	panic("oracle: serial is for PTE faults alone")
}

func (s *serial) Release(daxcore.Task, *daxcore.Mapping, uint64, daxcore.Entry, bool, daxcore.Reason) {
	panic("oracle: serial is for PTE faults alone")
}
