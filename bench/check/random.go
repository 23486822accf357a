package check

import (
	"fmt"
	"math/rand/v2"
	"time"

	"daxwait/daxcore"
	"daxwait/daxcore/daxtest"
	"daxwait/daxcore/step"
)

// RandomOptions are those of a random search; the zero value is the usual.
type RandomOptions struct {
	Schedules int // 0 is 10000
	Seed      uint64
	// Changes is how often the order of priorities changes in a schedule; 0 is
	// 2. Of k steps of n tasks, a bug that needs d changes is met with a chance
	// of 1/(n·k^d) at least in each schedule (PCT). Every other schedule has no
	// priorities: whoever can takes the next step with the same chance.
	Changes int
	// Stop ends the search early.
	Stop func() bool
	// StepLimit is how long a step may take; 0 is daxtest.StepLimit.
	StepLimit time.Duration
}

// Sample is what a random search has met.
type Sample struct {
	Schedules int
	// Violation is the shortest schedule that lost, or nil: which proves nothing.
	Violation *Violation
	// Longest is the number of steps of the longest schedule, Endless how many
	// schedules were given up.
	Longest, Endless int
}

// longestSchedule is where a schedule is given up.
const longestSchedule = 20_000

// mostEndless is how many are given up before all is.
const mostEndless = 3

// Random plays random schedules, for scenarios that are too large to search.
// Once a few have no end it plays no more.
func Random(sc *daxtest.Scenario, design daxcore.Design, o RandomOptions) (*Sample, error) {
	return watched(sc, o.StepLimit, func(w *daxtest.Watch) (*Sample, error) { return sample(sc, design, o, w.Lane()) })
}

func sample(sc *daxtest.Scenario, design daxcore.Design, o RandomOptions, lane *daxtest.Lane) (r *Sample, err error) {
	defer sound(&err)
	if o.Schedules == 0 {
		o.Schedules = 10_000
	}
	if o.Changes == 0 {
		o.Changes = 2
	}
	rng := rand.New(rand.NewPCG(o.Seed, 0xdada))
	r = &Sample{Longest: 1}
	var best []step.Step
	for ; r.Schedules < o.Schedules && r.Endless < mostEndless && (o.Stop == nil || !o.Stop()); r.Schedules++ {
		p := newPriorities(rng, len(sc.Tasks), o.Changes, r.Longest)
		if r.Schedules%2 == 1 {
			p = nil
		}
		path, lost, err := playOne(sc, design, rng, p, lane)
		if err != nil {
			return nil, err
		}
		switch {
		case len(path) == longestSchedule:
			r.Endless++
		case lost && (best == nil || len(path) < len(best)):
			best = path
		}
		r.Longest = max(r.Longest, len(path))
	}
	if best == nil {
		return r, nil
	}
	v, err := sampled(sc, design, best)
	r.Violation = v
	return r, err
}

// playOne plays a schedule to its end and reports whether it lost.
func playOne(sc *daxtest.Scenario, design daxcore.Design, rng *rand.Rand, p *priorities, lane *daxtest.Lane) (path []step.Step, lost bool, err error) {
	s := daxtest.NewStepper(sc.World(design), sc.Tasks)
	defer s.Stop()
	s.Quiet, s.Lockset, s.Lane = true, true, lane
	drawn := newDraw(sc, rng)
	s.Choose = drawn.choose
	for len(path) < longestSchedule {
		ready := s.Ready()
		if len(ready) == 0 {
			return path, s.Hung() || daxtest.Clean(s.World) != nil, nil
		}
		id := ready[rng.IntN(len(ready))]
		if p != nil {
			id = p.next(ready, len(path))
		}
		drawn.begin()
		if err := s.Step(id); err != nil {
			return path, false, err
		}
		path = append(path, step.Step{Task: uint8(id), Yes: drawn.yes})
		if s.Kind() != step.None {
			return path, true, nil
		}
	}
	return path, false, nil
}

// sampled says what a path violates.
func sampled(sc *daxtest.Scenario, design daxcore.Design, path []step.Step) (*Violation, error) {
	o := Options{AllocFails: sc.AllocFails, Refusals: sc.Refusals}
	e := newEngine(sc, design, &o, &recipes{by: map[uint64]*recipe{}})
	defer e.close()
	v := &Violation{Depth: len(path), Schedule: step.NewSchedule(path)}
	state := e.follow(v)[len(path)]
	if v.Kind = headOf(state[0]).kind; v.Kind == step.None {
		e.load(state)
		v.Kind, _ = e.judge(state, 0)
	}
	if v.Kind == step.None {
		return nil, fmt.Errorf("the schedule %v lost when it was played, and does not when it is judged", v.Schedule)
	}
	return v, confirm(sc, design, v)
}

// priorities are those of PCT: a random order of tasks, and steps at which who
// runs falls behind all others.
type priorities struct {
	of      []int
	changes map[int]int // step → priority
}

func newPriorities(rng *rand.Rand, tasks, changes, steps int) *priorities {
	p := &priorities{of: rng.Perm(tasks), changes: map[int]int{}}
	for i := range p.of {
		p.of[i] += changes
	}
	for i := range changes {
		p.changes[rng.IntN(steps)] = i
	}
	return p
}

// next returns who takes a step.
func (p *priorities) next(ready []int, n int) int {
	best := ready[0]
	for _, id := range ready {
		if p.of[id] > p.of[best] {
			best = id
		}
	}
	if low, ok := p.changes[n]; ok {
		p.of[best] = low
	}
	return best
}
