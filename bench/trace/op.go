package trace

// OpKind says what a worker did.
type OpKind uint8

// The kinds of operations.
const (
	OpPTEFault   OpKind = iota // a fault on one page
	OpPMDFault                 // a fault on 2 MiB, or the attempt
	OpInvalidate               // one entry dropped if it is clean, with no lock held: it waits for the entry
	OpPunch                    // entries dropped whatever their state, under the file system's lock: it does not wait
	OpWriteback                // dirty entries of a range written back
	numOps
)

var opNames = [numOps]string{"pte-fault", "pmd-fault", "invalidate", "punch", "writeback"}

// String names the kind.
func (k OpKind) String() string {
	if k < numOps {
		return opNames[k]
	}
	return "invalid"
}

// Op is one operation of a worker, from the event that begins it to the one
// that ends it.
type Op struct {
	Kind OpKind
	File int // number of the file, from 0, in the order in which the trace first shows them

	// Index and End are the first and the last page. For a fault they are
	// those of the page or of the 2 MiB. For a punch they span the entries
	// that went: what was asked for the trace does not tell, nor whether the
	// file was cut instead, or its inode evicted. For a write-back of the
	// whole file End is 0x7ffffffffffff.
	Index, End uint64
	Page       uint64 // of a PMD fault, the one that was touched

	Order uint8 // 0 for one page, 9 for 2 MiB; of the largest entry touched in a range

	Write    bool // the fault was to write
	FellBack bool // the PMD fault is to go on page by page, in the OpPTEFault that follows
	Grabbed  bool // the fault came to the entry; a PMD fault on a window under 2 MiB falls back before

	StartNS int64 // from the first event of the trace to the start
	ThinkNS int64 // on the CPU from the end of the previous operation of this worker to the start; 0 for the first
	IdleNS  int64 // asleep in that time, until it was woken

	// OwnNS is time on the CPU from the start to the end, without HoldNS,
	// waits, and what a wake of somebody took.
	OwnNS int64

	// HoldNS is how long others found the entry locked, without the time in
	// which the holder was preempted. For a fault that is from the look-up
	// that found it unlocked (get_entry, or get_entry_ret after a sleep) to
	// wake: the lock of the tree is held at both ends, and who spins on it
	// finds the entry locked or has to wait no more. It is from flush to wake
	// for a write-back, and from get_entry_ret to wake, under the lock of the
	// tree, for the others. It is the sum over Entries.
	HoldNS     int64
	Entries    int  // entries locked or, where HoldNS says so, dropped
	HoldSleeps bool // the holder slept with an entry locked

	// Open: the trace ended before the operation did, so its times are less than
	// it took. Lost: its task slept on an entry then that nobody held, and that
	// nobody was on the way to: it sleeps for ever. Stuck: its task slept with an
	// entry locked that others slept on.
	Open, Lost, Stuck bool

	WaitNS int64 // from the first sleep on an entry until it was had: what happened then, not what to do
}

// Worker is a task and what it did, in order.
type Worker struct {
	PID  int
	TGID int // of its process; 0 if the trace does not tell
	Name string
	Ops  []Op
}

// Workload is what the workers of a trace did, to be run again.
type Workload struct {
	Trace    string  // base name of the file
	Seconds  float64 // from the first to the last event
	CPUs     int     // that events happened on
	Files    int     // files in the operations kept
	Workers  []Worker
	Dropped  int // operations of the workers that were beyond the bound
	Foreign  int // operations of tasks that are no workers
	Captured Captured
	// CleanReads: the trace shows that a read fault does not dirty its entry.
	CleanReads bool
	Warnings   *Warnings
}
