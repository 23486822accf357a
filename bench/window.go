package bench

import (
	"slices"
	"time"

	"daxwait/daxcore/task"
	"daxwait/results"
)

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
