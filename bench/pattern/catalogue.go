package pattern

import "daxwait/daxcore/fs"

// Times that most patterns share, with their sources.
var (
	defaultHold = Time{Mean: 10_000, Constant: true, Sleeps: true,
		Source: "a MAP_SYNC-less fault on allocated blocks takes 9 to 10 us (Jan Kara, MAP_SYNC cover letter, 2017)"}
	// runHold is that of holders that only map a page.
	runHold = Time{Mean: 10_000, Constant: true, InSteps: true,
		Source: "mapping an allocated page, no more (kernel-observations 4): what the model's steps cost, or a fault as above"}
	defaultThink = Time{Mean: 10_000,
		Source: "about a hold; random and on the CPU, as of a task that computes between faults"}
	pacing = Time{Mean: 1_000_000, Sleeps: true,
		Source: "the captures pace the disturbing worker at 0.1 to 3 ms"}
	inAnyOrder = Time{Mean: 100, Sleeps: true, Source: "a hundredth of a fault: nobody is first by its number, and all meet"}
	oneYield   = Time{Sleeps: true, Source: "one turn of the scheduler: rounds need collisions, not times"}
)

// page is the page that most patterns fight about, as in the captures.
const page = 7

// pmd is touching a page through a mapping that a PMD can map, pte through one
// of a single page.
func pmd(w Where, writes int) Choice { return Choice{Kind: Touch, Where: w, Writes: writes} }
func pte(w Where, writes int) Choice {
	return Choice{Kind: Touch, Where: w, Writes: writes, Small: true}
}

// remapped is c through a new mapping each time.
func (c Choice) remapped() Choice {
	c.Remap = true
	return c
}

func only(c Choice) []Choice { return []Choice{c} }

func weighing(w float64, c Choice) Choice {
	c.Weight = w
	return c
}

// All returns the catalogue, in the order in which tables and charts show it.
func All() []*Pattern {
	return slicesOf(
		same(), chunkMates(), mixed(), mix(), cold(), cuts(), invalidations(), spread(), rounds(),
	)
}

func slicesOf(groups ...[]*Pattern) []*Pattern {
	var all []*Pattern
	for _, g := range groups {
		for _, p := range g {
			if p.Files == 0 {
				p.Files = 1
			}
			if p.Chunks == 0 {
				p.Chunks = 1
			}
			if p.Hold == (Time{}) {
				p.Hold = defaultHold
			}
			if p.Think == (Time{}) && p.Rounds == 0 {
				p.Think = defaultThink
			}
			all = append(all, p)
		}
	}
	return all
}

// same has all workers on one entry.
func same() []*Pattern {
	return []*Pattern{{
		Name: "pte-same", About: "all touch one page and drop it again",
		Blocks: fs.Written,
		Roles:  []Role{{Ops: only(pte(Where{Page: page}, 50))}},
	}, {
		Name: "pmd-same", About: "all touch the same 2 MiB through aligned windows and drop it again",
		Blocks: fs.Written,
		Roles:  []Role{{Ops: only(pmd(Where{}, 50))}},
	}}
}

// chunkMates has workers on different pages of one 2 MiB.
func chunkMates() []*Pattern {
	return []*Pattern{{
		Name: "pte-groups", About: "pairs of workers, each pair on a page of its own in the same 2 MiB",
		Blocks: fs.Written,
		Roles:  []Role{{Ops: only(pte(Where{At: Own, Page: 8, Sharers: 2}, 50))}},
	}, {
		Name: "pte-distinct", About: "each worker on a page of its own in the same 2 MiB",
		Blocks: fs.Written,
		Roles:  []Role{{Ops: only(pte(Where{At: Own, Page: 8}, 50))}},
	}}
}

