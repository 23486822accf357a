package daxcore

import (
	"daxwait/daxcore/fs"
	"daxwait/daxcore/task"
	"daxwait/daxcore/xarray"
)

// insert puts what a fault found out about its page into the entry that it has
// locked, and returns the new cookie. A zero or empty entry is replaced, one
// with storage is kept. pendingSync marks the first half of a synchronous
// fault, which leaves the entry clean.
func (w *World) insert(t Task, m *Mapping, at fs.Request, cookie, fresh Entry, pendingSync bool) Entry {
	order := fresh.Order()
	t.At(task.Inserting, uint64(cookie), finding{fresh, pendingSync}.word())
	if cookie.IsZero() && !fresh.IsZero() {
		// Others may read the zero page through their page tables.
		first := fresh.Start(at.Index)
		m.unmap(t, first, first+1<<order-1)
	}
	t.Lock(&m.XALock)
	t.Spend(task.WalkXArray, 0)
	cur := m.Pages.At(at.Index, order)
	if cookie.IsZero() || cookie.IsEmpty() {
		w.disassociate(cookie)
		w.associate(fresh)
		if old := Entry(cur.Store(xarray.Entry(fresh.lock()))); old != cookie.lock() {
			m.violated(t, at.Index, task.Changed)
		}
		if Decided(w.Entries, func(r Rules) bool { return r.isPage(cookie) != r.isPage(fresh) }) {
			w.Entries.Release(t, m, at.Index, cookie, false, Replaced)
		}
		cookie = fresh
	} else {
		cur.Load()
	}
	if !pendingSync && (at.Writes || w.ReadDirties) {
		cur.SetMark(Dirty)
	}
	t.Unlock(&m.XALock)
	t.At(task.Inserted, asked(at).word(), uint64(cookie))
	return cookie
}

// insertMkwrite is the second half of a synchronous fault: the metadata is
// durable, the page may become writable, if the entry is still what it was.
func (w *World) insertMkwrite(t Task, f *Fault, m *Mapping, order uint8) Result {
	t.At(task.SyncFault, f.Index, uint64(order))
	t.Lock(&m.XALock)
	e, owned := w.get(t, m, f.Index, order)
	cur := m.Pages.At(f.Index, order)
	if !e.Present() || e.Order() != order {
		w.Entries.Release(t, m, cur.Index(), e, owned, Unused)
		t.Unlock(&m.XALock)
		return NoPage // the access faults again
	}
	cur.SetMark(Dirty)
	if !owned {
		m.lock(t, &cur, e)
	}
	t.Unlock(&m.XALock)
	t.At(task.Inserted, extent{f.Index, order}.word(), uint64(e))
	ok := false
	if order == PMD {
		ok = f.VMA.MapPMD(t, f.Index, true)
	} else {
		ok = f.VMA.MapPTE(t, f.Index, true)
	}
	r := NoPage
	if order == PMD && !ok {
		r = Fallback
	}
	releasing(t, extent{f.Index, order}, e, r)
	w.UnlockEntry(t, m, f.Index, e)
	return r
}
