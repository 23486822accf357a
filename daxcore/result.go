package daxcore

import "strings"

// Result is what a fault returns, a set of bits. 0 means: look again.
type Result uint16

// The results.
const (
	NoPage    Result = 1 << iota // done (VM_FAULT_NOPAGE)
	Fallback                     // a PMD fault is to go on with PTEs
	SigBus                       // beyond the end of the file
	NeedDSync                    // mapped read-only until the metadata is durable
	DoneCow                      // a private copy was made
	Major                        // blocks were allocated
	SigSegv                      // nothing is mapped there
	Retry                        // all was given back, and it is to begin again (VM_FAULT_RETRY)
)

func (r Result) String() string {
	if r == 0 {
		return "again"
	}
	var s []string
	for i, n := range []string{"nopage", "fallback", "sigbus", "needdsync", "done-cow", "major", "sigsegv", "retry"} {
		if r>>i&1 != 0 {
			s = append(s, n)
		}
	}
	return strings.Join(s, "|")
}
