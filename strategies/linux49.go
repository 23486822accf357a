package strategies

import "daxwait/daxcore"

// linux49 is the first kernel with entry locks. Its put wakes nobody for
// nothing and for a page of the page cache; a DAX entry is neither, so that is
// PutNext. The tree of its day refuses an insertion over other entries, which
// only a PMD request that somebody makes in spite of PMDOff can see.
func linux49() *Strategy {
	return &Strategy{
		Name:      "linux-4.9",
		Row:       "C",
		CheckOnly: true,
		Origin:    "Linux 4.7 to 4.9 (ac401cc78242, \"dax: New fault locking\", May 2016)",
		Claim:     "no PMD entries, one waiter woken for each unlock, everybody when an entry goes",
		Loses:     "wherever 2 MiB mappings fit: 512 faults for one",
		Policy: daxcore.Policy{
			Lookup: daxcore.ExactIndex,
			Rules: daxcore.Rules{
				PMDOff:      true,
				ExactInsert: true,
				Scan:        daxcore.ScanWaits,
				Writeback:   daxcore.WritebackWaits,
			},
		},
	}
}
