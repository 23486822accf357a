package machine

// eevdf are the rules of Linux from 6.6 to 6.11.
type eevdf struct{ f *Fair }

// mean is the virtual time of a queue that has tasks.
func (eevdf) mean(c *cpu) int64 { return c.each(c.sum) }

// eligible: it had no more than its share.
func (eevdf) eligible(c *cpu, e *entity) bool { return e.v*c.n <= c.sum }

// place: a task comes back with the lag that it left with. That is made larger, as it
// moves the mean when it comes. Where nobody is, lag means nothing.
func (r eevdf) place(c *cpu, e *entity) {
	e.v = c.least
	if c.n > 0 {
		e.v = r.mean(c) - c.each(e.lag*(c.n+1))
	}
	e.deadline = e.v + r.f.slice
}

func (r eevdf) leave(c *cpu, e *entity) {
	most := max(2*r.f.slice, r.f.m.Tick)
	c.least = r.mean(c)
	e.lag = max(-most, min(most, c.least-e.v))
}

func (r eevdf) add(c *cpu, id int32) {
	r.f.seq++
	e := &r.f.tasks[id]
	if e.later = !r.eligible(c, e); e.later {
		c.later.push(waiting{e.v, r.f.seq, id})
	} else {
		c.queue.push(waiting{e.deadline, r.f.seq, id})
	}
}

func (r eevdf) remove(c *cpu, id int32) {
	h := &c.queue
	if r.f.tasks[id].later {
		h = &c.later
	}
	h.remove(int(h.at[id]))
}

// sort has each that waits in the queue that it belongs to, as far as it takes to know
// the first: the mean moves on, and back when a task comes that is behind it.
func (r eevdf) sort(c *cpu) {
	for len(c.later.q) > 0 && r.eligible(c, &r.f.tasks[c.later.q[0].id]) {
		w := c.later.pop()
		e := &r.f.tasks[w.id]
		e.later = false
		c.queue.push(waiting{e.deadline, w.seq, w.id})
	}
	for len(c.queue.q) > 0 {
		w := c.queue.q[0]
		e := &r.f.tasks[w.id]
		if r.eligible(c, e) {
			return
		}
		c.queue.pop()
		e.later = true
		c.later.push(waiting{e.v, w.seq, w.id})
	}
}

// pick: one is eligible, as not all can be above their mean.
func (r eevdf) pick(c *cpu) int32 {
	r.sort(c)
	return c.queue.pop().id
}

func (r eevdf) charged(c *cpu, e *entity) {
	if e.v >= e.deadline {
		e.deadline = e.v + r.f.slice
		c.fresh, c.makeWay = false, c.makeWay || c.n > 1
	}
}

func (r eevdf) wins(c *cpu, id int32) bool {
	now := &r.f.tasks[c.running]
	entitled := r.eligible(c, now)
	if entitled && c.fresh {
		return false
	}
	r.sort(c)
	return len(c.queue.q) > 0 && c.queue.q[0].id == id && !(entitled && now.deadline <= r.f.tasks[id].deadline)
}

func (r eevdf) used(*cpu) bool { return false }
