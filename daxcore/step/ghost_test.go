package step_test

import (
	"testing"

	"daxwait/daxcore/step"
	"daxwait/daxcore/task"
)

const pmd = 9

func event(k task.Kind, file uint32, index uint64, order uint8) task.Event {
	return task.Event{Kind: k, File: file, Index: index, Order: order}
}

func locks(index uint64, order uint8) task.Event   { return event(task.Locked, 0, index, order) }
func unlocks(index uint64, order uint8) task.Event { return event(task.Unlocked, 0, index, order) }
func removes(index uint64, order uint8) task.Event { return event(task.Removed, 0, index, order) }

// did is an event of a task, and what it violates.
type did struct {
	id   int
	e    task.Event
	want step.Kind
}

func broke(r task.Rule) task.Event { return task.Event{Kind: task.Violated, N: int(r)} }

// TestGhost tells a ghost what tasks did.
func TestGhost(t *testing.T) {
	for name, story := range map[string][]did{
		"lock and unlock":            {{0, locks(3, 0), 0}, {0, unlocks(3, 0), 0}, {1, locks(3, 0), 0}},
		"two holders":                {{0, locks(3, 0), 0}, {1, locks(3, 0), step.TwoHolders}},
		"PMD over a held PTE":        {{0, locks(513, 0), 0}, {1, locks(512, pmd), step.TwoHolders}},
		"PTE in a held PMD":          {{0, locks(512, pmd), 0}, {1, locks(1023, 0), step.TwoHolders}},
		"beside a held PMD":          {{0, locks(512, pmd), 0}, {1, locks(1024, 0), 0}, {2, locks(511, 0), 0}},
		"the same of another file":   {{0, locks(3, 0), 0}, {1, event(task.Locked, 1, 3, 0), 0}},
		"its own again":              {{0, locks(3, 0), 0}, {0, locks(3, 0), 0}, {0, unlocks(3, 0), 0}},
		"unlock of none":             {{0, unlocks(3, 0), step.NonHolder}},
		"unlock of another":          {{0, locks(3, 0), 0}, {0, unlocks(4, 0), step.NonHolder}},
		"unlock of another order":    {{0, locks(512, pmd), 0}, {0, unlocks(512, 0), step.NonHolder}},
		"unlock of another's":        {{0, locks(3, 0), 0}, {1, unlocks(3, 0), step.NonHolder}},
		"unlock twice":               {{0, locks(3, 0), 0}, {0, unlocks(3, 0), 0}, {0, unlocks(3, 0), step.NonHolder}},
		"removal of another's":       {{0, locks(3, 0), 0}, {1, removes(3, 0), step.Replaced}},
		"removal around another's":   {{0, locks(513, 0), 0}, {1, removes(512, pmd), step.Replaced}},
		"removal of one's own":       {{0, locks(3, 0), 0}, {0, removes(3, 0), 0}},
		"removal of nobody's":        {{0, locks(3, 0), 0}, {1, removes(4, 0), 0}},
		"model: unlocked twice":      {{0, broke(task.UnlockedTwice), step.NonHolder}},
		"model: locked cookie":       {{0, broke(task.LockedCookie), step.NonHolder}},
		"model: locked over":         {{0, broke(task.LockedOver), step.TwoHolders}},
		"model: entries lost":        {{0, broke(task.EntriesLost), step.PMDOverPTEs}},
		"model: changed":             {{0, broke(task.Changed), step.Replaced}},
		"model: deleted nothing":     {{0, broke(task.NotDeleted), step.None}},
		"what else happens is right": {{0, locks(3, 0), 0}, {1, event(task.Slept, 0, 3, 0), 0}, {1, event(task.Woke, 0, 3, 0), 0}, {1, event(task.Skipped, 0, 3, 0), 0}},
	} {
		g := make(step.Ghost, 3)
		for n, d := range story {
			if got := g.Observe(d.id, d.e); got != d.want {
				t.Errorf("%s: event %d: %v, want %v", name, n, got, d.want)
			}
		}
	}
}

// TestEveryRuleOfTheModelHasAKind but the one that says why in its comment.
func TestEveryRuleOfTheModelHasAKind(t *testing.T) {
	for r := range task.Rules {
		if k := make(step.Ghost, 1).Observe(0, broke(r)); (k == step.None) != (r == task.NotDeleted) {
			t.Errorf("%v: %v", r, k)
		}
	}
}

func TestHolder(t *testing.T) {
	g := make(step.Ghost, 3)
	g.Observe(2, locks(512, pmd))
	for index, want := range map[uint64]int{511: -1, 512: 2, 700: 2, 1023: 2, 1024: -1} {
		if got := g.Holder(step.HoldOf(locks(index, 0))); got != want {
			t.Errorf("%d is held by %d, want %d", index, got, want)
		}
	}
	if got := g.Holder(step.HoldOf(event(task.Locked, 1, 512, pmd))); got != -1 {
		t.Errorf("the same of another file is held by %d", got)
	}
}

// TestHoldsKeepWhatEventsSay, up to the largest file that has a number.
func TestHoldsKeepWhatEventsSay(t *testing.T) {
	for _, e := range []task.Event{locks(0, 0), locks(0, pmd), locks(1<<39, pmd), event(task.Locked, 65535, 7, 0)} {
		h := step.HoldOf(e)
		if h == 0 || h.Index() != e.Index || h.Order() != e.Order || h.File() != e.File {
			t.Errorf("%+v is kept as file %d, index %d, order %d", e, h.File(), h.Index(), h.Order())
		}
		if !h.Overlaps(h) || h.Overlaps(0) || step.Hold(0).Overlaps(h) {
			t.Errorf("%+v: overlaps itself %v, nothing %v", e, h.Overlaps(h), h.Overlaps(0))
		}
	}
}

// TestKindsHaveNames by which scenarios name them.
func TestKindsHaveNames(t *testing.T) {
	for k := step.None; k < step.Kinds; k++ {
		if k.String() == "" || step.KindNamed(k.String()) != k {
			t.Errorf("kind %d is %q, and that is kind %d", k, k, step.KindNamed(k.String()))
		}
	}
	if k := step.KindNamed("nonsense"); k != step.None {
		t.Errorf("nonsense is %v", k)
	}
}
