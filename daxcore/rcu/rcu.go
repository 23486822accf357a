package rcu

import (
	"slices"
	"sync/atomic"

	"daxwait/daxcore/task"
)

// Domain knows who reads, and who waits for readers.
//
// Synchronization: a task stores its own word of inside; waiting and inside are
// read by anybody, atomically. lock guards periods. A period is counted in
// waiting before it looks at inside, and a reader stores inside before it looks
// at waiting: so one of the two sees the other.
type Domain struct {
	lock    task.Spin
	inside  []uint32 // by task, 1 or 0
	waiting int32
	periods []period // by ID
}

// period is a grace period: who waits, and a bit for each task that was inside
// when it began and has not left since.
type period struct {
	id   int
	left []uint64
}

// Init readies d for tasks tasks; its lock gets the number spin.
func (d *Domain) Init(tasks int, spin int32) {
	d.lock.ID, d.lock.Class = spin, task.Mover
	d.inside = make([]uint32, tasks)
}

// Enter begins a read section. Sections do not nest.
func (d *Domain) Enter(t task.Task) { atomic.StoreUint32(&d.inside[t.ID()], 1) }

// Leave ends it, and lets those go on who waited for this reader last.
func (d *Domain) Leave(t task.Task) {
	atomic.StoreUint32(&d.inside[t.ID()], 0)
	if atomic.LoadInt32(&d.waiting) == 0 {
		return
	}
	t.Lock(&d.lock)
	d.periods = slices.DeleteFunc(d.periods, func(p period) bool {
		p.left[t.ID()/64] &^= 1 << (t.ID() % 64)
		over := none(p.left)
		if over {
			atomic.AddInt32(&d.waiting, -1)
			t.Wake(p.id)
		}
		return over
	})
	t.Unlock(&d.lock)
}

// Wait returns when all tasks have left that are inside now. The caller is not
// inside, or would wait for itself.
func (d *Domain) Wait(t task.Task) {
	t.Yield(task.GracePeriod)
	t.Lock(&d.lock)
	atomic.AddInt32(&d.waiting, 1)
	left := d.readers(nil)
	if none(left) {
		atomic.AddInt32(&d.waiting, -1)
		t.Unlock(&d.lock)
		return
	}
	at, _ := slices.BinarySearchFunc(d.periods, t.ID(), func(p period, id int) int { return p.id - id })
	d.periods = slices.Insert(d.periods, at, period{t.ID(), left})
	t.Unlock(&d.lock)
	t.Observe(task.Event{Kind: task.Graced})
	for !t.Park() { // only the last reader ends it
	}
}

// readers appends a bit for each task that is inside.
func (d *Domain) readers(dst []uint64) []uint64 {
	first := len(dst)
	dst = append(dst, make([]uint64, (len(d.inside)+63)/64)...)
	for id := range d.inside {
		if atomic.LoadUint32(&d.inside[id]) != 0 {
			dst[first+id/64] |= 1 << (id % 64)
		}
	}
	return dst
}

func none(bits []uint64) bool {
	return !slices.ContainsFunc(bits, func(w uint64) bool { return w != 0 })
}

// Waiting returns the tasks that a task waits for. It is for reports, while no
// task runs.
func (d *Domain) Waiting(id int) (readers []int) {
	for _, p := range d.periods {
		for r := range d.inside {
			if p.id == id && p.left[r/64]>>(r%64)&1 != 0 {
				readers = append(readers, r)
			}
		}
	}
	return readers
}
