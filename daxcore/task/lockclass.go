package task

// LockClass is a kind of lock, as lockdep tells them apart: what the order of
// locks is an order of. They stand outer to inner, as Linux 6.1 takes them.
type LockClass uint8

// The classes.
const (
	NoClass        LockClass = iota // a lock that has no place in the order
	MmapLock                        // of an address space
	VMALock                         // of one mapping (6.4)
	InvalidateLock                  // of a file
	Handle                          // of a journal; who waits for a commit waits for handles
	PageLock                        // of a page in the page cache of an ordinary file
	EntryLock                       // of a DAX entry
	IMmap                           // i_mmap_rwsem, of the mappings of a file
	PageTable
	XALock
	Bucket // of the wait table
	LockClasses
)

var classNames = [LockClasses]string{
	"no lock", "mmap_lock", "VMA lock", "invalidate_lock", "journal handle", "page lock", "entry lock", "i_mmap_rwsem",
	"page-table lock", "xa_lock", "bucket lock",
}

func (c LockClass) String() string { return nameOf(classNames[:], int(c), "lock class") }
