package pattern

import (
	"slices"

	"daxwait/daxcore/fs"
)

// Around returns the patterns that are about what stands around an entry lock.
// They run when they are named.
func Around() []*Pattern {
	all := slicesOf(databases(), durable())
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
