// Package rwsem is a reader-writer semaphore that sleeps, for mmap_lock and
// invalidate_lock.
//
// It is fair in the way that makes one stuck reader block everybody: a reader
// enters at once only if no writer holds the semaphore and nobody is queued.
// Do not take it for shared twice in one task: a writer that queues between
// the two blocks the second.
//
// Who is let in is what Linux 5.2 and later do. If the
// first in the queue is a reader, up to 256 queued readers have the semaphore
// with the release, wherever they stand. If it is a writer, it is woken, and
// takes the semaphore when it runs; until then whoever comes steals it. But not
// for ever: a writer that has waited for 4 ms and comes too late again asks for
// a hand-off, and from then on nobody steals. Where others read, nobody does
// anyway. Optimistic spinning is left out: it changes who is faster, not who can
// be blocked.
//
// To acquire is a right mover and to release a left mover, so the section of
// the spinlock within needs no scheduling point, but there is one before each
// acquisition. In a search no writer ever asks for a hand-off, so its timer is
// part of no state: a hand-off bars only those who come while nobody holds the
// semaphore and the first writer is on its way. They queue behind it, as they
// would have, had it run before they came, which is another schedule.
package rwsem

import (
	"time"

	"daxwait/daxcore/task"
)

const (
	readersPerWake = 256
	// patience is how long a writer waits before it asks for a hand-off.
	patience = 4 * time.Millisecond
)

// waiter is a task in the queue.
type waiter struct {
	id    int32
	write bool
	woken bool       // a writer that is on its way
	since task.Timer // when it came
}

// Sem is the semaphore.
//
// Synchronization: lock guards what stands below it; what stands above is set
// before the first task runs.
type Sem struct {
	class   task.LockClass
	number  uint32 // among those of its class
	lock    task.Spin
	readers int32
	writer  int32 // task ID + 1, or 0
	handOff bool  // the first in the queue is the next to have it
	queue   []waiter
}

// Init readies s for tasks tasks; its lock gets the number spin. class and
// number say in events which semaphore it is.
func (s *Sem) Init(tasks int, spin int32, class task.LockClass, number uint32) {
	s.lock.ID, s.lock.Class = spin, task.Mover
	s.class, s.number = class, number
	s.queue = make([]waiter, 0, tasks)
}

// RLock takes the semaphore for shared use.
func (s *Sem) RLock(t task.Task) {
	t.Yield(task.SemEnter)
	s.tell(t, task.Acquiring, true)
	t.Lock(&s.lock)
	if s.free() || s.writer == 0 && len(s.queue) == 0 {
		s.readers++
		t.Unlock(&s.lock)
	} else {
		s.sleep(t, false) // who wakes a reader has let it in
	}
	s.tell(t, task.Acquired, true)
}

// TryRLock takes it for shared use if no writer has it or waits for it.
func (s *Sem) TryRLock(t task.Task) bool {
	t.Yield(task.SemEnter)
	t.Lock(&s.lock)
	ok := s.writer == 0 && len(s.queue) == 0
	if ok {
		s.readers++
	}
	t.Unlock(&s.lock)
	if ok {
		s.tell(t, task.Acquired, true)
	}
	return ok
}

// Lock takes it for one alone.
func (s *Sem) Lock(t task.Task) {
	t.Yield(task.SemEnter)
	s.tell(t, task.Acquiring, false)
	t.Lock(&s.lock)
	if s.free() {
		s.writer = int32(t.ID() + 1)
		t.Unlock(&s.lock)
	} else {
		s.sleep(t, true)
		for !s.takes(t) {
			s.park(t)
		}
	}
	s.tell(t, task.Acquired, false)
}

// free reports whether nobody has s, and who comes now may take it, even if
// others wait. Preconditions: s.lock is held.
func (s *Sem) free() bool { return s.writer == 0 && s.readers == 0 && !s.handOff }

// sleep queues t, drops the spinlock, and sleeps until it is woken.
func (s *Sem) sleep(t task.Task, write bool) {
	s.queue = append(s.queue, waiter{id: int32(t.ID()), write: write})
	t.StartTimer(&s.queue[len(s.queue)-1].since)
	t.Unlock(&s.lock)
	s.park(t)
}

// park sleeps until another task lets t try.
func (s *Sem) park(t task.Task) {
	t.Observe(task.Event{Kind: task.SemSlept, File: s.number, N: int(s.class)})
	for !t.Park() { // only a release ends it
	}
}

// takes has a woken writer take s, and reports whether nobody was faster.
func (s *Sem) takes(t task.Task) bool {
	t.Lock(&s.lock)
	first := &s.queue[0] // nobody is let in past a writer that is on its way, but readers
	ok := s.writer == 0 && s.readers == 0
	if ok {
		s.queue = append(s.queue[:0], s.queue[1:]...)
		s.writer, s.handOff = int32(t.ID()+1), false
	} else {
		first.woken = false
		s.handOff = s.handOff || t.Elapsed(&first.since, patience)
	}
	t.Unlock(&s.lock)
	return ok
}

// tell reports what becomes of the semaphore.
func (s *Sem) tell(t task.Task, k task.Kind, shared bool) {
	t.Observe(task.Event{Kind: k, File: s.number, N: int(s.class), All: shared})
}

// RUnlock ends shared use.
func (s *Sem) RUnlock(t task.Task) {
	s.tell(t, task.Dropped, true)
	t.Lock(&s.lock)
	s.readers--
	s.letIn(t)
	t.Unlock(&s.lock)
}

// Unlock ends exclusive use.
func (s *Sem) Unlock(t task.Task) {
	s.tell(t, task.Dropped, false)
	t.Lock(&s.lock)
	s.writer = 0
	s.letIn(t)
	t.Unlock(&s.lock)
}

// letIn wakes whoever is next. Preconditions: s.lock is held, and no writer has
// s.
func (s *Sem) letIn(t task.Task) {
	if len(s.queue) == 0 {
		return
	}
	if first := &s.queue[0]; first.write {
		if s.readers == 0 && !first.woken {
			first.woken = true
			t.Spend(task.WakeOne, 0)
			t.Wake(int(first.id))
		}
		return
	}
	rest := s.queue[:0]
	woken := 0
	for _, w := range s.queue {
		if w.write || woken == readersPerWake {
			rest = append(rest, w)
			continue
		}
		woken++
		s.readers++
		t.Spend(task.WakeOne, 0)
		t.Wake(int(w.id))
	}
	s.queue = rest
}

// Class returns the class that s belongs to.
func (s *Sem) Class() task.LockClass { return s.class }

// Guard returns the spinlock within, for those who look who takes it.
func (s *Sem) Guard() *task.Spin { return &s.lock }

// Held reports whether anybody holds s: the number of readers, and the writer
// or -1. It is for reports, while no task runs.
func (s *Sem) Held() (readers, writer int) { return int(s.readers), int(s.writer) - 1 }

// First returns the task that is first in the queue, or -1. It is for reports.
func (s *Sem) First() int {
	if len(s.queue) == 0 {
		return -1
	}
	return int(s.queue[0].id)
}

// Waiting reports whether a task is queued. It is for reports.
func (s *Sem) Waiting(id int) (write, ok bool) {
	for _, w := range s.queue {
		if int(w.id) == id {
			return w.write, true
		}
	}
	return false, false
}
