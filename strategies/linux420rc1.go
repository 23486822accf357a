package strategies

import "daxwait/daxcore"

// linux420rc1 is the conversion to the XArray as it came in. A PMD request
// loads the first slot of its range and takes a PTE entry beyond index 63 for
// nothing, so it stores its own over it. Lock-by-page sleeps as a fault does,
// exclusively, and then asks whether the page moved instead of whose it is; where
// it starts again it is no RCU reader any more; and its unlock makes up the entry
// from the page, and takes the tail page of a PMD entry for a PTE entry.
func linux420rc1() *Strategy {
	return &Strategy{
		Name:      "linux-4.20-rc1",
		Row:       "E",
		CheckOnly: true,
		Origin:    "Linux 4.20-rc1 to rc3 (b15cd800682f, \"dax: Convert page fault handlers to XArray\", and others, October 2018); its look-up fixed by 0e40de0338d0, November 2018",
		Claim:     "entries of any order in one tree, a plain load to find them",
		Loses:     "entries: a PMD fault does not see 448 of its 512 indexes; and wakeups, as linux-4.19; and it uses inodes that are freed",
		Hangs:     true,
		Policy: daxcore.Policy{
			Lookup:    daxcore.FirstSlot,
			PMDMeets:  daxcore.WaitAtBase,
			Wait:      [...]daxcore.Queueing{daxcore.ByPage: daxcore.QueueExclusive, daxcore.InScan: daxcore.QueueDefault},
			OnRemoval: daxcore.WakeNext,
			Rules: daxcore.Rules{
				Scan:      daxcore.ScanWaits,
				Writeback: daxcore.WritebackWaits,
				PageRetry: daxcore.ComparePFN,
				PageRCU:   daxcore.RCUFirst,
				Cookie:    daxcore.CookieFromPage,
			},
		},
	}
}
