package check_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"daxwait/bench/check"
	"daxwait/daxcore"
	"daxwait/daxcore/daxtest"
	"daxwait/daxcore/step"
	"daxwait/daxcore/task"
	"daxwait/daxcore/waitqueue"
	"daxwait/strategies"
)

// late is the kernel's loop, but an unlock of a file wakes nobody once its timers have
// run for a microsecond, one after the other. The first unlock starts the first, and
// one that finds that it has passed the next.
type late struct {
	daxcore.EntryLock
	timers [][]task.Timer // by file
}

func (l *late) Unlock(t daxcore.Task, m *daxcore.Mapping, index uint64, cookie daxcore.Entry) {
	m.Enter(t, index)
	drops := true
	for i := 0; drops && i < len(l.timers[m.ID]); i++ {
		timer := &l.timers[m.ID][i]
		drops = t.Elapsed(timer, time.Microsecond)
		if !timer.Running() {
			t.StartTimer(timer)
		}
	}
	t.Unlock(&m.XALock)
	if !drops {
		l.EntryLock.Unlock(t, m, index, cookie)
		return
	}
	m.Enter(t, index)
	m.StoreUnlocked(t, index, cookie)
	t.Unlock(&m.XALock)
}

func lates(timers int) daxcore.Design {
	return func(r daxcore.Room) daxcore.EntryLock {
		l := &late{EntryLock: daxcore.Kernel(daxcore.Policy{})}
		for range r.Files {
			l.timers = append(l.timers, r.Timers.New(timers))
		}
		return l
	}
}

// patient is direct hand-off for those that have waited for half a millisecond, and
// the kernel's wake for all others: what a mutex does, or a parking lot. The timer of
// a task runs from its first sleep for an entry until it has it.
type patient struct {
	queue  *waitqueue.Table
	timers []task.Timer // by task
	// forgets: who has waited that long is not woken.
	forgets bool
}

func patients(forgets bool) daxcore.Design {
	return func(r daxcore.Room) daxcore.EntryLock {
		return &patient{queue: r.Table, timers: r.Timers.New(r.Tasks), forgets: forgets}
	}
}

func (*patient) Rules() daxcore.Rules { return daxcore.Rules{} }

func (p *patient) key(m *daxcore.Mapping, index uint64, e daxcore.Entry) waitqueue.Key {
	return waitqueue.Key{File: m.ID, Index: e.Start(index)}
}

func (p *patient) Get(t daxcore.Task, m *daxcore.Mapping, index uint64, order uint8) (daxcore.Entry, bool) {
	cur := m.Pages.At(index, order)
	timer := &p.timers[t.ID()]
	for slept := false; ; slept = true {
		e := m.Find(t, &cur)
		owned := slept && p.queue.Grant(t) != 0
		conflict := !owned && e.Present() && e.Order() < cur.Order()
		if conflict || owned || !e.Locked() {
			timer.Stop()
			if slept {
				t.Observe(daxcore.Event{Kind: task.WaitEnd, File: m.ID, Index: cur.Index(), Order: cur.Order()})
			}
			if conflict {
				if slept {
					p.pass(t, m, index)
				}
				return daxcore.Conflict, false
			}
			return e.Unlocked(), owned
		}
		if !slept {
			t.StartTimer(timer)
			t.Observe(daxcore.Event{Kind: task.WaitBegin, File: m.ID, Index: cur.Index(), Order: cur.Order()})
		}
		cur.Reset()
		t.At(task.GetLoop, cur.Index(), uint64(order))
		m.SleepOn(t, p.queue, p.key(m, cur.Index(), e), waitqueue.Exclusive, slept)
		m.Enter(t, index)
	}
}

// pass wakes whom a task leaves behind that goes without an entry.
func (p *patient) pass(t daxcore.Task, m *daxcore.Mapping, index uint64) {
	for _, i := range []uint64{index, daxcore.Base(index)} {
		m.WakeOn(t, p.queue, waitqueue.Key{File: m.ID, Index: i}, waitqueue.All)
	}
}

