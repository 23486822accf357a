package strategies

import "daxwait/daxcore"

// linux53 is the release that took an empty chunk for a conflict.
func linux53() *Strategy {
	return &Strategy{
		Name:      "linux-5.3",
		Row:       "H",
		CheckOnly: true,
		Origin:    "Linux 5.3.0 to 5.3.7, 5.4-rc1 to rc4; fixed by 6370740e5f8e (\"fs/dax: Fix pmd vs pte conflict detection\", October 2019)",
		Claim:     "a PMD fault falls back instead of waiting for a PTE entry",
		Loses:     "wherever 2 MiB mappings fit, since no PMD entry is ever made; and for ever, behind invalidations, as linux-5.12",
		Hangs:     true,
		Policy:    daxcore.Policy{PMDMeets: daxcore.FallBackEmpty, OnRemoval: daxcore.WakeNext},
	}
}
