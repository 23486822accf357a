package bench

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync/atomic"
	"time"

	"daxwait/bench/live"
	"daxwait/bench/order"
	"daxwait/bench/sim"
	"daxwait/bench/timeline"
	"daxwait/daxcore/lockorder"
	"daxwait/results"
	"daxwait/results/machine"
)

// Contestant is a case that is being run, window by window.
type Contestant struct {
	c       Case
	window  time.Duration
	engine  engine
	scene   *scene
	workers []*worker
	meters  []*meter // of the workers: one each, or one for all that take turns
	ledger  *ledger  // of a simulation
	record  *results.Record
	bins    distribution
	hangs   int
	busy    atomic.Int64 // workers that have not done their round, besides those aside
	stood   bool         // time stood still
	entries atomic.Int64 // into fresh worlds
	stopped atomic.Bool  // what goes on is of no use any more
	away    *away        // where it is run, if not here
	// entered is when the world began; measured: a window is going on.
	entered  int64
	measured bool
}

// maxHangs is how many hangs a record describes.
const maxHangs = 3

// Start readies a case whose windows have the given length. Call Finish when
// done.
func (c *Case) Start(machine *machine.Machine, window time.Duration) *Contestant {
	x := &Contestant{c: *c, window: window, record: c.Record(window)}
	if home := c.Strategy.Away(); home != nil {
		x.away = c.sendAway(home, machine, window)
		return x
	}
	x.record.Capacity = c.capacity(window)
	if x.record.Machine = machine; c.Sim != nil {
		x.record.Machine = nil // it has no part in the figures
	}
	if r := c.Pattern.Replay; r != nil {
		x.record.Warnings = append(x.record.Warnings, r.Notes...)
	}
	for id := range c.Tasks {
		if c.Sim == nil || id == 0 {
			x.meters = append(x.meters, newMeter())
		}
		w := &worker{id: id, told: c.watch != nil, role: c.Pattern.RoleName(id), maps: c.Pattern.Maps(id), meter: x.meters[len(x.meters)-1], timeline: c.Timeline}
		w.aside = c.Pattern.Replay == nil && c.Pattern.Role(id).Aside
		if c.LockOrder {
			w.order = &lockorder.Recorder{}
		}
		x.workers = append(x.workers, w)
	}
	rate := c.Rate
	if c.Load != 0 {
		rate = min(c.Load*x.record.Capacity/float64(x.counted()), mostRate)
	}
	for _, w := range x.workers {
		if rate > 0 {
			w.open.interval, w.open.never, w.open.arrivals = int64(1e9/rate), newHistogram(), rand.New(&w.open.source)
		}
	}
	if c.watch != nil {
		c.watch(x.progress)
	}
	x.seed(c.Seed)
	if c.Sim == nil {
		x.engine = newLive(c.Tasks, live.Options{PinThreads: c.PinThreads, OnHang: x.onHang, OnLeft: c.onLeft})
	}
	return x
}

// seed begins anew with another seed: the streams, the world, and for a
// simulation the engine.
func (x *Contestant) seed(seed uint64) {
	for id, w := range x.workers {
		w.open.seeds = [2]uint64{seed, 1<<32 | uint64(id)}
		if x.c.Pattern.Start.Mean != 0 {
			w.starts = rand.New(rand.NewPCG(seed, 1<<32|uint64(id)))
		}
		w.stream = x.c.Pattern.Stream(id, seed, x.c.Sim.priced())
	}
	x.enter()
	if m := x.c.Sim; m != nil {
		if x.engine != nil {
			x.engine.Close()
		}
		if x.ledger == nil {
			x.ledger = newLedger(x.c.Tasks)
		}
		x.ledger.forget()
		x.engine = simEngine{sim.New(x.c.Tasks, sim.Options{
			CPUs: m.CPUs, Machine: m.Machine, Spins: x.scene.world.Spins(), Profile: x.c.costs(), Seed: seed, Slice: m.Slice, Preempt: m.Preempt,
			Threads: x.c.Pattern.Process != nil, Rewarm: m.Rewarm,
			OnHang: x.onHang, OnLeft: x.c.onLeft, Watches: x.watches(),
		})}
		x.entered = 0
	}
}

// A timeline tells of CPUs as well.
var _ sim.CPUWatch = (*timeline.Recorder)(nil)

// watches are who watches a simulation.
func (x *Contestant) watches() []sim.Watch {
	if x.c.Timeline == nil {
		return []sim.Watch{x.ledger}
	}
	return []sim.Watch{x.ledger, x.c.Timeline}
}

// enter makes a fresh world.
func (x *Contestant) enter() {
	x.entries.Add(1)
	x.scene = newScene(x.c.Pattern, x.c.Strategy, x.c.Tasks)
	if x.ledger != nil {
		x.ledger.forget()
	}
	for _, w := range x.workers {
		w.scene, w.inWorld = x.scene, 0
	}
	if x.engine != nil {
		x.entered = x.engine.Now()
	}
}

