package step_test

import (
	"slices"
	"testing"

	"daxwait/daxcore/task"
)

// TestLabels: what is hashed is the labels and the point; an inner label stands
// beside the outer one, and goes with it.
func TestLabels(t *testing.T) {
	at := func(op func(task.Task), n int) (hash uint64, fresh bool) {
		c, _ := start(t, op)
		for range n {
			c.Step(false)
			c.Awaken()
		}
		return c.Label()
	}
	type label struct {
		l    task.Label
		a, b uint64
	}
	seen := map[uint64][]label{}
	for _, labels := range [][]label{
		{}, {{task.PageLoop, 0, 0}}, {{task.RangeLoop, 0, 0}}, {{task.PageLoop, 1, 0}}, {{task.PageLoop, 0, 1}},
		{{task.GetLoop, 0, 0}}, {{task.PageLoop, 0, 0}, {task.GetLoop, 0, 0}}, {{task.PageLoop, 0, 0}, {task.GetLoop, 1, 0}}, {{task.PageLoop, 1, 0}, {task.GetLoop, 0, 0}},
	} {
		h, fresh := at(func(t task.Task) {
			for _, l := range labels {
				t.At(l.l, l.a, l.b)
			}
			t.Park()
		}, 1)
		if other, ok := seen[h]; ok || fresh != (len(labels) != 0) {
			t.Errorf("labels %v: hash of %v, fresh %v", labels, other, fresh)
		}
		seen[h] = labels
	}
	again, _ := at(func(t task.Task) {
		t.At(task.RangeLoop, 8, 8)
		t.At(task.GetLoop, 8, 8)
		t.At(task.PageLoop, 1, 0) // replaces both
		t.Park()
	}, 1)
	if labels := seen[again]; len(labels) != 1 || labels[0] != (label{task.PageLoop, 1, 0}) {
		t.Errorf("an outer label leaves of those before it: looks like %v", labels)
	}
	park, _ := at(func(t task.Task) { t.Park() }, 1)
	yield, _ := at(func(t task.Task) { lock(t, point); t.Yield(task.SemEnter) }, 1)
	yield2, _ := at(func(t task.Task) { lock(t, point); t.Yield(task.WakeAfterUnlock) }, 1)
	until, _ := at(func(t task.Task) { waitsFor(t, 0) }, 1)
	until1, _ := at(func(t task.Task) { waitsFor(t, 1) }, 1)
	lock1, _ := at(func(t task.Task) { lock(t, point); lock(t, point) }, 1)
	lock2, _ := at(func(t task.Task) { lock(t, point); lock(t, point2) }, 1)
	points := []uint64{park, yield, yield2, until, until1, lock1, lock2}
	slices.Sort(points)
	if len(slices.Compact(points)) != 7 {
		t.Errorf("points that look alike: %#x", points)
	}
	if _, fresh := at(func(t task.Task) { t.At(task.PageLoop, 0, 0); t.Park(); t.Park() }, 2); fresh {
		t.Error("a label of the step before is fresh")
	}
}
