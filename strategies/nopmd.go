package strategies

import "daxwait/daxcore"

// noPMD is the kernel without PMD faults.
func noPMD() *Strategy {
	return &Strategy{
		Name:   "nopmd",
		Origin: "\"filesystem-dax: Disable PMD support\", Dan Williams, 27 June 2019, on the rules of 5.13",
		Claim:  "no PMD entries, so no question of who waits for whom across sizes",
		Loses:  "wherever 2 MiB mappings fit: 512 faults for one",
		Policy: daxcore.Policy{Rules: daxcore.Rules{PMDOff: true}},
	}
}
