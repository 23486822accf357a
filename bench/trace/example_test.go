package trace_test

import (
	"fmt"
	"log"
	"os"

	"daxwait/bench/trace"
)

func open(name string) *trace.Reader {
	f, err := os.Open(name)
	if err != nil {
		log.Fatal(err)
	}
	r, err := trace.NewReader(name, f)
	if err != nil {
		log.Fatal(err)
	}
	return r
}

// A summary says what happened and what to make of it.
func ExampleSummarize() {
	s, err := trace.Summarize(open("testdata/inval-n8.trace.gz"))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%d of %d calls waited, %d were woken in vain\n", s.Waits, s.Get, s.Resleeps)
	fmt.Printf("wait p99 %v (n=%d)\n", s.Wait.P99, s.Wait.N)
	s.Warnings.Each(func(r trace.Reason, n int64, line int, remedy string) {
		fmt.Printf("%v: %d, first in line %d\n", r, n, line)
	})
	// Output:
	// 23 of 150 calls waited, 7 were woken in vain
	// wait p99 7600000 (n=22)
	// event without partner: 3, first in line 1229
}

// A workload says what each worker did, so that it can be run again.
func ExampleReplay() {
	w, err := trace.Replay(open("testdata/inval-n8.trace.gz"), 1000)
	if err != nil {
		log.Fatal(err)
	}
	for _, worker := range w.Workers[:3] {
		op := worker.Ops[1]
		fmt.Println(worker.Name, len(worker.Ops), "then", op.Kind, op.Index, "after", op.ThinkNS, "holding", op.HoldNS, "ns")
	}
	// Output:
	// w00-inval 7 then writeback 0 after 480000 holding 11000 ns
	// w01-inval 14 then invalidate 7 after 159000 holding 3000 ns
	// w02-inval 41 then pte-fault 7 after 116000 holding 26000 ns
}
