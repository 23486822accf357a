package live_test

import (
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"daxwait/bench/live"
	"daxwait/daxcore"
	"daxwait/daxcore/daxtest"
	"daxwait/daxcore/task"
	"daxwait/daxcore/waitqueue"
	"daxwait/strategies"
)

// rounds plays episodes of a scenario on fresh worlds, each task yielding the
// CPU while it holds an entry, and returns how many hung and what the last of
// those looked like.
func rounds(s *strategies.Strategy, sc *daxtest.Scenario, n int) (hung int, why string) {
	var w *daxcore.World
	e := live.New(len(sc.Tasks), live.Options{OnHang: func(asleep []int) {
		why = w.WaitsFor(asleep[0])
	}})
	defer e.Close()
	for range n {
		w = sc.World(s.EntryLock)
		if !e.Run(func(t *live.Task) { sc.Tasks[t.ID()].Run(w, holder{t}) }) {
			hung++
		}
	}
	return hung, why
}

// holder is a live task that leaves the CPU once for each entry it locks, so
// that others meet the lock.
type holder struct{ *live.Task }

func (h holder) At(l task.Label, _, _ uint64) {
	if l == task.Grabbed {
		h.Spend(task.HoldSleep, 0)
	}
}

// TestHangsAreSeen waits for chance: in trials one round in a hundred hung, so
// that hundreds of thousands without one mean that hangs are not seen.
func TestHangsAreSeen(t *testing.T) {
	for _, c := range []struct {
		strategy, entries, tasks string
		hangs                    bool
	}{
		{"linux-5.12", "pte B+1", "F(0,B+1); I(B+1); I(B+1); I(B+1); F(0,B+1); F(0,B+1)", true},
		{"exclusive", "pte B+1", "F(0,B+1); I(B+1); I(B+1); I(B+1); F(0,B+1); F(0,B+1)", false},
		{"linux-5.2", "", "F(0,B+1); F(9,B); F(9,B); F(9,B)", true},
		{"mergednext", "", "F(0,B+1); F(9,B); F(9,B); F(9,B)", false},
	} {
		t.Run(c.strategy, func(t *testing.T) {
			s, err := strategies.Find(c.strategy)
			if err != nil {
				t.Fatal(err)
			}
			text := "entries: " + c.entries + "\ntasks: " + c.tasks + "\n"
			sc, err := daxtest.ParseScenario(strings.NewReader(text), "this test", c.strategy)
			if err != nil {
				t.Fatal(err)
			}
			hung, why := rounds(s[0], sc, 3000)
			for more := 0; c.hangs && hung == 0 && more < 100; more++ {
				hung, why = rounds(s[0], sc, 3000)
			}
			if (hung > 0) != c.hangs {
				t.Errorf("%d rounds hung", hung)
			}
			if c.hangs && !strings.Contains(why, "sleeps on key 0:0x20") {
				t.Errorf("the hang is reported as %q", why)
			}
			t.Logf("%d rounds hung: %s", hung, why)
		})
	}
}

// TestEveryStrategyRuns has the race detector look at all operations.
func TestEveryStrategyRuns(t *testing.T) {
	for _, s := range strategies.All() {
		for _, sc := range daxtest.Scenarios() {
			if sc.Journal != nil {
				continue // see TestJournalsRun
			}
			if hung, why := rounds(s, sc, 30); hung != 0 && !s.Hangs && sc.Expected(s.Name) == nil {
				t.Errorf("%s, %s: %d rounds hung: %s", s.Name, sc.Name, hung, why)
			}
		}
	}
}

// TestJournalsRun does the same with what stands around entries: what is proved
// does not hang, and the race detector finds nothing.
func TestJournalsRun(t *testing.T) {
	ran := 0
	for _, s := range strategies.All() {
		for _, sc := range daxtest.Scenarios() {
			if sc.Journal == nil || sc.Expected(s.Name) != nil {
				continue
			}
			ran++
			var w *daxcore.World
			e := live.New(len(sc.Tasks), live.Options{OnHang: func(asleep []int) {
				for _, id := range asleep {
					t.Errorf("%s, %s: task %d %s", s.Name, sc.Name, id, w.WaitsFor(id))
				}
			}})
			for range 30 {
				w = sc.World(s.EntryLock)
				e.Run(func(t *live.Task) { sc.Tasks[t.ID()].Run(w, holder{t}) })
			}
			e.Close()
		}
	}
	if ran < 100 {
		t.Errorf("only %d pairs of a strategy and a scenario are proved and have a journal", ran)
	}
}

