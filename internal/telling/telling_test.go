package telling

import (
	"slices"
	"strings"
	"testing"

	"daxwait/bench/check"
	"daxwait/daxcore"
	"daxwait/daxcore/daxtest"
	"daxwait/results"
	"daxwait/strategies"
)

// inverted is a scenario in which a task takes an entry lock and invalidate_lock
// the other way round, at once or later.
func inverted(later bool) *daxtest.Scenario {
	grab := func(w *daxcore.World, t daxcore.Task, inside func()) {
		cookie, _ := w.Grab(t, w.Files[0], daxtest.B, daxcore.PTE)
		inside()
		w.UnlockEntry(t, w.Files[0], daxtest.B, cookie)
	}
	ab := func(w *daxcore.World, t daxcore.Task) {
		w.Files[0].InvalidateLock.Lock(t)
		grab(w, t, func() {})
		w.Files[0].InvalidateLock.Unlock(t)
	}
	ba := func(w *daxcore.World, t daxcore.Task) {
		if later {
			t.(interface{ Until(int) }).Until(0)
		}
		grab(w, t, func() {
			w.Files[0].InvalidateLock.Lock(t)
			w.Files[0].InvalidateLock.Unlock(t)
		})
	}
	return &daxtest.Scenario{Name: "inverted", Tasks: []daxtest.Task{{{Name: "AB", Run: ab}}, {{Name: "BA", Run: ba}}}}
}

func TestCheckTellsOfInversions(t *testing.T) {
	s, err := strategies.Find(strategies.Baseline)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		later  bool
		want   string
		replay bool
		says   string
	}{
		{false, results.DeadlockFound, true, "; a deadlock\n"},
		{true, results.DeadlockNone, false, "; no deadlock of it within the bounds\n"},
	} {
		cells := []*check.Cell{{Strategy: s[0], Scenario: inverted(c.later)}}
		check.Search(t.Context(), cells, 1, check.Watch{}, nil)
		if cells[0].Err != nil {
			t.Fatal(cells[0].Err)
		}
		v := cells[0].Verdict
		if len(v.Inversions) != 1 || v.Inversions[0].Deadlock != c.want || (v.Inversions[0].Schedule != "") != c.replay {
			t.Fatalf("%+v", v.Inversions)
		}
		var sum strings.Builder
		(&Telling{W: &sum}).strategy(slices.Repeat(cells, 2))
		ends := map[bool]string{true: "2 of which deadlock by it", false: "none of which deadlocks within the bounds"}[c.replay]
		if want := "locks in inverted order in 2 scenarios, " + ends; !strings.Contains(sum.String(), want) {
			t.Errorf("in paragraphs: no %q in\n%s", want, sum.String())
		}
		for what, write := range map[string]func(*Telling){
			"in full":   func(r *Telling) { r.one(cells[0]) },
			"in a line": func(r *Telling) { r.Line(cells[0]) },
		} {
			var out strings.Builder
			write(&Telling{W: &out, Cells: cells, Program: "daxwait"})
			for _, want := range []string{
				"inversion of locks: invalidate_lock > entry lock > invalidate_lock" + c.says,
				" invalidate_lock > entry lock: task 0, AB, at start\n", " entry lock > invalidate_lock: task 1, BA, at grabbed\n",
			} {
				if !strings.Contains(out.String(), want) {
					t.Errorf("%s: no %q in\n%s", what, want, out.String())
				}
			}
			if strings.Contains(out.String(), "to step through it: daxwait replay "+v.Inversions[0].Schedule+"\n") != c.replay {
				t.Errorf("%s: replay is not as %v:\n%s", what, c.replay, out.String())
			}
		}
	}
}
