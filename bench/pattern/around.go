package pattern

import "daxwait/daxcore/fs"

// AroundLocks returns the patterns about what stands around entry locks.
func AroundLocks() []*Pattern {
	all := slicesOf(pageLocks())
	for _, p := range all {
		p.Around = true
	}
	return all
}

// pageLocks has handlers of memory failures, who know a page by its frame
// only, and somebody who takes the page from its file under their feet.
func pageLocks() []*Pattern {
	lock := Choice{Kind: LockPage, Where: Where{Page: page}}
	return []*Pattern{{
		Name: "page-lock-cut", About: "worker 0 cuts the file before a page and grows it again; odd workers lock the page by its frame, even ones touch it",
		Blocks: fs.Written,
		Roles: []Role{
			{Who: Worker0, Ops: []Choice{{Kind: Truncate, Where: Where{Page: 4}}}},
			{Who: Odd, Ops: only(lock)},
			{Ops: only(pte(Where{Page: page}, 100))},
		},
	}, {
		Name: "page-lock-split", About: "worker 0 invalidates the 2 MiB; odd workers lock a tail page of it by its frame, even ones touch it by PMD or by PTE, whoever is first",
		Blocks: fs.Written, Entries: PMDEntries,
		Roles: []Role{
			{Who: Worker0, Ops: []Choice{{Kind: Invalidate, Where: Where{Pages: 512}}}},
			{Who: Odd, Ops: only(lock)},
			{Ops: []Choice{pmd(Where{Page: page}, 0).remapped(), pte(Where{Page: page}, 0).remapped()}},
		},
	}, {
		Name: "page-lock-evict", About: "worker 0 opens the file, touches a page and closes it, which evicts and frees the inode; the rest lock the page by its frame, with no reference",
		Blocks: fs.Written,
		Roles: []Role{
			{Who: Worker0, Ops: []Choice{{Kind: Evict, Where: Where{Page: page}, Writes: 100, Small: true}}},
			{Ops: only(lock)},
		},
	}}
}
