package rwsem_test

import (
	"slices"
	"testing"

	"daxwait/daxcore/rwsem"
	"daxwait/daxcore/task"
)

func TestReadersEnterTogether(t *testing.T) {
	s := newScene(t, 4)
	s.reads(0, 1, 2)
	s.expect(t, nil, nil, 3, -1)
}

func TestWriterEntersAlone(t *testing.T) {
	s := newScene(t, 4)
	s.writes(2, 1)
	s.reads(0)
	s.expect(t, []int{1, 0}, nil, 0, 2)
}

// TestReaderBehindAQueuedWriterWaits: one stuck reader and one queued writer
// block everybody.
func TestReaderBehindAQueuedWriterWaits(t *testing.T) {
	s := newScene(t, 4)
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
	s := newScene(t, 4)
	s.reads(0, 1)
	s.writes(2)
	s.leaves(0)
	s.expect(t, []int{2}, nil, 1, -1)
	s.leaves(1)
	s.expect(t, nil, []int{2}, 0, -1)
	s.goes(2)
	s.expect(t, nil, nil, 0, 2)
}

// TestWhoComesStealsFromAWokenWriter: reader or writer, as long as the woken
// has not run. It sleeps again, first in the queue, and is woken again.
func TestWhoComesStealsFromAWokenWriter(t *testing.T) {
	for thief, steal := range map[string]func(s *scene){
		"reader": func(s *scene) { s.reads(2) },
		"writer": func(s *scene) { s.writes(2) },
	} {
		s := newScene(t, 4)
		s.writes(0, 1)
		s.reads(3)
		s.leaves(0)
		s.expect(t, []int{1, 3}, []int{1}, 0, -1)
		steal(s)
		if s.has[2] == 0 {
			t.Errorf("the %s does not steal", thief)
		}
		s.goes(1)
		s.slept = nil
		s.leaves(2)
		s.expect(t, nil, []int{1}, 0, -1)
		s.goes(1)
		s.leaves(1)
		s.expect(t, nil, []int{3}, 1, -1)
	}
}

// TestNobodyStealsWhereOthersRead: not even from a writer that was woken, and
// lost to a reader.
func TestNobodyStealsWhereOthersRead(t *testing.T) {
	s := newScene(t, 4)
	s.writes(0, 1)
	s.leaves(0)
	s.reads(2)
	s.slept = nil
	s.reads(3)
	if s.has[2] != 'r' || s.has[3] != 0 {
		t.Errorf("the first reader has %q, the second %q", s.has[2], s.has[3])
	}
}

// TestNoTwoWakesOfAWriterOnItsWay: a thief that comes and goes meanwhile wakes
// nobody.
func TestNoTwoWakesOfAWriterOnItsWay(t *testing.T) {
	s := newScene(t, 4)
	s.writes(0, 1)
	s.leaves(0)
	s.reads(2)
	s.leaves(2)
	s.expect(t, []int{1}, []int{1}, 0, -1)
	s.goes(1)
	s.expect(t, nil, nil, 0, 1)
}

// TestHandOff: a writer that has waited for 4 ms and is late again asks for it,
// and from then on nobody steals.
func TestHandOff(t *testing.T) {
	for _, waits := range []int64{3_999_999, 4_000_000} {
		s := newScene(t, 4)
		s.writes(0, 1)
		s.leaves(0)
		s.reads(2)
		s.now = waits
		s.goes(1) // too late
		s.leaves(2)
		s.slept, s.woken = nil, nil
		s.reads(3)
		s.writes(2)
		if steals := s.has[3] != 0; steals != (waits < 4e6) {
			t.Errorf("after %d ns: steals %v", waits, steals)
		}
		if waits < 4e6 {
			continue
		}
		s.expect(t, []int{3, 2}, nil, 0, -1)
		s.goes(1)
		s.expect(t, nil, nil, 0, 1)
		s.leaves(1)
		s.expect(t, nil, []int{3}, 1, -1)
		s.goes(3)
		s.leaves(3)
		s.goes(2) // the hand-off was the other's
		s.leaves(2)
		s.writes(0)
		s.expect(t, nil, []int{2}, 0, 0)
	}
}

func TestWritersGoInOrder(t *testing.T) {
	s := newScene(t, 4)
	s.writes(3, 1, 2)
	s.leaves(3)
	s.goes(1)
	s.leaves(1)
	s.goes(2)
	s.expect(t, []int{1, 2}, []int{1, 2}, 0, 2)
}

func TestFirstReaderTakesTheOthersAlong(t *testing.T) {
	s := newScene(t, 8)
	s.writes(0)
	s.reads(1)
	s.writes(2)
	s.reads(3, 4)
	s.leaves(0)
	s.expect(t, []int{1, 2, 3, 4}, []int{1, 3, 4}, 3, -1)
	if _, ok := s.sem.Waiting(2); !ok {
		t.Error("the writer between them left the queue")
	}
	s.goes(1, 3, 4)
	s.leaves(1, 3, 4)
	s.expect(t, nil, []int{2}, 0, -1)
}

