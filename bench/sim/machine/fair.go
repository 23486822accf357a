package machine

// Fair is CPUs with a queue each, in which tasks that had less of their CPU go first.
type Fair struct {
	m     *Machine
	rules rules
	cpus  []cpu
	tasks []entity
	// idle are CPUs without a task, waited those whose queue has one.
	idle, waited set
	idlers       int
	seq          uint64
	tick, ends   int64 // the number of the tick before now, as far as that is known, and when the next is
	// What the machine's are with as many CPUs.
	slice, latency, wakeup int64
}

// rules are what tells the schedulers apart. A queue's n and sum count the running
// task, too.
type rules interface {
	// place gives a task that comes to a queue, and is not counted yet, its virtual
	// run time; leave notes what it goes with, while it is counted.
	place(c *cpu, e *entity)
	leave(c *cpu, e *entity)
	// add, remove and pick are of those that wait. There is one to be picked.
	add(c *cpu, id int32)
	remove(c *cpu, id int32)
	pick(c *cpu) int32
	// charged: the running task has run until now.
	charged(c *cpu, e *entity)
	// wins: a woken task in the queue goes before the running one; used: a tick
	// finds that this one has had its time.
	wins(c *cpu, id int32) bool
	used(c *cpu) bool
}

// entity is a task.
type entity struct {
	v, deadline, lag int64 // virtual, in ns
	ran              int64 // when it ran last
	cpu              int32 // where it is, or was last
	later            bool  // in the queue of those that are not eligible
}

// cpu is one, and the tasks that wait for it.
type cpu struct {
	running int32 // or none
	id      int32 // its own number
	socket  int32
	since   int64 // until when the running task is charged; or when it begins
	used    int64 // what it ran since it has the CPU
	ticked  int64 // the number of the last tick that was seen
	n       int64 // tasks, with the running one
	homes   int64 // tasks that were here last, asleep or not
	sum     int64 // of their virtual run times
	least   int64 // a virtual time that does not fall: where a task that comes is placed
	fresh   bool  // the running task has not used a slice
	makeWay bool  // the running task is to make way
	queue   queue // by v; eevdf: those that are eligible, by deadline
	later   queue // eevdf: the others, by v
}

const none = -1

// each is the share of a task. Most often there is one, and a division takes long.
func (c *cpu) each(of int64) int64 {
	if c.n == 1 {
		return of
	}
	return of / c.n
}

// NewFair returns idle CPUs for so many tasks.
func NewFair(m *Machine, cpus, tasks int) *Fair {
	m = m.With(cpus)
	f := &Fair{m: m, cpus: make([]cpu, cpus), tasks: make([]entity, tasks), idle: newSet(cpus), waited: newSet(cpus)}
	s := scale(cpus)
	f.slice, f.latency, f.wakeup = m.Slice*s, m.Latency*s, m.Wakeup*s
	at, room := make([]int32, tasks), min(tasks, 2*(tasks/cpus)+8)
	for i := range f.cpus {
		c := &f.cpus[i]
		c.id, c.socket, c.queue = int32(i), int32(i/m.Cores), queue{q: make([]waiting, 0, room), at: at}
		if c.later.at = at; m.Scheduler == EEVDF {
			c.later.q = make([]waiting, 0, room)
		}
	}
	if f.rules = rules(cfs{f}); m.Scheduler == EEVDF {
		f.rules = eevdf{f}
	}
	f.Reset()
	return f
}

// Reset takes all CPUs from everybody, and everybody off the queues.
func (f *Fair) Reset() {
	f.idlers = len(f.cpus)
	for i := range f.cpus {
		c := &f.cpus[i]
		*c = cpu{running: none, id: c.id, socket: c.socket, queue: c.queue.empty(), later: c.later.empty()}
		f.idle.add(c.id)
		f.waited.remove(c.id)
	}
	for i := range f.tasks {
		home := f.home(i)
		f.tasks[i] = entity{cpu: home, ran: -f.m.Hot}
		f.cpus[home].homes++
	}
}

// home is the CPU that a task begins on: another socket for each, as new processes go to
// the idlest.
func (f *Fair) home(task int) int32 {
	i := int32(task % len(f.cpus))
	if last := int32(len(f.cpus)) - int32(f.m.Cores*(f.m.Sockets-1)); int(last) < f.m.Cores || f.m.Sockets == 1 {
		return i // sockets of different sizes, or one
	}
	sockets := int32(f.m.Sockets)
	return i%sockets*int32(f.m.Cores) + i/sockets
}

// Running is the task that has a CPU, or none if it is below 0.
func (f *Fair) Running(cpu int32) int32 { return f.cpus[cpu].running }

