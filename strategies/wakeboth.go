package strategies

import "daxwait/daxcore"

// wakeBoth is the second, named in the discussion of the first.
func wakeBoth() *Strategy {
	return &Strategy{
		Name:      "wake-both",
		Row:       "K",
		CheckOnly: true,
		Origin:    "proposed in \"dax: Fix missed wakeup in put_unlocked_entry()\", Vivek Goyal, April 2021, on Linux 5.12; not merged",
		Claim:     "whoever finds nothing wakes the next on its index and the next on its base",
		Loses:     "for ever, where a PMD entry is replaced by a PTE entry: its holder wakes another key than others sleep on",
		Hangs:     true,
		Policy:    daxcore.Policy{OnRemoval: daxcore.WakeNext, Put: daxcore.PutBoth},
	}
}
