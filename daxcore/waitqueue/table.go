package waitqueue

import (
	"fmt"
	"math/bits"
	"sync/atomic"

	"daxwait/daxcore/task"
)

// DefaultBuckets is the size of the kernel's table for DAX entries.
const DefaultBuckets = 4096

// Key is what a waiter waits for and a waker wakes: an index of a file. In
// the kernel the first half is the address of the file's XArray.
type Key struct {
	File uint32
	// Queue is for designs that wake some waiters of an index apart from others:
	// 0 is the kernel's, and who has another number waits for another key.
	Queue uint8
	Index uint64
}

func (k Key) String() string {
	s := fmt.Sprintf("%d:%#x", k.File, k.Index)
	if k.Queue != 0 {
		s += fmt.Sprintf(" of queue %d", k.Queue)
	}
	return s
}

// hash spreads keys as the kernel does: multiply by the golden ratio, keep the
// top bits. Files stand for addresses of inodes, 1152 bytes apart.
func (k Key) hash(width uint) uint64 {
	const golden = 0x61c8864680b583eb
	addr := 0xffff888000000000 + uint64(k.File)*1152
	queue := bits.RotateLeft64(uint64(k.Queue), 62)
	return (addr ^ k.Index ^ queue) * golden >> (64 - width)
}

// Mode says how a waiter is queued.
type Mode uint8

// The modes.
const (
	Exclusive    Mode = iota // at the tail; a wake of n counts it
	NonExclusive             // at the head; every wake takes it
)

func (m Mode) String() string {
	if m == NonExclusive {
		return "non-exclusive"
	}
	return "exclusive"
}

// All, as the n of a wake, wakes every waiter of the key.
const All = 0

// ref is a task ID plus one; 0 is none.
type ref = int32

// waiter is a task's place in a queue.
//
// Synchronization: the lock of the head it hangs on. Its own task reads queued
// and grant without, after it was woken: whoever wakes it wrote them before.
type waiter struct {
	key        Key
	mode       Mode
	next, prev ref
	queued     int32 // 1 or 0
	grant      uint64

	_ [24]byte // a cache line each: neighbours in a queue run on different CPUs
}

// head is one queue.
//
// Synchronization: lock guards all; active, which is 1 while there is a
// waiter, is also read without. It is written only when that changes.
type head struct {
	lock        task.Spin
	first, last ref
	active      uint32
}

// Table is the hashed table. Its locks are leaves.
type Table struct {
	bits    uint
	heads   []head
	waiters []waiter
}

// New returns a table of buckets queues, a power of two, for tasks tasks. Its
// locks are numbered from spin on, one for each bucket.
func New(buckets, tasks int, spin int32) *Table {
	if buckets <= 0 || buckets&(buckets-1) != 0 {
		panic(fmt.Sprintf("waitqueue: %d buckets: want a power of two", buckets))
	}
	q := &Table{
		bits:    uint(bits.TrailingZeros(uint(buckets))),
		heads:   make([]head, buckets),
		waiters: make([]waiter, tasks),
	}
	for i := range q.heads {
		l := &q.heads[i].lock
		l.ID, l.Class, l.Order = spin+int32(i), task.Leaf, task.Bucket
	}
	return q
}

// Buckets returns the number of queues.
func (q *Table) Buckets() int { return len(q.heads) }

// Prepare queues t for key. The caller holds the lock that guards the
// condition, found it true in the same section, and calls Sleep after it.
func (q *Table) Prepare(t task.Task, key Key, mode Mode) {
	h := &q.heads[key.hash(q.bits)]
	t.Lock(&h.lock)
	q.enqueue(h, ref(t.ID()+1), key, mode, mode == Exclusive)
	t.Unlock(&h.lock)
}

// enqueue links a waiter into the queue of its key, at the tail or the head.
// Preconditions: h.lock is held, or no task runs; the waiter is in no queue.
func (q *Table) enqueue(h *head, self ref, key Key, mode Mode, tail bool) {
	w := &q.waiters[self-1]
	w.key, w.mode, w.grant, w.queued = key, mode, 0, 1
	switch {
	case h.first == 0:
		w.prev, w.next = 0, 0
		h.first, h.last = self, self
		atomic.StoreUint32(&h.active, 1)
	case tail:
		w.prev, w.next = h.last, 0
		q.waiters[h.last-1].next = self
		h.last = self
	default:
		w.prev, w.next = 0, h.first
		q.waiters[h.first-1].prev = self
		h.first = self
	}
}

// Sleep parks t until it is woken, and charges what it costs to look again.
func (q *Table) Sleep(t task.Task) {
	for !t.Park() && !q.Finish(t) { // not woken then, but on the way to Finish
	}
	t.Spend(task.Recheck, 0)
}

