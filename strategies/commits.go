package strategies

import "slices"

// Commit is one of upstream's that changed who waits where or who is woken.
type Commit struct {
	// ID is its first twelve digits, and Title what changelogs call it.
	ID, Title string
	// In is the first version of upstream that has it.
	In string
	// Stable are the releases that have it earlier, each with what follows in its
	// series; others may.
	Stable []string
	// Says what it did, here: what it began, or what it ended.
	Says string
	// Of are the designs that lose wakeups without it, and Ends the scenarios in
	// which they do.
	Of, Ends []string
	// Since is the first version that has what the commit ended, if that is nothing
	// that a design does.
	Since string
}

// Commits returns those that kernels and designs name, oldest first.
func Commits() []Commit {
	return []Commit{
		{ID: "ac401cc78242", In: "4.7-rc1", Title: "dax: New fault locking", Says: "entry locks"},
		{ID: "965d004af540", In: "4.10", Title: "dax: fix deadlock with DAX 4k holes", Says: "ends wakeups lost behind a page that a read puts into a hole",
			Of: []string{"linux-4.9"}, Ends: []string{"hole-page", "hole-page-write"}},
		{ID: "c6dcf52c23d2", In: "4.10-rc1", Title: "mm: Invalidate DAX radix tree entries only if appropriate", Says: "brings invalidations that wake one task, where they woke all"},
		{ID: "c2a7d2a11552", In: "4.19-rc1", Title: "filesystem-dax: Introduce dax_lock_mapping_entry()", Says: "lock-by-page, which waits exclusively"},
		{ID: "b15cd800682f", In: "4.20-rc1", Title: "dax: Convert page fault handlers to XArray", Says: "entries in an XArray"},
		{ID: "0e40de0338d0", In: "4.20-rc4", Title: "dax: Fix huge page faults", Says: "ends PTE entries that a plain load does not see; brings PMD faults that wait on the key of their base"},
		{ID: "55e56f06ed71", In: "4.20-rc6", Title: "dax: Don't access a freed inode", Says: "ends lock-by-page's use of freed inodes"},
		{ID: "d8a706414af4", In: "4.20", Title: "dax: Use non-exclusive wait in wait_entry_unlocked()", Says: "ends the exclusive wait of lock-by-page",
			Of: []string{"linux-4.19", "linux-4.20-rc1", "linux-4.20-rc4", "linux-4.20-rc6"}, Ends: []string{"page-lock", "page-lock-truncate", "page-locks-evict"}},
		{ID: "23c84eb78375", In: "5.3-rc1", Stable: []string{"5.1.20", "5.2.3"}, Title: "dax: Fix missed wakeup with PMD faults", Says: "ends PMD faults that wait on the key of their base; brings the inverted test in put",
			Of: []string{"linux-4.20-rc4", "linux-4.20-rc6", "linux-5.2"}, Ends: []string{"pmd-meets-pte", "pmds-meet-pte", "pmd-meets-far-pte", "downgrade", "downgrade-late-pmd", "pmd-of-data", "pmd-beside-pte-mapping", "pile-up", "pile-up-vma-locks"}},
		{ID: "61c30c98ef17", In: "5.3-rc3", Stable: []string{"5.2.7"}, Title: "dax: Fix missed wakeup in put_unlocked_entry()", Says: "ends the inverted test in put",
			Of: []string{"linux-5.3-rc1"}, Ends: []string{"one-invalidation", "get-and-put", "page-lock", "page-lock-split", "writeback"}},
		{ID: "6370740e5f8e", In: "5.4-rc5", Stable: []string{"5.3.8"}, Title: "fs/dax: Fix pmd vs pte conflict detection", Says: "ends the empty chunk that counts as a conflict"},
		{ID: "237388320def", In: "5.13-rc2", Stable: []string{"5.10.38", "5.12.5"}, Title: "dax: Wake up all waiters after invalidating dax entry", Says: "ends wakeups lost behind invalidations",
			Of:   []string{"linux-4.19", "linux-4.20-rc1", "linux-4.20-rc4", "linux-4.20-rc6", "linux-5.2", "linux-5.3-rc1", "linux-5.3", "linux-5.12"},
			Ends: []string{"invalidations", "invalidations-only", "invalidations-of-pmd", "range-invalidation", "key-migration"}},
		{ID: "1a14e3779dd5", In: "5.14-rc1", Title: "dax: fix ENOMEM handling in grab_mapping_entry()", Says: "ends a downgrade that is repeated when it ran out of memory"},
		{ID: "17d9c15c9b9e", In: "6.0", Since: "5.15-rc1", Stable: []string{"5.15.71", "5.19.12"}, Title: "fsdax: Fix infinite loop in dax_iomap_rw()", Says: "ends reads of 0 bytes that spin for ever, of 5.15 to 5.19; no entry lock is in it"},
		{ID: "6be3e21d25ca", In: "6.15-rc1", Title: "fs/dax: Don't skip locked entries when scanning entries", Says: "scans that wait for locked entries, and pass their wake to the next index"},
		{ID: "dd59137bfe70", In: "6.16-rc1", Stable: []string{"6.15.3"}, Title: "fs/dax: Fix \"don't skip locked entries when scanning entries\"", Says: "ends the scan that passes its wake on to the next index",
			Of: []string{"linux-6.15"}, Ends: []string{"scan", "scan-of-pmd"}},
	}
}

// CommitNamed returns the commit of an ID, and false if there is none.
func CommitNamed(id string) (Commit, bool) {
	all := Commits()
	i := slices.IndexFunc(all, func(c Commit) bool { return c.ID == id })
	if i < 0 {
		return Commit{}, false
	}
	return all[i], true
}

// IsIn reports whether a version of upstream's has the commit: it is not older
// than In, or follows a stable release that has it in its series.
func (c Commit) IsIn(text string) bool {
	v, ok := order(text)
	if !ok {
		return false
	}
	if in, _ := order(c.In); !less(v, in) {
		return true
	}
	return slices.ContainsFunc(c.Stable, func(release string) bool {
		from, _ := order(release)
		return series(v) == series(from) && !less(v, from)
	})
}

// Lacking reports whether a version of upstream's has what the commit ended,
// which Since dates.
func (c Commit) Lacking(text string) bool {
	return c.Since != "" && version.MatchString(text) && !Before(text, c.Since) && !c.IsIn(text)
}
