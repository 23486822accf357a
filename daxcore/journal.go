package daxcore

import (
	"daxwait/daxcore/fs"
	"daxwait/daxcore/task"
)

// Journaling is how faults and write(2) of a file system with a journal go
// about it.
type Journaling struct {
	Order FaultOrder
	Sync  SyncFaults
	Copy  CopyRule
}

// FaultOrder says where in a write fault its handle and its block are taken
// (kernel-semantics 3.18).
type FaultOrder uint8

// The orders.
const (
	// HandleFirst: the handle, then the entry lock, and the block is looked up
	// with both (ext4 since 4.12).
	HandleFirst FaultOrder = iota
	// EntryFirst: the handle is started with the entry locked (4.7 to 4.9).
	EntryFirst
	// MappingFirst: the block is looked up, with a handle for that, before the
	// entry is locked, and not again (4.10 and 4.11). PMD faults fall back.
	MappingFirst
)

func (o FaultOrder) String() string {
	return name([]string{"handle-first", "entry-first", "mapping-first"}, uint8(o))
}

// SyncFaults says how a write fault of a mapping with Sync makes durable what
// was allocated.
type SyncFaults uint8

// The ways.
const (
	// MapSync: after the handle is stopped and the entry unlocked; then the
	// entry is locked again, if it is still there, and mapped (4.15).
	MapSync SyncFaults = iota
	// SyncInHandle: at once, with the entry locked and the handle held.
	SyncInHandle
	// SyncInEntry: at once, with the entry locked, but the handle stopped first.
	SyncInEntry
	// SyncRetry: the fault gives all back, mmap_lock too, has the metadata
	// committed, and begins again. As a fault may be retried once only, one that
	// then finds metadata of others goes on as with MapSync.
	SyncRetry
	// SyncFlagged: as SyncInEntry, but for extents only that the file system has
	// a flag for that nobody will call fsync ("nofsync"). Whatever changes a
	// flagged extent unmaps it first.
	SyncFlagged
	// SyncNever: no fault does; whoever wants it calls fsync.
	SyncNever
)

func (s SyncFaults) String() string {
	return name([]string{"map-sync", "in-handle", "in-entry", "retry", "nofsync", "never"}, uint8(s))
}

// CopyRule says how write(2) copies from a mapping to the page cache.
type CopyRule uint8

// The rules.
const (
	// CopyPrefaults: the source is faulted in first, and copied while a handle
	// and the page lock are held and no fault is allowed; if it has gone
	// meanwhile, both are given back and all begins again.
	CopyPrefaults CopyRule = iota
	// CopyLocked: faults are taken with the page locked, as the argument of 2016
	// has it; the handle is stopped by then.
	CopyLocked
	// CopyInHandle: faults are taken with a handle held and the page locked, as
	// the write path of DAX files keeps a handle while it copies (4.9).
	CopyInHandle
)

func (c CopyRule) String() string {
	return name([]string{"prefault", "locked", "in-handle"}, uint8(c))
}

// carried is what a fault carries on where labels have no room for it, a set of
// bits by task.
type carried uint8

const (
	retried   carried = 1 << iota // it was retried for the sake of the journal
	foundHole                     // MappingFirst: its look-up found no data
	stopped                       // its handle was stopped before it committed
)

// ordered reports whether a fault starts a handle by the given order.
func (w *World) ordered(f *Fault, o FaultOrder) bool {
	return w.Journal != nil && w.Journaling.Order == o && f.Write && !f.VMA.Private
}

// stop stops the handle of a fault that began it by the given order, unless
// that was done before its commit.
func (w *World) stop(t Task, f *Fault, o FaultOrder) {
	if !w.ordered(f, o) {
		return
	}
	if c := &w.carries[t.ID()]; *c&stopped != 0 {
		*c &^= stopped
		return
	}
	w.Journal.Stop(t)
}

// changes marks metadata of m as changed within the handle that the task has.
func (w *World) changes(m *Mapping) {
	if w.Journal != nil {
		w.Journal.Changed(m.ID)
	}
}

// begin starts a handle round a change of metadata, end ends it.
func (w *World) begin(t Task) {
	if w.Journal != nil {
		w.Journal.Start(t)
	}
}

func (w *World) end(t Task, m *Mapping) {
	if w.Journal != nil {
		w.Journal.Changed(m.ID)
		w.Journal.Stop(t)
	}
}

