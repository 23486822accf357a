package verdict

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"daxwait/bench/check"
	"daxwait/daxcore"
	"daxwait/daxcore/daxtest"
	"daxwait/daxcore/task"
	"daxwait/daxcore/waitqueue"
	"daxwait/internal/page"
	"daxwait/results"
	"daxwait/strategies"
)

// alternating wakes a waiter at every second unlock, and nobody at the others.
type alternating struct {
	daxcore.EntryLock
	odd bool
}

func (a *alternating) Unlock(t daxcore.Task, m *daxcore.Mapping, index uint64, cookie daxcore.Entry) {
	a.EntryLock.Unlock(t, m, index, cookie)
	t.At(task.WakeAfterUnlock, index, m.Place(1))
	t.Yield(task.WakeAfterUnlock)
	if a.odd = !a.odd; a.odd {
		m.World().Table.Wake(t, waitqueue.Key{File: m.ID, Index: index}, 1)
	}
}

// holding keeps xa_lock at the end of Unlock.
type holding struct{ daxcore.EntryLock }

func (h holding) Unlock(t daxcore.Task, m *daxcore.Mapping, index uint64, cookie daxcore.Entry) {
	h.EntryLock.Unlock(t, m, index, cookie)
	t.Lock(&m.XALock)
}

func TestJudgeSaysWhatHasNoVerdict(t *testing.T) {
	for _, c := range []struct {
		name   string
		design daxcore.Design
		err    error
		says   []string
	}{
		{"alternating", func(daxcore.Room) daxcore.EntryLock { return &alternating{EntryLock: daxcore.Kernel(daxcore.Policy{})} }, ErrUnsound,
			[]string{"NO VERDICT IN ", "alternating in entry/", "keeps state that the search does not see", "daxcore.Stateful", "None: a design without a verdict is not compared"}},
		{"holding", func(daxcore.Room) daxcore.EntryLock { return holding{daxcore.Kernel(daxcore.Policy{})} }, ErrLoses,
			[]string{"IT LOSES: ", "ends with a spinlock held", "mine replay v1:holding:"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			v, err := Judge(t.Context(), &strategies.Strategy{Name: c.name, New: c.design}, Options{MaxStates: 1000, Schedules: 20})
			if err != nil {
				t.Fatal(err)
			}
			if !errors.Is(v.Err(), c.err) {
				t.Errorf("it ends with %v, want that it %v", v.Err(), c.err)
			}
			var out bytes.Buffer
			if err := v.Write(&page.Page{W: &out}, "mine"); err != nil {
				t.Fatal(err)
			}
			text := strings.Join(strings.Fields(out.String()), " ")
			for _, want := range c.says {
				if !strings.Contains(text, want) {
					t.Errorf("%q is not in\n%s", want, out.String())
				}
			}
		})
	}
}

// A random schedule that loses where all are said to be proved is no verdict,
// and where they are not it is one.
func TestRandomSchedulesContradict(t *testing.T) {
	found, err := strategies.Find("linux-5.2")
	if err != nil {
		t.Fatal(err)
	}
	sc, err := daxtest.ScenarioNamed("entry/pmd-meets-pte")
	if err != nil {
		t.Fatal(err)
	}
	const replay = "v1:linux-5.2:entry/pmd-meets-pte:"
	for _, verdict := range []string{results.Proved, results.Incomplete} {
		c := &check.Cell{Strategy: found[0], Scenario: sc, Verdict: &results.Verdict{Verdict: verdict}}
		v := &Verdict{Design: found[0], Cells: []*check.Cell{c}, Schedules: 100}
		v.random(t.Context())
		says, contradicts := fmt.Sprint(c.Err, said(v.Lost)), verdict == results.Proved
		if (c.Err != nil) != contradicts || strings.Contains(says, "contradict") != contradicts || !strings.Contains(says, replay) {
			t.Errorf("%s: %s", verdict, says)
		}
	}
}

// said is what a page tells of losses.
func said(lost []Loss) (all []string) {
	for i := range lost {
		all = append(all, lost[i].says("mine"))
	}
	return all
}
