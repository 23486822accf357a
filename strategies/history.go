package strategies

import (
	"regexp"
	"strconv"
)

// Kernel is a run of Linux versions of one design: it begins with From, and
// ends before the next one's.
type Kernel struct {
	From     string
	Strategy string
	// Note says what the design does not: how the version differs from it, and
	// which commit ended it.
	Note string
}

// Kernels returns the versions that have entry locks, oldest first.
func Kernels() []Kernel {
	return []Kernel{
		{"4.7-rc1", "linux-4.9", "The first kernel with entry locks. Reads of a hole lose wakeups until 965d004af540 (4.10-rc, January 2017; a stable 4.9 may have it: then it is linux-4.9-holes). Left out: the tree's preloaded nodes, so that a fault drops its lock between look-up and insertion and looks again."},
		{"4.10-rc1", "linux-4.19", "Left out: reads of holes put pages into the tree until 4.14, as in linux-4.9 and, from 965d004af540 on, in linux-4.9-holes; and the tree's preloaded nodes. Lock-by-page is there from 4.19-rc1 on (c2a7d2a11552). Its losses are of 4.19.0: 4.19.y has the wait of 4.20, from a release on that is not known here. Invalidations lose wakeups until 237388320def (5.13)."},
		{"4.20-rc1", "linux-4.20-rc1", "Its look-up is mended in rc4 (0e40de0338d0)."},
		{"4.20-rc4", "linux-4.20-rc4", "Lock-by-page uses freed inodes until rc6 (55e56f06ed71)."},
		{"4.20-rc6", "linux-4.20-rc6", "Lock-by-page waits exclusively until 4.20 (d8a706414af4)."},
		{"4.20", "linux-5.2", "PMD faults that meet a PTE entry lose wakeups until 23c84eb78375 (5.3-rc1), invalidations until 237388320def (5.13). Lock-by-page of 4.20 is that of today. 5.1.y and 5.2.y got the repair of 5.3 with its faults, and the repairs of those: see 5.3-rc1 and 5.3."},
		{"5.3-rc1", "linux-5.3-rc1", "The inverted test in put is mended in rc3 (61c30c98ef17)."},
		{"5.3-rc3", "linux-5.3", "An empty chunk counts as a conflict until 5.3.8 and 5.4-rc5 (6370740e5f8e): slow, not a hang. Invalidations lose wakeups until 237388320def (5.13)."},
		{"5.3.8", "linux-5.12", "Invalidations lose wakeups until 237388320def (5.13)."},
		{"5.4-rc1", "linux-5.3", "As 5.3.0: mended in rc5 (6370740e5f8e)."},
		{"5.4-rc5", "linux-5.12", "Invalidations lose wakeups until 237388320def (5.13-rc2 or rc3). Left out: a downgrade that runs out of memory begins again as a downgrade, and counts its pages off twice (to 5.13; 1a14e3779dd5)."},
		{"5.13-rc3", "exclusive", "No lost wakeup is known here. Left out: the I/O error of write-back for a dirty entry without storage."},
		{"6.15-rc1", "linux-6.15", "A scan passes its wake on to the next index until \"fs/dax: Fix \"don't skip locked entries when scanning entries\"\" (6.16-rc1, and a 6.15.y): from there on see 6.16. Left out: the break of layouts that an eviction begins with."},
		{"6.16-rc1", "linux-6.16", "No lost wakeup is known here. Left out: the break of layouts that an eviction begins with. What is known of upstream ends in the middle of 2025."},
	}
}

// version is what begins a version, of upstream or of a distribution.
var version = regexp.MustCompile(`^(\d{1,2})\.(\d{1,3})(?:\.(\d{1,4}))?(?:-rc(\d{1,2}))?(?:$|[-+.~_])`)

// order returns three numbers by which versions are in their order, and false of
// what is none. A release candidate is before its release.
func order(text string) ([3]int, bool) {
	m := version.FindStringSubmatch(text)
	if m == nil {
		return [3]int{}, false
	}
	at := func(i int) int { n, _ := strconv.Atoi(m[i]); return n } // digits, or nothing: zero
	last := at(3)
	if m[4] != "" {
		last = at(4) - 100
	}
	return [3]int{at(1), at(2), last}, true
}

// KernelOf returns the kernels that a version such as 4.20, 5.3-rc2 or
// 6.1.0-9-amd64 is of, and the version that they end before, which the last do not
// have. A version older than entry locks is of none, and so is what is no version.
func KernelOf(text string) (of Kernel, before string, ok bool) {
	v, ok := order(text)
	if !ok {
		return Kernel{}, "", false
	}
	found := false
	for _, k := range Kernels() {
		from, _ := order(k.From)
		if less(v, from) {
			return of, k.From, found
		}
		of, found = k, true
	}
	return of, "", true
}

func less(a, b [3]int) bool {
	for i := range a {
		if a[i] != b[i] {
			return a[i] < b[i]
		}
	}
	return false
}

// Commit is one of upstream's that changed who waits where or who is woken.
type Commit struct {
	// ID is its first twelve digits.
	ID string
	// In is the first version that has it; stable releases may have it earlier.
	In string
	// Says what it did, here: what it began, or what it ended.
	Says string
}