// mixed has PTE and PMD faults on one chunk.
func mixed() []*Pattern {
	roles := []Role{
		{Who: Even, Ops: only(pmd(Where{At: AnyPage}, 50).remapped())},
		{Who: Odd, Ops: only(pte(Where{At: Own, Page: page, Sharers: 2}, 50).remapped())},
	}
	return []*Pattern{{
		Name: "mixed-pmd", About: "even workers PMD faults on any of 512 pages, pairs of odd ones PTE faults on a page of theirs; the page cache holds a PMD entry",
		Blocks: fs.Written, Entries: PMDEntries, Roles: roles,
	}, {
		Name: "mixed-pte", About: "the same, but the page cache holds PTE entries: PMD faults fall back, and soon one has left an unlocked entry below all that are fought about",
		Blocks: fs.Written, Entries: PTEEntries, Roles: roles,
	}, {
		Name: "mixed-first", About: "the same, but PMD faults all touch the first page that has an entry, and meet it locked; odd workers have a page each",
		Blocks: fs.Written, Entries: PTEEntries,
		Roles: []Role{
			{Who: Even, Ops: only(pmd(Where{Page: page}, 50).remapped())},
			{Who: Odd, Ops: only(pte(Where{At: Own, Page: 8}, 50).remapped())},
		},
	}, {
		Name: "mixed-punch", About: "mixed, with worker 0 punching and reallocating the 2 MiB",
		Blocks: fs.Written,
		Roles: append([]Role{{Who: Worker0, Think: pacing,
			Ops: []Choice{{Kind: Punch, Where: Where{Pages: 512}}}}}, roles...),
	}}
}

// mix has all kinds of operations in shares that can be set.
func mix() []*Pattern {
	return []*Pattern{{
		Name: "mix", About: "all workers alike: PTE faults, PMD faults and invalidations of 2 MiB, on 4 chunks chosen by a Zipf distribution; shares as the axes pmd and inval have them",
		Blocks: fs.Written, Chunks: 4,
		Roles: []Role{{Ops: []Choice{
			weighing(45, pte(Where{At: ZipfPage, Skew: 0.99}, 0).remapped()),
			weighing(45, pmd(Where{At: ZipfChunk, Skew: 0.99}, 0).remapped()),
			weighing(10, Choice{Kind: Invalidate, Where: Where{At: ZipfChunk, Pages: 512, Skew: 0.99}}),
		}}},
	}}
}

// cold has holders that allocate: the entry is locked for long.
func cold() []*Pattern {
	return []*Pattern{{
		Name: "pmd-cold", About: "worker 0 punches the 2 MiB and allocates it unwritten, the rest fault on it by PMD",
		Blocks: fs.Unwritten,
		Roles: []Role{
			{Who: Worker0, Think: pacing, Ops: []Choice{{Kind: Punch, Where: Where{Pages: 512}}}},
			{Ops: only(pmd(Where{}, 100))},
		},
	}, {
		Name: "zero", About: "worker 0 punches the 2 MiB; odd workers read the hole by PMD, even ones write a page: downgrades",
		Blocks: fs.Hole,
		Roles: []Role{
			{Who: Worker0, Think: pacing, Ops: []Choice{{Kind: Punch, Where: Where{Pages: 512}}}},
			{Who: Even, Ops: only(pte(Where{At: Own, Page: 8}, 100))},
			{Who: Odd, Ops: only(pmd(Where{}, 0).remapped())},
		},
	}}
}

// cuts has removals that let no fault in meanwhile.
func cuts() []*Pattern {
	return []*Pattern{{
		Name: "punch", About: "worker 0 punches the page that the rest touch: it holds invalidate_lock and waits for no entry",
		Blocks: fs.Written,
		Roles: []Role{
			{Who: Worker0, Think: pacing, Ops: []Choice{{Kind: Punch, Where: Where{Page: page}}}},
			{Ops: only(pte(Where{Page: page}, 50))},
		},
	}, {
		Name: "trunc", About: "worker 0 cuts the file before the page that the rest touch, and grows it again",
		Blocks: fs.Written,
		Roles: []Role{
			{Who: Worker0, Think: pacing, Ops: []Choice{{Kind: Truncate, Where: Where{Page: 4}}}},
			{Ops: only(pte(Where{Page: page}, 50))},
		},
	}}
}

