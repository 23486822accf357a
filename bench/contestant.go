package bench

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync/atomic"
	"time"

	"daxwait/bench/order"
	"daxwait/bench/sim"
	"daxwait/bench/timeline"
	"daxwait/daxcore/lockorder"
	"daxwait/daxcore/task"
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
	stopped atomic.Bool  // what goes on is of no use any more
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
		w := &worker{id: id, role: c.Pattern.RoleName(id), maps: c.Pattern.Maps(id), meter: x.meters[len(x.meters)-1], timeline: c.Timeline}
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
	x.seed(c.Seed)
	if c.Sim == nil {
		x.engine = newLive(c.Tasks, c.PinThreads, x.onHang)
	}
	return x
}

// seed begins anew with another seed: the streams, the world, and for a
// simulation the engine.
func (x *Contestant) seed(seed uint64) {
	for id, w := range x.workers {
		w.open.seeds = [2]uint64{seed, 1<<32 | uint64(id)}
		w.starts = rand.New(rand.NewPCG(seed, 1<<32|uint64(id)))
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
			CPUs: m.CPUs, Spins: x.scene.world.Spins(), Profile: x.c.costs(), Seed: seed, Slice: m.Slice, Preempt: m.Preempt,
			OnHang: x.onHang, Watches: x.watches(),
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

// Simulate runs a simulated case, whose windows have a seed each, and returns
// what it found, or less if it is cancelled.
func (c *Case) Simulate(ctx context.Context, windows int, window time.Duration) *results.Record {
	return c.simulate(ctx, windows, window, func() {})
}

// simulate is Simulate, and tells of each window.
func (c *Case) simulate(ctx context.Context, windows int, window time.Duration, done func()) *results.Record {
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
	return context.AfterFunc(ctx, func() { x.stopped.Store(true) })
}

// Warm runs a quarter of a window, without a sample.
func (x *Contestant) Warm() {
	hangs := x.hangs
	x.run(x.window / 4)
	x.hangs = hangs // those of the samples count, though these are described
}

// Window runs a window and adds it as a sample.
func (x *Contestant) Window() {
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

// run runs for a time and returns the sample.
func (x *Contestant) run(d time.Duration) results.Sample {
	for i, w := range x.workers {
		x.engine.Task(i).Book().Tally = task.Tally{}
		w.ops = 0
		if w.open.counts = (results.Open{}); w.open.open() {
			w.open.never.Reset()
		}
	}
	for _, m := range x.meters {
		m.reset()
	}
	began := x.engine.Now()
	if x.ledger != nil {
		x.ledger.open(began)
	}
	burnt := x.engine.Burnt()
	sleeps, wakes := x.engine.Handled()
	var s results.Sample
	since := func() time.Duration { return time.Duration(x.engine.Now() - began) }
	if x.c.Pattern.Rounds != 0 {
		for still := int64(0); s.Rounds == 0 || since() < d && s.Rounds < still+standstill && !x.stopped.Load(); {
			if s.Rounds++; since() > 0 {
				still = s.Rounds
			}
			x.busy.Store(x.counted())
			if !x.engine.Run(x.round) {
				s.HungRounds++
				x.enter()
				if s.HungRounds == x.c.GiveUp {
					break
				}
			} else if x.c.Pattern.Journal != nil {
				x.enter() // blocks are allocated, and the journal has a transaction
			} else {
				x.scene.refill(x.c.Pattern)
			}
		}
	} else {
		for left := d; left > 0 && !x.stopped.Load(); left = d - since() {
			x.busy.Store(x.counted())
			if x.engine.Run(func(t participant) { x.loop(t, int64(left)) }) {
				break
			}
			s.Hung = true // the rest of the window is another world's
			x.enter()
			for _, w := range x.workers {
				if w.open.open() {
					w.open.leave(x.engine.Now())
				}
			}
			if x.c.GiveUp != 0 {
				break
			}
		}
	}
	if s.Seconds = since().Seconds(); s.Seconds == 0 {
		s.Seconds = 1e-9
		x.stood = true
	}
	x.sum(&s)
	if x.ledger != nil {
		s.Contention = x.ledger.close(x.engine.Now())
		s.Contention.BurntNS = x.engine.Burnt() - burnt
		slept, woke := x.engine.Handled()
		s.Unseen = max(0, slept-sleeps-s.Counts.Sleeps) + max(0, woke-wakes-s.Counts.Woken)
	}
	return s
}

func (x *Contestant) round(t participant) {
	w, ops := x.workers[t.ID()], x.c.Pattern.InRound(t.ID())
	w.become(t)
	if d := x.c.Pattern.Start.Draw(w.starts); d != 0 {
		t.Spend(task.ThinkSleep, d)
	}
	if x.c.Pattern.Replay != nil { // from its beginning, wherever the round before hung
		w.stream = x.c.Pattern.Stream(w.id, 0, true)
	}
	if w.aside {
		for n := 0; n < ops*mostAside && x.busy.Load() > 0; n++ {
			w.step(t, &t.Book().Waited)
		}
		return
	}
	for range ops {
		w.step(t, &t.Book().Waited)
	}
	x.busy.Add(-1)
}

// mostAside bounds what workers that stand aside do while others are at it, in
// rounds: those may sleep for ever.
const mostAside = 64

// counted is how many workers do not stand aside.
func (x *Contestant) counted() (n int64) {
	for _, w := range x.workers {
		if !w.aside {
			n++
		}
	}
	return n
}

func (x *Contestant) loop(t participant, d int64) {
	w := x.workers[t.ID()]
	w.become(t)
	if w.open.open() {
		x.loopOpen(t, d)
		return
	}
	began := t.Now()
	last, still := began, 0
	for first := true; first || t.Now()-began < d && still < standstill && !x.stopped.Load(); first = false {
		w.step(t, &t.Book().Waited)
		if still++; t.Now() != last {
			last, still = t.Now(), 0
		}
	}
}

// standstill is how many operations of a task, or rounds, in which time stands
// still end a window: where nothing costs anything it would never end.
const standstill = 1000

// sum adds the tasks up.
func (x *Contestant) sum(s *results.Sample) {
	all := x.meters[0]
	if len(x.meters) > 1 {
		all = newMeter()
		for _, m := range x.meters {
			all.waits.Merge(m.waits)
			all.delays.Merge(m.delays)
		}
	}
	waits := all.waits
	var total task.Tally
	byRole := map[int][]float64{}
	var roles []int
	for i, w := range x.workers {
		total.Add(&x.engine.Task(i).Book().Tally)
		s.Ops += w.ops
		if w.aside {
			continue
		}
		role := x.c.Pattern.RoleIndex(i)
		if byRole[role] == nil {
			roles = append(roles, role)
		}
		byRole[role] = append(byRole[role], float64(w.ops))
	}
	s.Counts = results.Counts(total)
	s.WaitMean, s.WaitMax = waits.Mean(), waits.Max()
	s.WaitP50, s.WaitP99, s.WaitP999 = waits.ValueAtPercentile(50), waits.ValueAtPercentile(99), waits.ValueAtPercentile(99.9)
	x.latencies(s, all.delays)
	s.Roles = x.byRole()
	s.Jain = 1
	for _, role := range roles {
		s.Jain = min(s.Jain, results.Jain(byRole[role]))
		s.Gini = max(s.Gini, results.Gini(byRole[role]))
	}
}

// byRole are the operations of roles, in the order of their first workers; those
// that do the same count as one. It is nil where all do, and of a trace, whose
// workers are what they are.
func (x *Contestant) byRole() (all []results.RoleOps) {
	if x.c.Pattern.Replay != nil {
		return nil
	}
	for i, w := range x.workers {
		if w.aside {
			continue
		}
		does := x.c.Pattern.Role(i).Does()
		at := slices.IndexFunc(all, func(o results.RoleOps) bool { return o.Role == does })
		if at < 0 {
			at = len(all)
			all = append(all, results.RoleOps{Role: does})
		}
		all[at].Ops += w.ops
	}
	if len(all) < 2 {
		return nil
	}
	return all
}
