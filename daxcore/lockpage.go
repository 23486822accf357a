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
// the inode, not what is in it, and ends before a sleep. So after a sleep it may
// not touch the tree it slept for, and by the kernel's rule it starts again from
// the frame. And it is queued non-exclusive, since it may find the frame gone
// and could then not pass a wake on.
func (w *World) LockPage(t Task, pfn uint64) (l PageLock, ok bool) {
	slept := false
	for look := 0; ; look++ {
		t.At(task.PageLoop, pfn, 0)
		inside := Decided(w.Entries, func(r Rules) bool { return r.PageRCU.covers(look) })
		w.enter(t, inside)
		m, index, ok := w.Owner(pfn)
		if !ok {
			w.leave(t, inside)
			waited(t, slept)
			return l, false
		}
		t.At(task.PageLoop, pfn, sighting{m.ID, inside}.word())
		t.Yield(task.PageLoop) // the page may leave the file before the lock is taken
		m.Enter(t, index)
		again, index, still := w.Owner(pfn)
		if !still || again != m {
			t.Unlock(&m.XALock)
			w.leave(t, inside)
			continue
		}
		t.Spend(task.WalkXArray, 0)
		cur := m.Pages.At(index, PTE)
		e := Entry(cur.Load())
		if e.Locked() {
			// While xa_lock is held the entry is there, and so is the inode.
			w.leave(t, inside)
			inside = false
		}
		for e.Locked() {
			t.At(task.PageLoop, pfn, uint64(e))
			if !slept {
				t.Observe(Event{Kind: task.WaitBegin, File: m.ID, Index: index, Order: e.Order()})
			}
			w.Entries.Wait(t, m, index, e, ByPage, slept)
			slept = true
			e = w.relock(t, m, &cur, e)
		}
		if e == fromThePage {
			slept = Decided(w.Entries, func(r Rules) bool { return r.PageRetry != RelockPut }) // whose wait is over
			continue
		}
		if !e.Present() {
			t.Unlock(&m.XALock)
			w.leave(t, inside)
			waited(t, slept)
			return l, false
		}
		m.lock(t, &cur, e)
		t.Unlock(&m.XALock)
		w.leave(t, inside)
		waited(t, slept)
		t.At(task.Grabbed, index, uint64(e))
		return PageLock{m, index, e}, true
	}
}

// enter begins an RCU read section, leave ends it, if there is to be one.
func (w *World) enter(t Task, inside bool) {
	if inside {
		w.readers.Enter(t)
	}
}

func (w *World) leave(t Task, inside bool) {
	if inside {
		w.readers.Leave(t)
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
// one to lock, or to wait for once more; or fromThePage: to start there.
func (w *World) relock(t Task, m *Mapping, cur *xarray.Cursor, was Entry) Entry {
	rule := Decided(w.Entries, func(r Rules) PageRetry { return r.PageRetry })
	if rule == RetryFromStart {
		return fromThePage
	}
	m.Enter(t, cur.Index())
	t.Spend(task.WalkXArray, 0)
	cur.Reset()
	e := Entry(cur.Load())
	switch rule {
	case RelockPut:
		if e.Locked() {
			return e
		}
		waited(t, true) // before the put, as in all who leave
		w.Entries.Release(t, m, cur.Index(), e, false, Unused)
	case ComparePFN, RelockBlindly:
		if e.Present() && (rule == RelockBlindly || e.PFN() == was.PFN()) {
			return e
		}
	}
	t.Unlock(&m.XALock)
	return fromThePage
}

// fromThePage is the answer of relock that is no entry.
const fromThePage = Conflict

// UnlockPage gives the entry back.
func (w *World) UnlockPage(t Task, l PageLock) {
	cookie := l.cookie
	switch Decided(w.Entries, func(r Rules) Cookie { return r.Cookie }) {
	case CookieFromPage:
		cookie = MakeEntry(l.file.Blocks.PFN(l.index), 0)
	case CookieFromPagePMD:
		cookie = MakeEntry(l.file.Blocks.PFN(l.index), flagOf(l.cookie.Order()))
	case CookieLocked:
		cookie = cookie.lock()
	}
	w.UnlockEntry(t, l.file, l.index, cookie)
}
