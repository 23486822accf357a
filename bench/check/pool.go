package check

import (
	"sync"

	"daxwait/daxcore/step"
	"daxwait/daxcore/task"
)

// place is a local state of a task, and the coroutines that stand at it.
type place struct {
	*recipe
	parked []*step.Coroutine
}

// recipe is how to get to a place: from the state before, by a step. A place
// without a state is the start of an operation.
type recipe struct {
	state []uint64
	step  step.Step
	// unlabelled is how many steps in a row set no label on the way.
	unlabelled int
	memory
	label task.Label // that was set last on the way
}

// memory is what findings need to know of a task's past.
type memory struct {
	wants    step.Hold // what it last began to wait for
	released step.Hold // what it unlocked, and has not yet woken anybody for
}

// maxParked bounds the coroutines of a pool, at some 8 KiB each. More are no
// faster: stacks that the collector scans cost as much as steps taken again.
const maxParked = 1024

// maxAtPlace bounds those at one place: tasks come to some places more often than they
// go on from there, and would leave no room at others.
const maxAtPlace = 24

// pool is a worker's coroutines by place.
type pool struct {
	host   step.Host
	places []map[uint64]*place // by task and local state
	idle   []*step.Coroutine
	parked int
	shared *recipes
}

// recipes are those that all workers of a search know.
type recipes struct {
	mu    sync.Mutex
	by    map[uint64]*recipe
	words int // of their states
}

// bytes is what recipes have in memory.
func (r *recipes) bytes() int64 {
	r.mu.Lock()
	defer r.mu.Unlock()
	return int64(8*r.words + 200*len(r.by))
}

func newPool(h step.Host, tasks int, shared *recipes) *pool {
	p := &pool{host: h, shared: shared}
	for range tasks {
		p.places = append(p.places, map[uint64]*place{})
	}
	return p
}

// at returns the place of a task at a local state, or nil if nobody has been there.
// Tasks that are equal have the same local states, and one's recipe serves all.
func (p *pool) at(id int, local uint64) *place {
	pl := p.places[id][local]
	if pl == nil {
		p.shared.mu.Lock()
		r := p.shared.by[local]
		p.shared.mu.Unlock()
		if r != nil {
			pl = &place{recipe: r}
			p.places[id][local] = pl
		}
	}
	return pl
}

// unlabelled returns how many steps without a label led a task to a local state.
func (p *pool) unlabelled(id int, local uint64) int {
	if pl := p.at(id, local); pl != nil {
		return pl.recipe.unlabelled
	}
	return 0
}

// add makes a place known.
func (p *pool) add(id int, local uint64, r *recipe) *place {
	pl := &place{recipe: r}
	p.places[id][local] = pl
	p.shared.mu.Lock()
	if p.shared.by[local] == nil {
		p.shared.by[local] = r
		p.shared.words += len(r.state)
	}
	p.shared.mu.Unlock()
	return pl
}

// take returns a coroutine that is parked there, or nil.
func (p *pool) take(pl *place) *step.Coroutine {
	n := len(pl.parked)
	if n == 0 {
		return nil
	}
	c := pl.parked[n-1]
	pl.parked = pl.parked[:n-1]
	p.parked--
	return c
}

// fresh returns a coroutine that has nothing to do.
func (p *pool) fresh() *step.Coroutine {
	n := len(p.idle)
	if n == 0 {
		return step.New(p.host)
	}
	c := p.idle[n-1]
	p.idle = p.idle[:n-1]
	return c
}

// park puts a coroutine back, to be taken again at its place.
func (p *pool) park(pl *place, c *step.Coroutine) {
	if p.parked >= maxParked || len(pl.parked) >= maxAtPlace {
		c.Abort()
		p.idle = append(p.idle, c)
		return
	}
	pl.parked = append(pl.parked, c)
	p.parked++
}

// rest puts a coroutine back that has finished.
func (p *pool) rest(c *step.Coroutine) { p.idle = append(p.idle, c) }

// close stops all coroutines.
func (p *pool) close() {
	for _, places := range p.places {
		for _, pl := range places {
			for _, c := range pl.parked {
				c.Stop()
			}
		}
	}
	for _, c := range p.idle {
		c.Stop()
	}
}
