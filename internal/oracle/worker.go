package oracle

import (
	"math/rand/v2"

	"daxwait/bench/sim"
	"daxwait/daxcore"
	"daxwait/daxcore/task"
)

// locker is what tasks compete for.
type locker interface {
	acquire(w *worker, class int, index uint64)
	release(w *worker, class int, index uint64)
	// spins returns how many spinlocks it has.
	spins() int
}

// run is a simulation.
type run struct {
	*plan
	lock    locker
	unit    float64
	rec     *recorder
	workers []*worker
	asking  int // tasks that have asked and were not granted yet
}

// worker is a task that takes note of what it does through the port.
type worker struct {
	*sim.Task
	run    *run
	rand   *rand.Rand
	cookie daxcore.Entry

	// Since the last operation that was recorded:
	wakes, sleeps int64
	cpuWait       int64
	burnt         int64 // in all until then
	wokenAt       int64
}

// Park implements [task.Task].
func (w *worker) Park() bool {
	w.sleeps++
	return w.Task.Park()
}

// Wake implements [task.Task].
func (w *worker) Wake(id int) {
	w.wakes++
	w.run.workers[id].wokenAt = w.Now()
	w.Task.Wake(id)
}

// Spend implements [task.Task]. What it lasts beyond what the CPU was busy, the
// task waited for one.
func (w *worker) Spend(c task.Cost, ns int64) {
	if c.OffCPU() {
		w.Task.Spend(c, ns)
		return
	}
	began, burnt := w.Now(), w.Burnt
	w.Task.Spend(c, ns)
	w.cpuWait += w.Now() - began - (w.Burnt - burnt)
}

// loop is a closed loop.
func (w *worker) loop() {
	think := w.run.thinkCost()
	for !w.run.rec.done {
		w.Spend(think, 0)
		class, index := pte, uint64(0)
		if w.run.pick != nil {
			class, index = w.run.pick(w.rand)
		}
		w.operate(class, index, w.Now(), 0)
	}
}

// operate does one operation and records it: acquire, hold, release. It waits
// from when it asked, or should have; a hold of 0 is what the plan says.
func (w *worker) operate(class int, index uint64, asked, hold int64) {
	r := w.run
	r.asking++
	slept := w.sleeps
	r.lock.acquire(w, class, index)
	slept = w.sleeps - slept
	r.asking--
	granted := w.Now()
	o := op{
		class: class, wait: granted - asked, spurious: max(0, slept-1),
		barged: slept == 0 && r.asking > 0,
		hot:    index == 0 || r.alike, cold: index == r.last || r.alike,
	}
	if slept != 0 {
		o.transit = granted - w.wokenAt
	}
	w.Spend(r.holdCost(), hold)
	o.hold = w.Now() - granted
	r.lock.release(w, class, index)
	o.wakes, o.cpuWait, o.burnt = w.wakes, w.cpuWait, w.Burnt-w.burnt
	w.wakes, w.cpuWait, w.burnt = 0, 0, w.Burnt
	r.rec.record(w.Now(), &o)
}
