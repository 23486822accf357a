package daxcore

import (
	"sync/atomic"

	"daxwait/daxcore/fs"
	"daxwait/daxcore/mm"
	"daxwait/daxcore/rwsem"
	"daxwait/daxcore/task"
	"daxwait/daxcore/xarray"
)

// Marks of entries.
const (
	Dirty   = xarray.Mark0 // written since the last write-back
	ToWrite = xarray.Mark1 // chosen by the write-back that is going on
)

// Mapping is a DAX file as fs/dax sees it: its entries and their lock.
//
// Synchronization: XALock guards Pages and NrPages. Faults hold
// InvalidateLock for shared use; truncate and punch alone. A task that uses any
// of it has a reference to Inode, or is lock-by-page, which has RCU at most.
type Mapping struct {
	fs.File
	XALock         task.Spin
	Pages          xarray.Array
	NrPages        uint64 // indexes covered by entries
	InvalidateLock rwsem.Sem
	// IMmap is i_mmap_rwsem, which keeps the mappings of the file where they are
	// while pages are taken out of them. Without address spaces nobody maps or
	// unmaps, and nobody takes it.
	IMmap rwsem.Sem
	Inode fs.Inode

	world *World
	size  uint64 // pages up to the end of file; atomic
	vmas  []*mm.VMA
}

// World returns the world of the file.
func (m *Mapping) World() *World { return m.world }

// part returns n pages from index on, to ask the file system about.
func (m *Mapping) part(index, n uint64) fs.Request {
	return fs.Request{File: m.File, Index: index, Pages: n}
}

// Size returns the length of the file in pages.
func (m *Mapping) Size() uint64 { return atomic.LoadUint64(&m.size) }

func (m *Mapping) setSize(pages uint64) { atomic.StoreUint64(&m.size, pages) }

// Load returns the entry at index. It is for set-up, tests and reports: no
// task runs.
func (m *Mapping) Load(index uint64) Entry { return Entry(m.Pages.Load(index)) }

// Insert puts an unlocked entry there, as if a fault had been. It is for
// set-up: no task runs yet.
func (m *Mapping) Insert(index uint64, e Entry, dirty bool) {
	cur := m.Pages.At(index, e.Order())
	cur.Store(xarray.Entry(e))
	if dirty {
		cur.SetMark(Dirty)
	}
	m.NrPages += 1 << e.Order()
	m.world.associate(e)
	if e.frames() != 0 {
		m.Blocks.Set(e.Start(index), e.frames(), fs.Written)
		m.Blocks.Commit()
	}
}

// Clear takes all entries away, unmaps everything and has nobody hold the file
// open. It is for rounds that begin alike: no task runs.
func (m *Mapping) Clear() {
	cur := m.Pages.At(0, PTE)
	for e := range cur.Entries(^uint64(0)) {
		m.world.disassociate(Entry(e))
		cur.Store(0)
	}
	m.NrPages = 0
	m.Inode.SetReferences(0)
	for _, v := range m.vmas {
		v.Clear()
	}
}

// Enter takes XALock, and reports it if the file is not there any more. It is
// for those who may have no reference to it.
func (m *Mapping) Enter(t Task, index uint64) {
	t.Lock(&m.XALock)
	if m.Inode.Freed() {
		m.violated(t, index, task.UsedAfterFree)
	}
}

// lock stores e with the lock bit through the cursor and reports who holds it.
// Preconditions: XALock is held, e was just looked up (or is new).
func (m *Mapping) lock(t Task, cur *xarray.Cursor, e Entry) {
	old := Entry(cur.Store(xarray.Entry(e.lock())))
	if old.Locked() {
		m.violated(t, cur.Index(), task.LockedOver)
	}
	if old != 0 && !old.Present() || old.Present() && e.IsPMD() && !old.IsPMD() {
		m.violated(t, cur.Index(), task.EntriesLost)
	}
	t.Observe(Event{Kind: task.Locked, File: m.ID, Index: e.Start(cur.Index()), Order: e.Order()})
}

