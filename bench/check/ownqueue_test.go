package check_test

import (
	"strings"
	"testing"

	"daxwait/bench/check"
	"daxwait/daxcore"
	"daxwait/daxcore/daxtest"
	"daxwait/daxcore/step"
	"daxwait/daxcore/task"
	"daxwait/daxcore/waitqueue"
)

// ownQueue is a design whose waiters stand in an array of its own: a release
// wakes all that wait for the entry. It may be one that pays for what it does,
// and one that forgets to wake.
type ownQueue struct {
	waits                 []uint64 // by task: 1 + the index, or 0
	looks, wakes, forgets bool
	ns                    int64 // that it says a look and a wake take
}

func ownQueues(looks, wakes, forgets bool) daxcore.Design {
	return func(r daxcore.Room) daxcore.EntryLock {
		return &ownQueue{waits: make([]uint64, r.Tasks), looks: looks, wakes: wakes, forgets: forgets}
	}
}

func (*ownQueue) Rules() daxcore.Rules { return daxcore.Rules{} }

func (q *ownQueue) AppendState(dst []uint64) []uint64 { return append(dst, q.waits...) }
func (q *ownQueue) SetState(src []uint64) []uint64    { return src[copy(q.waits, src):] }

// Waiting implements [daxcore.Queued].
func (q *ownQueue) Waiting(id int) (waitqueue.Key, string, bool) {
	return waitqueue.Key{Index: q.waits[id] - 1}, "in an array", q.waits[id] != 0
}

func (q *ownQueue) Get(t daxcore.Task, m *daxcore.Mapping, index uint64, order uint8) (daxcore.Entry, bool) {
	for {
		cur := m.Pages.At(index, order)
		e := m.Find(t, &cur)
		if !e.Locked() {
			return e, false
		}
		t.At(task.GetLoop, index, uint64(order))
		q.Wait(t, m, index, e, daxcore.InFault, false)
		m.Enter(t, index)
	}
}

func (q *ownQueue) Wait(t daxcore.Task, m *daxcore.Mapping, index uint64, e daxcore.Entry, _ daxcore.Site, _ bool) {
	q.waits[t.ID()] = 1 + e.Start(index)
	t.Unlock(&m.XALock)
	t.Park()
	q.waits[t.ID()] = 0 // if it was not woken: it looks all the same
	if q.looks {
		t.Spend(task.Recheck, q.ns)
	}
}

func (q *ownQueue) Release(t daxcore.Task, m *daxcore.Mapping, index uint64, e daxcore.Entry, owned bool, _ daxcore.Reason) {
	if owned {
		m.StoreUnlocked(t, index, e)
	}
	for id, waits := range q.waits {
		if waits == 1+e.Start(index) && !q.forgets {
			q.waits[id] = 0
			if q.wakes {
				t.Spend(task.WakeOne, q.ns)
			}
			t.Wake(id)
		}
	}
}

func (q *ownQueue) Unlock(t daxcore.Task, m *daxcore.Mapping, index uint64, cookie daxcore.Entry) {
	m.Enter(t, index)
	q.Release(t, m, index, cookie, true, daxcore.Unlocked)
	t.Unlock(&m.XALock)
}

// TestWhoParksPastTheTablePays: a queue of a design's own is proved if it is
// charged as the wait table is, and refused if it is not.
func TestWhoParksPastTheTablePays(t *testing.T) {
	sc := scenario(t, "pte B+1", "F(0,B+1); F(0,B+1); I(B+1)")
	for _, c := range []struct {
		looks, wakes bool
		says         string
	}{
		{true, true, ""},
		{true, false, "does not pay for it (task.WakeOne)"},
		{false, true, "does not pay for its look (task.Recheck)"},
	} {
		design := ownQueues(c.looks, c.wakes, false)
		r := search(t, sc, design, check.Options{})
		if v := found(r, step.Broken); (v != nil) != (c.says != "") || c.says == "" && len(r.Violations) != 0 {
			t.Errorf("looks paid %v, wakes paid %v: %v", c.looks, c.wakes, losses(r))
		}
		err := daxtest.Conform(design, daxtest.Options{Schedules: 20, Scenarios: []*daxtest.Scenario{sc}})
		if (err != nil) != (c.says != "") || err != nil && !strings.Contains(err.Error(), c.says) {
			t.Errorf("looks paid %v, wakes paid %v: %v", c.looks, c.wakes, err)
		}
	}
}

// TestAQueueOfADesignsOwnIsNamed in what a search says of a hang.
func TestAQueueOfADesignsOwnIsNamed(t *testing.T) {
	sc := scenario(t, "pte B+1", "F(0,B+1); F(0,B+1)")
	design := ownQueues(true, true, true)
	v := found(search(t, sc, design, check.Options{}), step.LostWakeup)
	if v == nil {
		t.Fatal("who is not woken is not lost")
	}
	ticket, err := check.Issue("own", sc, design, v.Schedule)
	if err != nil {
		t.Fatal(err)
	}
	columns, err := check.Columns(ticket, sc, design, v)
	if err != nil {
		t.Fatal(err)
	}
	last := columns.Steps[len(columns.Steps)-1].After[v.Tasks[0]]
	if last.Key != "B+1" || !strings.Contains(columns.Ending, "sleeps on key B+1 for ever") {
		t.Errorf("it sleeps on %q; %s", last.Key, columns.Ending)
	}
}

// TestWhoNamesAPriceDoesNotPay: a look and a wake of a nanosecond are no look and
// no wake.
func TestWhoNamesAPriceDoesNotPay(t *testing.T) {
	sc := scenario(t, "pte B+1", "F(0,B+1); F(0,B+1); I(B+1)")
	cheap := func(r daxcore.Room) daxcore.EntryLock {
		return &ownQueue{waits: make([]uint64, r.Tasks), looks: true, wakes: true, ns: 1}
	}
	if found(search(t, sc, cheap, check.Options{}), step.Broken) == nil {
		t.Error("who spends a nanosecond is not found out")
	}
}
