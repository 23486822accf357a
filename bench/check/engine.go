package check

import (
	"fmt"

	"daxwait/bench/check/internal/graph"
	"daxwait/daxcore"
	"daxwait/daxcore/daxtest"
	"daxwait/daxcore/lockorder"
	"daxwait/daxcore/step"
	"daxwait/daxcore/task"
)

// engine takes steps from states. Each worker of a search has one.
type engine struct {
	o     *Options
	world *daxcore.World
	runs  [][]func(task.Task) // by task and operation
	pool  *pool
	// resident are the coroutines of a search that replays, by task.
	resident []*step.Coroutine
	root     []uint64
	scenario *daxtest.Scenario
	design   daxcore.Design
	lane     *daxtest.Lane
	reduced
	prober *engine // of a search that replays
	// strandedSeen: one finding of it is enough.
	strandedSeen bool
	pairs        Pairs // if they are noted
	// order is that of locks in the steps of the search. What else coroutines do
	// is to get somewhere again, or to try what no run would do.
	order   lockorder.Recorder
	probing bool

	// The state that is loaded.
	head  head
	tasks []taskState
	ghost step.Ghost

	// What the running step does.
	step  step.Step
	asked []task.Choice
	kind  step.Kind // what it violates
	// unlabelled is how many steps in a row, with it, set no label.
	unlabelled int
	events     observed
}

// observed is what a step is seen to do.
type observed struct {
	memory
	waited bool   // a wait has ended
	woke   bool   // a release looked for somebody to wake
	woken  uint32 // tasks, a bit each
	time   uint16 // timeStands, graph.TimeBegins
	found  Finding
}

func newEngine(sc *daxtest.Scenario, design daxcore.Design, o *Options, shared *recipes) *engine {
	e := &engine{
		o:        o,
		scenario: sc,
		design:   design,
		lane:     o.watch.Lane(),
		world:    sc.World(design),
		tasks:    make([]taskState, len(sc.Tasks)),
		ghost:    make(step.Ghost, len(sc.Tasks)),
	}
	e.order.Paused = true
	e.pool = newPool(e, len(sc.Tasks), shared)
	e.reduced = newReduced(sc, e.world, o.Reduce)
	for i, t := range sc.Tasks {
		var runs []func(task.Task)
		for _, op := range t {
			runs = append(runs, func(p task.Task) { op.Run(e.world, p) })
		}
		e.runs = append(e.runs, runs)
		e.begin(i, 0)
	}
	e.head = head{spurious: uint8(o.Spurious)}
	e.head.budgets = [task.Choices]uint8{task.AllocFails: uint8(o.AllocFails), task.Refuses: uint8(o.Refusals), task.TimePasses: unbounded}
	e.root = e.save(nil)
	return e
}

func (e *engine) close() {
	e.pool.close()
	for _, c := range e.resident {
		c.Stop()
	}
	if e.prober != nil {
		e.prober.close()
	}
}

// begin puts a task at the start of an operation, or at its end.
func (e *engine) begin(id int, op uint8) {
	t := &e.tasks[id]
	if int(op) == len(e.runs[id]) {
		*t = taskState{status: step.Finished, op: op}
		return
	}
	*t = taskState{status: step.Ready, op: op, local: e.startOf(id, op)}
	if e.pool.places[id][t.local] == nil {
		e.pool.add(id, t.local, &recipe{})
	}
}

// startOf is the local state of a task at the start of an operation: the same for
// tasks that are equal.
func (e *engine) startOf(id int, op uint8) uint64 {
	return step.Mix(uint64(e.first[id])+1, uint64(op)+1)
}

// load makes a state the current one.
func (e *engine) load(state []uint64) {
	e.head = headOf(state[0])
	for i := range e.tasks {
		e.tasks[i] = taskOf(state, i)
		e.ghost[i] = step.Hold(state[headWords+taskWords*i+2])
	}
	e.world.SetState(state[e.base():])
}

// base is where the world begins in a state.
func (e *engine) base() int { return headWords + taskWords*len(e.tasks) }

// save appends the current state to dst.
func (e *engine) save(dst []uint64) []uint64 {
	dst = append(dst, e.head.word())
	for i, t := range e.tasks {
		dst = append(dst, t.word(), t.local, uint64(e.ghost[i]))
	}
	return e.world.AppendState(dst)
}

// take loads a state and takes a step from it.
func (e *engine) take(state []uint64, st step.Step) {
	c := e.coroutine(int(st.Task), taskOf(state, int(st.Task)))
	e.load(state)
	e.run(c, st, state)
}

