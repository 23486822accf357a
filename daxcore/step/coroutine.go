package step

import (
	"errors"
	"fmt"
	"iter"
	"time"

	"daxwait/daxcore/lockorder"
	"daxwait/daxcore/task"
)

// Status is what a task does between two steps.
type Status uint8

// The states.
const (
	Ready    Status = iota // can take a step
	Asleep                 // until it is woken
	Blocked                // until another task has finished
	Finished               // with its operation
)

func (s Status) String() string { return [...]string{"ready", "asleep", "blocked", "finished"}[s] }

// Host is who advances coroutines, and what their tasks reach through the port.
type Host interface {
	// Wake makes a task ready that sleeps.
	Wake(by *Coroutine, id int)
	Decide(by *Coroutine, c task.Choice) bool
	Observe(by *Coroutine, e task.Event)
	// Locked and Unlocked tell of each spinlock.
	Locked(s *task.Spin)
	Unlocked(s *task.Spin)
	// Problem reports code that keeps no rule of package task, or panics.
	Problem(by *Coroutine, what string)
}

// Coroutine runs one operation after the other.
type Coroutine struct {
	host   Host
	id     int
	op     func(task.Task)
	status Status
	until  int

	outer, inner uint64 // the labels
	where        uint64 // the scheduling point
	labelled     bool   // since the last step began

	fresh    bool // the next outermost lock is part of this step
	leafOK   bool // a leaf lock may be taken here
	depth    int
	spurious bool // the sleep ends without a wake
	begun    bool // the operation has
	aborting bool
	pays     payment
	limit    time.Duration // that a timer was last asked for
	clock    bool          // was read
	started  bool          // a timer, in this step

	order lockorder.Follower // if it follows

	movers *Movers
	may    OpMovers   // of this operation
	label  task.Label // the outer one
	place  task.Label // the last one
	begins bool       // the operation has just begun, and taken nothing but movers
	passed []uint8
	met    uint8 // choices in this step
	misfit string

	next  func() (struct{}, bool)
	stop  func()
	yield func(struct{}) bool
}

// Left is the error of a task whose goroutine ends by [runtime.Goexit]: whoever steps
// it panics with it.
type Left struct {
	Task  int
	where string
}

func (l *Left) Error() string {
	return fmt.Sprintf("task %d does not yield: its goroutine ends by runtime.Goexit%s", l.Task, l.where)
}

var errAborted = errors.New("step: aborted")

// New returns a coroutine that has nothing to do.
func New(h Host) *Coroutine {
	c := &Coroutine{host: h, status: Finished}
	c.next, c.stop = iter.Pull(c.loop)
	return c
}

// loop is the coroutine's life.
func (c *Coroutine) loop(yield func(struct{}) bool) {
	c.yield = yield
	for {
		c.run()
		c.status, c.begun, c.op = Finished, false, nil
		if !yield(struct{}{}) {
			return
		}
	}
}

func (c *Coroutine) run() {
	left := true
	defer func() {
		r := recover()
		switch {
		case r == nil && left:
			_, where := origin()
			panic(&Left{c.id, where})
		case r != nil && r != errAborted && !c.aborting:
			c.host.Problem(c, c.blame(r))
		}
	}()
	c.op(c)
	left = false
	if c.depth != 0 {
		c.host.Problem(c, "ends with a spinlock held")
	}
	c.settle()
}

// Start gives an idle coroutine an operation of a task. It takes no step.
func (c *Coroutine) Start(id int, op func(task.Task)) {
	c.id, c.op, c.status = id, op, Ready
	c.outer, c.inner, c.where = 0, 0, 0
	c.fresh, c.leafOK, c.depth, c.spurious = true, true, 0, false
	c.pays, c.clock = payment{}, false
	c.movers, c.may, c.label, c.place, c.begins = nil, OpMovers{}, task.Start, task.Start, true
	c.order = lockorder.Follower{}
}

