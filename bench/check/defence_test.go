package check_test

import (
	"errors"
	"fmt"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"daxwait/bench/check"
	"daxwait/daxcore"
	"daxwait/daxcore/daxtest"
	"daxwait/daxcore/task"
	"daxwait/strategies"
)

// search is Check with the budgets of the scenario. An error fails the test, and
// so does an inversion of locks: fs/dax has none, with any design, but for those
// that a file system brings in with its journal and its page locks.
func search(t testing.TB, sc *daxtest.Scenario, design daxcore.Design, o check.Options) *check.Result {
	t.Helper()
	o.Spurious, o.AllocFails, o.Refusals = max(o.Spurious, sc.Spurious), max(o.AllocFails, sc.AllocFails), max(o.Refusals, sc.Refusals)
	r, err := check.Check(sc, design, o)
	if err != nil {
		t.Fatalf("%s: %v", sc.Name, err)
	}
	for _, v := range r.Inversions {
		if c := v.Classes(); !slices.Contains(c, task.Handle) && !slices.Contains(c, task.PageLock) {
			t.Errorf("%s: locks are taken as %v", sc.Name, v)
		}
	}
	return r
}

// losses says what was violated, and in how few steps.
func losses(r *check.Result) (list []string) {
	for _, v := range r.Violations {
		list = append(list, fmt.Sprintf("%v in %d", v.Kind, v.Depth))
	}
	return list
}

// telling are scenarios in which a label has to tell what it never has to in
// those that ship: whether a fault with the same cookie falls back, whether a
// page is that of a PMD entry or of a PTE entry that came after it, how long
// the file was, and whether it is a fault or its write-back that begins at 0.
var telling = [][2]string{
	{"zero-pmd", "P(B+5,r); C(B+1)"},
	{"pmd", "L(B+1); T(600) then P(B+1,w)"},
	{"pmd", "L(B+1); F(0,B+1); T(600) then P(B+1,w)"},
	{"pte B+1", "T(B); T(B+2); Y(3)"},
	{"pte 3, zero-pte B+1", "T(B) then I(B+1); T(B+2); F(0,B+2)"},
	{"pte 3", "Y(0); I(0)"},
	{"pte 3", "Y(0); F(0,0)"},
}

// shorter is all, or with -short what must do.
func shorter(all, short int) int {
	if testing.Short() {
		return short
	}
	return all
}

// plain is the search of a pair that nothing is asked of, which several tests hold
// something against: each pair of [forAll] is searched so once. Nobody changes it.
func plain(t *testing.T, sc *daxtest.Scenario, s *strategies.Strategy) *check.Result {
	t.Helper()
	known, _ := plainly.LoadOrStore(paired{sc, s.Name}, sync.OnceValue(func() *check.Result { return search(t, sc, s.EntryLock, check.Options{}) }))
	return known.(func() *check.Result)()
}

var plainly sync.Map // of paired

type paired struct {
	*daxtest.Scenario
	strategy string
}

// forAll calls f for strategies and scenarios with at most limit states under
// upstream's rules: every second pair of those that ship, so that each strategy
// has every second scenario, and all that are telling. With -short every eighth
// pair must do, half of the telling ones, and graphs of 800 states. With a journal
// no design matters, and the first must do.
func forAll(t *testing.T, limit int, f func(t *testing.T, sc *daxtest.Scenario, s *strategies.Strategy)) {
	every := shorter(2, 8)
	ran := 0
	for i, sc := range searchable() {
		if sc.states > limit || sc.ships && sc.states > shorter(limit, 800) {
			continue
		}
		t.Run(sc.Name, func(t *testing.T) {
			for j, s := range strategies.All() {
				turn := (i+j)%every == 0 || !sc.ships && (i+j)%shorter(1, 2) == 0
				if sc.Journal != nil {
					turn = j == 0 && (turn || !testing.Short())
				}
				if turn {
					f(t, sc.Scenario, s)
					ran++
				}
			}
		})
	}
	if ran < 100 {
		t.Errorf("only %d searches: the catalogue has shrunk, or its graphs have grown", ran)
	}
}

