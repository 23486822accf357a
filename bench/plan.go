package bench

import (
	"context"
	"errors"
	"runtime"
	"time"

	"daxwait/bench/pattern"
	"daxwait/results"
	"daxwait/results/machine"
	"daxwait/strategies"
)

// Plan is what a run is to do.
type Plan struct {
	Patterns   []*pattern.Pattern
	Strategies []*strategies.Strategy
	// Sweeps are what is varied: every combination is run. Patterns say how
	// many tasks there are if no sweep does.
	Sweeps []Sweep
	// Places are the machines to simulate, each with its number of tasks; none is
	// Sim, with what sweeps say.
	Places []Place
	// Sim is the machine to simulate; nil is the live engine.
	Sim *Sim
	// Sensitivity: each case is run with each price of a wake at the ends of its
	// range, too; halved and doubled where none is known.
	Sensitivity bool
	// Windows is the number of samples of a case, each of length Window.
	Windows int
	Window  time.Duration
	Seed    uint64
	// PinThreads gives each task an OS thread.
	PinThreads bool
	// LockOrder records the order in which locks are taken.
	LockOrder bool
	// GiveUp ends a case that hangs: see [Case].
	GiveUp int64
	// Have are records that are there already: see [Plan.Left].
	Have []*results.Record
}

// MinWindows is the number of samples below which no figure is quoted.
const MinWindows = 10

// Group is the cases that differ in strategy alone.
type Group []Case

// caseKey tells the cases of a plan apart.
type caseKey struct {
	results.Group
	strategy string
	seed     uint64
	window   int64
}

func keyOf(r *results.Record) caseKey { return caseKey{r.Group(), r.Strategy, r.Seed, r.Window} }

var errNoPrices = errors.New("prices can be varied on the simulator only")

