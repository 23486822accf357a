// Package rwsem is a reader-writer semaphore that sleeps, for mmap_lock and
// invalidate_lock.
//
// It is fair in the way that makes one stuck reader block everybody: a reader
// enters at once only if no writer holds the semaphore and nobody is queued.
// Do not take it for shared twice in one task: a writer that queues between
// the two blocks the second.
//
// A release hands the semaphore over. If the first in the queue is a reader,
// up to 256 queued readers are let in together, wherever they stand, as Linux
// does since 5.1; if it is a writer, that one. Optimistic spinning and stealing
// before the 4 ms hand-off are left out: they change who is faster, not who
// can be blocked.
//
// To acquire is a right mover and to release a left mover, so the section of
// the spinlock within needs no scheduling point, but there is one before each
// acquisition.
package rwsem

import "daxwait/daxcore/task"

const readersPerWake = 256

type waiter struct {
	id    int32
	write bool
}

// Sem is the semaphore.
//
// Synchronization: lock guards all fields.
type Sem struct {
	lock    task.Spin
	class   task.LockClass
	number  uint32 // among those of its class
	readers int32
	writer  int32 // task ID + 1, or 0
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
	if s.writer == 0 && len(s.queue) == 0 {
		s.readers++
		t.Unlock(&s.lock)
	} else {
		s.sleep(t, false)
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
	if s.writer == 0 && s.readers == 0 && len(s.queue) == 0 {
		s.writer = int32(t.ID() + 1)
		t.Unlock(&s.lock)
	} else {
		s.sleep(t, true)
	}
	s.tell(t, task.Acquired, false)
}

// tell reports what becomes of the semaphore.
func (s *Sem) tell(t task.Task, k task.Kind, shared bool) {
	t.Observe(task.Event{Kind: k, File: s.number, N: int(s.class), All: shared})
}

// sleep queues t and returns when the semaphore was handed to it.
func (s *Sem) sleep(t task.Task, write bool) {
	s.queue = append(s.queue, waiter{int32(t.ID()), write})
	t.Unlock(&s.lock)
	t.Observe(task.Event{Kind: task.SemSlept, File: s.number, N: int(s.class)})
	for !t.Park() { // only a wake hands it over
	}
}

// RUnlock ends shared use.
func (s *Sem) RUnlock(t task.Task) {
	s.tell(t, task.Dropped, true)
	t.Lock(&s.lock)
	s.readers--
	s.handOver(t)
	t.Unlock(&s.lock)
}

// Unlock ends exclusive use.
func (s *Sem) Unlock(t task.Task) {
	s.tell(t, task.Dropped, false)
	t.Lock(&s.lock)
	s.writer = 0
	s.handOver(t)
	t.Unlock(&s.lock)
}

// handOver lets in whoever is next. Preconditions: s.lock is held.
func (s *Sem) handOver(t task.Task) {
	if len(s.queue) == 0 || s.writer != 0 {
		return
	}
	if s.queue[0].write {
		if s.readers == 0 {
			id := s.queue[0].id
			s.queue = append(s.queue[:0], s.queue[1:]...)
			s.writer = id + 1
			t.Spend(task.WakeOne, 0)
			t.Wake(int(id))
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

// Held reports whether anybody holds s: the number of readers, and the writer
// or -1. It is for reports, while no task runs.
func (s *Sem) Held() (readers, writer int) { return int(s.readers), int(s.writer) - 1 }

// Waiting reports whether a task is queued. It is for reports.
func (s *Sem) Waiting(id int) (write, ok bool) {
	for _, w := range s.queue {
		if int(w.id) == id {
			return w.write, true
		}
	}
	return false, false
}
