package cli

import (
	"context"
	"encoding/json"
	"io"
	"slices"
	"strings"
	"testing"

	"daxwait/daxcore"
	"daxwait/daxcore/daxtest"
	"daxwait/results"
	"daxwait/strategies"
)

// ordered runs order on scenarios and returns what it says.
func ordered(t *testing.T, o OrderOptions) string {
	t.Helper()
	var out strings.Builder
	o.Workers = 2
	if err := Order(context.Background(), &out, io.Discard, o); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestOrderSaysWhatIsInsideWhat(t *testing.T) {
	o := OrderOptions{DesignOptions: DesignOptions{Strategies: "exclusive"}, Scenarios: "whole-faults,downgrade", Format: "text"}
	text := ordered(t, o)
	for _, want := range []string{
		"outer to inner, in 2 scenarios with 1 strategy:",
		"\n  invalidate_lock > entry lock > page-table lock, xa_lock > bucket lock\n",
		"\nneither inside the other: page-table lock, xa_lock\n",
		"\ntaken by nobody: mmap_lock, ",
		"\nentry lock ", "entry lock > xa_lock: task 0, ", "\nno inversions\n",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	o.Format = "json"
	var r results.LockOrder
	if err := json.Unmarshal([]byte(ordered(t, o)), &r); err != nil || !strings.Contains(text, r.Order) || len(r.Edges) == 0 || r.Inversions != nil {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestOrderMindsItsWords(t *testing.T) {
	for _, words := range []string{"--format yaml", "--workers 0", "--scenario none-such", "--strategy none-such"} {
		if code := Main(strings.Fields("order "+words), io.Discard, io.Discard); code != Usage {
			t.Errorf("order %s: exit %d", words, code)
		}
	}
}

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
		cells := []*cell{{strategy: s[0], scenario: inverted(c.later)}}
		search(context.Background(), io.Discard, cells, 1, func(*cell) {})
		if cells[0].err != nil {
			t.Fatal(cells[0].err)
		}
		v := cells[0].verdict
		if len(v.Inversions) != 1 || v.Inversions[0].Deadlock != c.want || (v.Inversions[0].Schedule != "") != c.replay {
			t.Fatalf("%+v", v.Inversions)
		}
		var sum strings.Builder
		(&textReport{w: &sum}).strategy(slices.Repeat(cells, 2))
		ends := map[bool]string{true: "2 of which deadlock by it", false: "none of which deadlocks within the bounds"}[c.replay]
		if want := "locks in inverted order in 2 scenarios, " + ends; !strings.Contains(sum.String(), want) {
			t.Errorf("in paragraphs: no %q in\n%s", want, sum.String())
		}
		for what, write := range map[string]func(*textReport){
			"in full":   func(r *textReport) { r.one(cells[0]) },
			"in a line": func(r *textReport) { r.line(cells[0]) },
		} {
			var out strings.Builder
			write(&textReport{w: &out, cells: cells})
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
