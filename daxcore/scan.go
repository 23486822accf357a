package daxcore

import (
	"daxwait/daxcore/task"
	"daxwait/daxcore/xarray"
)

// scanResched is the number of entries after which a scan drops xa_lock.
const scanResched = 4096

// BusyPage returns the first page frame among pages first to last that
// somebody has pinned. It unmaps the range first.
func (w *World) BusyPage(t Task, file int, first, last uint64) (pfn uint64, busy bool) {
	m := w.Files[file]
	rule := Decided(w.Entries, func(r Rules) Scan { return r.Scan })
	if rule == ScanSkips && len(m.vmas) == 0 {
		return 0, false // up to 6.14: nobody maps it, so nobody is thought to pin it
	}
	t.At(task.RangeStart, first, last)
	m.unmap(t, first, last)
	t.At(task.RangeStart, first, last)
	t.Lock(&m.XALock)
	cur := m.Pages.At(first, PTE)
	visited := 0
	for word := range cur.Entries(last) {
		if e := w.scanned(t, m, &cur, Entry(word), last, rule); e.Present() {
			pfn, busy = w.pinned(e)
			w.Entries.Release(t, m, cur.Index(), e, false, Unused)
			if busy {
				break
			}
		}
		if visited++; visited%scanResched == 0 {
			cur.Pause()
			t.At(task.ScanLoop, cur.Index(), last)
			t.Unlock(&m.XALock)
			t.Lock(&m.XALock)
		}
	}
	t.Unlock(&m.XALock)
	return pfn, busy
}

// pinned returns the first pinned frame of e.
func (w *World) pinned(e Entry) (uint64, bool) {
	for i := range e.frames() {
		if w.Busy(e.PFN() + i) {
			return e.PFN() + i, true
		}
	}
	return 0, false
}

// scanned is what a range scan does with the entry e that its cursor stands
// on: pass a locked one by, or wait until it is not. It returns the entry to
// look at, or 0. The wait drops xa_lock.
func (w *World) scanned(t Task, m *Mapping, cur *xarray.Cursor, e Entry, last uint64, rule Scan) Entry {
	for again := false; e.Locked(); again = rule != ScanWaitsAdvanced {
		if rule == ScanSkips {
			t.Observe(Event{Kind: task.Skipped, File: m.ID, Index: e.Start(cur.Index()), Order: e.Order()})
			return 0
		}
		index := cur.Index()
		if rule == ScanWaitsAdvanced {
			cur.Pause() // now behind the entry that it waits for
		} else {
			cur.Reset()
		}
		t.At(task.ScanLoop, cur.Index(), last)
		if !again {
			t.Observe(Event{Kind: task.WaitBegin, File: m.ID, Index: index, Order: e.Order()})
		}
		w.Entries.Wait(t, m, index, e, InScan, again)
		t.Lock(&m.XALock)
		order := e.Order()
		if e = Entry(cur.Load()); !e.Locked() || rule == ScanWaitsAdvanced {
			t.Observe(Event{Kind: task.WaitEnd, File: m.ID, Index: index, Order: order})
		}
		if rule == ScanWaitsAdvanced { // what it has waited for is behind it
			t.Observe(Event{Kind: task.Skipped, File: m.ID, Index: index &^ (1<<order - 1), Order: order})
		}
	}
	if !e.Present() {
		return 0
	}
	return e
}

// DeleteRange removes all entries of pages first to last, waiting for locked
// ones (6.15, when layouts are broken).
func (w *World) DeleteRange(t Task, file int, first, last uint64) (removed int) {
	m := w.Files[file]
	rule := Decided(w.Entries, func(r Rules) Scan { return r.Scan })
	if rule == ScanSkips {
		rule = ScanWaits // there was no such operation when scans skipped
	}
	t.At(task.RangeStart, first, last)
	t.Lock(&m.XALock)
	cur := m.Pages.At(first, PTE)
	for word := range cur.Entries(last) {
		e := w.scanned(t, m, &cur, Entry(word), last, rule)
		if !e.Present() {
			continue
		}
		m.remove(t, &cur, e)
		w.Entries.Release(t, m, cur.Index(), e, false, Removed)
		removed++
	}
	t.Unlock(&m.XALock)
	return removed
}