func TestCloseLeavesNothing(t *testing.T) {
	before := runtime.NumGoroutine()
	for range 20 {
		e := live.New(8, live.Options{PinThreads: true})
		e.Run(func(*live.Task) {})
		e.Close()
	}
	for range 1000 {
		if runtime.NumGoroutine() <= before {
			return
		}
		time.Sleep(time.Millisecond)
	}
	t.Errorf("%d goroutines, %d before", runtime.NumGoroutine(), before)
}

// bareLock hands itself over and is no more than that: the yardstick of a park
// and a wake. Its tasks sleep on one-slot channels, either bare ones or, with
// the engine's account of who runs, the engine's.
type bareLock struct {
	mu    sync.Mutex
	held  bool
	queue []int
	slots []chan struct{} // nil: the engine's
}

func (l *bareLock) lock(t *live.Task) {
	l.mu.Lock()
	if !l.held {
		l.held = true
		l.mu.Unlock()
		return
	}
	l.queue = append(l.queue, t.ID())
	l.mu.Unlock()
	if l.slots == nil {
		t.Park()
	} else {
		<-l.slots[t.ID()]
	}
}

func (l *bareLock) unlock(t *live.Task) {
	l.mu.Lock()
	if len(l.queue) == 0 {
		l.held = false
		l.mu.Unlock()
		return
	}
	id := l.queue[0]
	l.queue = append(l.queue[:0], l.queue[1:]...)
	l.mu.Unlock()
	if l.slots == nil {
		t.Wake(id)
	} else {
		l.slots[id] <- struct{}{}
	}
}

// queueLock is the same through the wait table and the port, in the usual
// manner: try, queue, try again, sleep.
type queueLock struct {
	table *waitqueue.Table
	_     [64]byte
	held  atomic.Bool
	_     [64]byte
}

var queueKey = waitqueue.Key{File: 1, Index: 7}

func (l *queueLock) try() bool { return !l.held.Load() && l.held.CompareAndSwap(false, true) }

func (l *queueLock) lock(t task.Task) {
	if l.try() {
		return
	}
	l.table.Prepare(t, queueKey, waitqueue.Exclusive)
	if l.try() && l.table.Finish(t) {
		return
	}
	l.table.Sleep(t) // the lock was handed over
}

func (l *queueLock) unlock(t task.Task) {
	for {
		if _, ok := l.table.HandOff(t, queueKey, 1); ok {
			return
		}
		l.held.Store(false)
		if !l.table.Active(queueKey) || !l.held.CompareAndSwap(false, true) {
			return // nobody came meanwhile, or whoever has the lock now sees to it
		}
	}
}

// BenchmarkParkWake compares, in turns, 64 tasks that hold one lock across a
// yield: through the wait table, through the engine's channels without a table
// (x-engine is what the table adds), and through channels without an engine
// (x-channel is what both add).
func BenchmarkParkWake(b *testing.B) {
	const tasks, ops, turns = 64, 400, 21
	e := live.New(tasks, live.Options{})
	defer e.Close()
	channel, engine := &bareLock{queue: make([]int, 0, tasks)}, &bareLock{queue: make([]int, 0, tasks)}
	for range tasks {
		channel.slots = append(channel.slots, make(chan struct{}, 1))
	}
	queue := &queueLock{table: waitqueue.New(waitqueue.DefaultBuckets, tasks, 0)}
	timed := func(body func(*live.Task)) float64 {
		start := time.Now()
		e.Run(body)
		return float64(time.Since(start)) / (tasks * ops)
	}
	bare := func(l *bareLock) float64 {
		return timed(func(t *live.Task) {
			for range ops {
				l.lock(t)
				runtime.Gosched()
				l.unlock(t)
			}
		})
	}
	var byEngine, byChannel, through []float64
	for range b.N * turns {
		x := timed(func(t *live.Task) {
			for range ops {
				queue.lock(t)
				runtime.Gosched()
				queue.unlock(t)
			}
		})
		byEngine = append(byEngine, x/bare(engine))
		byChannel = append(byChannel, x/bare(channel))
		through = append(through, x)
	}
	b.ReportMetric(median(byEngine), "x-engine")
	b.ReportMetric(median(byChannel), "x-channel")
	b.ReportMetric(median(through), "park-wake-ns")
	b.ReportMetric(0, "ns/op")
}

func median(v []float64) float64 {
	slices.Sort(v)
	return v[len(v)/2]
}
