package task

// Cost is a kind of work that takes time.
type Cost uint8

// The kinds. Those marked "off" leave the CPU to others meanwhile.
const (
	WalkXArray    Cost = iota // one look-up or store
	InstallPTE                // map 4 KiB
	InstallPMD                // map 2 MiB
	Zero4K                    // clear a page
	Zero2M                    // clear 2 MiB
	CopyPage                  // copy a page for a private write
	AllocNode                 // memory for an XArray node; off
	MapExtent                 // ask the file system where a block is
	AllocBlocks               // allocate and journal them; off
	JournalCommit             // off
	Unmap                     // take a range out of all page tables
	Flush                     // write CPU caches back
	WakeOne                   // the waker's work for each waiter woken
	ScanForeign               // the waker's work for each waiter of another key
	Recheck                   // a woken task's work before it looks again
	HoldRun                   // time with an entry locked, on the CPU
	HoldSleep                 // the same, asleep; off
	ThinkRun                  // time between operations, on the CPU
	ThinkSleep                // the same, asleep; off
	Exception                 // into the kernel and back, for a fault
	TLBMiss                   // a walk of the page tables for a page that is mapped by a PTE
	TLBMissHuge               // the same, for one mapped by a PMD
	ChangeVMAs                // mmap or munmap, below mmap_lock
	ReadVMAs                  // what ps reads of a process, below mmap_lock
	StartHandle               // enter a journal's running transaction, and leave it
	WriteData                 // write a page of an ordinary file to its device; off
	Costs
)

var costNames = [Costs]string{
	"walk-xarray", "install-pte", "install-pmd", "zero-4k", "zero-2m", "copy-page", "alloc-node", "map-extent",
	"alloc-blocks", "journal-commit", "unmap", "flush", "wake-one", "scan-foreign", "recheck", "hold-run", "hold-sleep",
	"think-run", "think-sleep", "exception", "tlb-miss", "tlb-miss-huge", "change-vmas", "read-vmas", "start-handle",
	"write-data",
}

func (c Cost) String() string { return nameOf(costNames[:], int(c), "cost") }

// OffCPU reports whether a task leaves its CPU while it spends c.
func (c Cost) OffCPU() bool { return offCPU>>c&1 != 0 }

const offCPU = 1<<AllocNode | 1<<AllocBlocks | 1<<JournalCommit | 1<<HoldSleep | 1<<ThinkSleep | 1<<WriteData

// ByPattern reports whether patterns say what c takes, not profiles.
func (c Cost) ByPattern() bool { return c >= HoldRun && c <= ThinkSleep }
