package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"daxwait/bench/check"
	"daxwait/daxcore"
	"daxwait/daxcore/daxtest"
	"daxwait/daxcore/task"
	"daxwait/daxcore/waitqueue"
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
		says   []string
	}{
		{"alternating", func(daxcore.Room) daxcore.EntryLock { return &alternating{EntryLock: daxcore.Kernel(daxcore.Policy{})} },
			[]string{"NO VERDICT IN ", "alternating in entry/", "keeps state that the search does not see", "daxcore.Stateful", "None: a design without a verdict is not compared"}},
		{"holding", func(daxcore.Room) daxcore.EntryLock { return holding{daxcore.Kernel(daxcore.Policy{})} },
			[]string{"IT LOSES: ", "ends with a spinlock held", "daxwait replay v1:holding:"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			j := &judgement{design: &strategies.Strategy{Name: c.name, New: c.design}}
			var page bytes.Buffer
			err := j.judge(context.Background(), &page, io.Discard, JudgeOptions{Format: "text", MaxStates: judgeStates, Window: quickWindow})
			if Code(err) != Failed {
				t.Errorf("it ends with %v", err)
			}
			text := strings.Join(strings.Fields(page.String()), " ")
			for _, want := range c.says {
				if !strings.Contains(text, want) {
					t.Errorf("%q is not in\n%s", want, page.String())
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
	const replay = "daxwait replay v1:linux-5.2:entry/pmd-meets-pte:"
	for _, verdict := range []string{results.Proved, results.Incomplete} {
		c := &cell{strategy: found[0], scenario: sc, verdict: &results.Verdict{Verdict: verdict}}
		j := &judgement{design: found[0], cells: []*cell{c}}
		j.random(context.Background())
		said, contradicts := fmt.Sprint(c.err, j.lost), verdict == results.Proved
		if (c.err != nil) != contradicts || strings.Contains(said, "contradict") != contradicts || !strings.Contains(said, replay) {
			t.Errorf("%s: %s", verdict, said)
		}
	}
}

// spinning looks again and again while an entry is locked.
type spinning struct {
	daxcore.EntryLock
	over *atomic.Bool
}

func (s spinning) Get(_ daxcore.Task, m *daxcore.Mapping, index uint64, order uint8) (daxcore.Entry, bool) {
	for {
		cur := m.Pages.At(index, order)
		if e := daxcore.Entry(cur.FindConflict()); !e.Locked() {
			return e, false
		}
		if s.over.Load() {
			panic("the test is over")
		}
	}
}

func TestASpinEndsAllSearches(t *testing.T) {
	var over atomic.Bool
	t.Cleanup(func() { over.Store(true) })
	design := &strategies.Strategy{Name: "spinning", New: func(daxcore.Room) daxcore.EntryLock {
		return spinning{daxcore.Kernel(daxcore.Policy{}), &over}
	}}
	sc, err := daxtest.ScenarioNamed("entry/pte-pte")
	if err != nil {
		t.Fatal(err)
	}
	var cells []*cell
	for range 3 {
		c := &cell{strategy: design, scenario: sc, options: check.For(sc)}
		c.options.StepLimit = 50 * time.Millisecond
		cells = append(cells, c)
	}
	search(context.Background(), io.Discard, cells, 1, func(*cell) { t.Error("a cell has a verdict") })
	first := new(daxtest.Spins)
	for i, c := range cells {
		spins := new(daxtest.Spins)
		if !errors.As(c.err, &spins) || Code(c.err) != Failed {
			t.Fatalf("cell %d: %v", i, c.err)
		}
		if i == 0 {
			first = spins
		} else if spins != first {
			t.Errorf("cell %d was searched all the same: %v", i, c.err)
		}
	}
}
