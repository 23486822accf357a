package fs_test

import (
	"fmt"
	"slices"
	"testing"

	"daxwait/daxcore/fs"
	"daxwait/daxcore/step"
	"daxwait/daxcore/task"
)

// crew are tasks that use a journal, one step at a time.
type crew struct {
	t     *testing.T
	j     *fs.Journal
	tasks []*step.Coroutine
	did   []string // locks taken and given back
}

func newCrew(t *testing.T, n int) *crew {
	c := &crew{t: t, j: fs.NewJournal(n, 0)}
	for range n {
		c.tasks = append(c.tasks, step.New(c))
	}
	t.Cleanup(func() {
		for _, co := range c.tasks {
			co.Stop()
		}
	})
	return c
}

// Wake implements [step.Host].
func (c *crew) Wake(_ *step.Coroutine, id int) {
	if !c.tasks[id].Awaken() {
		c.t.Errorf("task %d is woken, and does not sleep", id)
	}
}

func (c *crew) Decide(*step.Coroutine, task.Choice) bool { return false }
func (c *crew) Locked(*task.Spin)                        {}
func (c *crew) Unlocked(*task.Spin)                      {}
func (c *crew) Problem(by *step.Coroutine, what string)  { c.t.Errorf("task %d %s", by.ID(), what) }

// Observe implements [step.Host].
func (c *crew) Observe(by *step.Coroutine, e task.Event) {
	if e.Kind != task.Acquired && e.Kind != task.Dropped {
		return
	}
	sign := "+"
	if e.Kind == task.Dropped {
		sign = "-"
	}
	what := fmt.Sprintf("page%d", e.File)
	if task.LockClass(e.N) == task.Handle {
		if what = "commit"; e.All {
			what = "handle"
		}
	}
	c.did = append(c.did, fmt.Sprintf("%d%s%s", by.ID(), sign, what))
}

// does has a task do something, as far as it gets.
func (c *crew) does(id int, op func(t task.Task)) {
	c.tasks[id].Start(id, op)
	c.goes(id)
}

// goes lets a task go on as far as it gets.
func (c *crew) goes(id int) {
	for c.tasks[id].Status() == step.Ready {
		c.tasks[id].Step(false)
	}
}

// steps lets it take so many steps.
func (c *crew) steps(id, n int) {
	for range n {
		c.tasks[id].Step(false)
	}
}

// want compares what became of locks since the last time, and who sleeps on
// what, by task.
func (c *crew) want(did []string, asleep ...string) {
	c.t.Helper()
	if !slices.Equal(c.did, did) {
		c.t.Errorf("%v, want %v", c.did, did)
	}
	c.did = nil
	for id := range c.tasks {
		got := c.j.SleepsOn(id)
		want := ""
		if id < len(asleep) {
			want = asleep[id]
		}
		if got != want || (c.tasks[id].Status() == step.Asleep) != (want != "") {
			c.t.Errorf("task %d is %v on %q, want %q", id, c.tasks[id].Status(), got, want)
		}
	}
}

func (c *crew) start(t task.Task)  { c.j.Start(t) }
func (c *crew) stop(t task.Task)   { c.j.Stop(t) }
func (c *crew) commit(t task.Task) { c.j.Commit(t, 0) }

// change changes metadata of file 0 in a handle.
func (c *crew) change(t task.Task) {
	c.j.Start(t)
	c.j.Changed(0)
	c.j.Stop(t)
}

func (c *crew) lock(page int) func(task.Task) {
	return func(t task.Task) { c.j.Pages.Lock(t, page) }
}

func (c *crew) unlock(page int) func(task.Task) {
	return func(t task.Task) { c.j.Pages.Unlock(t, page) }
}