// Finish takes t off its queue, if it is still there, without a sleep: the
// condition was gone when t looked again. It reports whether t was queued; if
// not, somebody woke it meanwhile, and it still has to Sleep, which will not
// take long.
func (q *Table) Finish(t task.Task) bool {
	w := &q.waiters[t.ID()]
	h := &q.heads[w.key.hash(q.bits)]
	t.Lock(&h.lock)
	queued := w.queued != 0
	if queued {
		q.unlink(h, ref(t.ID()+1))
	}
	t.Unlock(&h.lock)
	return queued
}

// unlink takes a waiter off its queue. Preconditions: h.lock is held.
func (q *Table) unlink(h *head, r ref) {
	w := &q.waiters[r-1]
	if w.prev != 0 {
		q.waiters[w.prev-1].next = w.next
	} else {
		h.first = w.next
	}
	if w.next != 0 {
		q.waiters[w.next-1].prev = w.prev
	} else {
		h.last = w.prev
	}
	w.next, w.prev, w.queued = 0, 0, 0
	if h.first == 0 {
		atomic.StoreUint32(&h.active, 0)
	}
}

// Active reports, without a lock, whether the queue that key hashes to has any
// waiter. See the package comment for when that may be relied on.
func (q *Table) Active(key Key) bool {
	return atomic.LoadUint32(&q.heads[key.hash(q.bits)].active) != 0
}

// Wake wakes the waiters of key in queue order: all non-exclusive ones it
// meets, and up to n exclusive ones, or with n = All every one. It takes each
// off the queue and returns how many there were.
func (q *Table) Wake(t task.Task, key Key, n int) (woken int) {
	h := &q.heads[key.hash(q.bits)]
	foreign := 0
	t.Lock(&h.lock)
	for r := h.first; r != 0; {
		w := &q.waiters[r-1]
		next := w.next
		if w.key != key {
			foreign++
			t.Spend(task.ScanForeign, 0)
		} else {
			last := n != All && w.mode == Exclusive && n == 1
			if w.mode == Exclusive && n != All {
				n--
			}
			q.unlink(h, r)
			woken++
			t.Spend(task.WakeOne, 0)
			t.Wake(int(r - 1))
			if last {
				break
			}
		}
		r = next
	}
	t.Unlock(&h.lock)
	if foreign != 0 {
		t.Observe(task.Event{Kind: task.Scanned, File: key.File, Index: key.Index, N: foreign})
	}
	return woken
}

// Takes returns how many waiters Wake would take. It is for whoever compares wakes,
// while no other task runs.
func (q *Table) Takes(key Key, n int) (taken int) {
	for r := q.heads[key.hash(q.bits)].first; r != 0; r = q.waiters[r-1].next {
		w := &q.waiters[r-1]
		if w.key != key {
			continue
		}
		taken++
		if w.mode == Exclusive && n != All {
			if n--; n == 0 {
				break
			}
		}
	}
	return taken
}

// HandOff takes the first exclusive waiter of key off the queue and wakes it
// with grant, which tells it what it now owns. The caller holds the lock that
// guards the condition, and leaves the condition true on the other's behalf.
func (q *Table) HandOff(t task.Task, key Key, grant uint64) (id int, ok bool) {
	h := &q.heads[key.hash(q.bits)]
	foreign := 0
	t.Lock(&h.lock)
	for r := h.first; r != 0; r = q.waiters[r-1].next {
		w := &q.waiters[r-1]
		if w.key != key || w.mode != Exclusive {
			foreign++
			t.Spend(task.ScanForeign, 0)
			continue
		}
		q.unlink(h, r)
		w.grant = grant
		id, ok = int(r-1), true
		t.Spend(task.WakeOne, 0)
		break
	}
	t.Unlock(&h.lock)
	if ok {
		t.Wake(id)
	}
	if foreign != 0 {
		t.Observe(task.Event{Kind: task.Scanned, File: key.File, Index: key.Index, N: foreign})
	}
	return id, ok
}

// Grant returns what HandOff gave to t when it was woken last, or 0.
func (q *Table) Grant(t task.Task) uint64 { return q.waiters[t.ID()].grant }

// Waiting returns the key and mode that a task is queued with. It is for
// reports, while no task runs.
func (q *Table) Waiting(id int) (key Key, mode Mode, ok bool) {
	w := &q.waiters[id]
	return w.key, w.mode, w.queued != 0
}

// Queue returns the tasks queued for key in order. It is for reports.
func (q *Table) Queue(key Key) []int {
	var ids []int
	for r := q.heads[key.hash(q.bits)].first; r != 0; r = q.waiters[r-1].next {
		if q.waiters[r-1].key == key {
			ids = append(ids, int(r-1))
		}
	}
	return ids
}
