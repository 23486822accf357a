package sim_test

import (
	"math"
	"slices"
	"testing"

	"daxwait/bench/sim"
	"daxwait/daxcore/task"
)

// fifo is a lock that is handed over, in the words of the port alone.
type fifo struct {
	held  bool
	queue []int
}

func (l *fifo) lock(t *sim.Task) {
	if !l.held {
		l.held = true
		return
	}
	l.queue = append(l.queue, t.ID())
	t.Park()
}

func (l *fifo) unlock(t *sim.Task) {
	if len(l.queue) == 0 {
		l.held = false
		return
	}
	next := l.queue[0]
	l.queue = append(l.queue[:0], l.queue[1:]...)
	t.Wake(next)
}

// queueing is n tasks that think for 10 µs and hold one lock for 1 µs.
func queueing(e *sim.Engine, each int) bool {
	var l fifo
	return e.Run(func(t *sim.Task) {
		for range each {
			t.Spend(task.ThinkSleep, 0)
			l.lock(t)
			t.Spend(task.HoldRun, 0)
			l.unlock(t)
		}
	})
}

func profile() *sim.Profile {
	p := sim.Zero()
	p.Costs[task.ThinkSleep] = sim.Time{Mean: 10_000, Drawn: true}
	p.Costs[task.HoldRun] = sim.Time{Mean: 1_000, Drawn: true}
	return p
}

// TestQueueingTheory: M/M/1//8 has throughput (1-p0)/S.
func TestQueueingTheory(t *testing.T) {
	const n, until = 8, 600e6 // ns
	e := sim.New(n, sim.Options{Profile: profile(), Seed: 1})
	defer e.Close()
	var l fifo
	ops := 0
	if !e.Run(func(t *sim.Task) {
		for t.Now() < until {
			t.Spend(task.ThinkSleep, 0)
			l.lock(t)
			t.Spend(task.HoldRun, 0)
			l.unlock(t)
			ops++
		}
	}) {
		t.Fatal("hung")
	}
	sum, term := 0.0, 1.0
	for k := range n + 1 {
		sum += term
		term *= float64(n-k) * 0.1
	}
	want := 1 - 1/sum
	if got := float64(ops) * 1000 / float64(e.Now()); math.Abs(got-want) > 0.005*want {
		t.Errorf("%.4f operations a µs, theory says %.4f", got, want)
	}
}

// TestSameSeedSameRun: a seed decides everything, another seed changes it.
func TestSameSeedSameRun(t *testing.T) {
	end := func(seed uint64) []int64 {
		e := sim.New(8, sim.Options{Profile: profile(), Seed: seed, CPUs: 3, Slice: 500})
		defer e.Close()
		queueing(e, 1000)
		return []int64{e.Now(), e.Events, e.Switches, e.Advances}
	}
	if a, b := end(1), end(1); !slices.Equal(a, b) {
		t.Errorf("one seed gives %v and %v", a, b)
	}
	if slices.Equal(end(1), end(2)) {
		t.Error("two seeds give the same")
	}
}

// TestHangIsSeen: who sleeps when nothing is left to happen is reported, and
// the engine goes on with another episode.
func TestHangIsSeen(t *testing.T) {
	var asleep []int
	e := sim.New(3, sim.Options{Profile: profile(), CPUs: 1, OnHang: func(ids []int) { asleep = ids }})
	defer e.Close()
	for range 2 {
		asleep = nil
		if e.Run(func(t *sim.Task) {
			t.Spend(task.HoldRun, 0)
			if t.ID() != 1 {
				t.Park()
			}
		}) {
			t.Error("did not hang")
		}
		if !slices.Equal(asleep, []int{0, 2}) {
			t.Errorf("%v sleep", asleep)
		}
		if !queueing(e, 10) {
			t.Error("hung, with nobody asleep")
		}
	}
}

// BenchmarkFIFO is 64 tasks on one lock. Clock advances are not events.
func BenchmarkFIFO(b *testing.B) {
	e := sim.New(64, sim.Options{Profile: profile(), Seed: 1})
	defer e.Close()
	b.ReportAllocs()
	queueing(e, b.N/64+1)
	b.ReportMetric(float64(e.Events)/b.Elapsed().Seconds()/1e6, "Mevents/s")
	b.ReportMetric(float64(e.Switches)/float64(b.N), "switches/op")
}
