package strategies

import (
	"slices"
	"strings"
)

// Role is what a task does in a function of the kernel.
type Role string

// The roles. Those of two are of functions whose caller says which it is.
const (
	Fault          Role = "a fault"
	Removal        Role = "a removal"
	Scan           Role = "a scan"
	PageLock       Role = "a page lock"
	Writeback      Role = "write-back"
	ReadWrite      Role = "read-write"
	NoEntryLock    Role = "not an entry lock"
	FaultOrRemoval Role = "a fault or a removal"
	ScanOrRemoval  Role = "a scan or a removal"
)

// Shared reports whether the caller says what the task does.
func (r Role) Shared() bool { return r == FaultOrRemoval || r == ScanOrRemoval }

// Function is a part of the kernel as stacks of hung tasks show it.
type Function struct {
	Role Role
	// Waits is true if a task that sleeps in it, and in nothing nearer to the sleep,
	// waits for an entry lock.
	Waits bool
	// Names are what it was called from version to version, and those beside it that
	// mean the same.
	Names []Name
	Says  string
	// Scenarios are about it: where a design loses in one of them, a task may hang
	// here.
	Scenarios []string
	// Commits are what else is to be known of it.
	Commits []string
}

// Name is a name of a function, and the series of kernels that have it: from the
// first to the last, without a last to this day. Both are empty where no kernel
// with entry locks is without it.
type Name struct {
	Name, From, To string
	// Size is the entry that a fault asks for, PTE or PMD, where the name tells.
	Size string
}

// Era says which kernels have a name, or nothing if all do.
func (n Name) Era() string {
	switch {
	case n.From == "":
		return ""
	case n.To == "":
		return "from " + n.From + " on"
	case n.To == n.From:
		return n.From
	}
	return n.From + " to " + n.To
}

// Since is the first version that has a name of the function, or nothing if each
// kernel with entry locks has one.
func (f Function) Since() (first string) {
	for i, n := range f.Names {
		from := n.From
		if from != "" && !strings.Contains(from, "-rc") {
			from += "-rc1"
		}
		if i == 0 || from == "" || Before(from, first) {
			first = from
		}
	}
	return first
}

// FunctionNamed returns the function of a name, and the name; false if no function
// has it. Case does not matter.
func FunctionNamed(name string) (Function, Name, bool) {
	for _, f := range Functions() {
		for _, n := range f.Names {
			if strings.EqualFold(n.Name, name) {
				return f, n, true
			}
		}
	}
	return Function{}, Name{}, false
}

// Functions returns those that a hung task may be seen in, the waits for entries
// first.
func Functions() []Function {
	return slices.Concat(waitFunctions(), faultFunctions(), removalFunctions(), pageFunctions(), otherFunctions())
}

func waitFunctions() []Function {
	return []Function{
		{Role: FaultOrRemoval, Waits: true,
			Names:     []Name{{Name: "get_unlocked_mapping_entry", From: "4.7", To: "4.19"}, {Name: "get_unlocked_entry", From: "4.20", To: "6.14"}, {Name: "get_next_unlocked_entry", From: "6.15"}},
			Says:      "The look-up of an entry, which sleeps while the entry is locked: here the decisions lookup, key, pmd-meets-pte and wait. A task that stands here waits for the entry lock; its caller says for what: grab_mapping_entry for a fault, an invalidation, a scan.",
			Scenarios: []string{"pmd-meets-pte", "pmds-meet-pte", "invalidations", "invalidations-only", "invalidations-of-pmd", "one-invalidation", "key-migration", "hole-page", "get-and-put", "scan", "scan-of-pmd"}},
		{Role: ScanOrRemoval, Waits: true,
			Names:     []Name{{Name: "wait_entry_unlocked_exclusive", From: "6.15"}},
			Says:      "The wait of a scan, and of the removal of a range, since 6.15. In 6.15.0 to 6.15.2 it passes its wake to the next index (dd59137bfe70): the task that is lost is a fault, or a removal, that slept behind it. Here it is the decision scan.",
			Scenarios: []string{"scan", "scan-of-pmd", "scan-of-pinned", "delete-range"}},
		{Role: FaultOrRemoval,
			Names:     []Name{{Name: "put_unlocked_entry", From: "4.20"}, {Name: "put_unlocked_mapping_entry", From: "4.7", To: "4.19"}},
			Says:      "It passes a wake on that a task does not use. No task sleeps in it for an entry: that it did not wake the next is what others hang of. Here it is the decision put.",
			Scenarios: []string{"one-invalidation", "get-and-put", "invalidations"}},
	}
}