// progress is a number that changes as long as the case goes on. Others may ask for it.
func (x *Contestant) progress() int64 {
	n := x.entries.Load()
	for _, w := range x.workers {
		n += w.done.Load()
	}
	return n
}

// Simulate runs a simulated case, whose windows have a seed each, and returns
// what it found, or less if it is cancelled.
func (c *Case) Simulate(ctx context.Context, windows int, window time.Duration) *results.Record {
	return c.simulate(ctx, windows, window, func() {})
}

// simulate is Simulate, and tells of each window.
func (c *Case) simulate(ctx context.Context, windows int, window time.Duration, done func()) *results.Record {
	if home := c.Strategy.Away(); home != nil {
		return c.simulateAway(ctx, home, windows, window, done)
	}
	x := c.Start(nil, window)
	defer x.until(ctx)()
	for n := range windows {
		if ctx.Err() != nil {
			break
		}
		if n > 0 {
			x.seed(c.Seed + uint64(n))
		}
		x.Warm()
		x.Window()
		done()
		if s := x.record.Samples[n]; c.GiveUp != 0 && (s.Hung || s.HungRounds >= c.GiveUp) {
			break
		}
	}
	return x.Finish()
}

// until has the contestant give up the window that it is in, at the next
// operation of each task, when the context ends; unless it is released before.
func (x *Contestant) until(ctx context.Context) (release func() bool) {
	return context.AfterFunc(ctx, func() {
		x.stopped.Store(true)
		x.away.stop()
	})
}

// Warm runs a quarter of a window, without a sample.
func (x *Contestant) Warm() {
	if x.away != nil {
		x.away.ask("warm", nil)
		return
	}
	hangs := x.hangs
	x.run(x.window / 4)
	x.hangs = hangs // those of the samples count, though these are described
}

// Window runs a window and adds it as a sample.
func (x *Contestant) Window() {
	if x.away != nil {
		x.away.ask("window", nil)
		return
	}
	x.c.Timeline.Start(x.engine.Now())
	x.measured = true
	s := x.run(x.window)
	x.measured = false
	x.c.Timeline.Stop(x.engine.Now())
	for _, m := range x.meters {
		x.bins.add(&m.bins)
	}
	x.record.Samples = append(x.record.Samples, s)
}

// Finish ends the case and returns what it found.
func (x *Contestant) Finish() *results.Record {
	if x.away != nil {
		return x.away.finish(x.record)
	}
	x.engine.Close()
	r := x.record
	r.Waits = x.bins.bins()
	if x.hangs > maxHangs {
		r.Warnings = append(r.Warnings, fmt.Sprintf("%d hangs; the record describes %d of them", x.hangs, maxHangs))
	}
	var broken, unpaid, unseen, locks, ops int64
	for i := range r.Samples {
		broken += r.Samples[i].Counts.Violations
		unpaid += r.Samples[i].Counts.Unpaid
		unseen += r.Samples[i].Unseen
		locks += r.Samples[i].Counts.Locks
		ops += r.Samples[i].Ops
	}
	if locks*100 < ops {
		r.Warnings = append(r.Warnings, "fewer than one operation in a hundred came to an entry: the figures say little of strategies")
	}
	if x.stood {
		r.Warnings = append(r.Warnings, "time stood still, as nothing costs anything: counts only; a rate means nothing")
	}
	if broken != 0 {
		r.Warnings = append(r.Warnings, fmt.Sprintf("the model's rules were broken %d times: do not trust the figures, and play random schedules with the design (conform)", broken))
	}
	if unpaid != 0 {
		r.Warnings = append(r.Warnings, fmt.Sprintf("a broken rule: %d sleeps and wakes were not paid for (task.Recheck after a sleep, task.WakeOne before a wake), so the design is faster than it would be: it sleeps by Mapping.SleepOn and wakes by Mapping.WakeOn or HandOff", unpaid))
	}
	if unseen != 0 {
		r.Warnings = append(r.Warnings, fmt.Sprintf("%d sleeps and wakes were not observed (task.Slept, task.Woke): counts of them are left out", unseen))
	}
	x.lockOrder()
	return r
}

// lockOrder puts the order of locks that the tasks have shown into the record.
func (x *Contestant) lockOrder() {
	if !x.c.LockOrder {
		return
	}
	var g lockorder.Graph
	for _, w := range x.workers {
		g.Merge(&w.order.Graph)
	}
	x.record.LockOrder = order.Of(&g)
	for _, v := range x.record.LockOrder.Inversions {
		x.record.Warnings = append(x.record.Warnings, v.String())
	}
}
