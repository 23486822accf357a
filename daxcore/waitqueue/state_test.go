package waitqueue_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"daxwait/daxcore/waitqueue"
)

// behind are words behind a state, which are none of its business.
var behind = []uint64{7, 0, ^uint64(0)}

// act does a random operation, the same for the same rng, and returns what came
// of it: who was woken, and in which order. How many of other keys were passed
// by is no part of a state.
func act(q *waitqueue.Table, rng *rand.Rand) (told []int) {
	key, id := randomKey(rng), rng.IntN(tasks)
	n, grant, mode := rng.IntN(4), rng.Uint64(), waitqueue.Mode(rng.IntN(2))
	w := &sleeper{id: tasks}
	switch _, _, queued := q.Waiting(id); rng.IntN(6) {
	case 0, 1, 2:
		if !queued {
			q.Prepare(&sleeper{id: id}, key, mode)
		}
	case 3:
		told = append(told, q.Wake(w, key, n))
	case 4:
		q.HandOff(w, key, grant)
	case 5:
		if queued {
			q.Finish(&sleeper{id: id})
		}
	}
	return append(append(told, w.locks), w.woken...)
}

// randomKey is one of few, the last with all bits that a key may have.
func randomKey(rng *rand.Rand) waitqueue.Key {
	keys := []waitqueue.Key{here, there, {Index: 2}, {Index: 2, Queue: 1}, {File: ^uint32(0), Queue: ^uint8(0), Index: ^uint64(0)}}
	return keys[rng.IntN(len(keys))]
}

// acted returns a table after n random operations.
func acted(seed uint64, n int) *waitqueue.Table {
	q := waitqueue.New(1<<(seed%3), tasks+1, 0)
	rng := rand.New(rand.NewPCG(seed, 2))
	for range n {
		act(q, rng)
	}
	return q
}

// TestAStateIsTheQueuesAndGrants: tables come to the same ones by other ways,
// with other buckets, and with waiters of different keys in another order.
func TestAStateIsTheQueuesAndGrants(t *testing.T) {
	for seed := range uint64(200) {
		rng := rand.New(rand.NewPCG(seed, 3))
		a, b := acted(seed, rng.IntN(60)), acted(seed+1, 0)
		state := a.AppendState(nil)
		w := &sleeper{id: tasks}
		for range 30 { // noise, of which nothing is left
			act(b, rng)
		}
		for id := range tasks {
			b.Finish(&sleeper{id: id})
		}
		for id := range tasks {
			if grant := a.Grant(&sleeper{id: id}); grant != 0 {
				b.Prepare(&sleeper{id: id}, here, excl)
				b.HandOff(w, here, grant)
			} else {
				b.Prepare(&sleeper{id: id}, there, excl) // ends a grant
				b.Finish(&sleeper{id: id})
			}
		}
		// Key by key: those who stand in front, the last of them first; then the rest.
		order := queueOrder(state)
		slices.Reverse(order)
		for _, id := range order {
			key, mode, _ := a.Waiting(id)
			if mode == non {
				b.Prepare(&sleeper{id: id}, key, mode)
			}
		}
		slices.Reverse(order)
		for _, id := range order {
			if key, mode, _ := a.Waiting(id); mode == excl {
				b.Prepare(&sleeper{id: id}, key, mode)
			}
		}
		if got := b.AppendState(nil); !slices.Equal(got, state) {
			t.Fatalf("seed %d: the same queues, but states %#x and %#x", seed, got, state)
		}
	}
}

// queueOrder returns who is queued, as the words of a state say it.
func queueOrder(state []uint64) (ids []int) {
	for at := uint64(1); at < 1+state[0]>>32; at += 2 {
		ids = append(ids, int(state[at+1]&0xffff))
	}
	return ids
}

