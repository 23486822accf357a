package check

import (
	"cmp"
	"slices"

	"daxwait/bench/footprint"
	"daxwait/daxcore"
	"daxwait/daxcore/daxtest"
	"daxwait/daxcore/step"
)

// Reductions are what a search may leave out, since it leads to nothing else: a set
// of bits. With none all schedules are searched.
type Reductions uint8

// The reductions.
const (
	// Movers: a task does not stop where what it does commutes with all that others
	// ever do.
	Movers Reductions = 1 << iota
	// Symmetry: of states that differ in which of several equal tasks is where, one
	// is searched.
	Symmetry
	numReductions = iota
)

// AllReductions are all there are.
const AllReductions = Reductions(1<<numReductions - 1)

// ReductionNames are their words, by bit.
var ReductionNames = [numReductions]string{"movers", "symmetry"}

// Names returns the reductions in words.
func (r Reductions) Names() (names []string) {
	for i, n := range ReductionNames {
		if r>>i&1 != 0 {
			names = append(names, n)
		}
	}
	return names
}

// reduced is what an engine leaves out.
type reduced struct {
	movers *step.Movers // or nil
	equal  [][]int
	first  []int // by task, of those that are equal to it

	mine, others []uint64 // what the world has of two tasks
	passed       []uint8  // see step.Coroutine.Passed, of the running step
	who          []int    // stands where, while a path is unfolded
}

func newReduced(sc *daxtest.Scenario, w *daxcore.World, which Reductions) (r reduced) {
	for id := range sc.Tasks {
		r.first = append(r.first, id)
	}
	if which == 0 {
		return r
	}
	f := footprint.Of(sc, w)
	r.movers = f.Only(which&Movers == 0, which&Symmetry == 0)
	if which&Symmetry != 0 {
		r.equal = f.Equal
	}
	for _, group := range r.equal {
		for _, id := range group {
			r.first[id] = group[0]
		}
	}
	return r
}

// misfit is the panic of a search whose tasks do what the footprint of their
// scenario says that they do not.
type misfit struct{ why string }

// rank has equal tasks take each other's places in the state that the engine has
// got to, until they stand in one order: by what they do, and then by what the
// world has of them. Two that cannot be told apart so stay as they are, which may
// cost states.
func (e *engine) rank() {
	for _, group := range e.equal {
		for i := 1; i < len(group); i++ {
			for k := i; k > 0 && e.before(group[k], group[k-1]); k-- {
				e.swap(group[k-1], group[k])
			}
		}
	}
}

// before reports whether task a comes before task b, both equal.
func (e *engine) before(a, b int) bool {
	t, u := &e.tasks[a], &e.tasks[b]
	if c := cmp.Or(cmp.Compare(t.word(), u.word()), cmp.Compare(t.local, u.local), cmp.Compare(e.ghost[a], e.ghost[b])); c != 0 {
		return c < 0
	}
	e.mine = e.world.AppendPlace(e.mine[:0], a)
	e.others = e.world.AppendPlace(e.others[:0], b)
	return slices.Compare(e.mine, e.others) < 0
}

// swap has two equal tasks take each other's places.
func (e *engine) swap(a, b int) {
	e.tasks[a], e.tasks[b] = e.tasks[b], e.tasks[a]
	e.ghost[a], e.ghost[b] = e.ghost[b], e.ghost[a]
	if e.who != nil {
		e.who[a], e.who[b] = e.who[b], e.who[a]
	}
	e.world.Swap(a, b)
}

// unfold returns a schedule of all steps to where a path leads that leaves some out:
// the points at which tasks ran on are steps again, and tasks are who they are and
// not where they stand.
func (e *engine) unfold(path []step.Step) (steps []step.Step) {
	who := make([]int, len(e.tasks))
	for id := range who {
		who[id] = id
	}
	state := e.root
	for _, st := range path {
		e.who = nil
		e.take(state, st)
		met := uint8(0)
		for i, upTo := range append(e.passed, uint8(len(e.asked))) {
			yes := st.Yes >> met & (1<<(upTo-met) - 1)
			steps = append(steps, step.Step{Task: uint8(who[st.Task]), Spurious: st.Spurious && i == 0, Yes: yes})
			met = upTo
		}
		e.who = who
		e.rank()
		state = e.save(nil)
	}
	e.who = nil
	return steps
}

// recipe is how a task gets to a place, which an equal one may have found. It may
// change the world.
func (e *engine) recipe(pl *place, id int) (state []uint64, st step.Step) {
	found := int(pl.step.Task)
	if found == id {
		return pl.state, pl.step
	}
	e.load(pl.state)
	e.swap(found, id)
	st = pl.step
	st.Task = uint8(id)
	return e.save(nil), st
}
