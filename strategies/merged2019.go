package strategies

import "daxwait/daxcore"

// merged2019 is the patch that converged the queues, on the rules of its day.
func merged2019() *Strategy {
	return &Strategy{
		Name:      "merged-2019",
		Row:       "A",
		CheckOnly: true,
		Origin:    "\"[PATCH] dax: Fix missed PMD wakeups\", Dan Williams, 3 July 2019, on Linux 5.2; not merged",
		Claim:     "PTEs and PMD of a chunk share one key, so a PMD fault that waits for a PTE entry is woken",
		Loses:     "for ever, behind invalidations: the task woken second finds nothing there, and wakes nobody",
		Hangs:     true,
		Policy:    daxcore.Policy{Key: daxcore.KeyBase, PMDMeets: daxcore.WaitAtBase, OnRemoval: daxcore.WakeNext},
	}
}