// coroutine returns one that stands where the task is. It may change the
// world.
func (e *engine) coroutine(id int, t taskState) *step.Coroutine {
	pl := e.pool.at(id, t.local)
	if pl == nil {
		panic(unsound{fmt.Sprintf("task %d is at a place that nobody has been to", id)})
	}
	if c := e.pool.take(pl); c != nil {
		return c
	}
	if pl.state == nil {
		c := e.pool.fresh()
		e.start(c, id, t.op)
		return c
	}
	state, st := e.recipe(pl, id)
	c := e.coroutine(id, taskOf(state, id))
	e.load(state)
	// Without a label, a place has its name by the world that was seen, which an
	// equal task sees with others in it.
	if local := e.advance(c, st, state); local != t.local && (e.unlabelled == 0 || st == pl.step) {
		c.Stop()
		panic(unsound{fmt.Sprintf("task %d does not get to the same place by the same step", id)})
	}
	return c
}

// start gives a coroutine an operation. The order of locks that it takes is
// known by where it stands, as it begins with none.
func (e *engine) start(c *step.Coroutine, id int, op uint8) {
	c.Start(id, e.runs[id][op])
	c.Follow(&e.order, int(op), e.scenario.Tasks[id][op].Name)
	if e.movers != nil {
		c.Move(e.movers, op)
	}
}

// mostUnlabelled is how many steps in a row a task takes without a label: each
// makes states of its own, and a task that spins makes them without end.
const mostUnlabelled = 32

// unsound is the panic of a search that finds that labels do not tell all.
type unsound struct{ why string }

// advance lets a coroutine take a step from the loaded state, and returns the
// local state of its task after it, if its operation goes on.
func (e *engine) advance(c *step.Coroutine, st step.Step, state []uint64) (local uint64) {
	id := int(st.Task)
	e.step, e.asked, e.kind = st, e.asked[:0], step.None
	e.unlabelled = e.pool.unlabelled(id, e.tasks[id].local)
	e.events = observed{memory: e.memory(id)}
	e.world.Hide()
	e.lane.Begin(id)
	c.Step(st.Spurious)
	e.lane.End()
	e.world.Show()
	if c.StartedTimer() {
		e.events.time |= graph.TimeBegins
	}
	if c.ReadsClock() {
		c.Stop()
		panic(&daxtest.ReadsClock{Task: id})
	}
	e.passed = append(e.passed[:0], c.Passed()...)
	if why := c.Misfit(); why != "" {
		c.Stop()
		panic(misfit{why})
	}
	if c.Status() == step.Finished {
		return 0
	}
	label, told := c.Label()
	before := step.Mix(e.startOf(id, e.tasks[id].op), label)
	if told && e.o.Mode != History {
		e.unlabelled = 0
		return before
	}
	e.unlabelled++
	if e.unlabelled == mostUnlabelled && e.o.Mode != History {
		panic(&daxtest.Spins{Scenario: e.scenario.Name, Task: id, Steps: e.unlabelled})
	}
	// No label: all that the step saw may be in the locals.
	decided := uint64(st.Yes)<<1 | 1
	if st.Spurious {
		decided |= 1 << 16
	}
	saw := graph.PrintOf(state[e.base():]).A
	return step.Mix(step.Mix(step.Mix(before, e.tasks[id].local), saw), decided)
}

// memory returns what is known of a task's past.
func (e *engine) memory(id int) memory {
	if pl := e.pool.at(id, e.tasks[id].local); pl != nil {
		return pl.memory
	}
	return memory{}
}

// run is advance, with the loaded state becoming the one after.
func (e *engine) run(c *step.Coroutine, st step.Step, state []uint64) {
	id := int(st.Task)
	e.order.Paused = e.probing
	local := e.advance(c, st, state)
	e.order.Paused = true
	t := &e.tasks[id]
	if c.Status() == step.Finished {
		e.begin(id, t.op+1)
		if e.resident == nil {
			e.pool.rest(c)
		}
	} else {
		t.status, t.until, t.local = c.Status(), 0, local
		if t.status == step.Blocked {
			t.until = uint8(c.AwaitsTask())
		}
		pl := e.pool.at(id, local)
		if pl == nil {
			past := e.events.memory
			if e.events.woke {
				past.released = 0
			}
			pl = e.pool.add(id, local, &recipe{append([]uint64(nil), state...), st, e.unlabelled, past, c.Place()})
		}
		if e.resident == nil {
			e.pool.park(pl, c)
		}
	}
	if st.Spurious {
		e.head.spurious--
	}
	for i, c := range e.asked {
		if c != task.TimePasses { // which a timer does once
			e.head.budgets[c] -= st.Yes >> i & 1
		}
	}
	if e.o.ordered {
		e.head.last = uint8(id + 1)
	}
	e.head.kind = e.kind
}

// replay takes the steps of a path from the root, with coroutines that are made
// for it, and then one more.
func (e *engine) replay(path []step.Step) {
	for i := range e.tasks {
		if len(e.resident) <= i {
			e.resident = append(e.resident, step.New(e))
		}
		e.resident[i].Abort()
	}
	e.load(e.root)
	var state []uint64
	for _, st := range path {
		state = e.save(state[:0])
		c := e.resident[st.Task]
		if t := e.tasks[st.Task]; t.local == e.startOf(int(st.Task), t.op) {
			e.start(c, int(st.Task), t.op)
		}
		e.run(c, st, state)
	}
}
