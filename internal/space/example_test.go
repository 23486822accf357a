package space_test

import (
	"context"
	"fmt"

	"daxwait/daxcore/daxtest"
	"daxwait/internal/space"
)

func ExampleSpace_Analyse() {
	sc, err := daxtest.ScenarioNamed("pmd-meets-pte")
	if err != nil {
		fmt.Println(err)
		return
	}
	s, err := space.New([]*daxtest.Scenario{sc}, []string{
		"pmd-meets-pte=fall-back,wait-at-base", "key=kernel,base",
		"wait-page=default", "wake-on-unlock=next", "wake-on-removal=all", "wake-on-refusal=all", "wake-on-downgrade=all",
		"put=next", "resleep=quiet", "scan=skips", "writeback=skips",
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	o := space.Options{MaxStates: 1000, Workers: 2}
	var records []*space.Record
	err = s.Run(context.Background(), 0, o, func(_ int, r *space.Record) error {
		records = append(records, r)
		return nil
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	a, err := s.Analyse(records, o)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, t := range a.Cores {
		fmt.Println(t.Choices, t.Example.Kind, t.Example.Schedule)
	}
	fmt.Println(a.Safe, "of", a.Combinations, "are safe within", a.Bounds)
	// Output:
	// [pmd-meets-pte=wait-at-base key=kernel] lost wakeup 0100
	// 3 of 4 are safe within all interleavings of 1 scenario of up to 2 tasks and 2 operations; no spurious wakeups, failed allocations or refusals; sequentially consistent memory; at most 1000 states a search
}
