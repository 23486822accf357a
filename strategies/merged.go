package strategies

import "daxwait/daxcore"

// merged has one queue for the 512 indexes of a chunk, and wakes all of it.
func merged() *Strategy {
	return &Strategy{
		Name:   "merged",
		Origin: "\"just converging the waitqueues\", Dan Williams, July 2019, with wake-all",
		Claim:  "waiter and waker cannot disagree about the key",
		Loses:  "when different pages of one 2 MiB are contended: each unlock wakes the waiters of all of them",
		Policy: daxcore.Policy{Key: daxcore.KeyBase, OnUnlock: daxcore.WakeAll, Put: daxcore.PutAll},
	}
}