// Follow has the operation that was started show the order of its locks, with
// its number and its words.
func (c *Coroutine) Follow(r *lockorder.Recorder, op int, doing string) {
	c.order.Begin(r, c.id, op, doing)
}

// Chain returns the locks that the task has and waits for, if it is followed.
func (c *Coroutine) Chain() lockorder.Chain { return c.order.Chain() }

// Step lets the task run up to its next scheduling point. A spurious step ends
// a sleep without a wake.
func (c *Coroutine) Step(spurious bool) {
	c.begun, c.labelled, c.spurious, c.status = true, false, spurious, Ready
	c.pays.Lapse()
	c.started = false
	c.passed, c.met, c.misfit = c.passed[:0], 0, ""
	c.next()
}

// Abort gives up the operation.
func (c *Coroutine) Abort() {
	if c.begun {
		c.aborting = true
		c.next()
		c.aborting = false
	}
	c.status, c.op = Finished, nil
}

// Stop ends the coroutine, wherever it is.
func (c *Coroutine) Stop() {
	c.aborting = true
	c.stop()
}

// Awaken makes a sleeping task ready. It reports false if it does not sleep.
func (c *Coroutine) Awaken() bool {
	asleep := c.status == Asleep
	if asleep {
		c.status = Ready
	}
	return asleep
}

// Status returns what the task does after its last step.
func (c *Coroutine) Status() Status { return c.status }

// AwaitsTask returns whose end a blocked task waits for.
func (c *Coroutine) AwaitsTask() int { return c.until }

// Label returns a hash of the labels and the point at which the task stands,
// and of the sleeping locks that it has, if it is followed: which they are is a
// local of whoever gives them back.
// fresh says that the last step set one: then it stands for all that the task
// has in its locals; if not, what the step read may be among them, too.
func (c *Coroutine) Label() (hash uint64, fresh bool) {
	hash = Mix(Mix(c.outer, c.inner), c.where)
	if held := c.order.Sleeping(); held != 0 {
		hash = Mix(hash, held)
	}
	return hash, c.labelled
}

// Place returns the label that the task has set last.
func (c *Coroutine) Place() task.Label { return c.place }

// Mix folds b into the hash a.
func Mix(a, b uint64) uint64 {
	a = a*0x9E3779B97F4A7C15 ^ b + 0x2545F4914F6CDD1D
	a ^= a >> 32
	a *= 0xD6E8FEB86659FD93
	return a ^ a>>29
}

// point is a scheduling point, named by a number that no other has.
func (c *Coroutine) point(where uint64) {
	c.settle()
	c.where = where
	if !c.yield(struct{}{}) || c.aborting {
		panic(errAborted)
	}
}

// comesTo is a point, unless the step has just begun.
func (c *Coroutine) comesTo(where uint64) {
	switch {
	case c.fresh:
		c.fresh = false
	case c.begins:
		c.pass()
	default:
		c.point(where)
		c.leafOK = false
	}
	c.begins = false
}

// The points are numbered by lock, and these stand for the others.
const (
	atPark  = 1 << 32
	atYield = 2 << 32
	atUntil = 3 << 32
)

// ID implements [task.Task].
func (c *Coroutine) ID() int { return c.id }

// Lock implements [task.Task].
func (c *Coroutine) Lock(s *task.Spin) {
	switch {
	case c.depth > 0:
	case s.Class == task.Mover:
		c.begins = c.begins && c.anybodys(s)
	case s.Class == task.Leaf:
		if !c.leafOK {
			c.host.Problem(c, fmt.Sprintf("takes leaf lock %d where it may not", s.ID))
		}
		c.begins = false
	case c.moves(s):
		c.goesOn(false)
	default:
		c.comesTo(c.number(s))
	}
	c.depth++
	if s.Class == task.Mover {
		c.pays.movers++
	}
	if c.order.Follows() {
		c.order.Lock(s)
	}
	c.host.Locked(s)
}

