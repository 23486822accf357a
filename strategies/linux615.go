package strategies

import "daxwait/daxcore"

// linux615 is the release whose scans began to wait for locked entries.
func linux615() *Strategy {
	return &Strategy{
		Name:      "linux-6.15",
		Row:       "M",
		CheckOnly: true,
		Origin:    "Linux 6.15.0 to 6.15.2 (6be3e21d25ca, \"fs/dax: Don't skip locked entries when scanning entries\", Alistair Popple, February 2025)",
		Claim:     "a scan waits for a locked entry, and so cannot miss that it is pinned",
		Loses:     "for ever: the scan's cursor is behind the entry when it sleeps, so it passes the wake on to the next entry's key",
		Hangs:     true,
		Policy:    daxcore.Policy{Rules: daxcore.Rules{Scan: daxcore.ScanWaitsAdvanced}},
	}
}
