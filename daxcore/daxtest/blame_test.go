package daxtest_test

import (
	"regexp"
	"testing"

	"daxwait/daxcore"
	"daxwait/daxcore/daxtest"
)

// careless does something else before it unlocks.
type careless struct {
	daxcore.EntryLock
	first func(t daxcore.Task, m *daxcore.Mapping)
}

func (c careless) Unlock(t daxcore.Task, m *daxcore.Mapping, index uint64, cookie daxcore.Entry) {
	c.first(t, m)
	c.EntryLock.Unlock(t, m, index, cookie)
}

// A panic names the line of the design, and a tree that is not locked the file.
func TestPanicsNameTheirLine(t *testing.T) {
	look := func(m *daxcore.Mapping) { _ = m.Load(513) }
	nothing := []int(nil)
	for _, c := range []struct {
		name, says string
		first      func(t daxcore.Task, m *daxcore.Mapping)
	}{
		{"of its own", `^task 0 panics: runtime error: index out of range \[3\] with length 0, at daxtest/blame_test\.go:\d+ `,
			func(daxcore.Task, *daxcore.Mapping) { _ = nothing[3] }},
		{"without xa_lock", `^task 0 uses the tree of file 0 without xa_lock, at daxtest/blame_test\.go:\d+ `,
			func(_ daxcore.Task, m *daxcore.Mapping) { look(m) }},
		{"with it", `^$`, func(t daxcore.Task, m *daxcore.Mapping) { t.Lock(&m.XALock); look(m); t.Unlock(&m.XALock) }},
	} {
		sc, err := daxtest.ScenarioNamed("entry/pte-pte")
		if err != nil {
			t.Fatal(err)
		}
		s := daxtest.NewStepper(sc.World(func(daxcore.Room) daxcore.EntryLock { return careless{daxcore.Kernel(daxcore.Policy{}), c.first} }), sc.Tasks)
		s.Lockset = true
		for range 10 {
			if s.Kind() == 0 && len(s.Ready()) != 0 {
				_ = s.Step(s.Ready()[0])
			}
		}
		said := ""
		if err := s.Verdict(); err != nil {
			said = err.Error()
		}
		if !regexp.MustCompile(c.says).MatchString(said) {
			t.Errorf("%s: %q, want %s", c.name, said, c.says)
		}
		s.Stop()
	}
}
