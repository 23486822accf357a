package strategies

import "daxwait/daxcore"

// wakeIfAbsent is the first repair that was sent for lost invalidations.
func wakeIfAbsent() *Strategy {
	return &Strategy{
		Name:      "wake-if-absent",
		Row:       "J",
		CheckOnly: true,
		Origin:    "\"dax: Fix missed wakeup in put_unlocked_entry()\" v1 (RFC), Vivek Goyal, 16 April 2021, on Linux 5.12; not merged",
		Claim:     "whoever finds nothing passes the wake on too",
		Loses:     "for ever, where a PMD entry went: with nothing there the key is the index, and others sleep on the base",
		Hangs:     true,
		Policy:    daxcore.Policy{OnRemoval: daxcore.WakeNext, Put: daxcore.PutAbsent},
	}
}
