package bench

import (
	"slices"

	"github.com/HdrHistogram/hdrhistogram-go"

	"daxwait/daxcore"
	"daxwait/daxcore/task"
	"daxwait/results"
)

// ledger keeps who waits for which pages while who holds them: what tasks
// cannot count by themselves. It watches a simulation, whose tasks take turns.
type ledger struct {
	requests []request
	bound    []bound            // by task
	chunks   map[chunkID]*chunk // looked up, never walked through
	groups   []*waiters         // of all chunks
	handOffs *hdrhistogram.Histogram
	returns  *hdrhistogram.Histogram
	results.Contention
}

type chunkID struct {
	file uint32
	base uint64
}

// pages are the indexes that an entry or a request of an order covers.
type pages struct {
	index uint64
	order uint8
}

func pagesOf(e task.Event) pages { return pages{e.Index >> e.Order << e.Order, e.Order} }

func (p pages) overlap(o pages) bool {
	most := max(p.order, o.order)
	return p.index>>most == o.index>>most
}

// request is what a task wants.
type request struct {
	chunk *chunk
	group *waiters
	place int // in the queue of the group
	began int64
	since int64 // when conflicts, coming or asleep last changed

	waits  bool
	waited bool // since the last lock
	asleep bool
	counts bool // itself among those that are bound for what it wants, since it was when it began
}

// bound is pages that a task is about to do something about: lock them, as it
// was woken for them, or wake somebody, as it has given them back.
type bound struct {
	pages
	chunk *chunk // nil if the task is bound for nothing
	at    int    // in the list of the chunk
}

// chunk is what happens in 2 MiB of a file.
type chunk struct {
	orders  []ofOrder
	sealed  []*waiters // that no others join
	bound   []int      // tasks
	held    []pages
	freed   []freed
	entries map[pages]*owners
}

// freed is an entry that was given back while somebody waited for it.
type freed struct {
	pages
	at int64
}

func newLedger(tasks int) *ledger {
	return &ledger{
		requests: make([]request, tasks),
		bound:    make([]bound, tasks),
		chunks:   map[chunkID]*chunk{},
		handOffs: hdrhistogram.New(1, longest, 3),
		returns:  hdrhistogram.New(1, 1<<40, 2),
	}
}

// forget is for a world that was left.
func (l *ledger) forget() {
	clear(l.chunks)
	l.groups = nil
	clear(l.requests)
	clear(l.bound)
}

// open begins a window.
func (l *ledger) open(now int64) {
	l.Contention = results.Contention{}
	l.handOffs.Reset()
	l.returns.Reset()
	for _, g := range l.groups {
		g.begin(now)
	}
}

// close ends it and returns what it was like.
func (l *ledger) close(now int64) *results.Contention {
	for _, g := range l.groups {
		l.settle(g, now)
	}
	c := l.Contention
	c.HandOffs, c.HandOffNS, c.HandOffP99 = l.handOffs.TotalCount(), l.handOffs.Mean(), l.handOffs.ValueAtPercentile(99)
	c.Return = float64(l.returns.ValueAtPercentile(50))
	return &c
}

// Observed implements [sim.Watch].
func (l *ledger) Observed(id int, now int64, e task.Event) {
	r := &l.requests[id]
	switch e.Kind {
	case task.WaitBegin:
		l.wait(id, now, pagesOf(e), l.chunkOf(e))
	case task.Slept:
		l.lift(id, now)
		l.arrived(id, now)
		r.asleep = true
		l.lay(id, now)
	case task.Woke:
		l.arrive(id, now)
	case task.WaitEnd:
		l.leave(id, now)
	case task.Locked:
		l.arrive(id, now)
		l.locked(id, now, e)
	case task.Unlocked:
		l.unlocked(now, e)
		l.setOut(id, now, pagesOf(e), l.chunkOf(e))
	}
}

// wait begins a wait.
func (l *ledger) wait(id int, now int64, p pages, c *chunk) {
	l.leave(id, now)
	g := l.waitersFor(c, p, now)
	b := &l.bound[id]
	l.requests[id] = request{
		chunk: c, group: g, place: g.join(now), began: now, waits: true, waited: true,
		counts: b.chunk == c && b.overlap(p),
	}
	l.lay(id, now)
}

