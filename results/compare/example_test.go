package compare_test

import (
	"fmt"

	"daxwait/results"
	"daxwait/results/compare"
)

// What does it cost if PMD faults wait for PTE entries? A change is a ratio with an
// interval, that of the test, which is corrected for the number of changes; what is
// told is in the interval.
func ExampleCompare() {
	records, _, err := results.Read("../reference/q2")
	if err != nil {
		fmt.Println(err)
		return
	}
	changes := compare.Compare(results.Base(records), "exclusive", results.MetricNamed("ops/s"))
	for _, c := range changes {
		if c.Group.Pattern == "mixed-first" && c.Strategy == "exclusive+pmd-meets-pte=wait-at-entry" {
			r := c.Ratio
			fmt.Printf("×%.3f, from %.3f to %.3f, of %d seeds; %s\n", r.Value, r.Lo, r.Hi, r.N, c.Outcome)
		}
	}
	// Output: ×0.987, from 0.985 to 0.991, of 10 seeds; worse
}
