package suite

import (
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"daxwait/daxcore"
	"daxwait/daxcore/daxtest"
)

// spinner looks again and again while an entry is locked.
type spinner struct {
	daxcore.EntryLock
	over *atomic.Bool
}

func (s spinner) Get(_ daxcore.Task, m *daxcore.Mapping, index uint64, order uint8) (daxcore.Entry, bool) {
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

// TestASpinnerIsNotSimulated: it is found out first; who sleeps is not.
func TestASpinnerIsNotSimulated(t *testing.T) {
	var over atomic.Bool
	t.Cleanup(func() { over.Store(true) })
	design := &Design{Name: "spinner", New: func(daxcore.Room) daxcore.EntryLock {
		return spinner{daxcore.Kernel(daxcore.Policy{}), &over}
	}}
	if err := spins(t.Context(), design, 50*time.Millisecond); !errors.As(err, new(*daxtest.Spins)) {
		t.Errorf("a design that spins: %v", err)
	}
	if err := spins(t.Context(), &Design{Name: "sleeper"}, 0); err != nil {
		t.Errorf("a design that sleeps: %v", err)
	}
}
