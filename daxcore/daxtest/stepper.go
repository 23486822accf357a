package daxtest

import (
	"errors"
	"fmt"
	"iter"
	"strings"

	"daxwait/daxcore"
	"daxwait/daxcore/task"
)

// Op is what one task of a stepper does.
type Op struct {
	// Name is for transcripts, such as "F(0,B+1)".
	Name string
	Run  func(w *daxcore.World, t daxcore.Task)
}

// status is what a task is doing between steps.
type status uint8

const (
	ready status = iota
	asleep
	finished
)

// Stepper advances tasks one atomic step at a time. A step is what a task does
// up to its next scheduling point; package task says where those are.
type Stepper struct {
	World *daxcore.World
	// Describe turns an index into words for transcripts; nil prints hex.
	Describe func(index uint64) string
	// Quiet stops the stepper from writing a transcript.
	Quiet bool
	// Decide answers the choices that the model leaves open; nil says no.
	Decide func(task int, c task.Choice) bool

	tasks    []*stepTask
	out      strings.Builder
	words    []string // what the running step did
	holders  []hold
	problems []error
	schedule []byte
	stopped  bool
}

// hold is an entry lock that a task has.
type hold struct {
	task  int
	file  uint32
	index uint64
	order uint8
}

func (h hold) overlaps(o hold) bool {
	return h.file == o.file && h.index <= o.index|(1<<o.order-1) && o.index <= h.index|(1<<h.order-1)
}

// NewStepper readies a world and a task for each op. Call Stop when done.
func NewStepper(w *daxcore.World, ops []Op) *Stepper {
	s := &Stepper{World: w}
	for i, op := range ops {
		t := &stepTask{s: s, id: i, name: op.Name, fresh: true, leafOK: true}
		t.next, t.stop = iter.Pull(func(yield func(struct{}) bool) {
			defer func() {
				if r := recover(); r != nil && r != errStopped {
					s.problems = append(s.problems, fmt.Errorf("task %d panicked: %v", i, r))
				}
				t.status = finished
			}()
			t.yield = yield
			op.Run(w, t)
		})
		s.tasks = append(s.tasks, t)
	}
	return s
}

var errStopped = errors.New("stepper stopped")

// Stop ends all tasks, wherever they are.
func (s *Stepper) Stop() {
	s.stopped = true
	for _, t := range s.tasks {
		t.stop()
	}
}

// Ready returns the tasks that can take a step, in order.
func (s *Stepper) Ready() []int {
	var ids []int
	for _, t := range s.tasks {
		if t.status == ready {
			ids = append(ids, t.id)
		}
	}
	return ids
}

// Step lets a task take its next step.
func (s *Stepper) Step(id int) error {
	if id < 0 || id >= len(s.tasks) {
		return fmt.Errorf("step %d: there is no task %d", len(s.schedule)+1, id)
	}
	t := s.tasks[id]
	switch t.status {
	case asleep:
		return fmt.Errorf("step %d: task %d is asleep", len(s.schedule)+1, id)
	case finished:
		return fmt.Errorf("step %d: task %d has finished", len(s.schedule)+1, id)
	}
	s.schedule = append(s.schedule, byte('0'+id))
	s.words = s.words[:0]
	t.next()
	if !s.Quiet {
		s.write(t)
	}
	return nil
}

// Play takes the steps of a schedule; spaces in it are for the reader.
func (s *Stepper) Play(schedule string) error {
	for _, c := range strings.ReplaceAll(schedule, " ", "") {
		if err := s.Step(int(c - '0')); err != nil {
			return err
		}
	}
	return nil
}

// Finish steps whoever is ready, lowest task first, until nobody is.
func (s *Stepper) Finish() error {
	for n := 0; ; n++ {
		ids := s.Ready()
		if len(ids) == 0 {
			return nil
		}
		if n == 1e5 {
			return errors.New("still running after 100000 steps")
		}
		if err := s.Step(ids[0]); err != nil {
			return err
		}
	}
}

// Schedule returns the steps taken so far.
func (s *Stepper) Schedule() string { return string(s.schedule) }

// Verdict returns what is wrong: broken rules, and, if nobody can go on,
// whoever sleeps. It is nil while all is well.
func (s *Stepper) Verdict() error {
	errs := s.problems
	if len(s.Ready()) == 0 {
		for _, t := range s.tasks {
			if t.status == asleep {
				errs = append(errs, &Hang{Task: t.id, Op: t.name, Schedule: s.Schedule(), Why: s.World.WaitsFor(t.id)})
			}
		}
	}
	return errors.Join(errs...)
}

// Hung reports whether a task sleeps and nobody can go on.
func (s *Stepper) Hung() bool {
	var h *Hang
	return errors.As(s.Verdict(), &h)
}

// Hang is a task that sleeps for ever.
type Hang struct {
	Task              int
	Op, Schedule, Why string
}

func (h *Hang) Error() string {
	return fmt.Sprintf("hung: task %d, %s, %s (schedule %s)", h.Task, h.Op, h.Why, h.Schedule)
}

// stepTask is a task of a stepper.
type stepTask struct {
	s      *Stepper
	id     int
	name   string
	status status
	token  bool // woken before it parked
	fresh  bool // the next outermost lock is part of this step
	leafOK bool // a leaf lock may be taken here
	depth  int
	next   func() (struct{}, bool)
	stop   func()
	yield  func(struct{}) bool
}

// point is a scheduling point.
func (t *stepTask) point() {
	if !t.yield(struct{}{}) {
		panic(errStopped)
	}
}

func (t *stepTask) ID() int { return t.id }

func (t *stepTask) Lock(s *task.Spin) {
	switch {
	case t.depth > 0:
	case s.Class == task.Mover:
	case s.Class == task.Leaf:
		if !t.leafOK {
			t.problem("takes leaf lock %d where it may not", s.ID)
		}
	case t.fresh:
		t.fresh = false
	default:
		t.point()
	}
	t.depth++
}

func (t *stepTask) Unlock(s *task.Spin) {
	if t.depth--; t.depth == 0 && s.Class == task.Point {
		t.leafOK = false
	}
}

func (t *stepTask) Park() bool {
	if t.depth != 0 {
		t.problem("parks with a spinlock held")
	}
	if !t.token {
		t.status = asleep
	}
	t.token = false
	t.point()
	t.fresh, t.leafOK = true, true
	return true
}

func (t *stepTask) Wake(id int) {
	if o := t.s.tasks[id]; o.status == asleep {
		o.status = ready
	} else {
		o.token = true
	}
	t.say("wakes %d", id)
}

func (t *stepTask) Yield(task.Label) {
	if !t.fresh {
		t.point()
	}
	t.leafOK = true
}

func (t *stepTask) Spend(task.Cost, int64)        {}
func (t *stepTask) At(task.Label, uint64, uint64) {}
func (t *stepTask) Now() int64                    { return 0 }

func (t *stepTask) Decide(c task.Choice) bool { return t.s.Decide != nil && t.s.Decide(t.id, c) }

func (t *stepTask) problem(format string, args ...any) {
	t.s.problems = append(t.s.problems, fmt.Errorf("task %d "+format+" (schedule %s)", append(append([]any{t.id}, args...), t.s.Schedule())...))
}
