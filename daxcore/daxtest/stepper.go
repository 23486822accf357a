package daxtest

import (
	"errors"
	"fmt"
	"strings"

	"daxwait/daxcore"
	"daxwait/daxcore/lockorder"
	"daxwait/daxcore/step"
	"daxwait/daxcore/task"
)

// Stepper advances tasks one atomic step at a time. A step is what a task does
// up to its next scheduling point; package task says where those are. The end
// of an operation ends a step.
type Stepper struct {
	World *daxcore.World
	// Describe turns an index into words for transcripts; nil prints hex.
	Describe func(index uint64) string
	// Quiet stops the stepper from writing a transcript.
	Quiet bool
	// Lockset makes a task panic that looks at entries without xa_lock.
	Lockset bool
	// Choose answers the choices that the model leaves open, where a schedule
	// does not say yes; nil says no.
	Choose func(task int, c task.Choice) bool
	// Order, if any, is where tasks show the order of their locks. It is set
	// before the first step.
	Order *lockorder.Recorder
	// Lane, if any, is told of each step, to notice one that does not end.
	Lane *Lane

	tasks    []*stepTask
	ghost    step.Ghost
	out      strings.Builder
	words    []string // what the running step did
	events   []task.Event
	problems []error
	kind     step.Kind
	schedule []step.Step
	current  step.Step
	asked    int // choices met in this step
	answered [task.Choices]int
}

// stepTask is a task of a stepper.
type stepTask struct {
	*step.Coroutine
	name string
	ops  []Op // to come
	op   int  // how many have begun
	end  bool // all have finished
}

// NewStepper readies a world and its tasks. Call Stop when done.
func NewStepper(w *daxcore.World, tasks []Task) *Stepper {
	s := &Stepper{World: w, ghost: make(step.Ghost, len(tasks))}
	for i, ops := range tasks {
		t := &stepTask{Coroutine: step.New(s), name: ops.String(), ops: ops}
		s.tasks = append(s.tasks, t)
		s.begin(i)
	}
	return s
}

// begin starts the next operation of a task.
func (s *Stepper) begin(id int) {
	t := s.tasks[id]
	if len(t.ops) == 0 {
		t.end = true
		return
	}
	op, n := t.ops[0], t.op
	t.ops, t.op = t.ops[1:], n+1
	t.Start(id, func(p task.Task) {
		if s.Order != nil {
			t.Follow(s.Order, n, op.Name)
		}
		op.Run(s.World, p)
	})
}

// Chain returns the locks that a task has and waits for, if Order is set.
func (s *Stepper) Chain(id int) lockorder.Chain { return s.tasks[id].Chain() }

// Stop ends all tasks, wherever they are.
func (s *Stepper) Stop() {
	for _, t := range s.tasks {
		t.Stop()
	}
}

// Status returns what a task does.
func (s *Stepper) Status(id int) step.Status {
	t := s.tasks[id]
	if st := t.Coroutine.Status(); st == step.Blocked && s.tasks[t.AwaitsTask()].end {
		return step.Ready
	} else if st != step.Finished || t.end {
		return st
	}
	return step.Ready
}

// Place returns which operation a task is in, and the hash of its labels.
func (s *Stepper) Place(id int) (op int, label uint64) {
	t := s.tasks[id]
	label, _ = t.Label()
	return t.op, label
}

// Holds returns the entry that a task has locked.
func (s *Stepper) Holds(id int) step.Hold { return s.ghost[id] }

// Holder returns who has locked part of an entry, or -1.
func (s *Stepper) Holder(h step.Hold) int { return s.ghost.Holder(h) }

// Ready returns the tasks that can take a step, in order.
func (s *Stepper) Ready() []int {
	var ids []int
	for i := range s.tasks {
		if s.Status(i) == step.Ready {
			ids = append(ids, i)
		}
	}
	return ids
}

// Step lets a task take its next step.
func (s *Stepper) Step(id int) error { return s.Take(step.Step{Task: uint8(id)}) }

