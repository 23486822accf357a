package bench

import (
	"context"
	"math"
	"math/rand/v2"
	"runtime"
	"sync"
	"time"
)

// Estimate is how long groups should take on this machine.
type Estimate struct {
	// Cases are the times of the cases, in order, each by itself.
	Cases []time.Duration
	// Total is the time of all, as many beside each other as there are CPUs.
	Total time.Duration
}

// A trial of a simulated case takes this long, or less if there are many kinds.
const mostTrial, leastTrial = 25 * time.Millisecond, time.Millisecond

// Estimate says how long groups should take. On the simulator that depends on
// how many events there are in a window, so a case of each kind is tried for a
// moment, in about the time that is given; where there are too many kinds, a
// case that was not tried is taken for the mean of those that were. Cases whose
// prices alone differ are of one kind. The live engine takes as long as its
// windows.
func (p *Plan) Estimate(ctx context.Context, groups []Group, within time.Duration) *Estimate {
	e := &Estimate{}
	if p.Sim == nil {
		for _, g := range groups {
			for range g {
				e.Cases = append(e.Cases, time.Duration(p.Windows)*p.Window+p.Window/4)
				e.Total += e.Cases[len(e.Cases)-1]
			}
		}
		return e
	}
	var kinds []caseKey // of the cases
	var tries []*Case   // one of each kind
	known := map[caseKey]bool{}
	for _, g := range groups {
		for i := range g {
			k := keyOf(g[i].Record(p.Window))
			k.Variant = ""
			kinds = append(kinds, k)
			if !known[k] {
				known[k] = true
				tries = append(tries, &g[i])
			}
		}
	}
	costs, mean := p.try(ctx, tries, within)
	for _, k := range kinds {
		c, ok := costs[k]
		if !ok {
			c = mean
		}
		e.Cases = append(e.Cases, c)
	}
	e.Total = beside(e.Cases, runtime.GOMAXPROCS(0))
	return e
}

// try tries cases until the time is over, in an order that is drawn, and returns
// what they take by kind, and on average.
func (p *Plan) try(ctx context.Context, cases []*Case, within time.Duration) (costs map[caseKey]time.Duration, mean time.Duration) {
	costs = map[caseKey]time.Duration{}
	if len(cases) == 0 {
		return costs, 0
	}
	workers := runtime.GOMAXPROCS(0)
	each := min(max(within*time.Duration(workers)/time.Duration(len(cases)), leastTrial), mostTrial)
	next := make(chan *Case, len(cases))
	for _, i := range rand.New(rand.NewPCG(1, 1)).Perm(len(cases)) {
		next <- cases[i]
	}
	close(next)
	var sum time.Duration
	var mu sync.Mutex
	var all sync.WaitGroup
	began := time.Now()
	for range workers {
		all.Go(func() {
			for c := range next {
				took := p.trial(ctx, c, each)
				k := keyOf(c.Record(p.Window))
				k.Variant = ""
				mu.Lock()
				costs[k] = took
				sum += took
				mu.Unlock()
				if time.Since(began) > within || ctx.Err() != nil {
					return
				}
			}
		})
	}
	all.Wait()
	return costs, sum / time.Duration(len(costs))
}

// mostTried is the number of tasks up to which a case is tried as it is. A window
// ends when each task has done its operation, which may take the square of their
// number.
const mostTried = 256

// trial runs a case for a moment and returns how long all its windows should
// take. One of many tasks is tried with fewer, and with half of those, and taken
// to grow on as it does between the two.
func (p *Plan) trial(ctx context.Context, c *Case, moment time.Duration) time.Duration {
	tried := *c
	tried.Timeline = nil
	if c.Tasks <= mostTried || c.Pattern.Replay != nil {
		return time.Duration(p.Windows) * tried.moment(ctx, p.Window, moment)
	}
	tried.Tasks = mostTried / 2
	half := tried.moment(ctx, p.Window, moment/2)
	tried.Tasks = mostTried
	all := tried.moment(ctx, p.Window, moment/2)
	grows := min(max(float64(all)/float64(half), 1), 4)
	return time.Duration(float64(p.Windows) * float64(all) * math.Pow(grows, math.Log2(float64(c.Tasks)/mostTried)))
}

// moment runs a case for a moment and returns how long a window should take, with
// what is before and behind it.
func (c *Case) moment(ctx context.Context, window, moment time.Duration) time.Duration {
	began := time.Now()
	x := c.Start(nil, window)
	ready := time.Now()
	x.run(1) // an operation of each task, which ends any window
	once := time.Since(ready)
	stop, cancel := context.WithTimeout(ctx, moment)
	defer cancel()
	defer x.until(stop)()
	s := x.run(window)
	run := time.Since(ready) - once
	x.engine.Close()
	around := time.Since(began) - once - run
	if x.stopped.Load() {
		run = time.Duration(float64(run)*window.Seconds()/s.Seconds) + once
	}
	return around + once + run + run/4 // which warms up
}

// beside is how long pieces of work take that are begun in order, so many at a
// time.
func beside(work []time.Duration, workers int) time.Duration {
	busy := make([]time.Duration, max(1, workers))
	for _, w := range work {
		first := 0
		for i := range busy {
			if busy[i] < busy[first] {
				first = i
			}
		}
		busy[first] += w
	}
	longest := busy[0]
	for _, b := range busy {
		longest = max(longest, b)
	}
	return longest
}
