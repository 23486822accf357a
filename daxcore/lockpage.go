package daxcore

import (
	"daxwait/daxcore/task"
	"daxwait/daxcore/xarray"
)

// PageLock is what LockPage has locked.
type PageLock struct {
	file   *Mapping
	index  uint64
	cookie Entry
}

// LockPage locks the entry that a page frame belongs to, as the handler of a
// memory failure does, which knows neither file nor index. ok is false if the
// frame belongs to no file.
//
// The task has no reference to the file, only RCU: that keeps the memory of
// the inode, not what is in it. So after a sleep it may not touch the tree it
// slept for, and by the kernel's rule it starts again from the frame. And it
// is queued non-exclusive, since it may find the frame gone and could then not
// pass a wake on.
func (w *World) LockPage(t Task, pfn uint64) (l PageLock, ok bool) {
	slept := false
	for {
		t.At(task.PageLoop, pfn, 0)
		m, _, ok := w.Owner(pfn)
		if !ok {
			waited(t, slept)
			return l, false
		}
		t.At(task.PageLoop, pfn, uint64(m.ID)+1)
		t.Yield(task.PageLoop) // the page may leave the file before the lock is taken
		t.Lock(&m.XALock)
		again, index, still := w.Owner(pfn)
		if !still || again != m {
			t.Unlock(&m.XALock)
			continue
		}
		t.Spend(task.WalkXArray, 0)
		cur := m.Pages.At(index, PTE)
		e := Entry(cur.Load())
		for e.Locked() {
			t.At(task.PageLoop, pfn, uint64(e))
			if !slept {
				t.Observe(Event{Kind: task.WaitBegin, File: m.ID, Index: index, Order: e.Order()})
			}
			w.Entries.Wait(t, m, index, e, ByPage, slept)
			slept = true
			was := e
			if e = w.relock(t, m, &cur, was); e == retry {
				break
			}
		}
		if e == retry {
			continue
		}
		if !e.Present() {
			t.Unlock(&m.XALock)
			waited(t, slept)
			return l, false
		}
		m.lock(t, &cur, e)
		t.Unlock(&m.XALock)
		waited(t, slept)
		t.At(task.Grabbed, index, uint64(e))
		return PageLock{m, index, e}, true
	}
}

// waited reports the end of a wait, if there was one.
func waited(t Task, slept bool) {
	if slept {
		t.Observe(Event{Kind: task.WaitEnd})
	}
}

// relock looks at the entry after a sleep, without a look at the page, where
// the rule has that: then xa_lock is held again and the entry returned is the
// one to lock. retry means to start
// from the page.
func (w *World) relock(t Task, m *Mapping, cur *xarray.Cursor, was Entry) Entry {
	rule := w.Entries.Rules().PageRetry
	if rule == RetryFromStart {
		return retry
	}
	t.Lock(&m.XALock)
	cur.Reset()
	e := Entry(cur.Load())
	if !e.Present() || rule == ComparePFN && e.PFN() != was.PFN() {
		t.Unlock(&m.XALock)
		return retry
	}
	return e
}

// retry is the answer of relock that is no entry.
const retry = Conflict

// UnlockPage gives the entry back.
func (w *World) UnlockPage(t Task, l PageLock) { w.Unlock(t, l.file, l.index, l.cookie) }
