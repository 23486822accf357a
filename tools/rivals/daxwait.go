package rivals

import (
	"daxwait/bench/sim"
	"daxwait/daxcore/task"
)

// entry is a lock that is handed over, in the words of the port.
type entry struct {
	spin   task.Spin
	queue  []int // tasks, from first on
	first  int
	locked bool
}

func (e *entry) lock(t task.Task) {
	t.Lock(&e.spin)
	t.Spend(task.WalkXArray, 0)
	if !e.locked {
		e.locked = true
		t.Unlock(&e.spin)
	} else {
		e.queue = append(e.queue, t.ID())
		t.Unlock(&e.spin)
		t.Park()
		t.Spend(task.Recheck, 0)
	}
	t.Spend(task.InstallPTE, 0)
}

func (e *entry) unlock(t task.Task) {
	t.Lock(&e.spin)
	t.Spend(task.WalkXArray, 0)
	if e.first == len(e.queue) {
		e.locked = false
	} else {
		t.Spend(task.WakeOne, 0)
		t.Wake(e.queue[e.first])
		if e.first++; 2*e.first >= len(e.queue) {
			e.queue, e.first = append(e.queue[:0], e.queue[e.first:]...), 0
		}
	}
	t.Unlock(&e.spin)
}

// onDaxwait runs a workload on bench/sim.
type onDaxwait struct {
	*sim.Engine
	entry entry
}

func newOnDaxwait(w *workload) *onDaxwait {
	p := sim.Zero()
	p.Costs[task.ThinkSleep] = sim.Time{Mean: w.think, Drawn: true}
	p.Costs[task.HoldRun] = sim.Time{Mean: w.hold, Drawn: true}
	p.Costs[task.WalkXArray].Mean = w.walk
	p.Costs[task.WakeOne].Mean = w.wake
	p.Costs[task.Recheck].Mean = w.recheck
	p.Costs[task.InstallPTE].Mean = w.install
	p.ContextSwitch.Mean = w.contextSwitch
	return &onDaxwait{Engine: sim.New(w.tasks, sim.Options{Spins: 1, Profile: p, Seed: w.seed})}
}

func (d *onDaxwait) run(each int) int64 {
	d.Run(func(t *sim.Task) {
		for range each {
			t.Spend(task.ThinkSleep, 0)
			d.entry.lock(t)
			t.Spend(task.HoldRun, 0)
			d.entry.unlock(t)
		}
	})
	return d.Now()
}

func (d *onDaxwait) close() { d.Close() }
