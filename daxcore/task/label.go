package task

import "strconv"

// Label names a place in the model.
type Label uint8

// The labels, in the words of the operation that has them.
const (
	Start           Label = iota // an operation on one entry begins
	FaultStart                   // a whole fault, about to enter
	RangeStart                   // an operation on a range begins
	Cutting                      // knows how much of the file goes
	GetLoop                      // sleeps in Get, and will look the entry up again
	Grabbed                      // holds an entry lock
	Finding                      // holds one, about to find its block
	Inserting                    // holds one, about to put what it found out into the entry
	Inserted                     // has, about to map the page
	Releasing                    // about to give the entry back
	DowngradeUnmap               // holds a zero PMD entry, about to unmap it
	AllocRetry                   // out of nodes, about to allocate and restart
	WakeAfterUnlock              // the bit is cleared, xa_lock dropped, the wake not yet sent
	PageLoop                     // lock-by-page looks at page->mapping (again)
	RangeLoop                    // between two entries of a range, about to look for the next
	RangeEntry                   // found one, about to delete it
	WritebackLoop                // between two entries of a write-back
	WritebackFlush               // holds an entry that is being written
	ScanLoop                     // a scan was rescheduled or woken
	SyncFault                    // the metadata of a synchronous fault is being committed
	WritebackWait                // waits for the entry it is to write
	SemEnter                     // about to take a semaphore
	Entering                     // a fault is about to take the lock of its address space
	Mapping                      // about to map or unmap
	Peeking                      // ps is about to look at a process
	Closing                      // about to drop a reference to a file
	Evicting                     // has dropped the last, about to empty the file
	Clearing                     // has emptied it, about to make sure and to free it
	GracePeriod                  // about to wait for RCU readers
	Copying                      // write(2) of a page from a mapping, between two things that it does
	Journaling                   // in the journal: starts, stops, commits
	PageLocking                  // at the lock of a page of the ordinary file
	Labels
)

var labelNames = [Labels]string{
	"start", "fault-start", "range-start", "cutting", "get", "grabbed", "finding", "inserting", "inserted", "releasing", "downgrade-unmap", "alloc-retry", "wake-after-unlock", "page-loop", "range-loop", "range-entry",
	"writeback-loop", "writeback-flush", "scan-loop", "sync-fault", "writeback-wait", "sem-enter",
	"entering", "mapping", "peeking", "closing", "evicting", "clearing", "grace-period", "copying", "journaling", "page-locking",
}

func (l Label) String() string { return nameOf(labelNames[:], int(l), "label") }

// Inner reports whether l is a place inside of the design under test, or of the
// journal: it stands beside the label of the caller, whose locals are still
// there, instead of replacing it.
func (l Label) Inner() bool {
	return l == GetLoop || l == WakeAfterUnlock || l == Journaling || l == PageLocking
}

// Choice is a decision that lies outside the model.
type Choice uint8

// The choices.
const (
	// AllocFails: no memory for an XArray node without sleeping.
	AllocFails Choice = iota
	// Refuses: the file system keeps a clean entry that is to be invalidated,
	// as it keeps a dirty one.
	Refuses
	// TimePasses: the limit that a timer is asked for has passed.
	TimePasses
	Choices
)

var choiceNames = [Choices]string{"alloc-fails", "refuses", "time-passes"}

func (c Choice) String() string { return nameOf(choiceNames[:], int(c), "choice") }

func nameOf(names []string, i int, what string) string {
	if i < len(names) {
		return names[i]
	}
	return what + "(" + strconv.Itoa(i) + ")"
}
