package fs

import (
	"slices"

	"daxwait/daxcore/task"
)

// maxSteals is how often a woken task may find its page locked again before it
// asks to be handed it (sysctl_page_lock_unfairness, 5.9).
const maxSteals = 5

// PageLocks are the locks of the pages of one ordinary file, as the page cache
// has them since Linux 5.9: one queue from which the first
// waiter of a page is woken; a bit for each page that says that there may be
// one, so that an unlock need not look; a woken task has no claim, and queues
// again at the end; but after five such steals it has, and the waker locks the
// page for it.
//
// Synchronization: lock guards all fields.
type PageLocks struct {
	lock   task.Spin
	holder [OrdinaryPages]int32 // task ID + 1, or 0
	queued uint64               // a bit for each page
	queue  []pageWaiter
}

type pageWaiter struct {
	id      int32
	page    uint8
	claimed bool // to be handed the page
}

func (p *PageLocks) init(tasks int, spin int32) {
	p.lock.ID = spin
	p.queue = make([]pageWaiter, 0, tasks)
}

// The phases that labels tell of.
const (
	locking = iota
	unlocking
	waking
)

// attempt is what a task carries on that locks a page: how often it has slept for
// it, as far as that counts.
type attempt struct{ page, sleeps int }

func (a attempt) word() uint64 { return uint64(a.page)<<8 | uint64(min(a.sleeps, maxSteals)) }

// Lock locks a page.
func (p *PageLocks) Lock(t task.Task, page int) {
	me := int32(t.ID() + 1)
	tell(t, task.Acquiring, task.PageLock, uint32(page), false)
	for sleeps := 0; ; sleeps++ {
		claimed := sleeps >= maxSteals
		t.At(task.PageLocking, locking, attempt{page, sleeps}.word())
		t.Lock(&p.lock)
		if p.holder[page] == 0 {
			p.holder[page] = me
		} else if sleeps == 0 || p.holder[page] != me { // or it was handed over
			p.queue = append(p.queue, pageWaiter{int32(t.ID()), uint8(page), claimed})
			p.queued |= 1 << page
			t.Unlock(&p.lock)
			t.At(task.PageLocking, locking, attempt{page, sleeps}.word())
			tell(t, task.SemSlept, task.PageLock, uint32(page), false)
			for !t.Park() { // only a wake takes it off the queue
			}
			continue
		}
		t.Unlock(&p.lock)
		break
	}
	tell(t, task.Acquired, task.PageLock, uint32(page), false)
}

// Unlock unlocks it, and then, if anybody may be queued, wakes the first who
// waits for it, unless it is locked again by then: who has it now will.
func (p *PageLocks) Unlock(t task.Task, page int) {
	tell(t, task.Dropped, task.PageLock, uint32(page), false)
	t.At(task.PageLocking, unlocking, uint64(page))
	t.Lock(&p.lock)
	p.holder[page] = 0
	queued := p.queued>>page&1 != 0
	t.Unlock(&p.lock)
	if !queued {
		return
	}
	t.At(task.PageLocking, waking, uint64(page))
	t.Lock(&p.lock)
	if p.holder[page] == 0 {
		p.wake(t, page)
	}
	t.Unlock(&p.lock)
}

// wake wakes the first who waits for a page. Preconditions: lock is held, the
// page is not locked.
func (p *PageLocks) wake(t task.Task, page int) {
	i := p.first(page)
	if i >= 0 {
		w := p.queue[i]
		p.queue = slices.Delete(p.queue, i, i+1)
		if w.claimed {
			p.holder[page] = w.id + 1
		}
		t.Spend(task.WakeOne, 0)
		t.Wake(int(w.id))
	}
	if p.first(page) < 0 {
		p.queued &^= 1 << page
	}
}

// first returns where the first waiter of a page is in the queue, or -1.
func (p *PageLocks) first(page int) int {
	return slices.IndexFunc(p.queue, func(w pageWaiter) bool { return int(w.page) == page })
}
