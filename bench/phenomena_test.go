package bench

import (
	"cmp"
	"slices"
	"testing"
	"time"

	"daxwait/bench/pattern"
	"daxwait/bench/profile"
	"daxwait/bench/sim"
	"daxwait/daxcore"
	"daxwait/daxcore/task"
	"daxwait/results"
	"daxwait/strategies"
)

// The tests named Phenomena look for what was seen on real kernels; nothing is
// put in to make it appear. docs/validation.md has the figures in a table.

// scenery is where a phenomenon is looked for: two virtual CPUs, one seed.
type scenery struct {
	pattern           string
	regime            string
	hold, think       float64 // in ns; 0 is the pattern's
	strategy, profile string  // "" is exclusive, default
	tasks             int
	window            time.Duration // 0 is 100 ms
	latency, wakeOne  int64         // prices of a wake in ns; 0 is the profile's
}

// look runs a scenery and watches: on the machine fifo, whose tasks are off the CPU
// between operations where holders are.
func look(s scenery) *onlooker {
	p := found(found(pattern.Find(s.pattern))[0].WithHold(s.regime))
	if s.regime != "run" {
		p = found(p.Set(pattern.AxisNamed("think-on-cpu"), 0))
	}
	for axis, ns := range map[string]float64{"hold": s.hold, "think": s.think} {
		if ns != 0 {
			p = found(p.Set(pattern.AxisNamed(axis), ns))
		}
	}
	designs := found(strategies.Find(cmp.Or(s.strategy, "exclusive")))
	prof := &found(profile.Find(cmp.Or(s.profile, "default"))).Profile
	prof.WakeLatency.Mean = cmp.Or(s.latency, prof.WakeLatency.Mean)
	prof.Costs[task.WakeOne].Mean = cmp.Or(s.wakeOne, prof.Costs[task.WakeOne].Mean)
	c := Case{Pattern: p, Strategy: designs[0], Tasks: s.tasks, Seed: 1, Sim: NewSim(prof)}
	c.Sim.Machine = nil
	x := c.Start(nil, cmp.Or(s.window, 100*time.Millisecond))
	defer x.engine.Close()
	o := &onlooker{profile: prof, tasks: make([]watched, s.tasks), pages: map[uint64]page{}}
	x.engine = wrapped{x.engine, func(t participant) participant { return watchedTask{t, o} }}
	o.Sample, o.hangs = x.run(x.window), x.hangs
	return o
}

