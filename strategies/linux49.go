package strategies

import "daxwait/daxcore"

// linux49 is the first kernel with entry locks. A read of a hole puts a page of the
// page cache in the entry's place, and with the entry goes its lock: of those who
// sleep for that only the next is woken, and what it locks and unlocks then is the
// page, which the entries' wait table knows nothing of. Its put wakes nobody for
// nothing and for a page of the page cache; a DAX entry is neither, so that is
// PutNext. The tree of its day refuses an insertion over other entries, which
// only a PMD request that somebody makes in spite of PMDOff can see.
func linux49() *Strategy {
	return &Strategy{
		Name:      "linux-4.9",
		Row:       "C",
		CheckOnly: true,
		Origin:    "Linux 4.7 to 4.9 (ac401cc78242, \"dax: New fault locking\", May 2016)",
		Claim:     "no PMD entries, one waiter woken for each unlock, everybody when an entry is removed",
		Loses:     "for ever, behind two reads of a hole: the first wakes one waiter when a page takes its entry's place, and that one never unlocks an entry; and wherever 2 MiB mappings fit, 512 faults for one",
		Hangs:     true,
		Policy: daxcore.Policy{
			Lookup: daxcore.ExactIndex,
			Rules: daxcore.Rules{
				PMDOff:      true,
				ExactInsert: true,
				Holes:       daxcore.HolePagesNext,
				Scan:        daxcore.ScanWaits,
				Writeback:   daxcore.WritebackWaits,
			},
		},
	}
}

// linux49Holes is the repair of January 2017 on the same rules.
func linux49Holes() *Strategy {
	s := linux49()
	s.Name, s.Row, s.Hangs = "linux-4.9-holes", "", false
	s.Origin = "965d004af540 (\"dax: fix deadlock with DAX 4k holes\", January 2017), on Linux 4.9"
	s.Claim = "as linux-4.9, and everybody is woken when a page takes the place of an entry"
	s.Loses = "wherever 2 MiB mappings fit: 512 faults for one"
	s.Policy.Rules.Holes = daxcore.HolePagesAll
	return s
}
