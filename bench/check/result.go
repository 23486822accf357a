package check

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"time"

	"daxwait/bench/check/internal/graph"
	"daxwait/daxcore"
	"daxwait/daxcore/daxtest"
	"daxwait/daxcore/lockorder"
	"daxwait/daxcore/step"
	"daxwait/daxcore/task"
)

// Result is what a search has found.
type Result struct {
	// Violations are the first of each kind, in the order of their depth. With
	// none, and no limit hit, the design is proved within the bounds.
	Violations []Violation
	Findings   Finding
	// Evidence is a schedule for each finding, in the order of its bits.
	Evidence map[Finding]step.Schedule
	// Order is the order of locks in all schedules, and Inversions what is wrong
	// with it.
	Order      *lockorder.Graph
	Inversions []Inversion
	States     int
	Edges      int
	// Hit is the limit that was hit, or empty.
	Hit string
	// Reduced is what the search has left out.
	Reduced Reductions
	// Pairs are the places that were taken at the same time, if they were noted.
	Pairs Pairs
}

// Violation is a schedule that loses.
type Violation struct {
	Kind step.Kind
	// Depth is the least number of steps of any schedule to this kind; of a
	// livelock, the number of those found, once round and all.
	Depth int
	// Schedule has the fewest preemptions, and of those the fewest steps; of a
	// livelock, and where a limit was hit on the way, the fewest steps only.
	Schedule    step.Schedule
	Preemptions int
	// Simplest: no schedule to this kind has fewer preemptions.
	Simplest bool
	// Tasks are those that never finish.
	Tasks []int
	// NoReturn is the step, from 1, after which no schedule can avoid it.
	NoReturn int
}

// Check searches a scenario with a design, which it makes anew for each world.
// It fails if the design hides state, if labels do not tell all, or a violation
// does not replay.
// A step that does not end is an error, too, and goes on until the program ends.
func Check(sc *daxtest.Scenario, design daxcore.Design, o Options) (*Result, error) {
	return watched(sc, o.StepLimit, func(w *daxtest.Watch) (*Result, error) {
		o.watch = w
		return check(sc, design, o)
	})
}

// watched runs f with a watch of steps, which may take so long; 0 is daxtest.StepLimit.
func watched[T any](sc *daxtest.Scenario, limit time.Duration, f func(*daxtest.Watch) (*T, error)) (r *T, err error) {
	w := &daxtest.Watch{}
	var found *T
	if err = w.Run(sc.Name, cmp.Or(limit, daxtest.StepLimit), func() (err error) { found, err = f(w); return err }); err == nil {
		r = found
	}
	return r, err
}

func check(sc *daxtest.Scenario, design daxcore.Design, o Options) (r *Result, err error) {
	defer sound(&err)
	if err := rehearse(sc, design, o.watch.Lane()); err != nil {
		return nil, err
	}
	var open *Result
	if o.Reduce != 0 || o.First {
		done := false
		if open, done, err = prove(sc, design, o); done || err != nil {
			return open, err
		}
		o.Reduce, o.Compact = 0, false
	}
	s := newSearch(sc, design, o)
	defer s.close()
	if err := s.run(); err != nil {
		return nil, err
	}
	r = s.result()
	for i, e := range s.evidence {
		if bit := Finding(1) << i; s.found&bit != 0 {
			r.Evidence[bit] = step.NewSchedule(append(s.graph.Path(e.from), e.step))
		}
	}
	if o.DepthFirst {
		return r, nil // paths are not the shortest, and edges are not kept
	}
	s.graph.Ended(func(id uint32, kind step.Kind) bool {
		if !slices.ContainsFunc(r.Violations, func(v Violation) bool { return v.Kind == kind }) {
			path := s.graph.Path(id)
			r.Violations = append(r.Violations, Violation{Kind: kind, Depth: len(path), Schedule: step.NewSchedule(path)})
		}
		return true
	})
	if path, loop, ok := s.livelock(len(sc.Tasks)); ok {
		r.Violations = append(r.Violations, Violation{Kind: step.Livelock, Depth: len(path), Schedule: step.Schedule{Steps: path, Loop: loop}})
	}
	slices.SortStableFunc(r.Violations, func(a, b Violation) int { return cmp.Compare(a.Depth, b.Depth) })
	var fates graph.Fates
	if !o.NoLivelock && len(r.Violations) != 0 {
		fates = s.graph.Fates(len(sc.Tasks))
	}
	for i := range r.Violations {
		v := &r.Violations[i]
		if v.Kind != step.Livelock {
			path, ok, err := simplest(sc, design, s.o, v.Kind)
			if err != nil {
				return nil, err
			}
			if ok {
				v.Schedule, v.Simplest = step.NewSchedule(path), true
			}
		}
		if err := s.explain(sc, design, fates, v); err != nil {
			return nil, err
		}
	}
	if len(r.Violations) == 0 && s.hit != "" && open != nil {
		r.Violations = open.Violations // beyond the limit of a search of all schedules
	}
	r.Inversions, err = s.inversions(sc, design, r)
	return r, err
}