func found[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func want(t *testing.T, seen bool, what string) {
	if t.Helper(); !seen {
		t.Error("want " + what)
	}
}

// TestPhenomenaWokenRaceUnderWakeNext (1). A woken task has left the queue, so
// the next unlock wakes another before the first has run: several are on their
// way, and all but one come in vain, though no wake was ever sent to two.
func TestPhenomenaWokenRaceUnderWakeNext(t *testing.T) {
	s := look(scenery{pattern: "pte-same", tasks: 8})
	useless := float64(s.Counts.Resleeps) / float64(s.Counts.Woken)
	t.Logf("at most %d woken at once and %d on their way; %.2f of the wakes useless", s.mostWoken, s.mostOnWay, useless)
	want(t, s.mostWoken == 1 && s.mostOnWay >= 2 && useless > 0.2, "one woken at once, two or more on their way, a fifth of the wakes useless")
}

// TestPhenomenaResleepersLoseTheirPlace (2). A task that sleeps again queues at
// the tail, whatever its age, so wakes pass older waiters by. Each try is as likely
// to be lost as the one before: the number of losses has no bound.
func TestPhenomenaResleepersLoseTheirPlace(t *testing.T) {
	s := look(scenery{pattern: "pte-same", tasks: 8, window: time.Second})
	passed := float64(s.passedOver) / float64(s.Counts.Woken)
	most := slices.Index(s.lost[1:], 0)
	t.Logf("waits that lost 1, 2, … times or more: %d; %.2f of the wakes passed an older waiter by", s.lost[1:most+1], passed)
	want(t, most >= 8 && passed > 0.2, "8 losses in one wait, and a fifth of the wakes to pass an older one by")
	for k := 1; s.lost[k] > 500; k++ {
		want(t, float64(s.lost[k+1]) > 0.3*float64(s.lost[k]), "as many to lose again as ever")
	}
}

// TestPhenomenaBarging (3). The entry is free from the store on, and who is
// woken comes after the latency of a wake; the unlocker is on a CPU already.
// The share grows with the latency, so it is a race of the two.
func TestPhenomenaBarging(t *testing.T) {
	for _, regime := range []string{"sleep", "run"} {
		before := 0.0
		for _, us := range []int64{1, 5, 20} {
			s := look(scenery{pattern: "pte-same", regime: regime, hold: 10_000, tasks: 8, latency: 1000 * us})
			share := float64(s.takenAgain) / float64(s.wakingUnlocks)
			t.Logf("hold=%s, wake latency %d us: of the unlocks that woke, the unlocker itself had the next lock after %.2f", regime, us, share)
			want(t, share > before && (us < 5 || share > 0.25), "more with each latency, a quarter with the default's 5 us")
			before = share
		}
	}
}

// TestPhenomenaTwoRegimes (4). Only who is on a CPU can meet a holder that stays
// on one; once woken, a task waits for a CPU, whatever the design. Behind a
// holder that sleeps all come to queue, and to wake all is as many sleeps.
func TestPhenomenaTwoRegimes(t *testing.T) {
	var factor, stood [2]float64
	for i, regime := range []string{"run", "sleep"} {
		next := look(scenery{pattern: "pte-same", regime: regime, tasks: 8})
		all := look(scenery{pattern: "pte-same", regime: regime, tasks: 8, strategy: "perindex"})
		factor[i] = all.sleepsPerOp() / next.sleepsPerOp()
		stood[i] = float64(next.stood) / float64(next.queued+next.came)
		t.Logf("hold=%s: sleeps per operation %.2f with wake-next, %.2f with wake-all, factor %.2f; rate %.2f; of the waits %.2f in the run queue, %.2f in the wait queue",
			regime, next.sleepsPerOp(), all.sleepsPerOp(), factor[i], all.rate()/next.rate(), stood[i], float64(next.queued)/float64(next.queued+next.came))
	}
	want(t, factor[0] > 0.8 && factor[0] < 1.25 && stood[0] > 0.8, "designs alike and waiters in the run queue if holders run")
	want(t, factor[1] > 3 && stood[1] < 0.2, "a factor of 3 and waiters in the wait queue if they sleep")
}

// TestPhenomenaConvoy (5). Two tasks do less than one, as operations now have a
// wake in them; once somebody always waits, more tasks cost nothing more. With
// the default's wake, half an operation, the first step is too small: barging
// saves most wakes. Where a wake costs the waker some operations, two do half.
func TestPhenomenaConvoy(t *testing.T) {
	var x [4][4]float64
	for i, c := range []scenery{{}, {wakeOne: 3000}, {wakeOne: 6000}, {profile: "emulated-6.1-traced"}} {
		c.pattern, c.regime, c.think = "pte-same", "run", 1
		var o *onlooker
		for j, n := range []int{1, 2, 4, 8} {
			c.tasks = n
			o = look(c)
			x[i][j] = o.rate() / cmp.Or(x[i][0], 1)
		}
		t.Logf("%s, a wake costs the waker %d ns: 2, 4, 8 tasks do %.2f of one", o.profile.Name, o.profile.Costs[task.WakeOne].Mean, x[i][1:])
	}
	want(t, x[0][1] < 0.95 && x[0][2] < 0.85 && x[0][3] > 0.9*x[0][2] && x[0][3] < 1.1*x[0][2], "less of two than of one, and four like eight")
	want(t, x[0][1] > x[1][1] && x[1][1] > x[2][1] && x[2][1] < 0.6, "less of two the more a wake costs the waker, and nearly half with 6 us")
	want(t, slices.Max(x[3][1:]) < 0.75, "three quarters at most on the emulated machine")
}

// TestPhenomenaZeroingHoldsLong (10). A fault on unwritten blocks clears them
// with the entry locked: 2 MiB take as long as mapping a hundred pages, and
// whoever comes meanwhile waits for all of it.
func TestPhenomenaZeroingHoldsLong(t *testing.T) {
	cold := look(scenery{pattern: "pmd-cold", regime: "run", tasks: 4})
	warm := look(scenery{pattern: "pte-same", regime: "run", tasks: 4})
	zeroing, install := cold.mean(task.Zero2M), warm.mean(task.InstallPTE)
	holds := float64(cold.longestHold) / float64(warm.longestHold)
	t.Logf("2 MiB zeroed under the entry lock %d times, %.0f times the mapping of a page; its hold is %.0f holds that map a page; waits up to %d us",
		cold.spends[task.Zero2M], zeroing/install, holds, cold.WaitMax/1000)
	want(t, zeroing/install > 80 && holds > 30 && float64(cold.WaitMax) > zeroing, "some hundred times, 30 holds, and a wait for all of it")
}

// TestPhenomenaTrafficHidesLoss (11). linux-5.12 wakes one after a removal, who
// finds nothing and wakes nobody. The rest sleep beside a free entry until
// somebody else has come and gone. With traffic somebody always does, so nearly
// all operations of the fix are done. A round ends in silence, and some hang.
func TestPhenomenaTrafficHidesLoss(t *testing.T) {
	see := func(strategy string) (storm, rounds *onlooker) {
		s := look(scenery{pattern: "inval", strategy: strategy, tasks: 8})
		r := look(scenery{pattern: "inval-rounds", strategy: strategy, tasks: 8})
		t.Logf("%s: storm of %d operations, %d hangs, waits p99 %d us, max %d us, longest hold %d us, asleep beside a free entry for up to %.1f us; rounds: %d of %d hung",
			strategy, s.Ops, s.hangs, s.WaitP99/1000, s.WaitMax/1000, s.longestHold/1000, float64(s.longestDesertion)/1000, r.HungRounds, r.Rounds)
		return s, r
	}
	lossy, lossyRounds := see("linux-5.12")
	fixed, fixedRounds := see("exclusive")
	want(t, lossy.hangs <= 1 && lossy.rate() > 0.9*fixed.rate(), "no hang in a storm but at its end, and nine tenths of the operations")
	want(t, lossy.longestDesertion > 5*lossy.longestHold && fixed.longestDesertion < fixed.longestHold, "sleep beside a free entry for 5 holds, with the fix for less than one")
	want(t, lossyRounds.HungRounds*50 > lossyRounds.Rounds && fixedRounds.HungRounds == 0, "one round in fifty to hang, with the fix none")
}

// onlooker is what was to be seen, besides what tasks count; times are in ns.
type onlooker struct {
	results.Sample
	hangs                         int
	profile                       *sim.Profile
	tasks                         []watched
	pages                         map[uint64]page // by key
	mostWoken, onWay, mostOnWay   int             // by one call; woken, and have not looked again
	passedOver                    int             // wakes that left somebody asleep who had waited longer
	lost                          [64]int         // waits that lost that often, or more
	unlocker                      int             // 1 + the ID of the last to unlock, if it woke somebody
	wakingUnlocks, takenAgain     int
	queued, came, stood           int64             // of the waits: asleep, woken, the latter's part in the run queue
	spent, spends                 [task.Costs]int64 // with an entry locked
	longestHold, longestDesertion int64
}

func (o *onlooker) sleepsPerOp() float64     { return float64(o.Counts.Sleeps) / float64(o.Ops) }
func (o *onlooker) rate() float64            { return float64(o.Ops) / o.Seconds }
func (o *onlooker) mean(c task.Cost) float64 { return float64(o.spent[c]) / float64(o.spends[c]) }

// watched is a task; since is when it fell asleep or was woken.
type watched struct {
	asleep, onWay          bool
	key                    uint64
	began, since, lockedAt int64
	losses                 int
}

// page is deserted while some sleep on it, nobody holds it, and nobody woken is
// on the way to it.
type page struct {
	asleep, busy int   // busy is how many hold it or are on the way
	deserted     int64 // since when, or 0
}

func (o *onlooker) page(key uint64, now int64, asleep, busy int) {
	p := o.pages[key]
	p.asleep, p.busy = p.asleep+asleep, p.busy+busy
	if p.asleep > 0 && p.busy == 0 {
		p.deserted = cmp.Or(p.deserted, now)
	} else if p.deserted != 0 {
		o.longestDesertion = max(o.longestDesertion, now-p.deserted)
		p.deserted = 0
	}
	o.pages[key] = p
}

// watchedTask has an onlooker between the model and a task.
type watchedTask struct {
	participant
	o *onlooker
}

func (t watchedTask) Wake(id int) {
	if w, now := &t.o.tasks[id], t.Now(); w.asleep {
		t.o.queued += now - w.since
		w.asleep, w.onWay, w.since = false, true, now
		t.o.page(w.key, now, -1, 1)
		t.o.onWay++
		t.o.mostOnWay = max(t.o.mostOnWay, t.o.onWay)
		if slices.ContainsFunc(t.o.tasks, func(o watched) bool { return o.asleep && o.key == w.key && o.began < w.began }) {
			t.o.passedOver++
		}
	}
	t.participant.Wake(id)
}

func (t watchedTask) Spend(c task.Cost, ns int64) {
	began := t.Now()
	t.participant.Spend(c, ns)
	took := t.Now() - began
	if _, holding := t.Book().Holds(); holding {
		t.o.spent[c] += took
		t.o.spends[c]++
	}
	if c == task.Recheck {
		t.o.stood += took - t.o.profile.Costs[c].Mean - t.o.profile.ContextSwitch.Mean
	}
}

func (t watchedTask) Observe(e daxcore.Event) {
	t.participant.Observe(e)
	o, w, now := t.o, &t.o.tasks[t.ID()], t.Now()
	if w.onWay && (e.Kind == task.Slept || e.Kind == task.WaitEnd) {
		w.onWay = false
		o.onWay--
		o.came += now - w.since
		o.page(w.key, now, 0, -1)
	}
	switch e.Kind {
	case task.WaitBegin:
		w.began, w.losses = now, 0
	case task.Slept:
		w.asleep, w.since, w.key = true, now, e.Index
		o.page(w.key, now, 1, 0)
		if w.losses += e.N; e.N > 0 {
			o.lost[min(w.losses, len(o.lost)-1)]++
		}
	case task.Woke:
		o.mostWoken = max(o.mostWoken, e.N)
		if o.unlocker = 0; e.N > 0 {
			o.unlocker = 1 + t.ID()
			o.wakingUnlocks++
		}
	case task.Locked:
		w.lockedAt = now
		o.page(e.Index, now, 0, 1)
		if o.unlocker == 1+t.ID() {
			o.takenAgain++
		}
		o.unlocker = 0
	case task.Unlocked:
		o.page(e.Index, now, 0, -1)
		o.longestHold = max(o.longestHold, now-w.lockedAt)
	}
}
