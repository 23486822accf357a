package task_test

import (
	"fmt"
	"sync"
	"testing"

	"daxwait/daxcore/task"
)

// TestNames: reports call things by them, so none is missing and no two are
// the same; what is none prints as its kind and number.
func TestNames(t *testing.T) {
	for _, kind := range []struct {
		what string
		n    int
		name func(i int) fmt.Stringer
	}{
		{"cost", int(task.Costs), func(i int) fmt.Stringer { return task.Cost(i) }},
		{"event", int(task.Kinds), func(i int) fmt.Stringer { return task.Kind(i) }},
		{"rule", int(task.Rules), func(i int) fmt.Stringer { return task.Rule(i) }},
		{"label", int(task.Labels), func(i int) fmt.Stringer { return task.Label(i) }},
		{"choice", int(task.Choices), func(i int) fmt.Stringer { return task.Choice(i) }},
	} {
		seen := map[string]bool{}
		for i := range kind.n {
			seen[kind.name(i).String()] = true
		}
		if len(seen) != kind.n || seen[""] {
			t.Errorf("%s: %d names for %d", kind.what, len(seen), kind.n)
		}
		if got, want := kind.name(kind.n).String(), fmt.Sprintf("%s(%d)", kind.what, kind.n); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestSleepsAndJournalLeaveTheCPU(t *testing.T) {
	off := map[task.Cost]bool{
		task.AllocNode: true, task.AllocBlocks: true, task.JournalCommit: true, task.HoldSleep: true, task.ThinkSleep: true, task.WriteData: true,
	}
	for c := range task.Costs {
		if c.OffCPU() != off[c] {
			t.Errorf("%v off the CPU: %v", c, c.OffCPU())
		}
	}
}

func TestASpinlockIsAPointUnlessItSaysSo(t *testing.T) {
	var s task.Spin
	if s.Class != task.Point {
		t.Errorf("class %d", s.Class)
	}
}

func TestAcquireExcludes(t *testing.T) {
	var s task.Spin
	var wg sync.WaitGroup
	n := 0
	for range 4 {
		wg.Go(func() {
			for range 1000 {
				s.Acquire()
				n++
				s.Release()
			}
		})
	}
	wg.Wait()
	if n != 4000 {
		t.Errorf("%d of 4000", n)
	}
}

func TestTallyCountsWhatEventsSay(t *testing.T) {
	var a, sum task.Tally
	for _, e := range []task.Event{
		{Kind: task.WaitBegin}, {Kind: task.Slept}, {Kind: task.Slept, N: 1}, {Kind: task.WaitEnd}, {Kind: task.Locked},
		{Kind: task.Woke, N: 3}, {Kind: task.Woke}, {Kind: task.Scanned, N: 5},
		{Kind: task.Violated, N: int(task.Changed)}, {Kind: task.Violated, N: int(task.NotDeleted)},
	} {
		a.Observe(e)
	}
	want := task.Tally{Waits: 1, Sleeps: 2, Resleeps: 1, Wakes: 2, Woken: 3, Hits: 1, Foreign: 5, Locks: 1, Violations: 1}
	if a != want {
		t.Errorf("%+v, want %+v", a, want)
	}
	for _, k := range []task.Kind{task.FellBack, task.Skipped, task.Removed, task.Refused, task.Downgraded, task.SemSlept} {
		a.Observe(task.Event{Kind: k})
	}
	sum.Add(&a)
	sum.Add(&a)
	if got, want := sum, (task.Tally{
		Waits: 2, Sleeps: 4, Resleeps: 2, Wakes: 4, Woken: 6, Hits: 2, Foreign: 10, Locks: 2, Fallbacks: 2, Skipped: 2,
		Removed: 2, Refused: 2, Downgrades: 2, SemSleeps: 2, Violations: 2,
	}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
}