// livelock is that of the graph, if one is looked for.
func (s *search) livelock(tasks int) (path []step.Step, loop int, ok bool) {
	if s.o.NoLivelock {
		return nil, 0, false
	}
	return s.graph.Livelock(tasks)
}

// result is what the search has found, but for schedules.
func (s *search) result() *Result {
	r := &Result{Findings: s.found, Evidence: map[Finding]step.Schedule{}, States: s.graph.States(), Edges: s.edges, Hit: s.hit, Order: s.order()}
	for _, e := range s.engines {
		r.Pairs.Add(&e.pairs)
	}
	return r
}

// explain replays the schedule of a violation, and finds its point of no return.
func (s *search) explain(sc *daxtest.Scenario, design daxcore.Design, fates graph.Fates, v *Violation) error {
	e := s.engines[0].probe() // one that takes from the pool
	states := e.follow(v)
	if err := confirm(sc, design, v); err != nil {
		return err
	}
	if fates == nil {
		return nil
	}
	lost := uint32(graph.Good)
	if v.Kind == step.LostWakeup || v.Kind == step.LockCycle {
		lost = 0
		for _, id := range v.Tasks {
			lost |= 1 << id
		}
	}
	for n := 1; n < len(states); n++ {
		id, ok := s.graph.Find(graph.PrintOf(states[n]))
		if !ok {
			return fmt.Errorf("step %d of %v leads to a state that the search has not met (labels that do not tell all?)", n, v.Schedule)
		}
		if fates[id]&lost != lost {
			v.NoReturn = n
			break
		}
	}
	return nil
}

// follow returns the states of a schedule, and tells v of its preemptions and
// of who has not finished in the end.
func (e *engine) follow(v *Violation) [][]uint64 {
	states := e.states(v.Schedule.Steps)
	v.Preemptions = preemptions(v.Schedule.Steps, states)
	for id := range e.tasks {
		if taskOf(states[len(states)-1], id).status != step.Finished {
			v.Tasks = append(v.Tasks, id)
		}
	}
	return states
}

// states returns the state before the first step of a path, and after each.
func (e *engine) states(path []step.Step) [][]uint64 {
	states := [][]uint64{e.root}
	for n, st := range path {
		e.take(states[n], st)
		states = append(states, e.save(nil))
	}
	return states
}

// confirm plays a schedule from the start with the stepper, whose coroutines
// are its own, and wants it to end as the search says.
func confirm(sc *daxtest.Scenario, design daxcore.Design, v *Violation) error {
	s := daxtest.NewStepper(sc.World(design), sc.Tasks)
	defer s.Stop()
	s.Quiet, s.Lockset = true, true
	if err := s.Play(v.Schedule.String()); err != nil {
		return fmt.Errorf("the schedule %v of a %v does not replay (labels that do not tell all?): %w", v.Schedule, v.Kind, err)
	}
	hung, kind := s.Hung(), s.Kind()
	ok := false
	switch v.Kind {
	case step.LostWakeup, step.LockCycle:
		ok = hung && kind == step.None
	case step.StaleZero:
		_, _, stale := s.World.Stale()
		ok = kind == v.Kind || len(s.Ready()) == 0 && kind == step.None && stale
	case step.LeftLocked:
		ok = len(s.Ready()) == 0 && kind == step.None && daxtest.Clean(s.World) != nil
	case step.Livelock:
		ok = !hung && kind == step.None && repeats(sc, design, v.Schedule)
	default:
		ok = kind == v.Kind
	}
	if ok {
		return nil
	}
	ends := errors.New("all is well")
	if err := s.Verdict(); err != nil {
		ends = err
	}
	return fmt.Errorf("the schedule %v replays, but ends in no %v (labels that do not tell all?): %w", v.Schedule, v.Kind, ends)
}

