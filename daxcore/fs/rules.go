package fs

import "strconv"

// Journaling is how faults and write(2) of a file system with a journal go
// about it.
type Journaling struct {
	Order FaultOrder
	Sync  SyncFaults
	Copy  CopyRule
}

// FaultOrder says where in a write fault its handle and its block are taken.
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

// name returns the i-th name, or i.
func name(names []string, i uint8) string {
	if int(i) < len(names) {
		return names[i]
	}
	return strconv.Itoa(int(i))
}
