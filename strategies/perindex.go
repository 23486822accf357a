package strategies

import "daxwait/daxcore"

// perIndex keeps the kernel's keys and wakes everybody on each of them. For a
// PMD entry the key is rounded, or the waiters of other indexes would be lost.
func perIndex() *Strategy {
	return &Strategy{
		Name:   "perindex",
		Row:    "B",
		Origin: "the kernel's keys without its token contract (Linux 4.7 woke all at least when an entry went)",
		Claim:  "no wake can be lost, since nobody is trusted to pass one on; the first of many to run gets a free entry",
		Loses:  "with many sleepers on one entry: each unlock wakes all, and all but one sleep again",
		Policy: daxcore.Policy{OnUnlock: daxcore.WakeAll, Put: daxcore.PutAll},
	}
}
