package waitqueue_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"daxwait/daxcore/waitqueue"
)

// place is one waiter of the dumb table.
type place struct {
	id   int
	key  waitqueue.Key
	mode waitqueue.Mode
}

// dumb is a second implementation: one list in order, whatever the buckets,
// since the order between waiters of different keys decides nothing.
type dumb struct {
	queue  []place
	grants map[int]uint64
}

func (d *dumb) prepare(p place) {
	d.grants[p.id] = 0
	if p.mode == waitqueue.Exclusive {
		d.queue = append(d.queue, p)
	} else {
		d.queue = slices.Insert(d.queue, 0, p)
	}
}

// take removes the waiters that the filter names, and returns them.
func (d *dumb) take(filter func(place) bool) (ids []int) {
	var rest []place
	for _, p := range d.queue {
		if filter(p) {
			ids = append(ids, p.id)
		} else {
			rest = append(rest, p)
		}
	}
	d.queue = rest
	return ids
}

func (d *dumb) wake(key waitqueue.Key, n int) []int {
	all := n == waitqueue.All
	return d.take(func(p place) bool {
		switch {
		case p.key != key:
			return false
		case all, p.mode == waitqueue.NonExclusive && n > 0:
			return true
		case p.mode == waitqueue.NonExclusive || n == 0:
			return false
		}
		n--
		return true
	})
}

func (d *dumb) handOff(key waitqueue.Key, grant uint64) []int {
	given := false
	ids := d.take(func(p place) bool {
		mine := !given && p.key == key && p.mode == waitqueue.Exclusive
		given = given || mine
		return mine
	})
	for _, id := range ids {
		d.grants[id] = grant
	}
	return ids
}

const tasks, keys = 8, 3

// play runs a byte string as operations on both, and compares.
func play(t *testing.T, script []byte, buckets int) {
	q, copied := waitqueue.New(buckets, tasks+1, 0), waitqueue.New(buckets, tasks+1, 0)
	d := dumb{grants: map[int]uint64{}}
	for step := 0; step+1 < len(script); step += 2 {
		op, arg := script[step], script[step+1]
		id, key := int(arg)%tasks, waitqueue.Key{File: uint32(op>>4) % 2, Queue: arg >> 6 & 1, Index: uint64(op>>5) % keys}
		w := &sleeper{id: tasks}
		var want []int
		queued := slices.ContainsFunc(d.queue, func(p place) bool { return p.id == id })
		switch op % 8 {
		case 0, 1, 2:
			if mode := waitqueue.Mode(arg >> 7); !queued {
				q.Prepare(&sleeper{id: id}, key, mode)
				d.prepare(place{id: id, key: key, mode: mode})
			}
		case 3:
			q.Wake(w, key, 1)
			want = d.wake(key, 1)
		case 4:
			q.Wake(w, key, 1+int(arg)%3)
			want = d.wake(key, 1+int(arg)%3)
		case 5:
			q.Wake(w, key, waitqueue.All)
			want = d.wake(key, waitqueue.All)
		case 6:
			q.HandOff(w, key, uint64(arg)+1)
			want = d.handOff(key, uint64(arg)+1)
		case 7:
			if queued { // comes round without a wake
				q.Sleep(&sleeper{id: id, unwoken: true})
				d.take(func(p place) bool { return p.id == id })
			}
			copied.SetState(q.AppendState(nil))
			q, copied = copied, q
		}
		if !slices.Equal(w.woken, want) {
			t.Fatalf("step %d: woken %v, want %v", step/2, w.woken, want)
		}
		compare(t, q, &d)
	}
}

func compare(t *testing.T, q *waitqueue.Table, d *dumb) {
	t.Helper()
	for file := range uint32(2) {
		for at := range uint64(2 * keys) {
			key := waitqueue.Key{File: file, Queue: uint8(at % 2), Index: at / 2}
			var want []int
			for _, p := range d.queue {
				if p.key == key {
					want = append(want, p.id)
				}
			}
			if got := q.Queue(key); !slices.Equal(got, want) {
				t.Fatalf("queue of %v: %v, want %v", key, got, want)
			}
			if len(want) != 0 && !q.Active(key) {
				t.Fatalf("%v is not active", key)
			}
		}
	}
	for id := range tasks {
		if got := q.Grant(&sleeper{id: id}); got != d.grants[id] {
			t.Fatalf("task %d was granted %d, want %d", id, got, d.grants[id])
		}
	}
}

func FuzzTable(f *testing.F) {
	f.Add([]byte{0, 0, 0, 129, 0, 2, 3, 0, 6, 0, 5, 0})
	f.Fuzz(func(t *testing.T, script []byte) {
		play(t, script, 1)
		play(t, script, 4)
	})
}

// TestDumb plays long random scripts, which a fuzzing run would need luck for.
func TestDumb(t *testing.T) {
	for seed := range uint64(200) {
		rng := rand.New(rand.NewPCG(seed, 1))
		script := make([]byte, 2*500)
		for i := range script {
			script[i] = byte(rng.Uint32())
		}
		play(t, script, 1<<(seed%3))
	}
}