// invalidations has removals that lock nothing, and write-back.
func invalidations() []*Pattern {
	return []*Pattern{{
		Name: "inval", About: "2 MiB ranges in a 32 MiB window, as virtiofs under make -j: odd workers invalidate a range, the rest fault",
		Blocks: fs.Written, Chunks: 16,
		Roles: []Role{
			{Who: Odd, Ops: []Choice{{Kind: Invalidate, Where: Where{At: ZipfChunk, Pages: 512, Skew: 0.99}}}},
			{Ops: only(pmd(Where{At: ZipfChunk, Skew: 0.99}, 0))},
		},
	}, {
		Name: "inval-page", About: "worker 0 fdatasyncs, odd workers invalidate the whole file with no lock held, the rest touch one page",
		Blocks: fs.Written, ReadDirties: true,
		Roles: []Role{
			{Who: Worker0, Ops: []Choice{{Kind: Fsync, Where: Where{Pages: 512}}}},
			{Who: Odd, Ops: []Choice{{Kind: Invalidate, Where: Where{Pages: 512}}}},
			{Ops: only(pte(Where{Page: page}, 50))},
		},
	}, {
		Name: "inval-clean", About: "odd workers invalidate the whole file with no lock held, the rest read one page: nothing is dirty, so every invalidation that meets an entry removes it",
		Blocks: fs.Written,
		Roles: []Role{
			{Who: Odd, Ops: []Choice{{Kind: Invalidate, Where: Where{Pages: 512}}}},
			{Ops: only(pte(Where{Page: page}, 0))},
		},
	}, {
		Name: "holewr", About: "worker 0 punches four pages and fills them with write(2), which invalidates them; the rest touch them",
		Blocks: fs.Written,
		Roles: []Role{
			{Who: Worker0, Ops: []Choice{{Kind: Write, Where: Where{Page: 8, Pages: 4}}}},
			{Ops: []Choice{pte(Where{Page: 8}, 0), pte(Where{Page: 9}, 0)}},
		},
	}, {
		Name: "msync-pte", About: "worker 0 fdatasyncs, the rest fault on one page: only the faults wait, write-back skips",
		Blocks: fs.Written,
		Roles: []Role{
			{Who: Worker0, Ops: []Choice{{Kind: Fsync, Where: Where{Pages: 512}}}},
			{Ops: only(pte(Where{Page: page}, 100))},
		},
	}, {
		Name: "msync-pmd", About: "the same by PMD, on any of 512 pages, as captured; the model flushes 2 MiB at the price of 4 KiB, which the axis flush sets",
		Blocks: fs.Written,
		Roles: []Role{
			{Who: Worker0, Ops: []Choice{{Kind: Fsync, Where: Where{Pages: 512}}}},
			{Ops: only(pmd(Where{At: AnyPage}, 50))},
		},
	}, {
		Name: "page-lock", About: "worker 0 locks the page by its frame, as a memory failure does, the rest fault on it",
		Blocks: fs.Written,
		Roles: []Role{
			{Who: Worker0, Ops: []Choice{{Kind: LockPage, Where: Where{Page: page}}, {Kind: Scan, Where: Where{Pages: 512}}}},
			{Ops: only(pte(Where{Page: page}, 50))},
		},
	}}
}

// spread has many entries and many files.
func spread() []*Pattern {
	return []*Pattern{{
		Name: "zipf", About: "PTE and PMD faults on 64 chunks, chosen by a Zipf distribution of exponent 0.99",
		Blocks: fs.Written, Chunks: 64, Tasks: 16,
		Roles: []Role{
			{Who: Even, Ops: only(pte(Where{At: ZipfPage, Skew: 0.99}, 50))},
			{Who: Odd, Ops: only(pmd(Where{At: ZipfChunk, Skew: 0.99}, 50).remapped())},
		},
	}, {
		Name: "files", About: "faults on 16 files with a wait table of 2 buckets: what a wake costs that walks past strangers",
		Blocks: fs.Written, Files: 16, Buckets: 2, Tasks: 32,
		Roles: []Role{{Ops: only(pte(Where{At: ZipfPage, Skew: 0.5}, 50))}},
	}}
}

// rounds end in silence, which shows who was lost.
func rounds() []*Pattern {
	return []*Pattern{{
		Name: "inval-rounds", About: "rounds: even workers touch a page, odd ones invalidate it; then silence",
		Blocks: fs.Written, Rounds: 2, Hold: oneYield, Start: inAnyOrder,
		Roles: []Role{
			{Who: Odd, Ops: []Choice{{Kind: Invalidate, Where: Where{Page: page}}}},
			{Ops: only(pte(Where{Page: page}, 0))},
		},
	}, {
		Name: "burst", About: "all touch one page at once, once; then silence. Nothing is drawn, so counts are exact where prices are constant",
		Blocks: fs.Written, Rounds: 1, Hold: Time{Mean: 10_000, Constant: true, Sleeps: true, Source: defaultHold.Source},
		Roles: []Role{{Ops: only(pte(Where{Page: page}, 0))}},
	}, {
		Name: "mixed-rounds", About: "rounds: even workers touch a page by PTE, odd ones by PMD, in an otherwise empty 2 MiB; then silence",
		Blocks: fs.Written, Rounds: 1, Hold: oneYield, Start: inAnyOrder,
		Roles: []Role{
			{Who: Odd, Ops: only(pmd(Where{Page: page}, 0).remapped())},
			{Ops: only(pte(Where{Page: page}, 0))},
		},
	}}
}