// pending reports whether a fault has to make metadata durable before n pages
// from index may be written.
func (w *World) pending(f *Fault, m *Mapping, index, n uint64) bool {
	switch {
	case !f.Write || !f.VMA.Sync:
		return false
	case w.Journal == nil:
		return m.Blocks.Uncommitted()
	case w.Journaling.Sync == SyncNever, w.Journaling.Sync == SyncFlagged && !m.Blocks.Flagged(index, n):
		return false
	}
	return w.Journal.Uncommitted(m.ID)
}

// commitInside makes metadata durable in the middle of a fault, where it is the
// rule, and reports whether it did.
func (w *World) commitInside(t Task, m *Mapping) bool {
	if w.Journal == nil {
		return false
	}
	switch w.Journaling.Sync {
	case SyncInEntry, SyncFlagged:
		if w.Journaling.Order != MappingFirst { // which has none any more
			w.carries[t.ID()] |= stopped
			w.Journal.Stop(t)
		}
	case SyncInHandle:
	default:
		return false
	}
	w.Journal.Commit(t, m.ID)
	return true
}

// syncs is the second half of a synchronous fault, with its handle stopped and
// its entry unlocked.
func (w *World) syncs(t Task, f *Fault, m *Mapping, order uint8, r Result) Result {
	if w.Journal != nil && w.Journaling.Sync == SyncRetry && w.carries[t.ID()]&retried == 0 {
		return Retry
	}
	first := f.Index >> order << order
	w.Fsync(t, f.File, first, first+1<<order-1)
	return r&^NeedDSync | w.insertMkwrite(t, f, m, order)
}

// findFirst is the look-up of MappingFirst.
func (w *World) findFirst(t Task, f *Fault, m *Mapping) {
	if w.Journal == nil || w.Journaling.Order != MappingFirst {
		return
	}
	if w.ordered(f, MappingFirst) {
		w.Journal.Start(t)
	}
	t.Spend(task.MapExtent, 0)
	x := m.Blocks.At(f.Index, 1)
	c := &w.carries[t.ID()]
	*c &^= foundHole
	switch {
	case w.ordered(f, MappingFirst):
		if x.Kind != fs.Written {
			w.allocate(t, m, f.Index, 1, x.Kind)
		}
		w.Journal.Stop(t)
	case x.Kind != fs.Written:
		*c |= foundHole
	}
}

// find returns the extent at f.Index, or what findFirst found.
func (w *World) find(t Task, f *Fault, m *Mapping, cookie Entry) fs.Extent {
	if w.Journal == nil || w.Journaling.Order != MappingFirst {
		t.Spend(task.MapExtent, 0)
		return m.Blocks.At(f.Index, 1)
	}
	c := &w.carries[t.ID()]
	if *c&foundHole == 0 {
		return fs.Extent{Kind: fs.Written, PFN: m.Blocks.PFN(f.Index), Pages: 1}
	}
	*c &^= foundHole
	if !f.Write && !cookie.IsZero() && !cookie.IsEmpty() {
		m.violated(t, f.Index, task.StaleZero)
	}
	return fs.Extent{Kind: fs.Hole, Pages: 1}
}

// Stale returns a page that has a zero page for an entry, though the file has
// data there. In the middle of a write(2) there may be some, when all have
// finished none. It is for tests, while no task runs.
func (w *World) Stale() (m *Mapping, index uint64, ok bool) {
	if w.Journal == nil {
		return nil, 0, false
	}
	for _, m := range w.Files {
		cur := m.Pages.At(0, PTE)
		for e := Entry(cur.Next(^uint64(0))); e != 0; e = Entry(cur.Next(^uint64(0))) {
			for i := e.Start(cur.Index()); e.IsZero() && i < e.Start(cur.Index())+1<<e.Order(); i++ {
				if m.Blocks.At(i, 1).Kind == fs.Written {
					return m, i, true
				}
			}
		}
	}
	return nil, 0, false
}

// retry reports whether a fault is to begin again, after it has committed what
// that left to be committed, with nothing held.
func (w *World) retry(t Task, f *Fault, r Result) bool {
	if w.Journal == nil {
		return false
	}
	if r&Retry == 0 {
		w.carries[t.ID()] &^= retried
		return false
	}
	w.carries[t.ID()] |= retried
	t.At(task.Entering, 3, f.Index)
	w.Journal.Commit(t, uint32(f.File))
	return true
}