func faultFunctions() []Function {
	pmd := []string{"pmd-meets-pte", "pmds-meet-pte", "pmd-meets-far-pte", "downgrade", "downgrade-late-pmd", "invalidations-of-pmd", "key-migration", "scan-of-pmd"}
	pte := []string{"invalidations", "one-invalidation", "get-and-put", "key-migration", "hole-page", "scan"}
	either := []string{"pmd-meets-pte", "pmds-meet-pte", "pmd-meets-far-pte", "downgrade", "downgrade-late-pmd", "pmd-of-data", "pmd-beside-pte-mapping", "invalidations", "invalidations-of-pmd", "one-invalidation", "get-and-put", "key-migration", "hole-page", "scan", "scan-of-pmd"}
	return []Function{
		{Role: Fault, Waits: true,
			Names:     []Name{{Name: "grab_mapping_entry", From: "4.7"}, {Name: "dax_iomap_fault", From: "4.10"}, {Name: "dax_insert_pfn_mkwrite", From: "4.15"}, {Name: "dax_finish_sync_fault", From: "4.15"}},
			Says:      "A fault on its way to its locked entry: here the operations F(ORDER,INDEX) and P(INDEX,r or w). Its parts are often inlined. The decision pmd-meets-pte says what a PMD fault does that meets a PTE entry.",
			Scenarios: either},
		{Role: Fault, Waits: true,
			Names:     []Name{{Name: "dax_iomap_pte_fault", From: "4.10", Size: "PTE"}},
			Says:      "A fault of 4 KiB, with what it calls inlined: here the operations F(0,INDEX) and P(INDEX,r or w). In dax_iomap_fault it is until 4.10.",
			Scenarios: pte},
		{Role: Fault, Waits: true,
			Names:     []Name{{Name: "dax_iomap_pmd_fault", From: "4.10", Size: "PMD"}},
			Says:      "A fault of 2 MiB, with what it calls inlined: here the operation F(9,INDEX). The decision pmd-meets-pte says what it does that meets a PTE entry.",
			Scenarios: pmd},
		{Role: Fault,
			Names:     []Name{{Name: "dax_insert_entry", From: "4.20"}, {Name: "dax_insert_mapping_entry", From: "4.7", To: "4.19"}, {Name: "dax_fault_iter", From: "5.15"}},
			Says:      "A fault that has its entry locked, and stores what it found. A task that sleeps in it, or in what it calls, waits for no entry lock: it is a holder, and what it sleeps for keeps the others.",
			Scenarios: nil},
	}
}

func removalFunctions() []Function {
	removals := []string{"invalidations", "invalidations-only", "invalidations-of-pmd", "one-invalidation", "range-invalidation", "key-migration", "scan"}
	return []Function{
		{Role: Removal,
			Names:     []Name{{Name: "invalidate_inode_pages2"}, {Name: "invalidate_inode_pages2_range"}},
			Says:      "The removal of entries by an invalidation: here the operations I(INDEX) and R(FROM,TO). It waits for an entry lock only if a function of fs/dax stands nearer to the sleep. With folio_wait_bit_common or __folio_lock there it waits for a folio of the page cache: no entry lock, and none of ours. The decision wake-on-removal says whom it wakes.",
			Scenarios: removals},
		{Role: Removal, Waits: true,
			Names:     []Name{{Name: "dax_delete_mapping_entry", From: "4.7"}, {Name: "dax_invalidate_mapping_entry_sync", From: "4.10"}, {Name: "__dax_invalidate_mapping_entry", From: "4.10", To: "4.19"}, {Name: "__dax_invalidate_entry", From: "4.20"}},
			Says:      "The removal of an entry by an invalidation, truncation or punch: here the operations I(INDEX), R(FROM,TO), T(INDEX) and U(FROM,TO). The decision wake-on-removal says whom it wakes.",
			Scenarios: removals},
		{Role: Removal, Waits: true,
			Names:     []Name{{Name: "dax_delete_mapping_range", From: "6.15"}},
			Says:      "The removal of a range after the scan, since 6.15: here the operation D(FROM,TO). It wakes everybody on the key of each entry.",
			Scenarios: []string{"delete-range", "scan"}},
		{Role: Scan, Waits: true,
			Names:     []Name{{Name: "dax_layout_busy_page", From: "4.18"}, {Name: "dax_layout_busy_page_range", From: "5.10"}},
			Says:      "The scan for pinned pages, before blocks are freed: here the operation S(FROM,TO) and the decision scan. From 4.20 to 6.14 it passes locked entries by, so it cannot sleep for one.",
			Scenarios: []string{"scan", "scan-of-pmd", "scan-of-pinned"}},
		{Role: Scan,
			Names:     []Name{{Name: "dax_break_layout", From: "6.15"}, {Name: "dax_break_layout_inode", From: "6.15"}, {Name: "dax_break_layout_final", From: "6.15"}, {Name: "xfs_break_dax_layouts", From: "4.18"}, {Name: "ext4_break_layouts", From: "4.18"}, {Name: "fuse_dax_break_layouts", From: "5.10"}},
			Says:      "The scan, and the wait for what it finds: here the operation S(FROM,TO) and the decision scan. A sleep in it is for a pinned page to become idle, not for an entry lock, and not in the model; look for the task that has the page pinned. It waits for an entry only if a function of fs/dax stands nearer to the sleep. From 4.20 to 6.14 it passes locked entries by.",
			Scenarios: []string{"scan", "scan-of-pmd", "scan-of-pinned"}},
	}
}

