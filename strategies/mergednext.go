package strategies

import "daxwait/daxcore"

// mergedNext is the patch that converged the queues, on today's other rules.
func mergedNext() *Strategy {
	return &Strategy{
		Name:   "mergednext",
		Row:    "A'",
		Origin: "\"dax: Fix missed PMD wakeups\", Dan Williams, 3 July 2019, on the removal rule of 5.13",
		Claim:  "one key for a chunk and one wake for an unlock; a PMD fault may wait for a PTE entry instead of falling back",
		Loses:  "when different pages of one 2 MiB are contended: a wake goes to the waiter of a page that is still locked (false sharing)",
		Policy: daxcore.Policy{Key: daxcore.KeyBase, PMDMeets: daxcore.WaitAtBase},
	}
}