// Find walks to the entry that overlaps what a cursor stands on, at the price of
// a walk. Preconditions: XALock is held.
func (m *Mapping) Find(t Task, cur *xarray.Cursor) Entry {
	t.Spend(task.WalkXArray, 0)
	return Entry(cur.FindConflict())
}

// StoreUnlocked clears the lock bit, at the price of a walk, and holds the
// caller to the rules: the bit was set, and the entry is what it was. Its
// observation is task.Unlocked. Preconditions: XALock is held, and the lock bit
// is the caller's.
func (m *Mapping) StoreUnlocked(t Task, index uint64, cookie Entry) {
	t.Spend(task.WalkXArray, 0)
	m.unlocks(t, index, m.store(index, cookie.Unlocked()), cookie)
}

// store puts an entry at index and returns what was there.
func (m *Mapping) store(index uint64, e Entry) Entry {
	cur := m.Pages.At(index, PTE)
	return Entry(cur.Store(xarray.Entry(e)))
}

// unlocks tells that the lock of what is there, or was until now, is given back
// with a cookie, and which rules that breaks.
func (m *Mapping) unlocks(t Task, index uint64, there, cookie Entry) {
	if cookie.Locked() {
		m.violated(t, index, task.LockedCookie)
	}
	switch {
	case !there.Locked():
		m.violated(t, index, task.UnlockedTwice)
	case there != cookie.lock():
		m.violated(t, index, task.Changed)
	}
	t.Observe(Event{Kind: task.Unlocked, File: m.ID, Index: cookie.Start(index), Order: cookie.Order()})
}

func (m *Mapping) violated(t Task, index uint64, r task.Rule) {
	t.Observe(Event{Kind: task.Violated, File: m.ID, Index: index, N: int(r)})
}

// remove deletes the unlocked (or own) entry e at index from the tree.
// Preconditions: XALock is held and the cursor stands on e.
func (m *Mapping) remove(t Task, cur *xarray.Cursor, e Entry) {
	m.world.disassociate(e)
	cur.Store(0)
	m.NrPages -= 1 << e.Order()
	t.Observe(Event{Kind: task.Removed, File: m.ID, Index: e.Start(cur.Index()), Order: e.Order()})
}

// startOf returns the first index of e, which a search from index met.
// Preconditions: XALock has been held since.
func (m *Mapping) startOf(index uint64, e Entry) uint64 {
	cur := m.Pages.At(index, PTE)
	if Entry(cur.Load()) != e && e.Present() {
		cur = m.Pages.At(index, PMD)
		cur.FindConflict()
		return cur.EntryIndex()
	}
	return e.Start(index)
}

// unmap takes pages first to last out of all page tables.
func (m *Mapping) unmap(t Task, first, last uint64) {
	m.enterShared(t)
	t.Spend(task.Unmap, 0)
	for _, v := range m.vmas {
		v.Zap(t, first, last)
	}
	m.leaveShared(t)
}

// protect makes them read-only in all page tables.
func (m *Mapping) protect(t Task, first, last uint64) {
	m.enterShared(t)
	for _, v := range m.vmas {
		v.Protect(t, first, last)
	}
	m.leaveShared(t)
}

// enterShared takes i_mmap_rwsem for shared use where there are address spaces.
func (m *Mapping) enterShared(t Task) {
	if len(m.world.AddressSpaces) != 0 {
		m.IMmap.RLock(t)
	}
}

// leaveShared ends that.
func (m *Mapping) leaveShared(t Task) {
	if len(m.world.AddressSpaces) != 0 {
		m.IMmap.RUnlock(t)
	}
}

// VMA returns the i-th mapping of the file, as given to World.Map.
func (m *Mapping) VMA(i int) *mm.VMA { return m.vmas[i] }

// VMAs returns how many mappings the file has.
func (m *Mapping) VMAs() int { return len(m.vmas) }
