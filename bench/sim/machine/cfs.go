package machine

// cfs are the rules of Linux up to 6.5.
type cfs struct{ f *Fair }

// place: a task that has slept for long is half a latency behind the others, no more.
func (r cfs) place(c *cpu, e *entity) { e.v = max(e.v, c.least-r.f.latency/2) }

func (r cfs) leave(*cpu, *entity) {}

func (r cfs) add(c *cpu, id int32) {
	r.f.seq++
	c.queue.push(waiting{r.f.tasks[id].v, r.f.seq, id})
}

func (r cfs) remove(c *cpu, id int32) { c.queue.remove(int(c.queue.at[id])) }

func (r cfs) pick(c *cpu) int32 {
	id := c.queue.pop().id
	c.least = max(c.least, r.f.tasks[id].v)
	return id
}

func (r cfs) charged(c *cpu, e *entity) {
	least := e.v
	if len(c.queue.q) > 0 {
		least = min(least, c.queue.q[0].key)
	}
	c.least = max(c.least, least)
}

func (r cfs) wins(c *cpu, id int32) bool {
	return r.f.tasks[c.running].v-r.f.tasks[id].v > r.f.wakeup
}

// used: it has had its share of the latency, or is further ahead than that. Where there
// are too many to have a slice each within the latency, that is so much longer.
func (r cfs) used(c *cpu) bool {
	if len(c.queue.q) == 0 {
		return false
	}
	share := max(r.f.latency/c.n, r.f.slice)
	return c.used > share || c.used >= r.f.slice && r.f.tasks[c.running].v-c.queue.q[0].key > share
}
