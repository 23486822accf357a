package timeline_test

import (
	"bytes"
	"context"
	"fmt"
	"log"
	"time"

	"daxwait/bench"
	"daxwait/bench/pattern"
	"daxwait/bench/profile"
	"daxwait/bench/timeline"
	"daxwait/bench/trace"
	"daxwait/strategies"
)

// A window is simulated, written as ftrace text, and read as a capture is.
func Example() {
	patterns, err := pattern.Find("pte-same")
	if err != nil {
		log.Fatal(err)
	}
	designs, err := strategies.Find("perindex")
	if err != nil {
		log.Fatal(err)
	}
	costs, err := profile.Find("default")
	if err != nil {
		log.Fatal(err)
	}
	c := bench.Case{Pattern: patterns[0], Strategy: designs[0], Tasks: 4, Seed: 1, Sim: &bench.Sim{CPUs: 2, Profile: &costs.Profile}}
	c.Timeline = timeline.New(timeline.About{Pattern: "pte-same", Tasks: 4, CPUs: 2, Files: 1}, timeline.Limit)
	counted := c.Simulate(context.Background(), 1, 5*time.Millisecond).Samples[0].Counts

	var text bytes.Buffer
	if err := c.Timeline.WriteFtrace(&text); err != nil {
		log.Fatal(err)
	}
	r, err := trace.NewReader("simulated", &text)
	if err != nil {
		log.Fatal(err)
	}
	read, err := trace.Summarize(r)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(read.Sleeps > 0, read.Sleeps == counted.Sleeps, read.Woken == counted.Woken)
	// Output: true true true
}
