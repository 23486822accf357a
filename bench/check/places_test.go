package check_test

import (
	"testing"

	"daxwait/bench/check"
	"daxwait/daxcore"
	"daxwait/daxcore/task"
)

// TestPlacesOfTwoTasks: two bare faults of one page meet while one holds the entry,
// or has unlocked it and not yet woken the other; never do both hold it, and one that
// has finished is nowhere.
func TestPlacesOfTwoTasks(t *testing.T) {
	r := search(t, scenario(t, "pte B+1", "F(0,B+1); F(0,B+1)"), daxcore.Policy{}.Design, check.Options{Places: true})
	at := func(a, b task.Label) bool { return r.Pairs[a]>>b&1 != 0 }
	for _, pair := range [][2]task.Label{{task.Start, task.Grabbed}, {task.GetLoop, task.Grabbed}, {task.WakeAfterUnlock, task.GetLoop}, {task.Grabbed, task.WakeAfterUnlock}} {
		if !at(pair[0], pair[1]) || !at(pair[1], pair[0]) {
			t.Errorf("%v and %v never meet", pair[0], pair[1])
		}
	}
	for _, pair := range [][2]task.Label{{task.Grabbed, task.Grabbed}, {task.GetLoop, task.GetLoop}, {task.Start, task.RangeLoop}} {
		if at(pair[0], pair[1]) {
			t.Errorf("%v and %v meet", pair[0], pair[1])
		}
	}
	var all, none check.Pairs
	if !all.Add(&r.Pairs) || all.Add(&r.Pairs) || all.Count() < 5 || none.Count() != 0 {
		t.Errorf("%d pairs", all.Count())
	}
	ranged := search(t, scenario(t, "pte B+1", "F(0,B+1); R(B,B+3)"), daxcore.Policy{}.Design, check.Options{Places: true})
	if p := &ranged.Pairs; p[task.Grabbed]>>task.RangeLoop&1 == 0 || p[task.RangeLoop]>>task.Grabbed&1 == 0 {
		t.Error("a pair has a side")
	}
	one := search(t, scenario(t, "pte B+1", "F(0,B+1) then I(B+1)"), daxcore.Policy{}.Design, check.Options{Places: true})
	if one.Pairs != none {
		t.Errorf("one task is at two places: %v", one.Pairs)
	}
}