// Groups returns the cases in order; a [TooLargeError] if there are too many.
func (p *Plan) Groups() ([]Group, error) {
	if n := p.Size(); n > MostCases {
		return nil, &TooLargeError{n, p.Sim == nil}
	}
	planned := map[caseKey]bool{}
	if p.Sensitivity && p.Sim == nil {
		return nil, errNoPrices
	}
	var groups []Group
	for _, at := range p.sites() {
		err := combinations(p.Sweeps, func(chosen []setting) error {
			c, machines, err := p.caseAt(at, chosen)
			if err != nil {
				return err
			}
			for _, c.Sim = range machines {
				var g Group
				for _, c.Strategy = range p.Strategies {
					if k := keyOf(c.Record(p.WindowOf(&c))); !planned[k] {
						planned[k] = true
						g = append(g, c)
					}
				}
				if len(g) != 0 {
					groups = append(groups, g)
				}
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return groups, nil
}

// sites are where each pattern is run, in order.
func (p *Plan) sites() (sites []site) {
	for _, pat := range p.Patterns {
		if len(p.Places) == 0 {
			sites = append(sites, site{pattern: pat})
		}
		for i := range p.Places {
			if place := &p.Places[i]; place.takes(pat, p.Places) {
				sites = append(sites, site{pattern: pat, place: place})
			}
		}
	}
	return sites
}

// caseAt is the case at a site with settings, as yet without a strategy, and the machines
// to simulate it on.
func (p *Plan) caseAt(at site, chosen []setting) (Case, []*Sim, error) {
	c := Case{Pattern: at.pattern, Tasks: at.pattern.DefaultTasks(), Seed: p.Seed, PinThreads: p.PinThreads, LockOrder: p.LockOrder, GiveUp: p.GiveUp, Sim: p.Sim.of(at.pattern)}
	if at.place != nil {
		c = at.place.at(c)
	}
	c, err := c.with(chosen)
	if err != nil {
		return c, nil, err
	}
	machines := []*Sim{c.Sim}
	if p.Sensitivity && (at.place == nil || !at.place.Steady) { // of the prices that were chosen
		machines, err = c.Sim.Variants()
	}
	return c, machines, err
}

// Left returns groups without the cases that Have has.
func (p *Plan) Left(groups []Group) []Group {
	have := map[caseKey]bool{}
	for _, r := range p.Have {
		if len(r.Samples) >= p.Windows || r.Broken != nil {
			have[keyOf(r)] = true
		}
	}
	return pick(groups, func(_ int, c *Case) bool { return !have[keyOf(c.Record(p.WindowOf(c)))] })
}

// Ordered returns records in the order of the cases that they are of.
func (p *Plan) Ordered(groups []Group, records []*results.Record) (ordered []*results.Record) {
	of := map[caseKey]*results.Record{}
	for _, r := range records {
		of[keyOf(r)] = r
	}
	for _, g := range groups {
		for i := range g {
			if r := of[keyOf(g[i].Record(p.WindowOf(&g[i])))]; r != nil {
				ordered = append(ordered, r)
			}
		}
	}
	return ordered
}

// pick returns the cases that are wanted, by their index in the plan too.
func pick(groups []Group, want func(int, *Case) bool) []Group {
	var chosen []Group
	n := 0
	for _, g := range groups {
		var some Group
		for i := range g {
			if want(n, &g[i]) {
				some = append(some, g[i])
			}
			n++
		}
		if len(some) != 0 {
			chosen = append(chosen, some)
		}
	}
	return chosen
}

// Progress is told of each window that is done, by the index of its case among
// those of the groups that are run. Several may call it at once.
type Progress func(c int)

// Run runs groups and appends each record to the log as soon as its group, and
// all before it, are finished; a nil log keeps nothing. A cancelled run ends within a window; groups in
// hand are dropped, and resuming begins with them.
func (p *Plan) Run(ctx context.Context, groups []Group, log *results.Log, progress Progress) ([]*results.Record, error) {
	var records []*results.Record
	run := p.takeTurns
	if p.Sim != nil {
		run = p.simulate
	}
	if progress == nil {
		progress = func(int) {}
	}
	err := run(ctx, groups, progress, func(found []*results.Record) error {
		for _, r := range found {
			if log == nil {
				break
			}
			if err := log.Append(r); err != nil {
				return err
			}
		}
		records = append(records, found...)
		return nil
	})
	return records, err
}

// takeTurns runs groups one by one.
func (p *Plan) takeTurns(ctx context.Context, groups []Group, progress Progress, done func([]*results.Record) error) error {
	here := machine.Here()
	first := 0 // of the group's cases
	for _, g := range groups {
		m, watched := *here, machine.Watch()
		found := p.turns(ctx, g, &m, func(i int) { progress(first + i) })
		if ctx.Err() != nil {
			return ctx.Err()
		}
		m.Others = watched.Others()
		if err := done(found); err != nil {
			return err
		}
		first += len(g)
	}
	return nil
}

// turns runs a group. The windows of its cases take turns, so that drift of the
// machine meets all alike.
func (p *Plan) turns(ctx context.Context, g Group, machine *machine.Machine, done func(i int)) (found []*results.Record) {
	var contestants []*Contestant
	for i := range g {
		x := g[i].Start(machine, p.WindowOf(&g[i]))
		defer x.until(ctx)()
		x.Warm()
		contestants = append(contestants, x)
	}
	for n := range p.Windows {
		for i := range contestants {
			if ctx.Err() == nil {
				i := (i + n) % len(contestants)
				contestants[i].Window()
				done(i)
			}
		}
	}
	for _, x := range contestants {
		found = append(found, x.Finish())
	}
	return found
}

// simulate runs the cases of all groups, which depend on nothing but their
// seeds, as many at a time as there are CPUs, and gives them out in order.
func (p *Plan) simulate(ctx context.Context, groups []Group, progress Progress, done func([]*results.Record) error) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	type slot struct {
		index  int
		c      *Case
		record chan *results.Record
	}
	var slots []slot
	for _, g := range groups {
		for i := range g {
			slots = append(slots, slot{len(slots), &g[i], make(chan *results.Record, 1)})
		}
	}
	next := make(chan slot, len(slots))
	for _, s := range slots {
		next <- s
	}
	close(next)
	for range runtime.GOMAXPROCS(0) {
		go func() {
			for s := range next {
				if ctx.Err() != nil {
					return
				}
				s.record <- s.c.simulate(ctx, p.Windows, p.WindowOf(s.c), func() { progress(s.index) })
			}
		}()
	}
	for _, g := range groups {
		var found []*results.Record
		for range g {
			select {
			case r := <-slots[0].record:
				found = append(found, r)
			case <-ctx.Done():
			}
			slots = slots[1:]
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err := done(found); err != nil {
			return err
		}
	}
	return nil
}