// TestStatesOfOtherQueuesDiffer: by order, mode, key, grant.
func TestStatesOfOtherQueuesDiffer(t *testing.T) {
	one := waitqueue.New(1, 3, 0)
	handed := waitqueue.New(1, 3, 0)
	handed.Prepare(&sleeper{id: 0}, here, excl)
	handed.HandOff(&sleeper{id: 2}, here, 5)
	more := waitqueue.New(1, 3, 0)
	more.Prepare(&sleeper{id: 0}, here, excl)
	more.HandOff(&sleeper{id: 2}, here, 6)
	elsewhere := waitqueue.New(1, 3, 0)
	elsewhere.Prepare(&sleeper{id: 0}, there, excl)
	tables := []*waitqueue.Table{one, handed, more, elsewhere, queue(t, excl), queue(t, non), queue(t, excl, excl), queue(t, excl, non), queue(t, non, non)}
	for i, a := range tables {
		for j, b := range tables[:i] {
			if slices.Equal(a.AppendState(nil), b.AppendState(nil)) {
				t.Errorf("tables %d and %d have the same state", i, j)
			}
		}
	}
}

// restore gives q the state of from, and wants the words around it left alone.
func restore(t *testing.T, q, from *waitqueue.Table) {
	t.Helper()
	state := from.AppendState([]uint64{42})
	rest := q.SetState(append(state, behind...)[1:])
	if state[0] != 42 || !slices.Equal(rest, behind) {
		t.Fatalf("the words around a state are now %d, %v", state[0], rest)
	}
	if got := q.AppendState(nil); !slices.Equal(got, state[1:]) {
		t.Fatalf("the state %#x is given back as %#x", state[1:], got)
	}
}

// same wants two tables to tell the same of every task and key.
func same(t *testing.T, q, from *waitqueue.Table) {
	t.Helper()
	for id := range tasks {
		key, mode, queued := q.Waiting(id)
		wantKey, wantMode, want := from.Waiting(id)
		if queued != want || queued && (key != wantKey || mode != wantMode) {
			t.Fatalf("task %d waits: %v, %v %v; in the original %v, %v %v", id, queued, key, mode, want, wantKey, wantMode)
		}
		if got, want := q.Grant(&sleeper{id: id}), from.Grant(&sleeper{id: id}); got != want {
			t.Fatalf("task %d was granted %d, in the original %d", id, got, want)
		}
		if want && (!q.Active(wantKey) || !slices.Equal(q.Queue(wantKey), from.Queue(wantKey))) {
			t.Fatalf("queue of %v: %v, in the original %v", wantKey, q.Queue(wantKey), from.Queue(wantKey))
		}
	}
	for _, key := range []waitqueue.Key{here, there, {Index: 2}} {
		if q.Active(key) != from.Active(key) {
			t.Fatalf("%v active: %v, in the original %v", key, q.Active(key), from.Active(key))
		}
	}
}

// goOn restores a state into a table that has another, and wants both tables
// to go on alike.
func goOn(t *testing.T, seed uint64, q, from *waitqueue.Table) {
	t.Helper()
	restore(t, q, from)
	one, other := rand.New(rand.NewPCG(seed, 4)), rand.New(rand.NewPCG(seed, 4))
	for n := range 60 {
		same(t, q, from)
		if got, want := act(q, one), act(from, other); !slices.Equal(got, want) {
			t.Fatalf("seed %d, operation %d after the state was set: %v, the original %v", seed, n, got, want)
		}
	}
}

func TestATableGoesOnFromAState(t *testing.T) {
	for seed := range uint64(300) {
		rng := rand.New(rand.NewPCG(seed, 5))
		goOn(t, seed, acted(seed+3000, rng.IntN(80)), acted(seed, rng.IntN(80)))
	}
}

func FuzzState(f *testing.F) {
	f.Add(uint64(1), uint8(10), uint64(4), uint8(0))
	f.Fuzz(func(t *testing.T, seed uint64, n uint8, other uint64, m uint8) {
		from := acted(seed, int(n))
		q := acted(other-other%3+seed%3, int(m)) // as many buckets
		if q.Buckets() == from.Buckets() {
			goOn(t, seed, q, from)
		}
	})
}
