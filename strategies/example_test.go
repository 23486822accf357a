package strategies_test

import (
	"fmt"

	"daxwait/daxcore"
	"daxwait/strategies"
)

// A design of one's own beside upstream: a policy says where it is not upstream.
func ExampleCatalogue_With() {
	mine := &strategies.Strategy{Name: "patient", Policy: daxcore.Policy{PMDMeets: daxcore.WaitAtEntry}}
	all := strategies.All().With(mine)
	found, err := all.Find("exclusive,patient")
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, s := range found {
		fmt.Println(s.Name, s.Policy.PMDMeets)
	}
	// Output:
	// exclusive fall-back
	// patient wait-at-entry
}

// A name that nothing has is an error that knows what was meant.
func ExampleFind() {
	_, err := strategies.Find("exlusive")
	fmt.Println(err)
	// Output: there is no strategy "exlusive" (did you mean "exclusive"?)
}