// At is the CPU that a task has, waits for, or had last.
func (f *Fair) At(id int32) int32 { return f.tasks[id].cpu }

// Outcome is what a wake makes of a task.
type Outcome uint8

// The outcomes.
const (
	Started Outcome = iota // its CPU was idle, and is its own now
	Queued                 // it waits
	Ahead                  // it waits, and the task that runs there is to make way for it
)

// Wake puts a task that sleeps on a CPU.
func (f *Fair) Wake(id, to int32, now int64) Outcome {
	c, e := &f.cpus[to], &f.tasks[id]
	f.charge(c, now)
	f.enter(c, e, now)
	if c.running == none {
		f.give(c, id, now)
		return Started
	}
	f.rules.add(c, id)
	f.waited.add(to)
	if c.makeWay = c.makeWay || f.rules.wins(c, id); c.makeWay {
		return Ahead
	}
	return Queued
}

// enter counts a task that comes to a CPU.
func (f *Fair) enter(c *cpu, e *entity, now int64) {
	if e.cpu != c.id {
		old := &f.cpus[e.cpu]
		f.charge(old, now)
		e.v += c.least - old.least
		old.homes--
		c.homes++
		e.cpu = c.id
	}
	f.rules.place(c, e)
	c.n++
	c.sum += e.v
}

// exit takes a task off the count.
func (f *Fair) exit(c *cpu, e *entity) {
	f.rules.leave(c, e)
	c.n--
	c.sum -= e.v
}

// give gives a CPU that nobody has to a task.
func (f *Fair) give(c *cpu, id int32, now int64) {
	if f.idle.has(c.id) {
		f.idle.remove(c.id)
		f.idlers--
	}
	c.running, c.since, c.used, c.ticked, c.fresh, c.makeWay = id, now, 0, f.ticks(now), true, false
}

// Begins says when the task that was given an idle CPU begins to run there: until
// then it is charged for nothing.
func (f *Fair) Begins(cpu int32, at int64) { f.cpus[cpu].since = at }

// charge has the running task's time pass.
func (f *Fair) charge(c *cpu, now int64) {
	d := now - c.since
	if c.running == none || d <= 0 {
		return
	}
	e := &f.tasks[c.running]
	e.v += d
	c.sum += d
	c.used += d
	c.since, e.ran = now, now
	f.rules.charged(c, e)
}

// Sleep takes its CPU from a task that runs, and returns the one that has it now; below 0 is
// nobody.
func (f *Fair) Sleep(id int32, now int64) (next int32) {
	e := &f.tasks[id]
	c := &f.cpus[e.cpu]
	f.charge(c, now)
	f.exit(c, e)
	c.running = none
	if len(c.queue.q)+len(c.later.q) == 0 && !f.pull(c, now) {
		f.idle.add(c.id)
		f.idlers++
		return none
	}
	return f.next(c, now)
}

// Yield takes a CPU from the task that runs, which waits for it again, and returns
// the one that has it now.
func (f *Fair) Yield(cpu int32, now int64) (next int32) {
	c := &f.cpus[cpu]
	f.charge(c, now)
	f.rules.add(c, c.running)
	c.running = none
	return f.next(c, now)
}

// next gives a CPU that nobody has to the one in its queue whose turn it is.
func (f *Fair) next(c *cpu, now int64) int32 {
	id := f.rules.pick(c)
	f.unwaited(c)
	f.give(c, id, now)
	return id
}

// unwaited notes whether anybody still waits for a CPU.
func (f *Fair) unwaited(c *cpu) {
	if len(c.queue.q)+len(c.later.q) == 0 {
		f.waited.remove(c.id)
	}
}

// MakesWay reports whether the task that runs on a CPU is to make way for one that
// waits for it, since it was woken, or since a tick that has come found its time used.
func (f *Fair) MakesWay(cpu int32, now int64) bool {
	c := &f.cpus[cpu]
	if tick := f.ticks(now); tick != c.ticked {
		f.charge(c, now)
		if c.ticked = tick; f.rules.used(c) {
			c.makeWay = true
		}
		if tick%busyTicks == int64(cpu)%busyTicks {
			f.even(c, now)
		}
	}
	c.makeWay = c.makeWay && f.waited.has(cpu)
	return c.makeWay
}

// NextTick is when the tick after now is.
func (f *Fair) NextTick(now int64) int64 {
	f.ticks(now)
	return f.ends
}

// ticks is how many there were until now. It divides once for each.
func (f *Fair) ticks(now int64) int64 {
	if now >= f.ends {
		f.tick = now / f.m.Tick
		f.ends = (f.tick + 1) * f.m.Tick
	}
	return f.tick
}
