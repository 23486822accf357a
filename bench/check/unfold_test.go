package check

import (
	"slices"
	"testing"

	"daxwait/daxcore"
	"daxwait/daxcore/daxtest"
	"daxwait/daxcore/step"
)

// engineOf is one that leaves out all that it may.
func engineOf(t *testing.T, entries, tasks string, o Options) *engine {
	t.Helper()
	parsed, err := daxtest.ParseTasks(tasks)
	if err != nil {
		t.Fatal(err)
	}
	o.Reduce = AllReductions
	e := newEngine(&daxtest.Scenario{Entries: entries, Tasks: parsed}, daxcore.Policy{}.Design, &o, &recipes{by: map[uint64]*recipe{}})
	t.Cleanup(e.close)
	return e
}

// TestRank: whichever of two equal tasks queues first, the state is the same; by who
// it is alone it would not be.
func TestRank(t *testing.T) {
	after := func(first, second uint8) []uint64 {
		e := engineOf(t, "pte B+1", "F(0,B+1); F(0,B+1); F(0,B+1) then I(B+1)", Options{})
		state := e.root
		for _, id := range []uint8{2, first, second} {
			e.take(state, step.Step{Task: id})
			state = e.save(nil)
		}
		e.rank()
		return e.save(nil)
	}
	if a, b := after(0, 1), after(1, 0); !slices.Equal(a, b) {
		t.Errorf("%#x and %#x", a, b)
	}
}

// TestUnfold: a fault whose allocation fails is told by each of its steps, and the
// answer stands in that which asks.
func TestUnfold(t *testing.T) {
	e := engineOf(t, "", "P(B+1,w); F(0,B+1)", Options{AllocFails: 1})
	want := []step.Step{{}, {}, {Yes: 1}, {Task: 1}}
	got := e.unfold([]step.Step{{Yes: 1}, {Task: 1}})
	if !slices.Equal(got, want) {
		t.Errorf("%v, want %v", step.NewSchedule(got), step.NewSchedule(want))
	}
}
