package results_test

import (
	"fmt"

	"daxwait/results"
)

// A record is a case, and its samples are its windows. A metric says what of them
// it is about, and of which samples it is known.
func ExampleRead() {
	records, _, err := results.Read("reference/q2")
	if err != nil {
		fmt.Println(err)
		return
	}
	r := records[0]
	fmt.Println(r.Name())
	fmt.Printf("%.0f\n", r.Values(results.MetricNamed("ops/s")))
	// Output:
	// Fault/engine=sim/pattern=mixed-first/strategy=perindex/tasks=16/vcpus=16
	// [404634 406402 404283 404968 405505 402628 405917 406702 406909 402847]
}
