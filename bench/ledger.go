package bench

import (
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
	wants  pages
	chunk  *chunk
	began  int64
	since  int64 // when conflicts, coming or asleep last changed
	passed int64 // locks that came after it, and before it

	waits  bool
	waited bool // since the last lock
	asleep bool
	// conflicts is how many hold pages that it wants, coming how many are bound
	// for them.
	conflicts, coming int
}

// bound is pages that a task is about to do something about: lock them, as it
// was woken for them, or wake somebody, as it has given them back.
type bound struct {
	pages
	chunk *chunk // nil if the task is bound for nothing
}

// chunk is what happens in 2 MiB of a file.
type chunk struct {
	waiting []int // tasks
	bound   []int // tasks
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
	clear(l.requests)
	clear(l.bound)
}

// open begins a window.
func (l *ledger) open(now int64) {
	l.Contention = results.Contention{}
	l.handOffs.Reset()
	l.returns.Reset()
	for i := range l.requests {
		l.requests[i].since = now
	}
}

// close ends it and returns what it was like.
func (l *ledger) close(now int64) *results.Contention {
	for i := range l.requests {
		l.settle(&l.requests[i], now)
	}
	c := l.Contention
	c.HandOffs, c.HandOffNS, c.HandOffP99 = l.handOffs.TotalCount(), l.handOffs.Mean(), l.handOffs.ValueAtPercentile(99)
	c.Return = float64(l.returns.ValueAtPercentile(50))
	return &c
}

// settle adds up the time since the request last changed.
func (l *ledger) settle(r *request, now int64) {
	if r.waits && r.conflicts == 0 {
		l.UnheldNS += now - r.since
		if r.asleep && r.coming == 0 {
			l.StallNS += now - r.since
		}
	}
	r.since = now
}

// Observed implements [sim.Watch].
func (l *ledger) Observed(id int, now int64, e task.Event) {
	r := &l.requests[id]
	switch e.Kind {
	case task.WaitBegin:
		*r = request{wants: pagesOf(e), chunk: l.chunkOf(e), began: now, since: now, waits: true, waited: true}
		for _, h := range r.chunk.held {
			if h.overlap(r.wants) {
				r.conflicts++
			}
		}
		for _, other := range r.chunk.bound {
			if l.bound[other].overlap(r.wants) {
				r.coming++
			}
		}
		r.chunk.waiting = append(r.chunk.waiting, id)
	case task.Slept:
		l.arrive(id, now)
		l.settle(r, now)
		r.asleep = true
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

// setOut has a task bound for pages, arrive no longer.
func (l *ledger) setOut(id int, now int64, p pages, c *chunk) {
	l.arrive(id, now)
	l.bound[id] = bound{p, c}
	c.bound = append(c.bound, id)
	l.expect(id, now, 1)
}

func (l *ledger) arrive(id int, now int64) {
	b := &l.bound[id]
	if b.chunk == nil {
		return
	}
	l.expect(id, now, -1)
	b.chunk.bound = without(b.chunk.bound, id)
	b.chunk = nil
}

// expect counts a task that is bound for pages with all others that want them.
func (l *ledger) expect(id int, now int64, n int) {
	b := &l.bound[id]
	for _, other := range b.chunk.waiting {
		if o := &l.requests[other]; other != id && o.wants.overlap(b.pages) {
			l.settle(o, now)
			o.coming += n
		}
	}
}

// leave ends a wait.
func (l *ledger) leave(id int, now int64) {
	r := &l.requests[id]
	if !r.waits {
		return
	}
	l.settle(r, now)
	r.waits, r.asleep = false, false
	r.chunk.waiting = without(r.chunk.waiting, id)
}

// without takes an element out of a list.
func without(list []int, id int) []int {
	for i := range list {
		if list[i] == id {
			return append(list[:i], list[i+1:]...)
		}
	}
	return list
}

func (l *ledger) locked(id int, now int64, e task.Event) {
	c, p, r := l.chunkOf(e), pagesOf(e), &l.requests[id]
	asked := now
	if r.waited {
		asked = r.began
	}
	overtakes := false
	for _, other := range c.waiting {
		o := &l.requests[other]
		if !o.wants.overlap(p) {
			continue
		}
		l.settle(o, now)
		o.conflicts++
		if o.began < asked {
			o.passed++
			l.MostPassed = max(l.MostPassed, o.passed)
		}
		overtakes = true
	}
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
	for i := range c.held {
		if c.held[i] == p {
			c.held[i] = c.held[len(c.held)-1]
			c.held = c.held[:len(c.held)-1]
			break
		}
	}
	wanted := false
	for _, id := range c.waiting {
		if o := &l.requests[id]; o.wants.overlap(p) {
			l.settle(o, now)
			o.conflicts--
			wanted = true
		}
	}
	if wanted {
		c.freed = append(c.freed, freed{p, now})
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
		l.settle(r, now)
		r.asleep = false
		l.setOut(woken, now, r.wants, r.chunk)
	}
}