// Take is a step with what is decided for it.
func (s *Stepper) Take(st step.Step) error {
	n, id := len(s.schedule)+1, int(st.Task)
	if id >= len(s.tasks) {
		return fmt.Errorf("step %d: there is no task %d", n, id)
	}
	switch status := s.Status(id); {
	case status == step.Asleep && !st.Spurious:
		return fmt.Errorf("step %d: task %d is asleep", n, id)
	case status == step.Finished:
		return fmt.Errorf("step %d: task %d has finished", n, id)
	case status == step.Blocked:
		return fmt.Errorf("step %d: task %d waits until task %d has finished", n, id, s.tasks[id].AwaitsTask())
	case status == step.Ready && st.Spurious:
		return fmt.Errorf("step %d: task %d does not sleep", n, id)
	}
	s.schedule = append(s.schedule, st)
	s.words, s.events, s.current, s.asked = nil, nil, st, 0
	t := s.tasks[id]
	if s.Lockset {
		s.World.Hide()
	}
	s.Lane.Begin(id)
	t.Coroutine.Step(st.Spurious)
	s.Lane.End()
	s.World.Show()
	if t.ReadsClock() {
		return &ReadsClock{Task: id}
	}
	if t.Coroutine.Status() == step.Finished {
		s.begin(id)
	}
	if !s.Quiet {
		s.write(id)
	}
	return nil
}

// Play takes the steps of a schedule, as [step.ParseSchedule] reads it; what
// repeats is played once.
func (s *Stepper) Play(schedule string) error {
	parsed, err := step.ParseSchedule(schedule)
	if err != nil {
		return err
	}
	for _, st := range parsed.Steps {
		if err := s.Take(st); err != nil {
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
func (s *Stepper) Schedule() string { return step.NewSchedule(s.schedule).String() }

// Answered returns how often a choice was answered yes so far.
func (s *Stepper) Answered(c task.Choice) int { return s.answered[c] }

// Kind returns what the steps so far have violated, but for sleep without end.
func (s *Stepper) Kind() step.Kind { return s.kind }

// Verdict returns what is wrong: broken rules, and, if nobody can go on,
// whoever has not finished. It is nil while all is well.
func (s *Stepper) Verdict() error {
	errs := s.problems
	if len(s.Ready()) == 0 {
		for i, t := range s.tasks {
			switch s.Status(i) {
			case step.Asleep:
				errs = append(errs, &Hang{Task: i, Op: t.name, Schedule: s.Schedule(), Why: s.World.WaitsFor(i)})
			case step.Blocked:
				why := fmt.Sprintf("waits until task %d has finished", t.AwaitsTask())
				errs = append(errs, &Hang{Task: i, Op: t.name, Schedule: s.Schedule(), Why: why})
			}
		}
	}
	return errors.Join(errs...)
}

// Hung reports whether somebody has not finished and nobody can go on.
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

// Wake implements [step.Host].
func (s *Stepper) Wake(by *step.Coroutine, id int) {
	if !s.tasks[id].Awaken() {
		s.problem(by, step.Broken, "wakes task %d, which does not sleep", id)
	}
	s.say("wakes %d", id)
}

// Locked implements [step.Host].
func (s *Stepper) Locked(l *task.Spin) {
	if s.Lockset {
		s.World.ShowFor(l)
	}
}

// Unlocked implements [step.Host].
func (s *Stepper) Unlocked(l *task.Spin) {
	if s.Lockset {
		s.World.HideFor(l)
	}
}

// Decide implements [step.Host].
func (s *Stepper) Decide(by *step.Coroutine, c task.Choice) bool {
	s.asked++
	yes := s.current.Yes>>(s.asked-1)&1 != 0 || s.Choose != nil && s.Choose(by.ID(), c)
	if yes {
		s.answered[c]++
	}
	switch {
	case !yes:
	case c == task.AllocFails:
		s.say("gets no memory")
	case c == task.Refuses:
		s.say("is refused")
	case c == task.TimePasses:
		s.say("finds that %v have passed", by.Limit())
	}
	return yes
}

// Hidden implements [step.Hider].
func (s *Stepper) Hidden() []uint32 { return s.World.Hidden() }

// Problem implements [step.Host].
func (s *Stepper) Problem(by *step.Coroutine, what string) {
	s.problem(by, step.Broken, "%s", what)
}

func (s *Stepper) problem(by *step.Coroutine, k step.Kind, format string, args ...any) {
	if s.kind == step.None {
		s.kind = k
	}
	s.problems = append(s.problems, fmt.Errorf("task %d "+format+" (schedule %s)", append(append([]any{by.ID()}, args...), s.Schedule())...))
}
