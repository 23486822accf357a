package strategies

import "daxwait/daxcore"

// linux52 is the kernel that lost the wakeups of PMD waiters.
func linux52() *Strategy {
	return &Strategy{
		Name:   "linux-5.2",
		Row:    "F",
		Origin: "Linux 4.20 to 5.2; fixed by 23c84eb78375 (\"dax: Fix missed wakeup with PMD faults\", July 2019)",
		Claim:  "a PMD fault waits for the PTE entry in its way",
		Loses:  "for ever: the PMD fault sleeps on the key of its base, the PTE's holder wakes the key of its index",
		Hangs:  true,
		Policy: daxcore.Policy{PMDMeets: daxcore.WaitAtBase, OnRemoval: daxcore.WakeNext},
	}
}
