package check_test

import (
	"errors"
	"strings"
	"testing"

	"daxwait/bench/check"
	"daxwait/daxcore"
	"daxwait/daxcore/daxtest"
	"daxwait/daxcore/task"
	"daxwait/daxcore/waitqueue"
	"daxwait/strategies"
)

// forgetful wakes another waiter at some unlocks.
type forgetful struct {
	daxcore.EntryLock
	unlocks func(index uint64) (odd bool)
}

// again tells a wake from that of the kernel's loop.
const again = 1 << 32

func (f forgetful) Unlock(t daxcore.Task, m *daxcore.Mapping, index uint64, cookie daxcore.Entry) {
	f.EntryLock.Unlock(t, m, index, cookie)
	t.At(task.WakeAfterUnlock, index, again) // not where the kernel stands
	t.Yield(task.WakeAfterUnlock)
	if f.unlocks(index) {
		m.World().Table.Wake(t, waitqueue.Key{File: m.ID, Index: index}, 1)
	}
}

// counted is forgetful with a field of its own.
type counted struct {
	forgetful
	n [8]uint64
}

// stateful is counted, and shows it.
type stateful struct{ *counted }

func (s stateful) AppendState(dst []uint64) []uint64 { return append(dst, s.n[:]...) }
func (s stateful) SetState(src []uint64) []uint64    { return src[copy(s.n[:], src):] }

var ofThePackage uint64

// toggles says whether a count is odd, and counts on.
func toggles(n *uint64) bool {
	*n ^= 1
	return *n == 0
}

func TestHiddenStateIsRefused(t *testing.T) {
	upstream := daxcore.Kernel(daxcore.Policy{})
	field := func() *counted {
		c := &counted{forgetful: forgetful{EntryLock: upstream}}
		c.unlocks = func(index uint64) bool { return toggles(&c.n[index%8]) }
		return c
	}
	forgets := func(unlocks func(uint64) bool) daxcore.EntryLock { return forgetful{upstream, unlocks} }
	sc, err := daxtest.ScenarioNamed("entry/pte-pte")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name   string
		hidden bool
		design daxcore.Design
	}{
		{"field", true, func(daxcore.Room) daxcore.EntryLock { return field() }},
		{"pointer", true, func(daxcore.Room) daxcore.EntryLock {
			n := new(uint64)
			return forgets(func(uint64) bool { return toggles(n) })
		}},
		{"map", true, func(daxcore.Room) daxcore.EntryLock {
			n := map[uint64]bool{}
			return forgets(func(index uint64) bool { n[index] = !n[index]; return !n[index] })
		}},
		{"global", true, func(daxcore.Room) daxcore.EntryLock {
			return forgets(func(uint64) bool { return toggles(&ofThePackage) })
		}},
		{"shown", false, func(daxcore.Room) daxcore.EntryLock { return stateful{field()} }},
		{"none", false, func(daxcore.Room) daxcore.EntryLock { return forgets(func(uint64) bool { return false }) }},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := check.Check(sc, c.design, check.For(sc))
			hidden := new(check.HiddenState)
			if errors.As(err, &hidden) != c.hidden || !c.hidden && err != nil {
				t.Fatalf("hidden state: want %t, got %v", c.hidden, err)
			}
			if c.hidden {
				for _, want := range []string{hidden.Schedule.String(), "Stateful", "docs/your-own-design.md"} {
					if !strings.Contains(err.Error(), want) {
						t.Errorf("%q is not in %v", want, err)
					}
				}
			}
		})
	}
}

// What is kept only while somebody waits is gone when a schedule ends.
func TestStateThatPassesIsRefused(t *testing.T) {
	sc, err := daxtest.ScenarioNamed("entry/pte-pte")
	if err != nil {
		t.Fatal(err)
	}
	hidden := new(check.HiddenState)
	_, err = check.Check(sc, func(daxcore.Room) daxcore.EntryLock { return &waiting{EntryLock: daxcore.Kernel(daxcore.Policy{})} }, check.For(sc))
	if !errors.As(err, &hidden) {
		t.Errorf("it is let through: %v", err)
	}
}

// waiting counts who is in Get, and wakes nobody unless there is one.
type waiting struct {
	daxcore.EntryLock
	n int
}

func (w *waiting) Get(t daxcore.Task, m *daxcore.Mapping, index uint64, order uint8) (daxcore.Entry, bool) {
	w.n++
	defer func() { w.n-- }()
	return w.EntryLock.Get(t, m, index, order)
}

func (w *waiting) Unlock(t daxcore.Task, m *daxcore.Mapping, index uint64, cookie daxcore.Entry) {
	if w.n > 1 {
		m.World().Table.Wake(t, waitqueue.Key{File: m.ID, Index: index}, waitqueue.All)
	}
	w.EntryLock.Unlock(t, m, index, cookie)
}

// The catalogue's designs that are code pass in all scenarios.
func TestCatalogueHidesNothing(t *testing.T) {
	for i, s := range strategies.All() {
		if s.New == nil {
			continue
		}
		for j, sc := range daxtest.Scenarios() {
			if (i+j)%shorter(1, 3) != 0 {
				continue
			}
			if _, err := check.Check(sc, s.EntryLock, check.Options{MaxStates: 1}); err != nil {
				t.Errorf("%s in %s: %v", s.Name, sc.Name, err)
			}
		}
	}
}
