package fs

import (
	"slices"
	"sync/atomic"

	"daxwait/daxcore/task"
)

// Transaction is what is committed together: metadata of DAX files, a bit for
// each file, and pages of the ordinary file whose data is to be on its device
// before that metadata (data=ordered), a bit for each page.
type Transaction struct{ files, pages uint64 }

// Bounds of a journal: files have a bit each, the last of which is that of the
// ordinary file, and so have its pages.
const (
	Ordinary      = 63
	OrdinaryPages = 64
)

// Journal is that of a file system, as jbd2 is for ext4: a running transaction,
// which tasks change under handles, and one that is being committed. A commit
// keeps new handles out until the last handle of its transaction is stopped;
// from then on there is a new running transaction, and it writes the ordered
// data, each page with its lock held, and itself. jbd2 has a thread for it, and
// who wants a commit waits for that; here who wants it does it, and others who
// want it meanwhile wait for him.
//
// The pattern that users get wrong: to wait for a commit is to wait for all who
// hold a handle, and for all who hold a page lock of ordered data. A task that
// wants one while it holds either waits for itself; and a task that holds any other lock
// waits for all that take that lock within a handle, or with a page locked.
//
// Synchronization: lock guards all fields but nested, of which each task has
// its own, and running.files, which is read by anybody.
type Journal struct {
	Pages PageLocks

	lock                task.Spin
	running, committing Transaction
	open                int32 // handles of the running transaction
	closed              bool  // a commit keeps new handles out
	committer           int32 // task ID + 1, or 0
	nested              []uint8
	queue               []journalWaiter
}

type journalWaiter struct {
	id  int32
	why journalWait
}

// journalWait says what a task waits for.
type journalWait uint8

const (
	toStart journalWait = iota // a transaction that takes handles
	toDrain                    // the last handle of the one that it commits
	forEnd                     // the end of the commit that is going on
)

// The phases that labels tell of: each stands before a section of lock, or
// before a sleep.
const (
	starting = iota
	stopping
	entering
	draining
	awaiting  // the end of the commit of what is wanted
	following // the end of a commit that is in the way of it
	writing   // the next page of ordered data
	ending
)

// NewJournal returns one for tasks tasks, whose locks get the numbers spin and
// spin+1.
func NewJournal(tasks int, spin int32) *Journal {
	j := &Journal{nested: make([]uint8, tasks), queue: make([]journalWaiter, 0, tasks)}
	j.lock.ID = spin
	j.Pages.init(tasks, spin+1)
	return j
}

// Start begins a handle, or goes one deeper into the one that the task has.
func (j *Journal) Start(t task.Task) {
	n := &j.nested[t.ID()]
	if *n++; *n > 1 {
		return
	}
	t.At(task.Journaling, starting, 0)
	tell(t, task.Acquiring, task.Handle, 0, true)
	t.Lock(&j.lock)
	if !j.closed {
		j.open++
		t.Unlock(&j.lock)
	} else {
		t.At(task.Journaling, starting, 1)
		j.sleep(t, toStart)
	}
	tell(t, task.Acquired, task.Handle, 0, true)
	t.Spend(task.StartHandle, 0)
}

// Stop ends what Start began.
func (j *Journal) Stop(t task.Task) {
	n := &j.nested[t.ID()]
	if *n--; *n > 0 {
		return
	}
	t.At(task.Journaling, stopping, 0)
	tell(t, task.Dropped, task.Handle, 0, true)
	t.Lock(&j.lock)
	if j.open--; j.open == 0 && j.closed {
		j.wake(t, toDrain)
	}
	t.Unlock(&j.lock)
}

// Changed says that metadata of a file is part of the running transaction from
// now on; Order that data of a page of the ordinary file is. Preconditions: the
// task has a handle, which keeps that transaction running.
func (j *Journal) Changed(file uint32) { atomic.OrUint64(&j.running.files, 1<<file) }

