package strategies

import "daxwait/daxcore"

// linux53rc1 is the repair of the PMD waiters with the test in put inverted,
// which had been seen in review.
func linux53rc1() *Strategy {
	return &Strategy{
		Name:      "linux-5.3-rc1",
		Row:       "G",
		CheckOnly: true,
		Origin:    "Linux 5.3-rc1 and rc2 (23c84eb78375, \"dax: Fix missed wakeup with PMD faults\", July 2019); fixed by 61c30c98ef17 (\"dax: Fix missed wakeup in put_unlocked_entry()\", Jan Kara, July 2019)",
		Claim:     "a PMD fault falls back instead of waiting for a PTE entry",
		Loses:     "for ever: whoever leaves without locking wakes nobody; two waiters suffice. No PMD entry is ever made",
		Hangs:     true,
		Policy:    daxcore.Policy{PMDMeets: daxcore.FallBackEmpty, OnRemoval: daxcore.WakeNext, Put: daxcore.PutNever},
	}
}