func TestReadersBehindAWriterWaitForItToFinish(t *testing.T) {
	s := newScene(t, 4)
	s.reads(0)
	s.writes(1)
	s.reads(2)
	s.leaves(0)
	s.goes(1)
	s.expect(t, []int{1, 2}, []int{1}, 0, 1)
	s.leaves(1)
	s.expect(t, nil, []int{2}, 1, -1)
}

func TestAtMost256ReadersAreLetInTogether(t *testing.T) {
	s := newScene(t, 400)
	s.writes(0)
	for id := 1; id <= 300; id++ {
		s.reads(id)
	}
	s.slept = nil
	s.leaves(0)
	if len(s.woken) != 256 || s.woken[0] != 1 || s.woken[255] != 256 {
		t.Fatalf("%d woken", len(s.woken))
	}
	if r, _ := s.sem.Held(); r != 256 {
		t.Errorf("%d readers", r)
	}
	// The others are still first in the queue, and the next release is theirs.
	s.woken = nil
	s.goes(1)
	s.leaves(1)
	if len(s.woken) != 300-256 || s.woken[0] != 257 {
		t.Errorf("%d woken by the next release", len(s.woken))
	}
}

// TestTryReadsWhatNobodyWants: it neither waits nor steals.
func TestTryReadsWhatNobodyWants(t *testing.T) {
	try := func(s *scene, id int) (ok bool) {
		s.do(id, func(t task.Task) { ok = s.sem.TryRLock(t) })
		return ok
	}
	s := newScene(t, 4)
	if !try(s, 0) || !try(s, 1) {
		t.Error("does not read beside a reader")
	}
	s.expect(t, nil, nil, 2, -1)
	s.has[0], s.has[1] = 'r', 'r'
	s.writes(2)
	if try(s, 3) {
		t.Error("reads though a writer waits")
	}
	s.leaves(0, 1)
	if try(s, 3) {
		t.Error("steals")
	}
	s.goes(2)
	if try(s, 3) {
		t.Error("reads beside a writer")
	}
	s.expect(t, []int{2}, []int{2}, 0, 2)
}

// TestTellsWhatBecomesOfIt: the attempt before the sleep, the rest behind it.
func TestTellsWhatBecomesOfIt(t *testing.T) {
	s := newScene(t, 2)
	s.writes(0)
	s.told = nil
	s.reads(1)
	want := []task.Event{
		{Kind: task.Acquiring, File: 3, N: int(task.MmapLock), All: true},
		{Kind: task.SemSlept, File: 3, N: int(task.MmapLock)},
	}
	if !slices.Equal(s.told, want) {
		t.Errorf("told %v, want %v", s.told, want)
	}
	s.told = nil
	s.leaves(0)
	s.goes(1)
	s.leaves(1)
	want = []task.Event{
		{Kind: task.Dropped, File: 3, N: int(task.MmapLock)},
		{Kind: task.Acquired, File: 3, N: int(task.MmapLock), All: true},
		{Kind: task.Dropped, File: 3, N: int(task.MmapLock), All: true},
	}
	if !slices.Equal(s.told, want) {
		t.Errorf("told %v, want %v", s.told, want)
	}
}

// alone is a task that has a semaphore for itself.
type alone struct {
	task.Task // what is not below is not to be called
	yields    *int
}

func (a alone) ID() int            { return 0 }
func (a alone) Lock(*task.Spin)    {}
func (a alone) Unlock(*task.Spin)  {}
func (a alone) Yield(task.Label)   { *a.yields++ }
func (a alone) Observe(task.Event) {}

func TestEveryAcquisitionIsASchedulingPoint(t *testing.T) {
	var sem rwsem.Sem
	sem.Init(1, 0, task.InvalidateLock, 0)
	yields := 0
	a := alone{yields: &yields}
	sem.RLock(a)
	sem.RUnlock(a)
	sem.Lock(a)
	sem.Unlock(a)
	if sem.TryRLock(a); yields != 3 {
		t.Errorf("%d points for three acquisitions and two releases", yields)
	}
}

// TestQueueingDoesNotAllocate: there is room for all tasks from the first.
func TestQueueingDoesNotAllocate(t *testing.T) {
	s := newScene(t, 8)
	turn := func() {
		s.slept, s.woken, s.told = s.slept[:0], s.woken[:0], s.told[:0]
		s.writes(0)
		s.reads(1)
		s.writes(2)
		s.leaves(0)
		s.goes(1)
		s.leaves(1)
		s.goes(2)
		s.leaves(2)
	}
	turn()
	// Three for each operation of the scene: two closures and a task.
	if n := testing.AllocsPerRun(100, turn); n > 3*6 {
		t.Errorf("%v allocations", n)
	}
}
