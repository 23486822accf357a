package strategies

import "daxwait/daxcore"

// linux420rc4 is rc1 after six fixes. Faults look their whole range up, as to
// 5.2. Lock-by-page always starts again from the page after a sleep, passes its
// wake on before it does, and is an RCU reader whenever it looks at the page;
// but the wait that it shares with faults takes xa_lock after the sleep.
func linux420rc4() *Strategy {
	return &Strategy{
		Name:      "linux-4.20-rc4",
		CheckOnly: true,
		Origin:    "Linux 4.20-rc4 and rc5 (\"dax: Avoid losing wakeup in dax_lock_mapping_entry\", \"dax: Reinstate RCU protection of inode\", fda490d39fc0 and others, November 2018)",
		Claim:     "lock-by-page retries from the start and loses no wake",
		Loses:     "as linux-5.2; and it takes the lock of an inode that was freed while it slept, and gives a tail page's frame to a PMD entry",
		Hangs:     true,
		Policy: daxcore.Policy{
			PMDMeets:  daxcore.WaitAtBase,
			Wait:      [...]daxcore.Queueing{daxcore.ByPage: daxcore.QueueExclusive, daxcore.InScan: daxcore.QueueDefault},
			OnRemoval: daxcore.WakeNext,
			Rules: daxcore.Rules{
				PageRetry: daxcore.RelockPut,
				Cookie:    daxcore.CookieFromPagePMD,
			},
		},
	}
}
