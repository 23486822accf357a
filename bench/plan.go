package bench

import (
	"context"
	"runtime"
	"sync"
	"time"

	"daxwait/bench/pattern"
	"daxwait/results"
	"daxwait/strategies"
)

// Plan is what a run is to do.
type Plan struct {
	Patterns   []*pattern.Pattern
	Strategies []*strategies.Strategy
	// Tasks are the numbers of tasks; none is each pattern's default.
	Tasks []int
	// Windows is the number of samples of a case, each of length Window.
	Windows int
	Window  time.Duration
	Seed    uint64
	Rate    float64
	// PinThreads gives each task an OS thread.
	PinThreads bool
	// Sims are the machines to simulate; none is the live engine.
	Sims []*Sim
	// Have are records that are there already: their cases are left out.
	Have []*results.Record
}

// simPace is how many windows of ours a window of virtual time takes, roughly.
const simPace = 1

// simulate runs the windows of each contestant, which depend on nothing but
// their seeds, as many at a time as there are CPUs.
func (p *Plan) simulate(ctx context.Context, contestants []*Contestant) {
	var wg sync.WaitGroup
	free := make(chan struct{}, runtime.GOMAXPROCS(0))
	for _, x := range contestants {
		free <- struct{}{}
		wg.Go(func() {
			for range p.Windows {
				if ctx.Err() == nil {
					x.Window()
				}
			}
			<-free
		})
	}
	wg.Wait()
}

// MinWindows is the number of samples below which no figure is quoted.
const MinWindows = 10

// Group is the cases of one pattern, which are run in turns.
type Group []Case

// Groups returns the cases in order, without those that Have has.
func (p *Plan) Groups() []Group {
	type key struct {
		results.Group
		strategy string
		seed     uint64
		window   int64
	}
	keyOf := func(r *results.Record) key { return key{r.Group(), r.Strategy, r.Seed, r.Window} }
	have := map[key]bool{} // or planned already
	for _, r := range p.Have {
		if len(r.Samples) >= p.Windows {
			have[keyOf(r)] = true
		}
	}
	var groups []Group
	for _, pat := range p.Patterns {
		tasks := p.Tasks
		if len(tasks) == 0 {
			tasks = []int{pat.DefaultTasks()}
		}
		for _, n := range tasks {
			for _, m := range p.machines() {
				var g Group
				for _, s := range p.Strategies {
					c := Case{Pattern: pat, Strategy: s, Tasks: n, Seed: p.Seed, Rate: p.Rate, PinThreads: p.PinThreads, Sim: m}
					if k := keyOf(c.record(p.Window)); !have[k] {
						have[k] = true
						g = append(g, c)
					}
				}
				if len(g) != 0 {
					groups = append(groups, g)
				}
			}
		}
	}
	return groups
}

// machines are those to run on; nil is the live engine.
func (p *Plan) machines() []*Sim {
	if len(p.Sims) == 0 {
		return []*Sim{nil}
	}
	return p.Sims
}

// Cost is about how long some groups will take.
func (p *Plan) Cost(groups []Group) time.Duration {
	var cost time.Duration
	for _, g := range groups {
		each := time.Duration(p.Windows)*p.Window + p.Window/4
		if g[0].Sim != nil { // virtual time is faster than ours, and cases run beside each other
			each = each * simPace / time.Duration(runtime.GOMAXPROCS(0))
		}
		cost += time.Duration(len(g)) * each
	}
	return cost
}

// Progress is told after each group which is done and how much is left.
type Progress func(done Group, left time.Duration)

// Run runs all groups and appends each record to the log as soon as its group
// is finished. The windows of a group's cases take turns, so that drift of the
// machine meets all alike. A cancelled run ends within a window; the group in
// hand is dropped, and resuming begins with it.
func (p *Plan) Run(ctx context.Context, log *results.Log, progress Progress) ([]*results.Record, error) {
	machine := results.Here()
	groups := p.Groups()
	var records []*results.Record
	for i, g := range groups {
		found, err := p.runGroup(ctx, g, machine)
		if err != nil {
			return records, err
		}
		for _, r := range found {
			if err := log.Append(r); err != nil {
				return records, err
			}
		}
		records = append(records, found...)
		if progress != nil {
			progress(g, p.Cost(groups[i+1:]))
		}
	}
	return records, nil
}

func (p *Plan) runGroup(ctx context.Context, g Group, machine *results.Machine) ([]*results.Record, error) {
	var contestants []*Contestant
	for i := range g {
		x := g[i].Start(machine, p.Window)
		x.Warm()
		contestants = append(contestants, x)
	}
	if g[0].Sim != nil {
		p.simulate(ctx, contestants)
	}
	for n := range p.Windows {
		for i := range contestants {
			if ctx.Err() == nil && g[0].Sim == nil {
				contestants[(i+n)%len(contestants)].Window()
			}
		}
	}
	var records []*results.Record
	for _, x := range contestants {
		records = append(records, x.Finish())
	}
	return records, ctx.Err()
}