// sized is a scenario that ships or is telling, and how many states it has under
// upstream's rules, counted up to what any test takes.
type sized struct {
	*daxtest.Scenario
	ships  bool
	states int
}

// searchable are found once, for all tests.
var searchable = sync.OnceValue(func() (all []sized) {
	for _, sc := range daxtest.Scenarios() {
		all = append(all, sized{Scenario: sc, ships: true})
	}
	for _, text := range telling {
		tasks, err := daxtest.ParseTasks(text[1])
		if err != nil {
			panic(err)
		}
		all = append(all, sized{Scenario: &daxtest.Scenario{Name: text[1], Entries: text[0], Tasks: tasks}})
	}
	for i := range all {
		o := check.For(all[i].Scenario)
		if o.MaxStates = 2000; all[i].ships {
			o.MaxStates = shorter(2000, 800)
		}
		r, err := check.Check(all[i].Scenario, daxcore.Policy{}.Design, o)
		if err != nil {
			panic(err) // which the tests of each scenario tell better
		}
		all[i].states = r.States
	}
	return all
})

// TestReplayAgrees compares graphs of which one was searched with coroutines
// from the pool, the other with all steps anew for each edge. They differ if a
// coroutine was taken for one that stands elsewhere: the labels do not tell
// all, or the world is not the same after it was copied.
func TestReplayAgrees(t *testing.T) {
	forAll(t, 2000, func(t *testing.T, sc *daxtest.Scenario, s *strategies.Strategy) {
		pooled := plain(t, sc, s)
		replay := search(t, sc, s.EntryLock, check.Options{Mode: check.Replay})
		if !reflect.DeepEqual(pooled, replay) {
			t.Errorf("%s: pooled %+v, by replay %+v", s.Name, pooled, replay)
		}
	})
}

// TestReplayAgreesOnJournals does the same where labels have to tell of handles,
// of page locks and of what a fault has left to do.
func TestReplayAgreesOnJournals(t *testing.T) {
	scenarios := slices.DeleteFunc(daxtest.Scenarios(), func(sc *daxtest.Scenario) bool { return sc.Journal == nil })
	if testing.Short() {
		scenarios = nil
	}
	for i, text := range []string{
		"journal: sync=retry copy=prefault faults=pmd\ntasks: copy(0,B+1,w); access(B+2,w) then I(B+1)",
		"journal: sync=map-sync faults=pmd\nentries: zero-pmd\ntasks: access(B+1,w); access(B+2,r) then access(B+2,w)",
		"journal: sync=map-sync\ntasks: access(B+1,w); U(B,B+1); access(B+1,r)",
		"journal: sync=retry\ntasks: access(B+1,w); T(B) then T(B+2); fsync(B,B+1)",
		"journal: order=entry-first sync=in-entry\ntasks: access(B+1,w); access(B+1,w); append(0)",
		"journal: order=entry-first sync=map-sync\ntasks: access(B+1,w); I(B+1); C(B+1)",
		"journal: order=mapping-first sync=map-sync\ntasks: access(B+1,w); access(B+1,r); I(B+1)",
		"journal: order=mapping-first sync=in-entry copy=in-handle\ntasks: access(B+1,w); copy(0,B+1,w)",
		"journal: sync=nofsync\nnofsync: B+1\ntasks: access(B+1,w) then access(B+2,w); C(B+1); append(0)",
	} {
		if i%shorter(1, 2) != 0 {
			continue
		}
		sc, err := daxtest.ParseScenario(strings.NewReader(text), "test", text)
		if err != nil {
			t.Fatal(err)
		}
		scenarios = append(scenarios, sc)
	}
	for _, sc := range scenarios {
		upstream := daxcore.Policy{}.Design
		const most = 100_000 // several times what the largest scenario has
		pooled := search(t, sc, upstream, check.Options{MaxStates: most})
		if pooled.Hit != "" {
			t.Errorf("%s: more than %d states: too large to be searched by replay", sc.Name, pooled.States)
			continue
		}
		if replay := search(t, sc, upstream, check.Options{Mode: check.Replay}); !reflect.DeepEqual(pooled, replay) {
			t.Errorf("%s: pooled %d states, %v; by replay %d, %v", sc.Name, pooled.States, losses(pooled), replay.States, losses(replay))
		}
	}
}