// repeats reports whether the steps from Loop on lead back to where they began.
func repeats(sc *daxtest.Scenario, design daxcore.Design, sched step.Schedule) bool {
	s := daxtest.NewStepper(sc.World(design), sc.Tasks)
	defer s.Stop()
	s.Quiet = true
	var began []uint64
	for n, st := range sched.Steps {
		if n == sched.Loop {
			began = worded(s, len(sc.Tasks))
		}
		if s.Take(st) != nil {
			return false
		}
	}
	return slices.Equal(began, worded(s, len(sc.Tasks)))
}

// sound turns the panic of a search whose labels do not tell all, or that a
// design leads nowhere, into an error.
func sound(err *error) {
	switch r := recover().(type) {
	case nil:
	case *daxtest.Spins:
		*err = r
	case *daxtest.ReadsClock:
		*err = r
	case *step.Left:
		*err = r
	default:
		panic(r)
	case misfit:
		*err = fmt.Errorf("a task does what its operations are said not to do (daxtest.Uses), so nothing can be left out: %s", r.why)
	case unsound:
		*err = fmt.Errorf("the labels of the model or the design do not tell all (see task.At): %s", r.why)
	}
}

// Judge says what a schedule violates, with its point of no return if the
// whole scenario can be searched; nil if nothing.
func Judge(sc *daxtest.Scenario, design daxcore.Design, sched step.Schedule) (*Violation, error) {
	return watched(sc, 0, func(w *daxtest.Watch) (*Violation, error) { return judge(sc, design, sched, w) })
}

func judge(sc *daxtest.Scenario, design daxcore.Design, sched step.Schedule, w *daxtest.Watch) (v *Violation, err error) {
	defer sound(&err)
	o, err := spent(sc, design, sched)
	if err != nil {
		return nil, err
	}
	o.watch = w
	s := newSearch(sc, design, o)
	defer s.close()
	if err := s.run(); err != nil {
		return nil, err
	}
	states := s.engines[0].states(sched.Steps)
	id, ok := s.graph.Find(graph.PrintOf(states[len(sched.Steps)]))
	v = &Violation{Schedule: sched, Depth: len(sched.Steps)}
	if sched.Loop < len(sched.Steps) {
		v.Kind = step.Livelock
	} else if ok {
		v.Kind = s.graph.Kind(id)
	}
	if v.Kind == step.None {
		return nil, nil
	}
	return v, s.explain(sc, design, s.graph.Fates(len(sc.Tasks)), v)
}

// spent are the options of a search with what a schedule needs beside the budgets
// of its scenario.
func spent(sc *daxtest.Scenario, design daxcore.Design, sched step.Schedule) (Options, error) {
	o := For(sc)
	o.MaxStates = judgeStates
	for _, st := range sched.Steps {
		if st.Spurious {
			o.Spurious++
		}
	}
	s := daxtest.NewStepper(sc.World(design), sc.Tasks)
	defer s.Stop()
	s.Quiet = true
	if err := s.Play(sched.String()); err != nil {
		return o, err
	}
	o.AllocFails, o.Refusals = max(o.AllocFails, s.Answered(task.AllocFails)), max(o.Refusals, s.Answered(task.Refuses))
	if n := max(o.Spurious, o.AllocFails, o.Refusals); n > 255 {
		return o, fmt.Errorf("the schedule has %d steps without a wake, or choices of a kind answered yes: 255 at most", n)
	}
	return o, nil
}

// judgeStates is as far as a search goes that only adds to a schedule.
const judgeStates = 1_000_000
