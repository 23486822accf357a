package oracle

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"

	"daxwait/bench/sim"
)

// Case is the rows of one family and one set of parameters: one run.
type Case struct {
	Family string
	Params Params
	Rows   []*Row
	family *family
}

// Cases groups rows, in the order in which they come.
func Cases(rows []*Row) []*Case {
	type key struct {
		family string
		params Params
	}
	var cases []*Case
	of := map[key]*Case{}
	for _, r := range rows {
		k := key{r.Family, r.Params}
		if of[k] == nil {
			of[k] = &Case{Family: r.Family, Params: r.Params, family: findFamily(r.Family)}
			cases = append(cases, of[k])
		}
		of[k].Rows = append(of[k].Rows, r)
	}
	return cases
}

// describe returns the parameters as words.
func (c *Case) describe() string { return c.Params.describe(c.family) }

// Options of a run.
type Options struct {
	Seed uint64
	// Ops is how many operations after warm-up end a run however sharp its
	// values are; it may do up to twice as many. 0 is MostOps.
	Ops int64
	// Workers is how many cases run at a time. What comes out does not depend
	// on it.
	Workers int
	// Done, if there is one, is called after each case.
	Done func()
}

const (
	// MostOps is the default for Ops: four times what the rule for files asks
	// for, since tails of long queues and seldom used locks are not sharp then.
	MostOps = 16_000_000
	// leastOps is what a run takes before it looks whether that is enough.
	leastOps = 250_000
)

// Result is what a case came to. Values are in the order of its rows; Sharp says
// of each whether the run was long enough to judge it, which one that ended at
// its most operations need not be.
type Result struct {
	*Case
	Ops    int64
	Values []float64
	Sharp  []bool
}

// Run runs cases, and returns their results in the order of the cases.
func Run(ctx context.Context, cases []*Case, o Options) ([]*Result, error) {
	if o.Ops == 0 {
		o.Ops = MostOps
	}
	found, errs := make([]*Result, len(cases)), make([]error, len(cases))
	next := make(chan int)
	var all sync.WaitGroup
	for range max(1, o.Workers) {
		all.Go(func() {
			for i := range next {
				found[i], errs[i] = cases[i].run(ctx, &o)
				if o.Done != nil {
					o.Done()
				}
			}
		})
	}
	for i := range cases {
		if ctx.Err() == nil {
			next <- i
		}
	}
	close(next)
	all.Wait()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	for i, err := range errs {
		if err != nil {
			return nil, fmt.Errorf("%s %s: %w", cases[i].Family, cases[i].describe(), err)
		}
	}
	return found, nil
}

func (c *Case) run(ctx context.Context, o *Options) (*Result, error) {
	result := &Result{Case: c}
	f := c.family
	if f.stat != nil {
		value, err := f.stat(c.Params.Words)
		if err != nil {
			return nil, err
		}
		for _, r := range c.Rows {
			v, _ := value(r.Metric)
			result.Values, result.Sharp = append(result.Values, v), append(result.Sharp, true)
		}
		return result, nil
	}
	tally := f.tally
	if tally == nil {
		tally = simulate
	}
	rec, err := tally(ctx, c, o)
	if err != nil {
		return nil, err
	}
	result.Ops = rec.ops()
	total := rec.total()
	for _, r := range c.Rows {
		m := findMetric(r.Metric)
		result.Values = append(result.Values, m(total, &c.Params))
		result.Sharp = append(result.Sharp, r.enough(result.Ops, rec.standardError(m, &c.Params)))
	}
	return result, nil
}

// recorder makes one for a run of tasks that goes on until the rows are sharp.
func (c *Case) recorder(ctx context.Context, o *Options, tasks int, unit float64) *recorder {
	rec := &recorder{unit: unit}
	for _, r := range c.Rows {
		rec.keep = rec.keep || keepsAll(r.Metric)
	}
	// Rounds of all tasks, and at least as many operations as we want after
	// warm-up.
	const measured = batches - batches/warmUp
	rounds := min(leastOps, o.Ops)/measured/int64(tasks) + 1
	rec.size = rounds * int64(tasks)
	rec.enough = func(rec *recorder) bool {
		ops := rec.ops()
		if ops >= o.Ops || ctx.Err() != nil {
			return true
		}
		for _, r := range c.Rows {
			if !r.enough(ops, rec.standardError(findMetric(r.Metric), &c.Params)) {
				return false
			}
		}
		return true
	}
	return rec
}

// simulate runs the plan of a case.
func simulate(ctx context.Context, c *Case, o *Options) (*recorder, error) {
	p := c.family.plan(&c.Params)
	unit := p.unit(4 * max(o.Ops, leastOps))
	r := &run{plan: p, lock: p.lock(p.tasks), unit: unit, rec: c.recorder(ctx, o, p.tasks, unit)}
	switch {
	case p.once:
		r.rec.size = int64(p.tasks)
	case p.periodic:
		r.rec.size = int64(p.tasks)
		r.rec.enough = func(*recorder) bool { return true }
	}
	var asleep []int
	e := sim.New(p.tasks, sim.Options{
		CPUs: p.cpus, Spins: r.lock.spins(), Profile: p.profile(unit), Seed: o.Seed,
		OnHang: func(ids []int) { asleep = ids },
	})
	defer e.Close()
	for id, t := range e.Tasks() {
		r.workers = append(r.workers, &worker{Task: t, run: r, rand: rand.New(rand.NewPCG(o.Seed, uint64(id)))})
	}
	body := p.body
	if body == nil {
		body = (*worker).loop
	}
	if !e.Run(func(t *sim.Task) { body(r.workers[t.ID()]) }) {
		return nil, fmt.Errorf("tasks %v sleep for ever after %d ns", asleep, e.Now())
	}
	return r.rec, nil
}
