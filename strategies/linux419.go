package strategies

import "daxwait/daxcore"

// linux419 is the last kernel with a radix tree. A PMD request looks at its
// base alone: a PTE entry there it waits for, on the key that its holder wakes;
// one elsewhere it learns of when the insertion fails.
//
// Lock-by-page is that of 4.19.0 (c2a7d2a11552). It goes back to the page after
// a sleep, but sleeps exclusively, and passes nothing on if the page has left the
// file. And it takes xa_lock once more before it goes back, only to drop it
// (f52afc93cd01), of an inode that may be gone: RCU ended with the sleep.
func linux419() *Strategy {
	return &Strategy{
		Name:      "linux-4.19",
		Row:       "D",
		CheckOnly: true,
		Origin:    "Linux 4.10 to 4.19 (63e95b5c4f16, \"dax: coordinate locking for offsets in PMD range\"; c6dcf52c23d2, \"mm: Invalidate DAX radix tree entries only if appropriate\")",
		Claim:     "PMD entries, whose waiters sleep on their base; a removal wakes one waiter, who passes the wake on",
		Loses:     "for ever, behind invalidations: the task woken second finds nothing there, and wakes nobody; and lock-by-page takes the lock of an inode that is freed",
		Hangs:     true,
		Policy: daxcore.Policy{
			Lookup:    daxcore.ExactIndex,
			PMDMeets:  daxcore.WaitAtBase,
			Wait:      [...]daxcore.Queueing{daxcore.ByPage: daxcore.QueueExclusive, daxcore.InScan: daxcore.QueueDefault},
			OnRemoval: daxcore.WakeNext,
			Rules: daxcore.Rules{
				ExactInsert: true,
				Scan:        daxcore.ScanWaits,
				Writeback:   daxcore.WritebackWaits,
				PageRetry:   daxcore.Relock,
			},
		},
	}
}