// leave ends a wait.
func (l *ledger) leave(id int, now int64) {
	r := &l.requests[id]
	if !r.waits {
		return
	}
	l.lift(id, now)
	r.waits, r.asleep = false, false
	r.group.quit(r.place)
}

// setOut has a task bound for pages, arrive no longer.
func (l *ledger) setOut(id int, now int64, p pages, c *chunk) {
	l.lift(id, now)
	l.arrived(id, now)
	l.bound[id] = bound{p, c, len(c.bound)}
	c.bound = append(c.bound, id)
	l.expect(id, now, 1)
	l.lay(id, now)
}

func (l *ledger) arrive(id int, now int64) {
	l.lift(id, now)
	l.arrived(id, now)
	l.lay(id, now)
}

func (l *ledger) arrived(id int, now int64) {
	b := &l.bound[id]
	if b.chunk == nil {
		return
	}
	l.expect(id, now, -1)
	all := b.chunk.bound
	last := all[len(all)-1]
	all[b.at], l.bound[last].at = last, b.at
	b.chunk.bound = all[:len(all)-1]
	b.chunk = nil
}

// expect counts a task that is bound for pages with all that want them.
func (l *ledger) expect(id int, now int64, n int) {
	b := &l.bound[id]
	b.chunk.each(b.pages, func(g *waiters) {
		l.settle(g, now)
		g.bound += n
	})
}

func (l *ledger) locked(id int, now int64, e task.Event) {
	c, p, r := l.chunkOf(e), pagesOf(e), &l.requests[id]
	asked := now
	if r.waited {
		asked = r.began
	}
	overtakes := false
	c.each(p, func(g *waiters) {
		l.settle(g, now)
		g.conflicts++
		l.MostPassed = max(l.MostPassed, g.pass(asked))
		overtakes = overtakes || g.all.n != 0
	})
	l.Locks++
	if overtakes && !r.waited {
		l.Barged++
	}
	r.waited = false
	c.held = append(c.held, p)
	for i := 0; i < len(c.freed); i++ {
		if f := c.freed[i]; f.overlap(p) {
			_ = l.handOffs.RecordValue(min(now-f.at, longest))
			c.freed[i] = c.freed[len(c.freed)-1]
			c.freed = c.freed[:len(c.freed)-1]
			i--
		}
	}
	l.own(c, p, id)
}

func (l *ledger) unlocked(now int64, e task.Event) {
	c, p := l.chunkOf(e), pagesOf(e)
	known := slices.Index(c.held, p)
	if known >= 0 {
		c.held[known] = c.held[len(c.held)-1]
		c.held = c.held[:len(c.held)-1]
	}
	wanted := false
	c.each(p, func(g *waiters) {
		l.settle(g, now)
		g.conflicts--
		wanted = wanted || g.all.n != 0
	})
	if wanted {
		c.freed = append(c.freed, freed{p, now})
	}
	if known < 0 {
		l.seal(c, p)
	}
}

func (l *ledger) chunkOf(e task.Event) *chunk {
	id := chunkID{e.File, daxcore.Base(e.Index)}
	c := l.chunks[id]
	if c == nil {
		c = &chunk{entries: map[pages]*owners{}}
		l.chunks[id] = c
	}
	return c
}

// At implements [sim.Watch]: a task that begins anew has not waited.
func (l *ledger) At(id int, now int64, at task.Label, _, _ uint64) {
	if at == task.FaultStart || at == task.RangeStart {
		l.arrive(id, now)
		l.leave(id, now)
		l.requests[id].waited = false
	}
}

// Woke implements [sim.Watch].
func (l *ledger) Woke(_, woken int, now int64) {
	if r := &l.requests[woken]; r.waits {
		l.lift(woken, now)
		r.asleep = false
		l.lay(woken, now)
		l.setOut(woken, now, r.group.wants, r.chunk)
	}
}
