package machine

const (
	// busyTicks is how many ticks lie between two looks of a busy CPU for work.
	busyTicks = 16
	// looks is how many queues, and tasks of one, are looked at.
	looks = 8
)

// pull has a CPU that has nothing to do take a task from the longest of some queues, of
// its own socket first, and reports whether it did.
func (f *Fair) pull(c *cpu, now int64) bool {
	from, end := f.within(f.socket(c.id))
	all := int32(len(f.cpus))
	return f.pullWithin(c, from, end, now) || end < all && f.pullWithin(c, end, all, now) || from > 0 && f.pullWithin(c, 0, from, now)
}

func (f *Fair) pullWithin(c *cpu, from, end int32, now int64) bool {
	b := f.busiest(from, end)
	return b != nil && f.move(b, c, now)
}

// busiest is the longest of some queues that have a task, or nil.
func (f *Fair) busiest(from, end int32) (b *cpu) {
	for range looks {
		at := f.waited.from(from, end)
		if at == none {
			break
		}
		if c := &f.cpus[at]; b == nil || c.n > b.n {
			b = c
		}
		from = at + 1
	}
	return b
}

// move has one that waits in a queue wait in another, if it has not just run, and
// reports whether there is one.
func (f *Fair) move(from, to *cpu, now int64) bool {
	f.charge(from, now)
	for _, h := range []*queue{&from.queue, &from.later} {
		for _, w := range h.q[:min(len(h.q), looks)] {
			e := &f.tasks[w.id]
			if now-e.ran < f.m.Hot {
				continue
			}
			f.rules.remove(from, w.id)
			f.exit(from, e)
			f.unwaited(from)
			f.enter(to, e, now)
			f.rules.add(to, w.id)
			f.waited.add(to.id)
			return true
		}
	}
	return false
}

// even takes a task from the longest of some queues, if that has two more.
func (f *Fair) even(c *cpu, now int64) {
	from, end := f.within(f.socket(c.id))
	b := f.busiest(from, end)
	if b == nil || b.n < c.n+2 {
		b = f.busiest(0, int32(len(f.cpus)))
	}
	if b != nil && b.n >= c.n+2 {
		f.move(b, c, now)
	}
}

// Push has an idle CPU take a task that waits for this one, as a tick does that
// has come and finds it waiting. It returns that task and its CPU.
func (f *Fair) Push(cpu int32, now int64) (id, to int32, ok bool) {
	if f.idlers == 0 || !f.waited.has(cpu) || f.ticks(now) == f.cpus[cpu].ticked {
		return 0, 0, false
	}
	from, end := f.within(f.socket(cpu))
	if to = f.idle.from(from, end); to == none {
		to = f.idle.from(0, int32(len(f.cpus)))
	}
	c := &f.cpus[to]
	if !f.move(&f.cpus[cpu], c, now) {
		return 0, 0, false
	}
	return f.next(c, now), to, true
}
