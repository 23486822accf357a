package pattern

import (
	"slices"

	"daxwait/daxcore/fs"
)

// Around returns the patterns that are about what stands around an entry lock.
// They run when they are named.
func Around() []*Pattern {
	all := slicesOf(databases(), pageLocks(), durable())
	for _, p := range all {
		p.Around = true
	}
	return all
}

// databases are threads that read what they have mapped, beside others that map,
// append, and look on.
func databases() []*Pattern {
	readers := Role{Name: "reader", Ops: []Choice{
		weighing(3, kept(pmd(Where{At: ZipfChunk, Page: page, Skew: 0.99}, 0))),
		weighing(1, kept(pmd(Where{At: ZipfPage, Page: page, Skew: 0.99}, 20))),
	}}
	around := []Role{
		{Name: "appender", Who: Worker0, Think: Time{Mean: 200_000, Sleeps: true, Source: "a write to the log now and then"},
			Ops: []Choice{{Kind: Append, Where: Where{At: Fixed, Page: 64, Pages: 8}}}},
		{Name: "mapper", Who: Worker1, Think: Time{Mean: 100_000, Sleeps: true, Source: "a table is opened and another closed, as the lsm capture's w01 does"},
			Ops: []Choice{{Kind: Map, Where: Where{At: ZipfChunk, Skew: 0.5}}}},
		{Name: "ps", Who: Worker2, Think: Time{Mean: 1_000_000, Sleeps: true, Source: "somebody looks, far more often than a second apart, so that short windows have it"},
			Ops: []Choice{{Kind: Peek}}},
	}
	sweep := Role{Name: "reader", Ops: only(kept(pmd(Where{At: ZipfChunk, Pages: 512, Skew: 0.5}, 0)))}
	return []*Pattern{{
		Name: "rocksdb", About: "threads read hot pages of 8 mapped tables, one maps and unmaps tables, one appends, ps looks on: a reader that sleeps for ever holds mmap_lock",
		Blocks: fs.Written, Files: 8, Entries: PTEEntries, Process: &Process{Shared: true}, Tasks: 11,
		Roles: append(slices.Clone(around), readers),
	}, {
		Name: "rocksdb-vma-locks", About: "the same where faults take the lock of their mapping (Linux 6.4, XFS)",
		Blocks: fs.Written, Files: 8, Entries: PTEEntries, Process: &Process{Shared: true, VMALocks: true}, Tasks: 11,
		Roles: append(slices.Clone(around), readers),
	}, {
		Name: "table-scan", About: "the same process, but readers go through 2 MiB page by page, in tables of which each 2 MiB has a PMD entry: what PMD mappings are worth",
		Blocks: fs.Written, Files: 8, Entries: PMDEntries, Process: &Process{Shared: true}, Tasks: 11,
		Roles: append(slices.Clone(around[1:]), sweep),
	}}
}

// kept is c with its pages mapped until somebody unmaps them.
func kept(c Choice) Choice {
	c.Keep = true
	return c
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
