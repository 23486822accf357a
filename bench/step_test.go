package bench

import (
	"testing"
	"time"

	"daxwait/bench/pattern"
	"daxwait/results/machine"
	"daxwait/strategies"
)

func start(t *testing.T, patternName, strategy string, tasks int, rate float64) *Contestant {
	t.Helper()
	p, err := pattern.Find(patternName)
	if err != nil {
		t.Fatal(err)
	}
	s, err := strategies.Find(strategy)
	if err != nil {
		t.Fatal(err)
	}
	c := Case{Pattern: p[0], Strategy: s[0], Tasks: tasks, Seed: 1, Rate: rate}
	return c.Start(machine.Here(), 200*time.Millisecond)
}

// TestOperationsDoNotAllocate has one task do what it always does.
func TestOperationsDoNotAllocate(t *testing.T) {
	warm, runs := 2000, 500
	if testing.Short() {
		warm, runs = 500, 100
	}
	for _, name := range []string{"pte-same", "pmd-same", "mixed-pte", "inval", "msync-pte", "zipf", "replay-inval"} {
		x := start(t, name, "exclusive", 1, 0)
		w := x.workers[0]
		x.engine.Run(func(task participant) {
			for range warm {
				w.step(task, &task.Book().Waited)
			}
			if n := testing.AllocsPerRun(runs, func() { w.step(task, &task.Book().Waited) }); n != 0 {
				t.Errorf("%s: %v allocations an operation", name, n)
			}
		})
		x.engine.Close()
	}
}

// TestOpenLoopKeepsItsRate has tasks that are due 500 times a second.
func TestOpenLoopKeepsItsRate(t *testing.T) {
	x := start(t, "pte-distinct", "exclusive", 4, 500)
	s := x.run(200 * time.Millisecond)
	r := x.Finish()
	// 4 tasks, 500 a second, a fifth of a second: 400 on average, of a Poisson
	// process; none is early. A slow machine may do fewer.
	if s.Ops == 0 || s.Ops > 480 {
		t.Errorf("%d operations, want about 400", s.Ops)
	}
	if r.Loop != "open" || r.Rate != 500 {
		t.Errorf("the record says %s, rate %v", r.Loop, r.Rate)
	}
}

// TestSameOperationsForAll: two strategies meet the same stream.
func TestSameOperationsForAll(t *testing.T) {
	for _, p := range pattern.All() {
		for worker := range 3 {
			a, b := p.Stream(worker, 7, false), p.Stream(worker, 7, false)
			other := p.Stream(worker, 8, false)
			var x, y, z pattern.Op
			differ := false
			for range 100 {
				a.Next(&x)
				b.Next(&y)
				other.Next(&z)
				if x != y {
					t.Fatalf("%s: the same seed gives %+v and %+v", p.Name, x, y)
				}
				differ = differ || x != z
			}
			if !differ && p.Rounds == 0 && p.Think.Mean != 0 {
				t.Errorf("%s, worker %d: another seed gives the same operations", p.Name, worker)
			}
		}
	}
}

func TestBinsHoldTheirValues(t *testing.T) {
	for _, ns := range []int64{0, 1, 15, 16, 17, 31, 32, 33, 100, 1023, 1024, 1e6, 1e9, 99e9} {
		b := binOf(ns)
		if ns > upper(b) || b > 0 && ns <= upper(b-1) {
			t.Errorf("%d is in bin %d, up to %d, after one up to %d", ns, b, upper(b), upper(b-1))
		}
		if got := upper(b); ns > 32 && float64(got-ns) > float64(ns)/steps {
			t.Errorf("the bin of %d reaches to %d", ns, got)
		}
	}
}