func TestDepthFirstAgrees(t *testing.T) {
	forAll(t, 2000, func(t *testing.T, sc *daxtest.Scenario, s *strategies.Strategy) {
		breadth := plain(t, sc, s)
		depth := search(t, sc, s.EntryLock, check.Options{DepthFirst: true})
		if breadth.States != depth.States || breadth.Edges != depth.Edges {
			t.Errorf("%s: %d states and %d edges, depth first %d and %d", s.Name, breadth.States, breadth.Edges, depth.States, depth.Edges)
		}
	})
}

// TestHistoryAgrees: a search that believes no label tells more states apart,
// and must lose the same.
func TestHistoryAgrees(t *testing.T) {
	larger := 0
	forAll(t, 420, func(t *testing.T, sc *daxtest.Scenario, s *strategies.Strategy) {
		pooled := plain(t, sc, s)
		history := search(t, sc, s.EntryLock, check.Options{Mode: check.History, MaxStates: shorter(20_000, 5000)})
		switch {
		case history.Hit != "": // says nothing
		case !slices.Equal(losses(pooled), losses(history)):
			t.Errorf("%s: %v, by history %v", s.Name, losses(pooled), losses(history))
		case history.States < pooled.States:
			t.Errorf("%s: labels tell %d states apart that history takes for %d", s.Name, pooled.States, history.States)
		case history.States > 2*pooled.States:
			larger++
		}
	})
	if larger < 20 {
		t.Errorf("only %d graphs are much larger by history: does it believe labels?", larger)
	}
}

