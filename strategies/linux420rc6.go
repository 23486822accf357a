package strategies

import "daxwait/daxcore"

// linux420rc6 has a wait of its own for lock-by-page, which touches nothing of
// the file after the sleep, and unlocks with the cookie that it was given. The
// wait is still exclusive: the wake that it takes is lost if the page is gone.
func linux420rc6() *Strategy {
	return &Strategy{
		Name:      "linux-4.20-rc6",
		CheckOnly: true,
		Origin:    "Linux 4.20-rc6 (55e56f06ed71, \"dax: Don't access a freed inode\"; 27359fd6e5f3, \"dax: Fix unlock mismatch with updated API\", December 2018); its wait non-exclusive in 4.20 (d8a706414af4)",
		Claim:     "a sleeping lock-by-page needs nothing of the inode",
		Loses:     "as linux-5.2; and who waits behind a lock-by-page that finds its page gone",
		Hangs:     true,
		Policy: daxcore.Policy{
			PMDMeets:  daxcore.WaitAtBase,
			Wait:      [...]daxcore.Queueing{daxcore.ByPage: daxcore.QueueExclusive, daxcore.InScan: daxcore.QueueDefault},
			OnRemoval: daxcore.WakeNext,
		},
	}
}
