package rwsem_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"daxwait/daxcore/rwsem"
	"daxwait/daxcore/step"
	"daxwait/daxcore/task"
)

// behind are words behind a state, which are none of its business.
var behind = []uint64{7, 0, ^uint64(0)}

const sceneTasks = 6

// acted is a semaphore after n random things that its tasks did, the same for
// the same seed: nobody takes it who has it or waits for it, and nobody gives
// back what is not his.
func acted(t *testing.T, seed uint64, n int) *scene {
	s := newScene(t, sceneTasks)
	rng := rand.New(rand.NewPCG(seed, 2))
	for range n {
		s.act(rng)
	}
	return s
}

// act does a random thing, and returns who was put to sleep and woken by it.
func (s *scene) act(rng *rand.Rand) (slept, woken []int) {
	s.slept, s.woken = nil, nil
	id, write := rng.IntN(sceneTasks), rng.IntN(3) == 0
	switch status := s.tasks[id].Status(); {
	case status == step.Asleep:
	case status == step.Ready:
		s.goes(id)
	case s.has[id] != 0:
		s.leaves(id)
	case write:
		s.writes(id)
	default:
		s.reads(id)
	}
	return s.slept, s.woken
}

// TestAStateIsWhoHoldsAndWhoWaits: tasks that came and went leave nothing.
func TestAStateIsWhoHoldsAndWhoWaits(t *testing.T) {
	a, b := newScene(t, sceneTasks), newScene(t, sceneTasks)
	empty := a.sem.AppendState(nil)
	b.reads(4)
	b.writes(5, 3)
	b.leaves(4)
	b.goes(5)
	b.leaves(5)
	b.goes(3)
	b.leaves(3)
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
// order, what for, who of it is on the way, and whether it is for him alone.
func TestStatesOfOtherHoldersDiffer(t *testing.T) {
	late := func(now int64) func(s *scene) {
		return func(s *scene) {
			s.writes(0, 1)
			s.leaves(0)
			s.reads(2)
			s.now = now
			s.goes(1)
		}
	}
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
		func(s *scene) { s.writes(0, 1); s.leaves(0) },
		func(s *scene) { s.writes(0, 1); s.leaves(0); s.reads(2) },
		late(0), late(5e6),
	} {
		s := newScene(t, sceneTasks)
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

// TestASemaphoreGoesOnFromAState: the tasks of one that was made another and
// then itself again go on as those of its twin do.
func TestASemaphoreGoesOnFromAState(t *testing.T) {
	for seed := range uint64(300) {
		rng := rand.New(rand.NewPCG(seed, 3))
		n, other := rng.IntN(60), acted(t, seed+1000, rng.IntN(60)).sem
		s, twin := acted(t, seed, n), acted(t, seed, n)
		state := s.sem.AppendState([]uint64{42})
		s.sem.SetState(other.AppendState(nil)) // and nothing of it is left
		rest := s.sem.SetState(append(state, behind...)[1:])
		if state[0] != 42 || !slices.Equal(rest, behind) {
			t.Fatalf("seed %d: the words around a state are now %d, %v", seed, state[0], rest)
		}
		if got := s.sem.AppendState(nil); !slices.Equal(got, state[1:]) {
			t.Fatalf("seed %d: the state %#x is given back as %#x", seed, state[1:], got)
		}
		one, two := rand.New(rand.NewPCG(seed, 4)), rand.New(rand.NewPCG(seed, 4))
		for n := range 60 {
			slept, woken := s.act(one)
			wantSlept, wantWoken := twin.act(two)
			readers, writer := s.sem.Held()
			wantReaders, wantWriter := twin.sem.Held()
			if !slices.Equal(slept, wantSlept) || !slices.Equal(woken, wantWoken) || readers != wantReaders || writer != wantWriter {
				t.Fatalf("seed %d, operation %d after the state was set: %v sleep, %v are woken, %d readers, writer %d; in the twin %v, %v, %d, %d",
					seed, n, slept, woken, readers, writer, wantSlept, wantWoken, wantReaders, wantWriter)
			}
		}
	}
}

// TestMany: a state has room for as many tasks as a benchmark may have.
func TestMany(t *testing.T) {
	const many = 4096
	a := newScene(t, many)
	a.writes(many - 1)
	for id := range many - 1 {
		a.reads(id)
	}
	var b rwsem.Sem
	b.Init(many, 0, task.InvalidateLock, 0)
	b.SetState(a.sem.AppendState(nil))
	if _, writer := b.Held(); writer != many-1 {
		t.Errorf("writer %d", writer)
	}
	for id := range many - 1 {
		if write, ok := b.Waiting(id); write || !ok {
			t.Fatalf("task %d waits: %v, to write: %v", id, ok, write)
		}
	}
}
