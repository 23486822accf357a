package profile_test

import (
	"fmt"
	"strings"

	"daxwait/bench/profile"
	"daxwait/daxcore/task"
)

func ExampleRead() {
	p, err := profile.Read(strings.NewReader(`
name = "mine"

[wake-latency]
ns = "3us"
draw = "exponential"
source = "measured on my machine"
`), "mine.toml")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(p.Name, p.WakeLatency.Mean, "ns, drawn", p.WakeLatency.Drawn)

	_, err = profile.Read(strings.NewReader(`
name = "hasty"
[wake-one]
ns = 1000
[hold-run]
ns = "5us"
`), "hasty.toml")
	fmt.Println(err)
	// Output:
	// mine 3000 ns, drawn true
	// hasty.toml:3: wake-one costs 1000 ns, and nothing says why; add such as source = "measured on …, by …"
	// hasty.toml:5: "hold-run" is no cost but the pattern's; give it there, as the axes think and hold do
}

// How much a conclusion depends on what the waker pays.
func ExampleScaled() {
	p := profile.Default()
	for _, factor := range []float64{0.5, 2} {
		s, err := profile.Scaled(&p.Profile, "wake-one", factor)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(s.Name, s.Costs[task.WakeOne].Mean, "instead of", p.Costs[task.WakeOne].Mean, "ns")
	}
	// Output:
	// default-wake-one-x0.5 500 instead of 1000 ns
	// default-wake-one-x2 2000 instead of 1000 ns
}
