package rwsem_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"daxwait/daxcore/rwsem"
	"daxwait/daxcore/task"
)

// behind are words behind a state, which are none of its business.
var behind = []uint64{7, 0, ^uint64(0)}

const sceneTasks = 6

// crowd is a semaphore that its tasks use as they may: nobody takes it who has
// it or waits for it, and nobody gives back what is not his.
type crowd struct {
	*scene
	reading, writing [sceneTasks]bool
}

func newCrowd(seed uint64, n int) *crowd {
	c := &crowd{scene: newScene(sceneTasks)}
	rng := rand.New(rand.NewPCG(seed, 2))
	for range n {
		c.act(rng)
	}
	return c
}

// act does a random operation, the same for the same rng, and returns who was
// put to sleep and who was woken by it.
func (c *crowd) act(rng *rand.Rand) (slept, woken []int) {
	c.slept, c.woken = nil, nil
	id, write := rng.IntN(sceneTasks), rng.IntN(3) == 0
	task := c.task(id)
	switch _, waits := c.sem.Waiting(id); {
	case waits:
	case c.reading[id]:
		c.reading[id] = false
		c.sem.RUnlock(task)
	case c.writing[id]:
		c.writing[id] = false
		c.sem.Unlock(task)
	case write:
		c.sem.Lock(task)
		c.writing[id] = true // now, or when it is woken
	default:
		c.sem.RLock(task)
		c.reading[id] = true
	}
	return c.slept, c.woken
}

// TestAStateIsWhoHoldsAndWhoWaits: tasks that came and went leave nothing.
func TestAStateIsWhoHoldsAndWhoWaits(t *testing.T) {
	a, b := newScene(sceneTasks), newScene(sceneTasks)
	empty := a.sem.AppendState(nil)
	b.reads(4)
	b.writes(5, 3)
	b.sem.RUnlock(b.task(4))
	b.sem.Unlock(b.task(5))
	b.sem.Unlock(b.task(3))
	if got := b.sem.AppendState(nil); !slices.Equal(got, empty) {
		t.Errorf("a semaphore that was used has the state %#x, a new one %#x", got, empty)
	}
	b.reads(4)
	a.reads(1) // who reads is not known to a semaphore
	a.writes(2)
	b.writes(2)
	if !slices.Equal(a.sem.AppendState(nil), b.sem.AppendState(nil)) {
		t.Errorf("one reader and a writer in the queue: %#x and %#x", a.sem.AppendState(nil), b.sem.AppendState(nil))
	}
}

// TestStatesOfOtherHoldersDiffer: by number of readers, writer, queue, its
// order, and what for.
func TestStatesOfOtherHoldersDiffer(t *testing.T) {
	var scenes []*scene
	for _, set := range []func(s *scene){
		func(*scene) {},
		func(s *scene) { s.reads(0) },
		func(s *scene) { s.reads(0, 1) },
		func(s *scene) { s.writes(0) },
		func(s *scene) { s.writes(1) },
		func(s *scene) { s.writes(0); s.reads(1) },
		func(s *scene) { s.writes(0, 1) },
		func(s *scene) { s.writes(0); s.reads(1, 2) },
		func(s *scene) { s.writes(0); s.reads(2, 1) },
		func(s *scene) { s.writes(0, 2, 1) },
	} {
		s := newScene(sceneTasks)
		set(s)
		scenes = append(scenes, s)
	}
	for i, a := range scenes {
		for j, b := range scenes[:i] {
			if slices.Equal(a.sem.AppendState(nil), b.sem.AppendState(nil)) {
				t.Errorf("cases %d and %d have the same state", i, j)
			}
		}
	}
}

func TestASemaphoreGoesOnFromAState(t *testing.T) {
	for seed := range uint64(300) {
		rng := rand.New(rand.NewPCG(seed, 3))
		from, c := newCrowd(seed, rng.IntN(60)), newCrowd(seed+1000, rng.IntN(60))
		state := from.sem.AppendState([]uint64{42})
		rest := c.sem.SetState(append(state, behind...)[1:])
		if state[0] != 42 || !slices.Equal(rest, behind) {
			t.Fatalf("seed %d: the words around a state are now %d, %v", seed, state[0], rest)
		}
		if got := c.sem.AppendState(nil); !slices.Equal(got, state[1:]) {
			t.Fatalf("seed %d: the state %#x is given back as %#x", seed, state[1:], got)
		}
		c.reading, c.writing = from.reading, from.writing
		one, other := rand.New(rand.NewPCG(seed, 4)), rand.New(rand.NewPCG(seed, 4))
		for n := range 60 {
			slept, woken := c.act(one)
			wantSlept, wantWoken := from.act(other)
			readers, writer := c.sem.Held()
			wantReaders, wantWriter := from.sem.Held()
			if !slices.Equal(slept, wantSlept) || !slices.Equal(woken, wantWoken) || readers != wantReaders || writer != wantWriter {
				t.Fatalf("seed %d, operation %d after the state was set: %v sleep, %v are woken, %d readers, writer %d; in the original %v, %v, %d, %d",
					seed, n, slept, woken, readers, writer, wantSlept, wantWoken, wantReaders, wantWriter)
			}
		}
	}
}

// TestMany: a state has room for as many tasks as a benchmark may have.
func TestMany(t *testing.T) {
	const many = 4096
	var a, b rwsem.Sem
	a.Init(many, 0, task.InvalidateLock, 0)
	b.Init(many, 0, task.InvalidateLock, 0)
	var none log
	a.Lock(actor{id: many - 1, log: &none})
	for id := range many - 1 {
		a.RLock(actor{id: id, log: &none})
	}
	b.SetState(a.AppendState(nil))
	if _, writer := b.Held(); writer != many-1 {
		t.Errorf("writer %d", writer)
	}
	for id := range many - 1 {
		if write, ok := b.Waiting(id); write || !ok {
			t.Fatalf("task %d waits: %v, to write: %v", id, ok, write)
		}
	}
}