// TestWorkersChangeNothing takes levels of some thousand states, which workers
// do share; smaller ones go to the first.
func TestWorkersChangeNothing(t *testing.T) {
	names := []string{"two-each", "range-invalidation", "downgrade", "writeback", "delete-range", "page-lock-of-pmd"}
	for _, name := range names {
		sc, err := daxtest.ScenarioNamed(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range strategies.All() {
			if testing.Short() && s.Name != "linux-5.2" || s.Row != "F" && s.Row != "G" && s.Row != "M" && s.Row != "A" {
				continue
			}
			one := search(t, sc, s.EntryLock, check.Options{Workers: 1})
			for _, n := range []int{0, 1, 2, 3} {
				if r := search(t, sc, s.EntryLock, check.Options{Workers: n}); !reflect.DeepEqual(one, r) {
					t.Errorf("%s, %s: one worker finds %+v, %d find %+v", name, s.Name, one, n, r)
				}
			}
		}
	}
}

// TestWorkersHitTheSameLimit: what one has searched ahead of a limit, all have; the
// places and the order of locks are among what is compared.
func TestWorkersHitTheSameLimit(t *testing.T) {
	sc := scenario(t, "", "P(B+2,w) then L(B+1); P(B+1,w) then T(B); C(B+1) then F(9,B); Y(B+1) then I(B+1); U(B,B+3)")
	for _, most := range []int{3000, 4500} {
		o := check.Options{Places: true, MaxStates: most, Workers: 1}
		one := search(t, sc, daxcore.Policy{}.Design, o)
		for o.Workers = 2; o.Workers < 5; o.Workers++ {
			if r := search(t, sc, daxcore.Policy{}.Design, o); !reflect.DeepEqual(one, r) {
				t.Errorf("at most %d states: one worker finds %+v, %d find %+v", most, one, o.Workers, r)
			}
		}
		if one.Hit == "" || one.Pairs.Count() == 0 {
			t.Errorf("hit %q, %d pairs", one.Hit, one.Pairs.Count())
		}
	}
}

func TestLimitsAreNamed(t *testing.T) {
	sc := scenario(t, "pte B+1", fiveByTwo)
	upstream := daxcore.Policy{}.Design
	for _, o := range []check.Options{{}, {DepthFirst: true}, {Workers: 2}} {
		o.MaxStates = 3000
		r := search(t, sc, upstream, o)
		if r.Hit != "the limit of 3000 states" || r.States <= 3000 || len(r.Violations) != 0 {
			t.Errorf("%+v: hit %q after %d states, violations %v", o, r.Hit, r.States, r.Violations)
		}
		o.MaxStates = 0
		o.Progress = func(states, _ int) bool { return states > 500 }
		if r := search(t, sc, upstream, o); r.Hit != "interrupted" || r.States <= 500 {
			t.Errorf("%+v: hit %q after %d states", o, r.Hit, r.States)
		}
	}
	if r := search(t, scenario(t, "", "F(0,B); F(0,B)"), upstream, check.Options{}); r.Hit != "" {
		t.Errorf("a search that saw all says it hit %q", r.Hit)
	}
}

// earlyTest asks for waiters before it clears the lock bit, and so carries the
// answer over a scheduling point, with a label that tells of it or not.
type earlyTest struct {
	daxcore.EntryLock
	label labelling
}

type labelling int

const (
	told       labelling = iota // the label has it
	forgotten                   // the label has all but that
	unlabelled                  // the step in which it is read gives no label
)

func (l earlyTest) Unlock(t daxcore.Task, m *daxcore.Mapping, index uint64, cookie daxcore.Entry) {
	if l.label == unlabelled {
		t.Yield(task.Releasing) // or the read were part of a step with a label
	}
	waiters := uint64(0)
	for id := range m.World().Tasks() {
		if _, _, queued := m.World().Table.Waiting(id); queued {
			waiters = 1
		}
	}
	switch l.label {
	case told:
		t.At(task.Releasing, index, uint64(cookie)<<1|waiters)
	case forgotten:
		t.At(task.Releasing, index, uint64(cookie)<<1)
	}
	t.Lock(&m.XALock)
	why := daxcore.Unlocked
	if waiters == 0 {
		why = silent
	}
	l.Release(t, m, index, cookie, true, why)
	t.Unlock(&m.XALock)
}

// silent is no reason that a Kernel knows: it clears the bit and wakes nobody.
const silent = daxcore.Reason(99)

func testsEarly(l labelling) daxcore.Design {
	return func(daxcore.Room) daxcore.EntryLock { return earlyTest{daxcore.Kernel(daxcore.Policy{}), l} }
}

// TestForgottenLocalIsNoticed plants what the defences are there for. A place
// without a label costs states, not truth.
func TestForgottenLocalIsNoticed(t *testing.T) {
	sc := scenario(t, "", "F(0,B); F(0,B); I(B)")
	agree := func(l labelling) (bool, error) {
		pooled, err := check.Check(sc, testsEarly(l), check.Options{})
		replay, other := check.Check(sc, testsEarly(l), check.Options{Mode: check.Replay})
		return reflect.DeepEqual(pooled, replay), errors.Join(err, other)
	}
	for _, l := range []labelling{told, unlabelled} {
		if ok, err := agree(l); !ok || err != nil {
			t.Errorf("labelling %d: pooled and replay agree: %v, %v", l, ok, err)
		}
	}
	switch ok, err := agree(forgotten); {
	case err == nil && ok:
		t.Error("forgotten: neither an error, nor does replay count otherwise")
	case err != nil && !strings.Contains(err.Error(), "do not tell all"):
		t.Errorf("forgotten: the error does not say whose mistake it is: %v", err)
	}
}

// TestNothingLeaks: a coroutine that is dropped is never collected.
func TestNothingLeaks(t *testing.T) {
	before := runtime.NumGoroutine()
	for _, o := range []check.Options{{}, {Workers: 3}, {Mode: check.Replay}, {Mode: check.History}, {DepthFirst: true}, {MaxStates: 100}} {
		for _, p := range []daxcore.Policy{{}, {PMDMeets: daxcore.WaitAtBase, OnRemoval: daxcore.WakeNext}} {
			search(t, scenario(t, "pte B+1", "F(0,B+1); F(9,B); I(B+1)"), p.Design, o)
		}
	}
	sc := scenario(t, "", "F(0,B); F(0,B); I(B)")
	_, _ = check.Check(sc, testsEarly(forgotten), check.Options{})
	after := runtime.NumGoroutine()
	for range 100 { // those that have been stopped may not be gone yet
		if after <= before {
			return
		}
		time.Sleep(time.Millisecond)
		after = runtime.NumGoroutine()
	}
	t.Errorf("%d goroutines before, %d after", before, after)
}
