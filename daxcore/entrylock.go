package daxcore

import (
	"strconv"

	"daxwait/daxcore/task"
)

// EntryLock is a design: how a task gets an entry that another has locked, and
// whom it lets in when it is done. What it keeps per task or file it keeps in
// arrays by index, never on a stack, and implements [Stateful], so that a world
// can be stored and set again. It has tasks sleep by [Mapping.SleepOn]; if it has
// a queue of its own, it pays for sleeps and wakes, and implements [Queued].
//
// Preconditions: xa_lock of m is held on entry and return, unless said
// otherwise. Get may drop and retake it, so cursors of before are stale then;
// Release may not.
type EntryLock interface {
	// Get returns what overlaps the 1<<order indexes around index once it is
	// unlocked: nothing, an entry, or Conflict if a smaller entry is in the way
	// of a PMD request. It sleeps as long as the entry is locked. owned says
	// that the entry's lock bit is set, and is the caller's (it was handed over).
	Get(t Task, m *Mapping, index uint64, order uint8) (e Entry, owned bool)

	// Wait sleeps until e, found locked at index, may be unlocked. It returns
	// with xa_lock dropped and touches neither m nor the tree after that.
	// again says that the task has slept for this before, in vain.
	Wait(t Task, m *Mapping, index uint64, e Entry, at Site, again bool)

	// Release ends what Get began, or a removal, in the section in which it
	// happens. e is the entry as Get gave it, or as it was before it went; if
	// owned, the lock bit in the tree is the caller's and is given back here,
	// which is observed as task.Unlocked, as it is in Unlock.
	Release(t Task, m *Mapping, index uint64, e Entry, owned bool, why Reason)

	// Unlock gives an entry lock back. xa_lock is not held: Unlock takes it,
	// and decides when the bit goes and who is woken.
	Unlock(t Task, m *Mapping, index uint64, cookie Entry)

	// Rules returns the decisions that operations take by themselves.
	Rules() Rules
}

// get asks the design for an entry, and reports the lock of one that is handed
// over, as lock does for one that is taken.
func (w *World) get(t Task, m *Mapping, index uint64, order uint8) (e Entry, owned bool) {
	e, owned = w.Entries.Get(t, m, index, order)
	if owned {
		t.Observe(Event{Kind: task.Locked, File: m.ID, Index: e.Start(index), Order: e.Order()})
	}
	return e, owned
}

// Site says which kind of caller waits.
type Site uint8

// The sites.
const (
	InFault  Site = iota // Get: faults, invalidation, write-back
	ByPage               // lock-by-page, which may lose its inode
	InScan               // a range scan
	numSites = iota
)

func (s Site) String() string { return name([]string{"fault", "page", "scan"}, uint8(s)) }

// Reason says why an entry is released.
type Reason uint8

// The reasons.
const (
	// Unlocked: the holder is done.
	Unlocked Reason = iota
	// Unused: a task got the entry and leaves without locking it.
	Unused
	// Removed: the entry is gone.
	Removed
	// Refused: a synchronous invalidation found the entry dirty, or the file
	// system keeps it. Nothing is changed.
	Refused
	// Downgraded: a zero or empty PMD entry is gone to make room for PTEs.
	Downgraded
	// Written: write-back is done; the lock is given back under xa_lock.
	Written
	// Replaced: a page of the page cache has taken the place of the entry, or an
	// entry that of the page; the fault has the lock of both. See [Holes].
	Replaced
)

func (r Reason) String() string {
	return name([]string{"unlocked", "unused", "removed", "refused", "downgraded", "written", "replaced"}, uint8(r))
}

func name(names []string, i uint8) string {
	if int(i) < len(names) {
		return names[i]
	}
	return strconv.Itoa(int(i))
}