func pageFunctions() []Function {
	return []Function{
		{Role: PageLock, Waits: true,
			Names:     []Name{{Name: "dax_lock_mapping_entry", From: "4.19"}, {Name: "dax_lock_page", From: "4.20"}, {Name: "dax_lock_folio", From: "6.12"}},
			Says:      "Lock-by-page, which a handler of memory failures does: dax_lock_mapping_entry in 4.19, and another of that name from 6.0 on; dax_lock_page from 4.20 on; dax_lock_folio by 6.12. Here it is the operation L(INDEX), and the decisions wait-page, page-retry, page-rcu and cookie are about it; docs/q4.md. Faults beside it may be lost where it is not.",
			Scenarios: []string{"page-lock", "page-lock-truncate", "page-lock-evict", "page-lock-evict-awake", "page-locks-evict", "page-lock-remapped", "page-lock-split", "page-lock-tail"}},
		{Role: PageLock, Waits: true,
			Names:     []Name{{Name: "wait_entry_unlocked", From: "4.20-rc6"}},
			Says:      "The wait of lock-by-page since 4.20-rc6, non-exclusive since 4.20, which uses nothing of the file after the sleep. Here it is the decisions wait-page and page-retry; docs/q4.md.",
			Scenarios: []string{"page-lock", "page-lock-truncate", "page-locks-evict"}},
		{Role: PageLock,
			Names:     []Name{{Name: "dax_unlock_mapping_entry", From: "4.19"}, {Name: "dax_unlock_page", From: "4.20"}, {Name: "dax_unlock_folio", From: "6.12"}},
			Says:      "The unlock of lock-by-page, which wakes the next. No task sleeps in it for an entry. The decision cookie says what it puts back; docs/q4.md.",
			Scenarios: []string{"page-lock-tail", "page-lock-split"}},
	}
}

func otherFunctions() []Function {
	return []Function{
		{Role: Writeback, Waits: true,
			Names:     []Name{{Name: "dax_writeback_mapping_range"}, {Name: "dax_writeback_one"}},
			Says:      "Write-back, of fsync: here the operation W(FROM,TO) and the decision writeback. Since 4.20 it passes locked entries by, and so cannot sleep for one; docs/upstream.md.",
			Scenarios: []string{"writeback", "writebacks"}},
		{Role: ReadWrite,
			Names:   []Name{{Name: "dax_iomap_rw", From: "4.9"}, {Name: "dax_iomap_actor", From: "4.9", To: "5.14"}, {Name: "dax_iomap_iter", From: "5.15"}},
			Says:    "read(2) and write(2): they wait for no entry lock. What they sleep for stands nearer to the sleep: a fault on their buffer, or an invalidation, is one of those. 5.15 to 5.19 spin for ever in a read of 0 bytes, mended by 17d9c15c9b9e.",
			Commits: []string{"17d9c15c9b9e"}},
		{Role: NoEntryLock,
			Names: []Name{{Name: "folio_wait_bit_common", From: "5.16"}, {Name: "folio_wait_bit", From: "5.16"}, {Name: "__folio_lock", From: "5.16"}, {Name: "folio_wait_writeback", From: "5.16"}, {Name: "wait_on_page_bit_common"}, {Name: "wait_on_page_bit"}, {Name: "__lock_page"}},
			Says:  "The wait for a folio (a page, until 5.15) of the page cache, not for an entry lock: none of ours, and not in the table of history. A file with DAX has none; look at what else has the file in the page cache, and for the task that has the folio locked or writes it."},
		{Role: NoEntryLock,
			Names: []Name{{Name: "request_wait_answer"}, {Name: "fuse_simple_request"}, {Name: "__fuse_simple_request"}},
			Says:  "FUSE waits for its server to answer, not for an entry lock: none of ours. A fault that waits so inside of fs/dax has its entry locked; then the server is what everybody waits for. Look at the server, of virtiofs at virtiofsd on the host."},
		{Role: NoEntryLock,
			Names:     []Name{{Name: "mmap_lock"}, {Name: "mmap_sem"}, {Name: "mmap_read_lock", From: "5.8"}, {Name: "mmap_write_lock", From: "5.8"}, {Name: "rwsem_down_read_slowpath"}, {Name: "rwsem_down_read_failed"}, {Name: "rwsem_down_write_slowpath"}, {Name: "rwsem_down_write_failed"}},
			Says:      "The wait for a lock such as mmap_lock (mmap_sem before it was renamed), not for an entry lock. A fault holds it for shared use while it sleeps. A task that maps queues behind it, and all else behind that, ps among them: look for the one task that holds it and sleeps in fs/dax. Here it is a world with an address space; docs/q5.md.",
			Scenarios: []string{"pile-up", "pile-up-vma-locks"}},
	}
}
