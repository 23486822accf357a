package waitqueue_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"daxwait/daxcore/task"
	"daxwait/daxcore/waitqueue"
)

// sleeper is a task that only writes down what is asked of it. Its Park
// returns at once, so whether it sleeps is for the queue to say.
type sleeper struct {
	id      int
	woken   []int
	foreign int
	locks   int
	spent   map[task.Cost]int
	unwoken bool // its sleeps end without a wake
}

func (s *sleeper) ID() int                       { return s.id }
func (s *sleeper) Lock(l *task.Spin)             { l.Acquire(); s.locks++ }
func (s *sleeper) Unlock(l *task.Spin)           { l.Release() }
func (s *sleeper) Park() bool                    { return !s.unwoken }
func (s *sleeper) Wake(id int)                   { s.woken = append(s.woken, id) }
func (s *sleeper) Yield(task.Label)              {}
func (s *sleeper) At(task.Label, uint64, uint64) {}
func (s *sleeper) Decide(task.Choice) bool       { return false }
func (s *sleeper) Now() int64                    { return 0 }
func (s *sleeper) StartTimer(*task.Timer)        {}

func (s *sleeper) Elapsed(*task.Timer, time.Duration) bool { return false }

func (s *sleeper) Spend(c task.Cost, _ int64) {
	if s.spent == nil {
		s.spent = map[task.Cost]int{}
	}
	s.spent[c]++
}

func (s *sleeper) Observe(e task.Event) {
	if e.Kind == task.Scanned {
		s.foreign += e.N
	}
}

var _ task.Task = (*sleeper)(nil)

// here and there share the only bucket of the tables of these tests.
var here, there = waitqueue.Key{Index: 1}, waitqueue.Key{File: 1, Index: 1}

const excl, non = waitqueue.Exclusive, waitqueue.NonExclusive

// queue makes a table in which tasks 0, 1, … were queued in that order.
func queue(t *testing.T, modes ...waitqueue.Mode) *waitqueue.Table {
	t.Helper()
	q := waitqueue.New(1, 300, 0)
	for id, m := range modes {
		q.Prepare(&sleeper{id: id}, here, m)
	}
	return q
}

// waker is a task that is in no queue.
func waker() *sleeper { return &sleeper{id: 299} }

func wants(t *testing.T, what string, got, want []int) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

func TestExclusiveWaitersQueueAtTheTail(t *testing.T) {
	wants(t, "queue", queue(t, excl, excl, excl).Queue(here), []int{0, 1, 2})
}

func TestNonExclusiveWaitersQueueAtTheHead(t *testing.T) {
	wants(t, "queue", queue(t, excl, non, non, excl).Queue(here), []int{2, 1, 0, 3})
}

func TestWakeOfOneTakesTheFirstExclusiveWaiter(t *testing.T) {
	q, w := queue(t, excl, excl, excl), waker()
	if n := q.Wake(w, here, 1); n != 1 {
		t.Errorf("says %d", n)
	}
	wants(t, "woken", w.woken, []int{0})
	wants(t, "left", q.Queue(here), []int{1, 2})
}

func TestWakeCountsOnlyExclusiveWaiters(t *testing.T) {
	q, w := queue(t, excl, excl, excl, non, non), waker()
	if n := q.Wake(w, here, 2); n != 4 {
		t.Errorf("says %d", n)
	}
	wants(t, "woken", w.woken, []int{4, 3, 0, 1})
	wants(t, "left", q.Queue(here), []int{2})
}

func TestWakeStopsAfterItsLastExclusiveWaiter(t *testing.T) {
	// A non-exclusive waiter of another time may stand behind: it goes to the
	// head, so none does, and the walk has nothing to look for.
	q, w := queue(t, excl, excl, excl), waker()
	q.Wake(w, here, 2)
	if w.spent[task.WakeOne] != 2 || w.spent[task.ScanForeign] != 0 {
		t.Errorf("spent %v", w.spent)
	}
}

func TestWakeAllTakesEverybody(t *testing.T) {
	q, w := queue(t, excl, non, excl), waker()
	if n := q.Wake(w, here, waitqueue.All); n != 3 || q.Active(here) {
		t.Errorf("says %d, active %v", n, q.Active(here))
	}
	wants(t, "woken", w.woken, []int{1, 0, 2})
}

// TestTakes has said beforehand how many each wake takes.
func TestTakes(t *testing.T) {
	for n := range 4 {
		q := waitqueue.New(1, 300, 0)
		for id, k := range []waitqueue.Key{there, here, there, here, here, there} {
			q.Prepare(&sleeper{id: id}, k, []waitqueue.Mode{excl, excl, non, excl, non, excl}[id])
		}
		for _, k := range []waitqueue.Key{here, there, {Index: 7}} {
			said := q.Takes(k, n)
			if took := q.Wake(waker(), k, n); took != said {
				t.Errorf("a wake of %d of %v takes %d, and was said to take %d", n, k, took, said)
			}
		}
	}
}

