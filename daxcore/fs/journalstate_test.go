package fs_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"daxwait/daxcore/fs"
	"daxwait/daxcore/step"
	"daxwait/daxcore/task"
)

// TestJournalGoesOnFromAState: whatever tasks do to a journal, another that is
// given its state has that state, says the same of who waits, and the words
// behind are none of its business.
func TestJournalGoesOnFromAState(t *testing.T) {
	const tasks = 9
	for seed := range uint64(60) {
		rng := rand.New(rand.NewPCG(seed, 1))
		c, other := newCrew(t, tasks), fs.NewJournal(tasks, 0)
		for id := range tasks {
			c.tasks[id].Start(id, mixed(c.j, rand.New(rand.NewPCG(seed, uint64(id)))))
		}
		for range 300 {
			id := rng.IntN(tasks)
			if c.tasks[id].Status() == step.Ready {
				c.tasks[id].Step(false)
			}
			state := c.j.AppendState([]uint64{42})
			rest := other.SetState(append(slices.Clone(state[1:]), 7, 8))
			if state[0] != 42 || !slices.Equal(rest, []uint64{7, 8}) {
				t.Fatalf("seed %d: the words around a state are %d, %v", seed, state[0], rest)
			}
			if got := other.AppendState(nil); !slices.Equal(got, state[1:]) {
				t.Fatalf("seed %d: the state %#x is given back as %#x", seed, state[1:], got)
			}
			for id := range tasks {
				a, _ := c.j.Waiting(id)
				if b, _ := other.Waiting(id); a != b {
					t.Fatalf("seed %d: task %d waits for %q, after the state was set for %q", seed, id, a, b)
				}
			}
		}
	}
}

// mixed does this and that, without end and without a cycle.
func mixed(j *fs.Journal, rng *rand.Rand) func(task.Task) {
	return func(t task.Task) {
		for {
			switch file, page := uint32(rng.IntN(3)), rng.IntN(4); rng.IntN(3) {
			case 0:
				j.Commit(t, file)
			case 1:
				j.Start(t)
				j.Changed(file)
				j.Start(t)
				j.Stop(t)
				j.Stop(t)
			default:
				j.Start(t)
				j.Pages.Lock(t, page)
				j.Order(page)
				j.Pages.Unlock(t, page)
				j.Stop(t)
			}
		}
	}
}

// TestUsedJournalIsAsNew: what came and went leaves nothing.
func TestUsedJournalIsAsNew(t *testing.T) {
	c := newCrew(t, 3)
	empty := c.j.AppendState(nil)
	c.does(0, c.change)
	c.does(0, c.start)
	c.does(0, c.lock(1))
	c.does(1, c.commit)
	c.does(2, c.lock(1))
	c.does(0, c.unlock(1))
	c.goes(2)
	c.does(2, c.unlock(1))
	c.does(0, c.stop)
	c.goes(1)
	if got := c.j.AppendState(nil); !slices.Equal(got, empty) {
		t.Errorf("a journal that was used has the state %#x, a new one %#x", got, empty)
	}
}

// TestACommitThatDrainsKeepsHandlesOut in the state of another journal, too.
func TestACommitThatDrainsKeepsHandlesOut(t *testing.T) {
	c, other := newCrew(t, 3), newCrew(t, 3)
	c.does(0, c.change)
	c.does(0, c.start)
	c.does(1, c.commit)
	other.j.SetState(c.j.AppendState(nil))
	other.does(2, other.start)
	if got := other.j.SleepsOn(2); got != "a handle" {
		t.Errorf("who starts a handle sleeps on %q", got)
	}
}