func (p *patient) Wait(t daxcore.Task, m *daxcore.Mapping, index uint64, e daxcore.Entry, _ daxcore.Site, again bool) {
	key := p.key(m, index, e)
	key.Queue = 1 // they take nothing, so nothing is handed to them
	m.SleepOn(t, p.queue, key, waitqueue.NonExclusive, again)
}

func (p *patient) Unlock(t daxcore.Task, m *daxcore.Mapping, index uint64, cookie daxcore.Entry) {
	m.Enter(t, index)
	p.Release(t, m, index, cookie, true, daxcore.Unlocked)
	t.Unlock(&m.XALock)
}

func (p *patient) Release(t daxcore.Task, m *daxcore.Mapping, index uint64, e daxcore.Entry, owned bool, why daxcore.Reason) {
	key := p.key(m, index, e)
	switch queue := p.queue.Queue(key); {
	case !owned:
		n := 1
		if why == daxcore.Removed || why == daxcore.Downgraded {
			n = waitqueue.All
		}
		m.WakeOn(t, p.queue, key, n)
	case len(queue) != 0 && t.Elapsed(&p.timers[queue[0]], 500*time.Microsecond):
		if p.forgets {
			m.StoreUnlocked(t, index, e)
		} else {
			m.HandOff(t, p.queue, key, index, e)
		}
	default:
		m.StoreUnlocked(t, index, e)
		m.WakeOn(t, p.queue, key, 1)
	}
	key.Queue = 1
	m.WakeOn(t, p.queue, key, waitqueue.All)
}

// searchTimed searches entry/barging, in which an entry changes hands.
func searchTimed(t *testing.T, design daxcore.Design, scenario string, o check.Options) (*daxtest.Scenario, *check.Result) {
	t.Helper()
	sc, err := daxtest.ScenarioNamed(scenario)
	if err != nil {
		t.Fatal(err)
	}
	budgets := check.For(sc)
	o.Spurious, o.AllocFails, o.Refusals = budgets.Spurious, budgets.AllocFails, budgets.Refusals
	r, err := check.Check(sc, design, o)
	if err != nil {
		t.Fatal(err)
	}
	return sc, r
}

// TestTimeIsSearchedBothWays: a design that is lost only when its time has run out
// is found out, one that hands over then is proved, and has schedules in which it
// does and in which it does not.
func TestTimeIsSearchedBothWays(t *testing.T) {
	for name, c := range map[string]struct {
		design daxcore.Design
		loses  bool
	}{
		"stops to wake": {lates(1), true}, "stops when two have passed": {lates(2), true}, "hands over": {patients(false), false}, "forgets who waited long": {patients(true), true},
	} {
		t.Run(name, func(t *testing.T) {
			sc, r := searchTimed(t, c.design, "entry/barging", check.Options{})
			if r.Hit != "" || c.loses == (len(r.Violations) == 0) {
				t.Fatalf("%d violations in %d states (%s)", len(r.Violations), r.States, r.Hit)
			}
			if !c.loses {
				return
			}
			v := r.Violations[0]
			if v.Kind != step.LostWakeup || !strings.Contains(v.Schedule.String(), "y") {
				t.Errorf("%v by %v: want a wakeup that is lost when time has passed", v.Kind, v.Schedule)
			}
			ticket, err := check.Issue("timed", sc, c.design, v.Schedule)
			if err != nil {
				t.Fatal(err)
			}
			d := &strategies.Strategy{Name: "timed", New: c.design}
			columns, err := ticket.Replayed(d, sc, 0)
			if err != nil || columns.Kind != step.LostWakeup.String() || columns.NoReturn != v.NoReturn {
				t.Fatalf("replayed: %v, %+v; want no return after %d", err, columns, v.NoReturn)
			}
			var does []string
			for _, s := range columns.Steps {
				does = append(does, s.Does...)
			}
			if !strings.Contains(strings.Join(does, "; "), "s have passed") {
				t.Errorf("no step says that time has passed: %q", does)
			}
		})
	}
}