func TestForeignKeysAreScannedAndNotWoken(t *testing.T) {
	q := waitqueue.New(1, 300, 0)
	for id, k := range []waitqueue.Key{there, here, there, {Index: 2}, here} {
		q.Prepare(&sleeper{id: id}, k, excl)
	}
	w := waker()
	if n := q.Wake(w, here, waitqueue.All); n != 2 {
		t.Errorf("says %d", n)
	}
	wants(t, "woken", w.woken, []int{1, 4})
	wants(t, "left of the other key", q.Queue(there), []int{0, 2})
	if w.foreign != 3 || w.spent[task.ScanForeign] != 3 {
		t.Errorf("%d foreign waiters told, %d paid for", w.foreign, w.spent[task.ScanForeign])
	}
	w = waker()
	if n := q.Wake(w, here, 1); n != 0 || len(w.woken) != 0 {
		t.Errorf("says %d of a key that nobody waits for, wakes %v", n, w.woken)
	}
}

func TestForeignKeysDoNotCount(t *testing.T) {
	q := waitqueue.New(1, 300, 0)
	q.Prepare(&sleeper{id: 0}, there, excl)
	q.Prepare(&sleeper{id: 1}, here, excl)
	w := waker()
	q.Wake(w, here, 1)
	wants(t, "woken", w.woken, []int{1})
}

func TestWakingTakesOffTheQueue(t *testing.T) {
	q := queue(t, excl, excl)
	q.Wake(waker(), here, 1)
	if _, _, ok := q.Waiting(0); ok {
		t.Error("woken, and still queued")
	}
	w := waker()
	q.Wake(w, here, 1)
	wants(t, "woken by the second wake", w.woken, []int{1})
	if q.Active(here) {
		t.Error("active with nobody left")
	}
}

func TestSleepAfterAWakeTakesNoLock(t *testing.T) {
	q := queue(t, excl)
	q.Wake(waker(), here, 1)
	s := &sleeper{id: 0}
	q.Sleep(s)
	if s.locks != 0 || s.spent[task.Recheck] != 1 {
		t.Errorf("%d locks, spent %v", s.locks, s.spent)
	}
}

func TestSleepThatEndsOtherwiseLeavesTheQueue(t *testing.T) {
	q := queue(t, excl, excl, excl)
	q.Sleep(&sleeper{id: 1, unwoken: true})
	wants(t, "queue", q.Queue(here), []int{0, 2})
	if _, _, ok := q.Waiting(1); ok {
		t.Error("still queued")
	}
}

func TestFinishLeavesTheQueueWithoutASleep(t *testing.T) {
	q, s := queue(t, excl, excl), &sleeper{id: 0}
	if !q.Finish(s) {
		t.Error("says that it was woken")
	}
	wants(t, "queue", q.Queue(here), []int{1})
	q.Wake(waker(), here, 1)
	if q.Finish(&sleeper{id: 1}) {
		t.Error("says that it was still queued")
	}
	if q.Active(here) {
		t.Error("active with nobody left")
	}
}

func TestReSleeperGoesToTheTail(t *testing.T) {
	q := queue(t, excl, excl, excl)
	q.Wake(waker(), here, 1)
	q.Prepare(&sleeper{id: 0}, here, excl)
	wants(t, "queue", q.Queue(here), []int{1, 2, 0})
}

func TestReSleeperMayHaveAnotherKeyAndMode(t *testing.T) {
	q := queue(t, excl, excl)
	q.Wake(waker(), here, 1)
	q.Prepare(&sleeper{id: 0}, there, non)
	if key, mode, ok := q.Waiting(0); !ok || key != there || mode != non {
		t.Errorf("waits %v for %v, %v", ok, key, mode)
	}
}

func TestActiveIsTheEmptinessOfTheBucket(t *testing.T) {
	q := queue(t)
	if q.Active(here) {
		t.Error("an empty queue is active")
	}
	q.Prepare(&sleeper{id: 0}, there, excl)
	if !q.Active(here) {
		t.Error("the test knows no keys: a waiter of another one makes it true")
	}
	q.Wake(waker(), there, 1)
	if q.Active(here) {
		t.Error("active again after the last has gone")
	}
}

func TestKeysSpreadOverBuckets(t *testing.T) {
	// Of the 512 keys of a chunk, few may share a bucket of 4096. As many
	// balls thrown at random would leave about 30 pairs.
	q := waitqueue.New(waitqueue.DefaultBuckets, 300, 0)
	if q.Buckets() != 4096 {
		t.Errorf("%d buckets", q.Buckets())
	}
	shared := 0
	for i := range uint64(256) {
		k := waitqueue.Key{Index: i}
		if q.Active(k) {
			shared++
		}
		q.Prepare(&sleeper{id: int(i)}, k, excl)
	}
	if shared > 30 {
		t.Errorf("%d of 256 keys met a bucket in use", shared)
	}
}

func TestKeysOfTwoFilesDiffer(t *testing.T) {
	q := waitqueue.New(waitqueue.DefaultBuckets, 300, 0)
	q.Prepare(&sleeper{id: 0}, here, excl)
	w := waker()
	q.Wake(w, there, waitqueue.All)
	if len(w.woken) != 0 {
		t.Error("the same index of another file is woken")
	}
}

func TestBucketsMustBeAPowerOfTwo(t *testing.T) {
	for _, n := range []int{-1, 0, 3, 12} {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("accepted")
				}
			}()
			waitqueue.New(n, 1, 0)
		})
	}
}
