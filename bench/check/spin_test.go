package check_test

import (
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"daxwait/bench/check"
	"daxwait/daxcore"
	"daxwait/daxcore/daxtest"
	"daxwait/daxcore/task"
)

// spinning waits for an entry by looking again and again.
type spinning struct {
	daxcore.EntryLock
	again func(t daxcore.Task, m *daxcore.Mapping, index uint64)
}

func (s spinning) Get(t daxcore.Task, m *daxcore.Mapping, index uint64, order uint8) (daxcore.Entry, bool) {
	for {
		cur := m.Pages.At(index, order)
		if e := daxcore.Entry(cur.FindConflict()); !e.Locked() {
			return e, false
		}
		s.again(t, m, index)
	}
}

func TestSpinsAreFound(t *testing.T) {
	var over atomic.Bool
	t.Cleanup(func() { over.Store(true) }) // nothing else ends the first of them
	yields := func(t daxcore.Task, m *daxcore.Mapping) {
		t.Unlock(&m.XALock)
		t.Yield(task.GetLoop)
		t.Lock(&m.XALock)
	}
	sc, err := daxtest.ScenarioNamed("entry/pte-pte")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name  string
		again func(t daxcore.Task, m *daxcore.Mapping, index uint64)
		ends  bool // steps do
	}{
		{"without a point", func(daxcore.Task, *daxcore.Mapping, uint64) {
			if over.Load() {
				panic("the test is over")
			}
		}, false},
		{"yields", func(t daxcore.Task, m *daxcore.Mapping, _ uint64) { yields(t, m) }, true},
		{"says where it stands", func(t daxcore.Task, m *daxcore.Mapping, index uint64) {
			t.At(task.GetLoop, index, 0)
			yields(t, m)
		}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			design := func(daxcore.Room) daxcore.EntryLock { return spinning{daxcore.Kernel(daxcore.Policy{}), c.again} }
			o, limit := check.For(sc), 10*time.Second
			if !c.ends {
				limit = 20 * time.Millisecond
			}
			o.StepLimit = limit
			r, err := check.Check(sc, design, o)
			spins := new(daxtest.Spins)
			switch {
			case errors.As(err, &spins):
				if (spins.Steps != 0) != c.ends || spins.Scenario != sc.Name {
					t.Errorf("check says %v", err)
				}
			case err != nil:
				t.Errorf("check: %v", err)
			case len(r.Violations) == 0:
				t.Errorf("check proves it in %d states", r.States)
			default:
				t.Logf("a %v", r.Violations[0].Kind)
			}
			err = daxtest.Conform(design, daxtest.Options{Schedules: 10, Scenarios: []*daxtest.Scenario{sc}, StepLimit: limit})
			if c.ends == errors.As(err, &spins) {
				t.Errorf("conform says %v", err)
			}
			_, err = check.Random(sc, design, check.RandomOptions{Schedules: 10, StepLimit: limit})
			if c.ends == errors.As(err, &spins) {
				t.Errorf("random says %v", err)
			}
		})
	}
}
