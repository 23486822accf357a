package bench

import (
	"slices"
	"sort"
)

// waiters are the tasks that want the same pages. What changes for one that waits
// changes for all, but for what it does itself: so an event costs by how many
// different pages are wanted, not by how many tasks wait.
type waiters struct {
	wants pages
	// conflicts is how many hold pages that they want, bound how many tasks are bound
	// for those, themselves among them.
	conflicts, bound int

	since int64 // when those last changed
	// all that wait, those of them that sleep, and those of these that are bound.
	all, lying, lyingBound tally

	queue   []place // in the order in which they came
	first   int     // of queue, that still waits
	dropped int     // places before those of queue
	passed  int64   // locks that passed the first by
}

// tally is how many requests there are of a kind, and the sum of the times from which
// on what they wait is still to be counted.
type tally struct {
	n   int
	sum int64
}

func (y *tally) add(n int, start int64) {
	y.n += n
	y.sum += int64(n) * start
}

// waited is how long they have waited together.
func (y *tally) waited(now int64) int64 { return int64(y.n)*now - y.sum }

// begin counts from now on.
func (y *tally) begin(now int64) { y.sum = int64(y.n) * now }

// place is one of a queue of waiters. passes are locks that passed it by and all before
// it, and none behind it.
type place struct {
	began  int64
	passes int64
	gone   bool
}

// settle adds up the time since something last changed for all.
func (l *ledger) settle(g *waiters, now int64) {
	if g.conflicts == 0 {
		l.UnheldNS += g.all.waited(now)
		switch g.bound {
		case 0:
			l.StallNS += g.lying.waited(now)
		case 1: // one that is bound itself does not count itself
			l.StallNS += g.lyingBound.waited(now)
		}
	}
	g.begin(now)
}

// begin counts from now on.
func (g *waiters) begin(now int64) {
	g.since = now
	g.all.begin(now)
	g.lying.begin(now)
	g.lyingBound.begin(now)
}

// lift takes a task that waits out of the sums, for lay to put it back changed.
func (l *ledger) lift(id int, now int64) {
	r := &l.requests[id]
	if !r.waits {
		return
	}
	g, start := r.group, max(r.group.since, r.since)
	self := l.boundForIts(id)
	if g.conflicts == 0 {
		l.UnheldNS += now - start
		if r.asleep && g.bound-one(self)+one(r.counts) == 0 {
			l.StallNS += now - start
		}
	}
	g.count(r, self, -1, start)
}

func (l *ledger) lay(id int, now int64) {
	if r := &l.requests[id]; r.waits {
		r.since = now
		r.group.count(r, l.boundForIts(id), 1, now)
	}
}

func (g *waiters) count(r *request, self bool, n int, start int64) {
	g.all.add(n, start)
	if r.asleep && !r.counts {
		g.lying.add(n, start)
		if self {
			g.lyingBound.add(n, start)
		}
	}
}

// boundForIts reports whether a task that waits is bound for what it wants.
func (l *ledger) boundForIts(id int) bool {
	b, r := &l.bound[id], &l.requests[id]
	return b.chunk == r.chunk && b.overlap(r.group.wants)
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}

// join queues a task, and returns its place.
func (g *waiters) join(now int64) int {
	g.queue = append(g.queue, place{began: now})
	return g.dropped + len(g.queue) - 1
}

// quit takes a task off its place.
func (g *waiters) quit(at int) {
	g.queue[at-g.dropped].gone = true
	for g.first < len(g.queue) && g.queue[g.first].gone {
		g.passed -= g.queue[g.first].passes
		g.first++
	}
	if 2*g.first >= len(g.queue) {
		g.queue = append(g.queue[:0], g.queue[g.first:]...)
		g.dropped, g.first = g.dropped+g.first, 0
	}
}

// pass is that a task locks that asked at a time, past all that began to wait before. It
// returns how many have passed the first by, or 0 if this one did not.
func (g *waiters) pass(asked int64) int64 {
	waiting := g.queue[g.first:]
	before := sort.Search(len(waiting), func(i int) bool { return waiting[i].began >= asked })
	if before == 0 {
		return 0
	}
	waiting[before-1].passes++
	g.passed++
	return g.passed
}

// ofOrder are the waiters for pages of an order.
type ofOrder struct {
	order uint8
	by    map[uint64]*waiters // by index, looked up, never walked through
	all   []*waiters
}

// each calls f for all waiters for pages that overlap with p.
func (c *chunk) each(p pages, f func(*waiters)) {
	for i := range c.orders {
		o := &c.orders[i]
		if o.order >= p.order {
			if g := o.by[p.index>>o.order<<o.order]; g != nil {
				f(g)
			}
			continue
		}
		for _, g := range o.all {
			if g.wants.overlap(p) {
				f(g)
			}
		}
	}
	for _, g := range c.sealed {
		if g.wants.overlap(p) {
			f(g)
		}
	}
}

// waitersFor returns those that want p, to be joined.
func (l *ledger) waitersFor(c *chunk, p pages, now int64) *waiters {
	var of *ofOrder
	for i := range c.orders {
		if c.orders[i].order == p.order {
			of = &c.orders[i]
		}
	}
	if of == nil {
		c.orders = append(c.orders, ofOrder{order: p.order, by: map[uint64]*waiters{}})
		of = &c.orders[len(c.orders)-1]
	}
	g := of.by[p.index]
	if g == nil {
		g = &waiters{wants: p, since: now}
		for _, h := range c.held {
			g.conflicts += one(h.overlap(p))
		}
		for _, id := range c.bound {
			g.bound += one(l.bound[id].overlap(p))
		}
		of.by[p.index] = g
		of.all = append(of.all, g)
		l.groups = append(l.groups, g)
	}
	return g
}

// seal keeps those that wait for pages that overlap with p apart from those that come:
// what was given back was not known to be held, so that they count one less.
func (l *ledger) seal(c *chunk, p pages) {
	for i := range c.orders {
		o := &c.orders[i]
		o.all = slices.DeleteFunc(o.all, func(g *waiters) bool {
			switch {
			case !g.wants.overlap(p):
				return false
			case g.all.n == 0:
				g.conflicts++
				return false
			}
			delete(o.by, g.wants.index)
			c.sealed = append(c.sealed, g)
			return true
		})
	}
	left := func(g *waiters) bool { return g.all.n == 0 && slices.Contains(c.sealed, g) }
	l.groups = slices.DeleteFunc(l.groups, left)
	c.sealed = slices.DeleteFunc(c.sealed, left)
}
