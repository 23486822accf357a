package waitqueue_test

import (
	"fmt"
	"testing"
	"time"

	"daxwait/daxcore/task"
	"daxwait/daxcore/waitqueue"
)

// idle is a task to which nothing matters, so that what is left is the table.
type idle struct{ id int }

func (t *idle) ID() int                       { return t.id }
func (t *idle) Lock(*task.Spin)               {}
func (t *idle) Unlock(*task.Spin)             {}
func (t *idle) Park() bool                    { return true }
func (t *idle) Wake(int)                      {}
func (t *idle) Yield(task.Label)              {}
func (t *idle) Spend(task.Cost, int64)        {}
func (t *idle) At(task.Label, uint64, uint64) {}
func (t *idle) Decide(task.Choice) bool       { return false }
func (t *idle) Now() int64                    { return 0 }
func (t *idle) StartTimer(*task.Timer)        {}
func (t *idle) Observe(task.Event)            {}

func (t *idle) Elapsed(*task.Timer, time.Duration) bool { return false }

// withForeign is a table of one bucket in which n tasks wait for another key.
func withForeign(n int) *waitqueue.Table {
	q := waitqueue.New(1, n+1, 0)
	for id := range n {
		q.Prepare(&idle{id + 1}, there, waitqueue.Exclusive)
	}
	return q
}

// prepareWake is one sleep and its wake.
func prepareWake(q *waitqueue.Table, t task.Task) {
	q.Prepare(t, here, waitqueue.Exclusive)
	q.Wake(t, here, 1)
	q.Sleep(t)
}

func BenchmarkPrepareWake(b *testing.B) {
	for _, n := range []int{0, 8} {
		b.Run(fmt.Sprintf("foreign=%d", n), func(b *testing.B) {
			q, t := withForeign(n), task.Task(&idle{0})
			b.ReportAllocs()
			for b.Loop() {
				prepareWake(q, t)
			}
		})
	}
}

func TestWaitingDoesNotAllocate(t *testing.T) {
	for _, n := range []int{0, 8} {
		q, self := withForeign(n), task.Task(&idle{0})
		if allocs := testing.AllocsPerRun(100, func() { prepareWake(q, self) }); allocs != 0 {
			t.Errorf("%d foreign waiters: %v allocations for a sleep and its wake", n, allocs)
		}
	}
}
