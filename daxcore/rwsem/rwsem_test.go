package rwsem_test

import (
	"slices"
	"testing"

	"daxwait/daxcore/rwsem"
	"daxwait/daxcore/task"
)

// log is what the tasks of a test did.
type log struct {
	slept, woken []int
	yields       int
}

// actor is a task whose Park returns at once: it only notes that it slept.
type actor struct {
	task.Task // what is not below is not to be called
	id        int
	log       *log
}

func (a actor) ID() int                { return a.id }
func (a actor) Lock(s *task.Spin)      { s.Acquire() }
func (a actor) Unlock(s *task.Spin)    { s.Release() }
func (a actor) Park() bool             { a.log.slept = append(a.log.slept, a.id); return true }
func (a actor) Wake(id int)            { a.log.woken = append(a.log.woken, id) }
func (a actor) Yield(task.Label)       { a.log.yields++ }
func (a actor) Spend(task.Cost, int64) {}
func (a actor) Observe(task.Event)     {}

// scene is a semaphore and its tasks.
type scene struct {
	log
	sem rwsem.Sem
}

func newScene(tasks int) *scene {
	s := new(scene)
	s.sem.Init(tasks, 0, task.InvalidateLock, 0)
	return s
}

func (s *scene) task(id int) actor { return actor{id: id, log: &s.log} }
func (s *scene) reads(ids ...int) {
	for _, id := range ids {
		s.sem.RLock(s.task(id))
	}
}
func (s *scene) writes(ids ...int) {
	for _, id := range ids {
		s.sem.Lock(s.task(id))
	}
}

// expect compares who slept and was woken since the last time, and who holds.
func (s *scene) expect(t *testing.T, slept, woken []int, readers, writer int) {
	t.Helper()
	if !slices.Equal(s.slept, slept) || !slices.Equal(s.woken, woken) {
		t.Errorf("slept %v, woken %v; want %v, %v", s.slept, s.woken, slept, woken)
	}
	if r, w := s.sem.Held(); r != readers || w != writer {
		t.Errorf("held by %d readers, writer %d; want %d, %d", r, w, readers, writer)
	}
	s.slept, s.woken = nil, nil
}

func TestReadersEnterTogether(t *testing.T) {
	s := newScene(4)
	s.reads(0, 1, 2)
	s.expect(t, nil, nil, 3, -1)
}

func TestWriterEntersAlone(t *testing.T) {
	s := newScene(4)
	s.writes(2, 1)
	s.reads(0)
	s.expect(t, []int{1, 0}, nil, 0, 2)
}

func TestReaderBehindAQueuedWriterWaits(t *testing.T) {
	s := newScene(4)
	s.reads(0)
	s.writes(1)
	s.reads(2)
	s.expect(t, []int{1, 2}, nil, 1, -1)
	if write, ok := s.sem.Waiting(1); !ok || !write {
		t.Error("the writer is not queued as one")
	}
	if write, ok := s.sem.Waiting(2); !ok || write {
		t.Error("the reader is not queued as one")
	}
	if _, ok := s.sem.Waiting(0); ok {
		t.Error("who holds is not queued")
	}
}

func TestWriterIsLetInByTheLastReader(t *testing.T) {
	s := newScene(4)
	s.reads(0, 1)
	s.writes(2)
	s.sem.RUnlock(s.task(0))
	s.expect(t, []int{2}, nil, 1, -1)
	s.sem.RUnlock(s.task(1))
	s.expect(t, nil, []int{2}, 0, 2)
}

func TestReleaseHandsOver(t *testing.T) {
	// Between the release and the run of the task that is let in, nobody else
	// gets in.
	s := newScene(4)
	s.writes(0, 1)
	s.sem.Unlock(s.task(0))
	s.reads(2)
	s.expect(t, []int{1, 2}, []int{1}, 0, 1)
}

func TestWritersGoInOrder(t *testing.T) {
	s := newScene(4)
	s.writes(3, 1, 2)
	s.sem.Unlock(s.task(3))
	s.sem.Unlock(s.task(1))
	s.expect(t, []int{1, 2}, []int{1, 2}, 0, 2)
}

func TestFirstReaderTakesTheOthersAlong(t *testing.T) {
	s := newScene(8)
	s.writes(0)
	s.reads(1)
	s.writes(2)
	s.reads(3, 4)
	s.sem.Unlock(s.task(0))
	s.expect(t, []int{1, 2, 3, 4}, []int{1, 3, 4}, 3, -1)
	if _, ok := s.sem.Waiting(2); !ok {
		t.Error("the writer between them left the queue")
	}
	for _, id := range []int{1, 3, 4} {
		s.sem.RUnlock(s.task(id))
	}
	s.expect(t, nil, []int{2}, 0, 2)
}

func TestReadersBehindAWriterWaitForItToFinish(t *testing.T) {
	s := newScene(4)
	s.reads(0)
	s.writes(1)
	s.reads(2)
	s.sem.RUnlock(s.task(0))
	s.expect(t, []int{1, 2}, []int{1}, 0, 1)
	s.sem.Unlock(s.task(1))
	s.expect(t, nil, []int{2}, 1, -1)
}

func TestAtMost256ReadersAreLetInTogether(t *testing.T) {
	s := newScene(400)
	s.writes(0)
	for id := 1; id <= 300; id++ {
		s.reads(id)
	}
	s.slept = nil
	s.sem.Unlock(s.task(0))
	if len(s.woken) != 256 || s.woken[0] != 1 || s.woken[255] != 256 {
		t.Fatalf("%d woken", len(s.woken))
	}
	if r, _ := s.sem.Held(); r != 256 {
		t.Errorf("%d readers", r)
	}
	// The others are still first in the queue, and the next release is theirs.
	s.woken = nil
	s.sem.RUnlock(s.task(1))
	if len(s.woken) != 300-256 || s.woken[0] != 257 {
		t.Errorf("%d woken by the next release", len(s.woken))
	}
}

func TestEveryAcquisitionIsASchedulingPoint(t *testing.T) {
	s := newScene(4)
	s.reads(0)
	s.sem.RUnlock(s.task(0))
	s.writes(1)
	s.sem.Unlock(s.task(1))
	if s.yields != 2 {
		t.Errorf("%d points for two acquisitions and two releases", s.yields)
	}
}

func TestQueueingDoesNotAllocate(t *testing.T) {
	var sem rwsem.Sem
	sem.Init(3, 0, task.InvalidateLock, 0)
	var none log
	none.slept, none.woken = make([]int, 0, 1000), make([]int, 0, 1000)
	tasks := [...]task.Task{actor{id: 0, log: &none}, actor{id: 1, log: &none}, actor{id: 2, log: &none}}
	if n := testing.AllocsPerRun(100, func() {
		sem.Lock(tasks[0])
		sem.RLock(tasks[1])
		sem.Lock(tasks[2])
		sem.Unlock(tasks[0])
		sem.RUnlock(tasks[1])
		sem.Unlock(tasks[2])
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