// Commits returns those that kernels and designs name, oldest first.
func Commits() []Commit {
	return []Commit{
		{"ac401cc78242", "4.7-rc1", "entry locks"},
		{"965d004af540", "4.10", "ends wakeups lost behind a page that a read puts into a hole"},
		{"c2a7d2a11552", "4.19-rc1", "lock-by-page"},
		{"0e40de0338d0", "4.20-rc4", "ends PTE entries that a plain load does not see"},
		{"55e56f06ed71", "4.20-rc6", "ends lock-by-page's use of freed inodes"},
		{"d8a706414af4", "4.20", "ends the exclusive wait of lock-by-page"},
		{"23c84eb78375", "5.3-rc1", "ends PMD faults that wait on the key of their base"},
		{"61c30c98ef17", "5.3-rc3", "ends the inverted test in put"},
		{"6370740e5f8e", "5.4-rc5", "ends the empty chunk that counts as a conflict"},
		{"237388320def", "5.13", "ends wakeups lost behind invalidations"},
		{"1a14e3779dd5", "5.14-rc1", "ends a downgrade that is repeated when it ran out of memory"},
	}
}

// Shapes returns the shapes of workloads in which the designs of history differ:
// the columns of its table, of which a scenario names one.
func Shapes() []string {
	return []string{
		"PTE faults of one index",
		"PMD faults of one chunk",
		"a PTE fault waits, the holder has a PMD entry",
		"a PMD fault meets a PTE entry that is locked, at its base",
		"the same, not at its base",
		"invalidations of one index in parallel, and faults",
		"a zero or empty PMD entry is downgraded while others wait for it",
		"lock-by-page waits, and its page is truncated",
		"lock-by-page sleeps, and the inode is freed",
		"a PMD entry goes, a PTE entry comes in its place, and others wait on the key of the first",
		"a range scan meets a locked entry",
	}
}

// Shape returns the shape of a column, from 1 on, or nothing.
func Shape(column int) string {
	if all := Shapes(); column >= 1 && column <= len(all) {
		return all[column-1]
	}
	return ""
}

// Function is a part of the kernel as stacks of hung tasks show it.
type Function struct {
	// Names are what it was called from version to version.
	Names []string
	Says  string
	// Scenarios are about it: a design that loses in one of them may hang there.
	Scenarios []string
}

// Functions returns those that a hung task may be seen in.
func Functions() []Function {
	return []Function{
		{[]string{"dax_lock_page", "dax_lock_mapping_entry", "dax_lock_folio"},
			"Lock-by-page, which a handler of memory failures does: dax_lock_mapping_entry in 4.19, dax_lock_page from 4.20 on, dax_lock_folio by 6.12. Here it is the operation L(INDEX), and the decisions wait-page, page-retry, page-rcu and cookie are about it; docs/q4.md. Faults beside it may be lost where it is not.",
			[]string{"page-lock", "page-lock-truncate", "page-lock-evict", "page-lock-evict-awake", "page-locks-evict", "page-lock-remapped", "page-lock-split", "page-lock-tail"}},
		{[]string{"wait_entry_unlocked"},
			"The wait of lock-by-page since 4.20-rc6, non-exclusive since 4.20, which uses nothing of the file after the sleep. Here it is the decisions wait-page and page-retry; docs/q4.md.",
			[]string{"page-lock", "page-lock-truncate", "page-locks-evict"}},
		{[]string{"get_unlocked_entry", "get_unlocked_mapping_entry"},
			"The look-up of an entry, which sleeps while the entry is locked: here the decisions lookup, key, pmd-meets-pte and wait. Who stands here waits for the entry lock; who called it says for what: grab_mapping_entry for a fault, an invalidation, a scan.",
			[]string{"pmd-meets-pte", "pmds-meet-pte", "invalidations", "invalidations-only", "invalidations-of-pmd", "one-invalidation", "key-migration", "hole-page", "get-and-put"}},
		{[]string{"grab_mapping_entry", "dax_iomap_pmd_fault", "dax_iomap_pte_fault"},
			"A fault on its way to its locked entry: here the operations F(ORDER,INDEX) and P(INDEX,r or w). The decision pmd-meets-pte says what a PMD fault does that meets a PTE entry.",
			[]string{"pmd-meets-pte", "pmds-meet-pte", "pmd-meets-far-pte", "downgrade", "downgrade-late-pmd", "key-migration", "hole-page", "pmd-of-data", "pmd-beside-pte-mapping"}},
		{[]string{"dax_layout_busy_page", "dax_layout_busy_page_range", "dax_break_layout"},
			"The scan for pinned pages, before blocks are freed: here the operation S(FROM,TO) and the decision scan. Up to 6.14 it waits for no locked entry since 4.20, so it cannot sleep for one. A sleep for a page to become idle is another, and not in the model.",
			[]string{"scan", "scan-of-pmd", "scan-of-pinned"}},
		{[]string{"invalidate_inode_pages2", "invalidate_inode_pages2_range", "dax_delete_mapping_entry", "dax_invalidate_mapping_entry_sync", "__dax_invalidate_mapping_entry"},
			"The removal of an entry by an invalidation, truncation or punch: here the operations I(INDEX), R(FROM,TO), T(INDEX) and U(FROM,TO). The decision wake-on-removal says whom it wakes.",
			[]string{"invalidations", "invalidations-only", "invalidations-of-pmd", "one-invalidation", "range-invalidation", "key-migration"}},
		{[]string{"dax_writeback_mapping_range", "dax_writeback_one"},
			"Write-back, of fsync: here the operation W(FROM,TO) and the decision writeback. Since 4.20 it passes locked entries by, and so cannot sleep for one; docs/upstream.md.",
			[]string{"writeback", "writebacks"}},
		{[]string{"mmap_lock", "mmap_sem"},
			"What a fault holds for shared use while it sleeps (mmap_sem before it was renamed). Who maps queues behind it, and all else behind that, ps among them: look for the one task that holds it and sleeps in fs/dax. Here it is a world with an address space; docs/q5.md.",
			[]string{"pile-up", "pile-up-vma-locks"}},
	}
}
