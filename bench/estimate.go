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
	tried := map[caseKey]bool{}
	for _, g := range groups {
		for i := range g {
			k := keyOf(g[i].Record(p.WindowOf(&g[i])))
			k.Variant = ""
			kinds = append(kinds, k)
			if !tried[k] {
				tried[k] = true
				tries = append(tries, &g[i])
			}
		}
	}
	known, mean := p.trials(ctx, tries, within)
	for _, k := range kinds {
		c, ok := known[k]
		if !ok {
			c = mean
		}
		e.Cases = append(e.Cases, c)
	}
	e.Total = beside(e.Cases, runtime.GOMAXPROCS(0))
	return e
}

// trials tries cases until the time is over, in an order that is drawn, and returns
// what they take by kind, and on average.
func (p *Plan) trials(ctx context.Context, cases []*Case, within time.Duration) (known map[caseKey]time.Duration, mean time.Duration) {
	known = map[caseKey]time.Duration{}
	if len(cases) == 0 {
		return known, 0
	}
	workers := runtime.GOMAXPROCS(0)
	share := within * time.Duration(workers) / time.Duration(len(cases))
	each := min(max(share, leastTrial), mostTrial)
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
				took := p.trial(ctx, c, each, share)
				k := keyOf(c.Record(p.WindowOf(c)))
				k.Variant = ""
				mu.Lock()
				known[k] = took
				sum += took
				mu.Unlock()
				if time.Since(began) > within || ctx.Err() != nil {
					return
				}
			}
		})
	}
	all.Wait()
	return known, sum / time.Duration(len(known))
}

// mostTried is the number of tasks up to which a case is tried as it is. Of a
// herd each task's operation takes as long as there are tasks.
const mostTried = 256

// trial runs a case for a moment and returns how long all its windows should
// take. One of many tasks is tried with fewer, with twice as many while that takes
// less than there is time, and taken to grow on as it does between the last two.
func (p *Plan) trial(ctx context.Context, c *Case, moment, most time.Duration) time.Duration {
	tried := *c
	tried.Timeline = nil
	if c.Strategy.Away() != nil {
		tried.Strategy = baseline() // what does not come back is not tried here
	}
	window := p.WindowOf(c)
	if c.Tasks <= mostTried || c.Pattern.Replay != nil {
		return time.Duration(p.Windows) * tried.try(ctx, window, moment).window()
	}
	tried.Tasks = mostTried / 2
	half := tried.try(ctx, window, moment/2)
	for {
		tried.Tasks *= 2
		began := time.Now()
		all := tried.try(ctx, window, moment/2)
		if 2*tried.Tasks > c.Tasks || growsMost*time.Since(began) > 2*most || ctx.Err() != nil {
			return time.Duration(p.Windows) * all.with(half, math.Log2(float64(c.Tasks)/float64(tried.Tasks))).window()
		}
		half = all
	}
}

// costs are how long the parts of a window take: what is around it, an operation
// of each task, with which any window ends, and the window but for that.
type costs struct{ around, once, run time.Duration }

// window is how long one takes, behind another that warms up.
func (c costs) window() time.Duration { return c.around + 2*c.once + c.run + c.run/4 }

// growsMost is by how much costs grow at most when tasks are doubled: of a herd each
// task wakes all others at each operation, which look at who else waits.
const growsMost = 8

// with are the costs of many more tasks, for which their number is doubled so
// many times as it was from half to c.
func (c costs) with(half costs, doubled float64) costs {
	grown := func(half, all time.Duration) time.Duration {
		by := min(max(float64(all)/float64(max(half, 1)), 1), growsMost)
		return time.Duration(float64(all) * math.Pow(by, doubled))
	}
	return costs{grown(half.around, c.around), grown(half.once, c.once), grown(half.run, c.run)}
}

// try runs a case twice, for half of a moment each, and returns the lower costs:
// others may have had the CPU meanwhile.
func (c *Case) try(ctx context.Context, window, moment time.Duration) costs {
	a, b := c.moment(ctx, window, moment/2), c.moment(ctx, window, moment/2)
	return costs{min(a.around, b.around), min(a.once, b.once), min(a.run, b.run)}
}

// moment runs a case for a moment.
func (c *Case) moment(ctx context.Context, window, moment time.Duration) (found costs) {
	began := time.Now()
	x := c.Start(nil, window)
	ready := time.Now()
	x.run(1)
	found.once = time.Since(ready)
	var ran time.Duration
	seconds, whole := 0.0, false
	for tries := 0; !whole && tries < 4 && seconds < window.Seconds()/50; tries++ { // it may have had no CPU
		stop, cancel := context.WithTimeout(ctx, moment)
		release := x.until(stop)
		seconds += x.run(window).Seconds
		release()
		cancel()
		whole = !x.stopped.Swap(false)
		ran = time.Since(ready) - found.once
	}
	x.engine.Close()
	found.around = time.Since(began) - found.once - ran
	found.run = max(0, ran-found.once)
	if !whole {
		found.run = time.Duration(float64(ran) * window.Seconds() / seconds)
	}
	return found
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