// TestTimersAreState: all modes count the same, and both answers are there.
func TestTimersAreState(t *testing.T) {
	_, pooled := searchTimed(t, patients(false), "entry/barging", check.Options{})
	_, replayed := searchTimed(t, patients(false), "entry/barging", check.Options{Mode: check.Replay})
	_, deep := searchTimed(t, patients(false), "entry/barging", check.Options{DepthFirst: true})
	_, plain := searchTimed(t, strategies.HandOff(daxcore.Rules{}), "entry/barging", check.Options{})
	for what, r := range map[string]*check.Result{"replay": replayed, "depth first": deep} {
		if r.States != pooled.States || r.Edges != pooled.Edges {
			t.Errorf("%s: %d states, %d edges; pooled %d, %d", what, r.States, r.Edges, pooled.States, pooled.Edges)
		}
	}
	if pooled.States <= plain.States {
		t.Errorf("%d states, and %d of a design that never asks for the time", pooled.States, plain.States)
	}
	if _, history := searchTimed(t, patients(true), "entry/barging", check.Options{Mode: check.History}); len(history.Violations) == 0 {
		t.Error("history finds no loss")
	}
}

// reader reads the engine's clock behind the first unlock, as it comes from the port
// or past it.
type reader struct {
	daxcore.EntryLock
	hides bool
}

func (r reader) Unlock(t daxcore.Task, m *daxcore.Mapping, index uint64, cookie daxcore.Entry) {
	if r.hides {
		defer func() { _ = recover() }()
		for began := t.(interface{ Now() int64 }).Now(); t.Now() < began+1000; {
		}
	} else if t.Now() > 1000 {
		return
	}
	r.EntryLock.Unlock(t, m, index, cookie)
}

// TestReadingTheClockIsNoVerdict, however it is done.
func TestReadingTheClockIsNoVerdict(t *testing.T) {
	sc, err := daxtest.ScenarioNamed("entry/barging")
	if err != nil {
		t.Fatal(err)
	}
	for _, hides := range []bool{false, true} {
		design := func(daxcore.Room) daxcore.EntryLock { return reader{daxcore.Kernel(daxcore.Policy{}), hides} }
		_, searched := check.Check(sc, design, check.For(sc))
		_, sampled := check.Random(sc, design, check.RandomOptions{Schedules: 10})
		conforms := daxtest.Conform(design, daxtest.Options{Schedules: 10, Scenarios: []*daxtest.Scenario{sc}})
		for what, err := range map[string]error{"search": searched, "random schedules": sampled, "conform": conforms} {
			if !errors.As(err, new(*daxtest.ReadsClock)) {
				t.Errorf("hides %v, %s: %v; want the clock", hides, what, err)
			}
		}
	}
}

// spins waits for an entry by asking the time round and round, and sleeps in vain
// after that or, if it starts its timer on each round, never.
type spins struct {
	daxcore.EntryLock
	timers  []task.Timer
	restart bool
}

func (s *spins) Get(t daxcore.Task, m *daxcore.Mapping, index uint64, order uint8) (daxcore.Entry, bool) {
	timer := &s.timers[t.ID()]
	t.StartTimer(timer)
	for {
		cur := m.Pages.At(index, order)
		if e := m.Find(t, &cur); !e.Locked() || t.Elapsed(timer, time.Millisecond) {
			timer.Stop()
			return s.EntryLock.Get(t, m, index, order)
		}
		if s.restart {
			t.StartTimer(timer)
		}
		t.Unlock(&m.XALock)
		t.At(task.GetLoop, index, uint64(order))
		m.Enter(t, index)
	}
}

// TestTimeIsFair: to run round until a time has passed is no livelock, unless the
// timer is started anew each time.
func TestTimeIsFair(t *testing.T) {
	for _, restart := range []bool{false, true} {
		design := func(r daxcore.Room) daxcore.EntryLock {
			return &spins{daxcore.Kernel(daxcore.Policy{}), r.Timers.New(r.Tasks), restart}
		}
		_, r := searchTimed(t, design, "entry/barging", check.Options{})
		livelock := len(r.Violations) != 0 && r.Violations[0].Kind == step.Livelock
		if livelock != restart || len(r.Violations) > 1 {
			t.Errorf("started anew %v: %+v", restart, r.Violations)
		}
	}
}