// Order is for data what Changed is for metadata. It changes metadata, too: the
// file was written.
func (j *Journal) Order(page int) {
	atomic.OrUint64(&j.running.pages, 1<<page)
	j.Changed(Ordinary)
}

// Uncommitted reports whether metadata of a file is not durable yet.
func (j *Journal) Uncommitted(file uint32) bool {
	return (atomic.LoadUint64(&j.running.files)|atomic.LoadUint64(&j.committing.files))>>file&1 != 0
}

// Commit returns when all metadata of a file that was changed before is
// durable. To lockdep, that is to take handles for oneself alone.
func (j *Journal) Commit(t task.Task, file uint32) {
	tell(t, task.Acquiring, task.Handle, 0, false)
	if !j.commit(t, file) {
		tell(t, task.Acquired, task.Handle, 0, false)
	}
	tell(t, task.Dropped, task.Handle, 0, false)
}

// commit is Commit; it reports whether it did the work itself.
func (j *Journal) commit(t task.Task, file uint32) (did bool) {
	for {
		t.At(task.Journaling, entering, uint64(file))
		t.Lock(&j.lock)
		wanted := uint64(1) << file
		running := atomic.LoadUint64(&j.running.files)&wanted != 0 // who has a handle may change it
		committing := j.committing.files&wanted != 0
		switch {
		case !running && !committing:
			t.Unlock(&j.lock)
			return false
		case committing && !running, running && j.closed:
			t.At(task.Journaling, awaiting, uint64(file))
			j.sleep(t, forEnd)
			return false
		case j.committer != 0:
			t.At(task.Journaling, following, uint64(file))
			j.sleep(t, forEnd)
		default:
			j.do(t)
			return true
		}
	}
}

// do commits the running transaction. Preconditions: lock is held, and nobody
// commits. It returns with lock dropped.
func (j *Journal) do(t task.Task) {
	j.committer, j.closed = int32(t.ID()+1), true
	if j.open != 0 {
		t.At(task.Journaling, draining, 0)
		j.sleep(t, toDrain)
		t.Lock(&j.lock)
	}
	tell(t, task.Acquired, task.Handle, 0, false)
	atomic.StoreUint64(&j.committing.files, j.running.files)
	atomic.StoreUint64(&j.running.files, 0)
	j.committing.pages, j.running.pages = j.running.pages, 0
	j.closed = false
	j.open += int32(j.wake(t, toStart))
	t.Unlock(&j.lock)
	for page := range OrdinaryPages {
		if j.committing.pages>>page&1 != 0 { // nobody else changes it
			t.At(task.Journaling, writing, uint64(page))
			j.Pages.Lock(t, page)
			t.Spend(task.WriteData, 0)
			j.Pages.Unlock(t, page)
		}
	}
	t.Spend(task.JournalCommit, 0)
	t.At(task.Journaling, ending, 0)
	t.Lock(&j.lock)
	atomic.StoreUint64(&j.committing.files, 0)
	j.committing.pages, j.committer = 0, 0
	j.wake(t, forEnd)
	t.Unlock(&j.lock)
}

// sleep queues t, drops lock and returns when it was woken for what it waits
// for.
func (j *Journal) sleep(t task.Task, why journalWait) {
	j.queue = append(j.queue, journalWaiter{int32(t.ID()), why})
	t.Unlock(&j.lock)
	tell(t, task.SemSlept, task.Handle, 0, false)
	for !t.Park() { // only who changes what it waits for ends that
	}
}

// wake wakes all who wait for something and returns how many. Preconditions:
// lock is held.
func (j *Journal) wake(t task.Task, why journalWait) (n int) {
	j.queue = slices.DeleteFunc(j.queue, func(w journalWaiter) bool {
		if w.why == why {
			n++
			t.Spend(task.WakeOne, 0)
			t.Wake(int(w.id))
		}
		return w.why == why
	})
	return n
}

func tell(t task.Task, k task.Kind, c task.LockClass, number uint32, shared bool) {
	t.Observe(task.Event{Kind: k, File: number, N: int(c), All: shared})
}
