package check_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"daxwait/bench/check"
	"daxwait/bench/footprint"
	"daxwait/daxcore"
	"daxwait/daxcore/daxtest"
	"daxwait/daxcore/step"
	"daxwait/strategies"
)

// reductions are each alone, and all.
var reductions = []check.Reductions{check.Movers, check.Symmetry, check.AllReductions}

// says is what a search says of a design, beside the size of its graph.
func says(r *check.Result) string {
	text := fmt.Sprint(r.Findings.Names(), r.Hit)
	for _, v := range r.Violations {
		text += fmt.Sprintf("; %v in %d, %d preemptions, tasks %v", v.Kind, v.Depth, v.Preemptions, v.Tasks)
	}
	for _, v := range r.Inversions {
		text += fmt.Sprintf("; %v, none %v", v.Classes(), v.None)
	}
	return text
}

// TestReducedAgrees holds each reduction against the search of all schedules. Where
// that proves a design, so does a search that leaves something out, and where it
// finds a violation, the other has not taken it for a proof.
func TestReducedAgrees(t *testing.T) {
	proved, less := 0, 0
	reductions := reductions
	if testing.Short() {
		reductions = reductions[2:]
	}
	forAll(t, shorter(1e6, 400), func(t *testing.T, sc *daxtest.Scenario, s *strategies.Strategy) {
		full := plain(t, sc, s)
		for _, which := range reductions {
			r := search(t, sc, s.EntryLock, check.Options{Reduce: which})
			if says(r) != says(full) {
				t.Errorf("%s, %v: %s; with all schedules %s", s.Name, which.Names(), says(r), says(full))
			}
			switch {
			case r.Reduced == 0:
				if len(full.Violations) == 0 {
					t.Errorf("%s, %v: not proved at the first go", s.Name, which.Names())
				}
			case r.States > full.States || r.Reduced != which:
				t.Errorf("%s, %v: %d states by %v, with all schedules %d", s.Name, which.Names(), r.States, r.Reduced.Names(), full.States)
			case r.States < full.States:
				less++
				fallthrough
			default:
				proved++
			}
		}
	})
	if 4*less < proved {
		t.Errorf("of %d proofs only %d have fewer states", proved, less)
	}
}

// TestReducedReplay: with coroutines that begin from the start for each edge, as
// many states and edges. A label that does not tell what was read behind a point at
// which the task ran on would show here.
func TestReducedReplay(t *testing.T) {
	forAll(t, shorter(2000, 400), func(t *testing.T, sc *daxtest.Scenario, s *strategies.Strategy) {
		if w := sc.World(s.EntryLock); testing.Short() && len(footprint.Of(sc, w).Words()) == 0 {
			return // nothing moves
		}
		pooled := search(t, sc, s.EntryLock, check.Options{Reduce: check.Movers})
		replay := search(t, sc, s.EntryLock, check.Options{Reduce: check.Movers, Mode: check.Replay})
		if pooled.States != replay.States || pooled.Edges != replay.Edges || says(pooled) != says(replay) {
			t.Errorf("%s: %d states and %d edges, by replay %d and %d", s.Name, pooled.States, pooled.Edges, replay.States, replay.Edges)
		}
	})
}

// TestReplayKnowsWhoIsWho: it takes no task for another.
func TestReplayKnowsWhoIsWho(t *testing.T) {
	sc := scenario(t, "pte B+1", "F(0,B+1); F(0,B+1); P(B+1,w)")
	r := search(t, sc, daxcore.Policy{}.Design, check.Options{Reduce: check.AllReductions, Mode: check.Replay})
	movers := search(t, sc, daxcore.Policy{}.Design, check.Options{Reduce: check.Movers})
	if r.Reduced != check.Movers || r.States != movers.States || r.Edges != movers.Edges {
		t.Errorf("%d states by %v, want %d", r.States, r.Reduced.Names(), movers.States)
	}
}

// orbits are scenarios of equal tasks.
var orbits = [][2]string{
	{"pte B+1", "F(0,B+1); F(0,B+1); F(0,B+1)"},
	{"pte B+1", "I(B+1); I(B+1); F(0,B+1); F(0,B+1)"},
	{"pte B+1", "L(B+1); L(B+1); D(B,B+3)"},
}

// TestOrbits counts, with states that are all kept, how many there are but for who
// of equal tasks is where: a search with symmetry must find as many.
func TestOrbits(t *testing.T) {
	for _, c := range orbits {
		sc := scenario(t, c[0], c[1])
		all := search(t, sc, daxcore.Policy{}.Design, check.Options{})
		one := search(t, sc, daxcore.Policy{}.Design, check.Options{Reduce: check.Symmetry})
		if want := orbitsOf(t, sc); one.States != want || one.Reduced == 0 {
			t.Errorf("%v: %d states of %d, want %d", c, one.States, all.States, want)
		}
	}
}

