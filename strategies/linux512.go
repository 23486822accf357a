package strategies

import "daxwait/daxcore"

// linux512 is the kernel that lost wakeups behind an invalidation.
func linux512() *Strategy {
	return &Strategy{
		Name:   "linux-5.12",
		Row:    "I",
		Origin: "Linux 5.4 to 5.12; fixed by 237388320deff (\"dax: Wake up all waiters after invalidating dax entry\", May 2021)",
		Claim:  "one waiter is woken when an entry goes, and passes the wake on",
		Loses:  "for ever: the task woken second finds nothing there, and wakes nobody",
		Hangs:  true,
		Policy: daxcore.Policy{OnRemoval: daxcore.WakeNext},
	}
}
