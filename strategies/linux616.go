package strategies

import "daxwait/daxcore"

// linux616 is exclusive with scans that wait.
func linux616() *Strategy {
	return &Strategy{
		Name:      "linux-6.16",
		Row:       "N",
		CheckOnly: true,
		Origin:    "Linux 6.16, and 6.15 from 6.15.3 on (dd59137bfe70, \"fs/dax: Fix \"don't skip locked entries when scanning entries\"\", Alistair Popple, May 2025)",
		Claim:     "as exclusive, and a scan waits for a locked entry",
		Loses:     "as exclusive; and a scan of many locked entries takes as long as their holders do",
		Policy:    daxcore.Policy{Rules: daxcore.Rules{Scan: daxcore.ScanWaits}},
	}
}
