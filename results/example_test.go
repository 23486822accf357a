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
	// Fault/engine=sim/pattern=mixed-first/strategy=perindex/tasks=16/vcpus=16/machine=eevdf
	// [310805 310880 309086 310448 310215 307852 313057 309625 311410 308315]
}