// orbitsOf searches by stepping from the start, and takes for a state the least of
// what its tasks could be taken for.
func orbitsOf(t *testing.T, sc *daxtest.Scenario) int {
	t.Helper()
	seen := map[string]bool{}
	var visit func(path []int)
	visit = func(path []int) {
		s := daxtest.NewStepper(sc.World(daxcore.Policy{}.Design), sc.Tasks)
		for _, id := range path {
			if err := s.Step(id); err != nil {
				t.Fatal(err)
			}
		}
		name := leastName(s, sc)
		ready := s.Ready()
		s.Stop()
		if seen[name] {
			return
		}
		seen[name] = true
		for _, id := range ready {
			visit(append(slices.Clone(path), id))
		}
	}
	visit(nil)
	return len(seen)
}

// leastName is the least of the names that a state has by the orders of its equal
// tasks: what each does, as words, and the world after tasks have been swapped.
func leastName(s *daxtest.Stepper, sc *daxtest.Scenario) (least string) {
	places := make([]string, len(sc.Tasks))
	for id := range sc.Tasks {
		op, label := s.Place(id)
		if s.Status(id) == step.Finished {
			label = 0
		}
		places[id] = fmt.Sprint(s.Status(id), s.Holds(id), op, label)
	}
	var permute func(k int)
	permute = func(k int) {
		if k == len(places) {
			if name := fmt.Sprint(places, s.World.AppendState(nil)); least == "" || name < least {
				least = name
			}
			return
		}
		permute(k + 1)
		for j := k + 1; j < len(places); j++ {
			if sc.Tasks[j].String() == sc.Tasks[k].String() {
				swap := func() {
					s.World.Swap(k, j)
					places[k], places[j] = places[j], places[k]
				}
				swap()
				permute(k + 1)
				swap()
			}
		}
	}
	permute(0)
	return least
}

// TestMisfitIsNoProof: tasks that do what their operations are said not to do end
// the search.
func TestMisfitIsNoProof(t *testing.T) {
	sc := scenario(t, "", "P(B+1,w); F(0,B+1)")
	second := sc.Tasks[1][0].Run
	sc.Tasks[1][0].Run = func(w *daxcore.World, t daxcore.Task) {
		w.InvalidateRange(t, 0, daxtest.B, daxtest.B+1)
		second(w, t)
	}
	_, err := check.Check(sc, daxcore.Policy{}.Design, check.Options{Reduce: check.Movers})
	if err == nil || !strings.Contains(err.Error(), "task 1 takes spinlock") {
		t.Errorf("a fault that unmaps what is another's: %v", err)
	}
	if r, err := check.Check(sc, daxcore.Policy{}.Design, check.Options{}); err != nil || len(r.Violations) != 0 {
		t.Errorf("with all schedules: %v, %v", r, err)
	}
}

// TestReducedSchedulesReplay: what a search shows that leaves things out is a
// schedule of all steps.
func TestReducedSchedulesReplay(t *testing.T) {
	shown := 0
	forAll(t, shorter(2000, 400), func(t *testing.T, sc *daxtest.Scenario, s *strategies.Strategy) {
		r := search(t, sc, s.EntryLock, check.Options{Reduce: check.AllReductions})
		for _, sched := range r.Evidence {
			p := daxtest.NewStepper(sc.World(s.EntryLock), sc.Tasks)
			if err := p.Play(sched.String()); err != nil || p.Kind() != step.None {
				t.Errorf("%s: %v: %v, %v", s.Name, sched, err, p.Kind())
			}
			p.Stop()
			shown++
		}
	})
	if shown < 100 {
		t.Errorf("only %d schedules", shown)
	}
}

// TestBeyondTheLimitOfAllSchedules: a violation that only the reduced search gets to
// is told, with a schedule that was played from the start.
func TestBeyondTheLimitOfAllSchedules(t *testing.T) {
	sc := scenario(t, "pte B+1", "F(0,B+1); F(0,B+1); I(B+1); I(B+1); I(B+1)")
	next := daxcore.Policy{OnRemoval: daxcore.WakeNext}.Design
	full := search(t, sc, next, check.Options{})
	r := search(t, sc, next, check.Options{Reduce: check.AllReductions, MaxStates: 900})
	if r.Hit == "" || len(r.Violations) != 1 || len(full.Violations) == 0 {
		t.Fatalf("%+v; of all schedules %+v", r, full)
	}
	if v := r.Violations[0]; v.Kind != step.LostWakeup || v.Simplest || v.Depth < full.Violations[0].Depth || len(v.Tasks) == 0 {
		t.Errorf("%+v; of all schedules %+v", v, full.Violations[0])
	}
}