// Unlock implements [task.Task].
func (c *Coroutine) Unlock(s *task.Spin) {
	c.host.Unlocked(s)
	if c.order.Follows() {
		c.order.Unlock(s)
	}
	if c.depth == 0 {
		c.host.Problem(c, "drops a spinlock that it has not taken")
		return
	}
	if c.depth--; c.depth == 0 && s.Class == task.Point {
		c.leafOK = false
	}
	if s.Class == task.Mover {
		c.pays.movers--
	}
}

// Park implements [task.Task].
func (c *Coroutine) Park() bool {
	if c.depth != 0 {
		c.host.Problem(c, "parks with a spinlock held")
	}
	c.status, c.begins = Asleep, false
	c.point(atPark)
	c.woken()
	c.fresh, c.leafOK = true, true
	return !c.spurious
}

// Wake implements [task.Task].
func (c *Coroutine) Wake(id int) {
	c.wakes(id)
	c.host.Wake(c, id)
}

// Yield implements [task.Task].
func (c *Coroutine) Yield(l task.Label) {
	if c.enters(l) {
		c.goesOn(true)
	} else {
		c.comesTo(atYield + uint64(l))
	}
	c.leafOK = true
}

// Until blocks the task until another has finished all its operations.
func (c *Coroutine) Until(id int) {
	c.status, c.until, c.begins = Blocked, id, false
	c.point(atUntil + uint64(id))
	c.fresh = true
}

// Spend implements [task.Task]: steps take no time.
func (c *Coroutine) Spend(cost task.Cost, ns int64) { c.pays.Spend(cost, ns) }

// Now implements [task.Task]. There is no clock: the operation is given up, and
// ReadsClock says why.
func (c *Coroutine) Now() int64 {
	c.clock = true
	panic(errAborted)
}

// ReadsClock reports whether the last operation has tried to read the engine's
// clock.
func (c *Coroutine) ReadsClock() bool { return c.clock }

// StartTimer implements [task.Task].
func (c *Coroutine) StartTimer(t *task.Timer) {
	t.StartAt(0)
	c.started = true
}

// StartedTimer reports whether the last step has started a timer.
func (c *Coroutine) StartedTimer() bool { return c.started }

// Elapsed implements [task.Task]: whether a limit has passed is for the host to
// decide, once.
func (c *Coroutine) Elapsed(t *task.Timer, limit time.Duration) bool {
	switch {
	case t.Passed(limit):
		return true
	case t.Running() && t.Shared():
		c.limit = limit
		c.met++
		if c.host.Decide(c, task.TimePasses) {
			t.Pass(limit)
			return true
		}
	case !t.Shared() && c.pays.movers == 0:
		c.host.Problem(c, "asks a timer that is none of the world's (task.Timer): a design makes its timers by Room.Timers")
	}
	return false
}

// Limit returns the limit that a timer was last asked for.
func (c *Coroutine) Limit() time.Duration { return c.limit }

// At implements [task.Task].
func (c *Coroutine) At(l task.Label, a, b uint64) {
	h := Mix(Mix(uint64(l)+1, a), b)
	if l.Inner() {
		c.inner = h
	} else {
		c.outer, c.inner = h, 0
		c.label = l
	}
	c.labelled, c.place = true, l
	if c.movers != nil && c.movers.Unseen>>l&1 != 0 {
		c.misfit = fmt.Sprintf("task %d gets to %v, which is said of no task", c.id, l)
	}
	c.order.At(l)
}

// Decide implements [task.Task].
func (c *Coroutine) Decide(choice task.Choice) bool {
	c.met++
	return c.host.Decide(c, choice)
}

// Observe implements [task.Task].
func (c *Coroutine) Observe(e task.Event) {
	c.pays.Observe(e.Kind)
	if c.movers != nil {
		c.holdTo(e)
	}
	if c.order.Follows() {
		c.order.Observe(e)
	}
	c.host.Observe(c, e)
}
