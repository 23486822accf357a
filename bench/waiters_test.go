package bench

import (
	"math/rand/v2"
	"testing"

	"daxwait/daxcore"
	"daxwait/daxcore/task"
	"daxwait/results"
)

// plainLedger walks through all that wait in a chunk, for each event.
type plainLedger struct {
	requests            []plainRequest
	bound               []plainBound
	chunks              map[chunkID]*plainChunk
	handOffs, handOffNS int64
	results.Contention
}

// plainRequest is what a task wants.
type plainRequest struct {
	wants  pages
	chunk  *plainChunk
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

type plainBound struct {
	pages
	chunk *plainChunk
}

type plainChunk struct {
	waiting []int // tasks
	bound   []int // tasks
	held    []pages
	freed   []freed
}

func newPlainLedger(tasks int) *plainLedger {
	l := &plainLedger{requests: make([]plainRequest, tasks), bound: make([]plainBound, tasks)}
	l.forget()
	return l
}

func (l *plainLedger) forget() {
	l.chunks = map[chunkID]*plainChunk{}
	clear(l.requests)
	clear(l.bound)
}

func (l *plainLedger) open(now int64) {
	l.Contention, l.handOffs, l.handOffNS = results.Contention{}, 0, 0
	for i := range l.requests {
		l.requests[i].since = now
	}
}

func (l *plainLedger) close(now int64) results.Contention {
	for i := range l.requests {
		l.settle(&l.requests[i], now)
	}
	return l.Contention
}

// settle adds up the time since the request last changed.
func (l *plainLedger) settle(r *plainRequest, now int64) {
	if r.waits && r.conflicts == 0 {
		l.UnheldNS += now - r.since
		if r.asleep && r.coming == 0 {
			l.StallNS += now - r.since
		}
	}
	r.since = now
}

// Observed implements [sim.Watch].
func (l *plainLedger) Observed(id int, now int64, e task.Event) {
	r := &l.requests[id]
	switch e.Kind {
	case task.WaitBegin:
		*r = plainRequest{wants: pagesOf(e), chunk: l.chunkOf(e), began: now, since: now, waits: true, waited: true}
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
func (l *plainLedger) setOut(id int, now int64, p pages, c *plainChunk) {
	l.arrive(id, now)
	l.bound[id] = plainBound{p, c}
	c.bound = append(c.bound, id)
	l.expect(id, now, 1)
}

func (l *plainLedger) arrive(id int, now int64) {
	b := &l.bound[id]
	if b.chunk == nil {
		return
	}
	l.expect(id, now, -1)
	b.chunk.bound = without(b.chunk.bound, id)
	b.chunk = nil
}

// expect counts a task that is bound for pages with all others that want them.
func (l *plainLedger) expect(id int, now int64, n int) {
	b := &l.bound[id]
	for _, other := range b.chunk.waiting {
		if o := &l.requests[other]; other != id && o.wants.overlap(b.pages) {
			l.settle(o, now)
			o.coming += n
		}
	}
}

// leave ends a wait.
func (l *plainLedger) leave(id int, now int64) {
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

func (l *plainLedger) locked(id int, now int64, e task.Event) {
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
			l.handOffs++
			l.handOffNS += now - f.at
			c.freed[i] = c.freed[len(c.freed)-1]
			c.freed = c.freed[:len(c.freed)-1]
			i--
		}
	}
}

func (l *plainLedger) unlocked(now int64, e task.Event) {
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

func (l *plainLedger) chunkOf(e task.Event) *plainChunk {
	id := chunkID{e.File, daxcore.Base(e.Index)}
	if l.chunks[id] == nil {
		l.chunks[id] = &plainChunk{}
	}
	return l.chunks[id]
}

// At: a task that begins anew has not waited.
func (l *plainLedger) At(id int, now int64, at task.Label, _, _ uint64) {
	if at == task.FaultStart || at == task.RangeStart {
		l.arrive(id, now)
		l.leave(id, now)
		l.requests[id].waited = false
	}
}

func (l *plainLedger) Woke(_, woken int, now int64) {
	if r := &l.requests[woken]; r.waits {
		l.settle(r, now)
		r.asleep = false
		l.setOut(woken, now, r.wants, r.chunk)
	}
}

// TestLedgerAgainstWalk tells both of whatever may happen: pages are given back that
// nobody was seen to lock, tasks are woken that do not sleep, and worlds left.
func TestLedgerAgainstWalk(t *testing.T) {
	const tasks = 7
	stalls, sealed := 0, 0
	for seed := range uint64(400) {
		rng := rand.New(rand.NewPCG(seed, 1))
		got, want := newLedger(tasks), newPlainLedger(tasks)
		got.open(0)
		want.open(0)
		var now int64
		var last task.Event
		for step := range 600 {
			now += rng.Int64N(4)
			id := rng.IntN(tasks)
			e := task.Event{
				Kind:  []task.Kind{task.WaitBegin, task.WaitBegin, task.Slept, task.Slept, task.Woke, task.WaitEnd, task.Locked, task.Locked, task.Unlocked, task.Unlocked}[rng.IntN(10)],
				Index: []uint64{3, 3, 3, 4, 512}[rng.IntN(5)], Order: []uint8{0, 0, 0, 9, 2}[rng.IntN(5)],
			}
			switch r := rng.IntN(40); {
			case r < 6:
				got.Woke(0, id, now)
				want.Woke(0, id, now)
				continue
			case r == 6:
				got.At(id, now, task.FaultStart, 0, 0)
				want.At(id, now, task.FaultStart, 0, 0)
				continue
			case r == 7 && step%3 == 0:
				if a, b := *got.close(now), want.close(now); !same(a, b) || int64(got.handOffs.TotalCount()) != want.handOffs {
					t.Fatalf("seed %d, step %d: %+v, want %+v", seed, step, a, b)
				} else if b.StallNS != 0 {
					stalls++
				}
				got.open(now)
				want.open(now)
				continue
			case r == 8 && step%20 == 0: // a hang: each has gone to sleep
				for id := range want.requests {
					now += rng.Int64N(3)
					e := task.Event{Kind: task.Slept}
					got.Observed(id, now, e)
					want.Observed(id, now, e)
				}
				got.forget()
				want.forget()
				continue
			case r < 30 && last.Kind == task.Locked && e.Kind == task.Unlocked: // of what was locked
				e.Index, e.Order = last.Index, last.Order
			}
			if e.Kind == task.WaitBegin && want.requests[id].waits {
				continue
			}
			got.Observed(id, now, e)
			want.Observed(id, now, e)
			if last = e; len(got.chunks[chunkID{}].list()) > 0 {
				sealed++
			}
		}
	}
	if stalls < 100 || sealed < 100 {
		t.Errorf("%d windows with a stall, %d steps with waiters that nobody joins; want 100", stalls, sealed)
	}
}

// list is the waiters of a chunk that nobody joins.
func (c *chunk) list() []*waiters {
	if c == nil {
		return nil
	}
	return c.sealed
}

// same compares what both kinds of ledgers count.
func same(a, b results.Contention) bool {
	return a.UnheldNS == b.UnheldNS && a.StallNS == b.StallNS && a.Barged == b.Barged && a.MostPassed == b.MostPassed && a.Locks == b.Locks
}
