package suite_test

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"daxwait/daxcore"
	"daxwait/suite"
)

// A look-up that sees the first 64 of 512 indexes only, as Linux 4.20-rc1 had it.
// That such a design is not safe is a verdict, and no error.
func ExampleJudge() {
	design := &suite.Design{Name: "short-sighted", Policy: daxcore.Policy{Lookup: daxcore.FirstSlot}}
	v, err := suite.Judge(context.Background(), design, suite.Options{MaxStates: 20_000, Schedules: 1})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(v.Safe)
	loses, _, _ := strings.Cut(v.Summary, " of ") // how many scenarios there are
	fmt.Println(loses)
	fmt.Println(v.NotCompared)
	// Output:
	// false
	// It loses: PMD over PTEs in 2
	// figures of a design that breaks more than its own progress (PMD over PTEs in entry/pmd-meets-far-pte) mean nothing
}

// Who locks an entry and then begins a journal handle deadlocks whatever the design
// does: that is nothing to hold against it.
func ExampleLeftOut() {
	for _, scenario := range []string{"around/order-entry-first", "entry/pmd-meets-pte"} {
		fmt.Println(scenario, slices.Contains(suite.LeftOut(), scenario))
	}
	// Output:
	// around/order-entry-first true
	// entry/pmd-meets-pte false
}
