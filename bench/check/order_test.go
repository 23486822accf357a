package check_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"daxwait/bench/check"
	"daxwait/daxcore"
	"daxwait/daxcore/daxtest"
	"daxwait/daxcore/lockorder"
	"daxwait/daxcore/mm"
	"daxwait/daxcore/step"
	"daxwait/daxcore/task"
	"daxwait/strategies"
)

// TestTheKernelsOrder: of what kernel-semantics 3.18 says, this is what these
// scenarios show. In a row, "a > b" is an edge that must be there or must not,
// and "a > b > c" two of them.
func TestTheKernelsOrder(t *testing.T) {
	for _, row := range []struct {
		name     string
		scenario *daxtest.Scenario
		has, not string
	}{
		{"grab and unlock", shipped(t, "pte-pte"), "entry lock > xa_lock > bucket lock", "xa_lock > entry lock; bucket lock > xa_lock"},
		{"whole faults", shipped(t, "whole-faults"), "invalidate_lock > entry lock > page-table lock; invalidate_lock > xa_lock > bucket lock; entry lock > xa_lock", "page-table lock > xa_lock; xa_lock > page-table lock"},
		{"invalidations beside faults", shipped(t, "range-invalidation"), "entry lock > xa_lock > bucket lock", "entry lock > invalidate_lock; entry lock > entry lock"},
		{"truncate keeps faults out", shipped(t, "truncate"), "invalidate_lock > xa_lock", "entry lock > invalidate_lock"},
		{"lock-by-page", shipped(t, "page-lock"), "entry lock > xa_lock", "xa_lock > entry lock"},
		{"write-back", shipped(t, "writeback"), "entry lock > xa_lock", "xa_lock > entry lock"},
		{"a synchronous fault commits below invalidate_lock", shipped(t, "sync-fault"), "invalidate_lock > entry lock > page-table lock", "entry lock > invalidate_lock; entry lock > entry lock"},
		{"faults, munmap and ps", threads(t, false, "A(B+1,w); M(); V()"), "mmap_lock > invalidate_lock > entry lock > page-table lock; mmap_lock > entry lock; mmap_lock > i_mmap_rwsem > page-table lock; entry lock > xa_lock", "invalidate_lock > mmap_lock; i_mmap_rwsem > mmap_lock; i_mmap_rwsem > entry lock; mmap_lock > VMA lock"},
		{"a zero page is unmapped with its entry locked", threads(t, false, "A(B+1,r); A(B+1,w)"), "mmap_lock > invalidate_lock > entry lock > i_mmap_rwsem > page-table lock", "i_mmap_rwsem > entry lock; i_mmap_rwsem > xa_lock"},
		{"a hole is punched", threads(t, false, "A(B+1,w); U(B,B+511); M()"), "invalidate_lock > i_mmap_rwsem > page-table lock; mmap_lock > i_mmap_rwsem", "i_mmap_rwsem > invalidate_lock; invalidate_lock > mmap_lock"},
		{"locks of mappings", threads(t, true, "A(B+1,w); M()"), "mmap_lock > VMA lock; mmap_lock > invalidate_lock; VMA lock > invalidate_lock > entry lock", "VMA lock > mmap_lock"},
	} {
		r := bothWays(t, row.scenario, check.For(row.scenario))
		for _, e := range edges(t, row.has) {
			if _, ok := r.Order.Edge(e[0], e[1]); !ok {
				t.Errorf("%s: no %v inside %v", row.name, e[1], e[0])
			}
		}
		for _, e := range edges(t, row.not) {
			if e, ok := r.Order.Edge(e[0], e[1]); ok {
				t.Errorf("%s: %v", row.name, e.Chain)
			}
		}
		if len(r.Inversions) != 0 || len(r.Violations) != 0 {
			t.Errorf("%s: inversions %v, violations %v", row.name, r.Inversions, losses(r))
		}
	}
}

// bothWays searches with coroutines from the pool, and with all steps anew: what
// a task holds must be known by where it stands.
func bothWays(t *testing.T, sc *daxtest.Scenario, o check.Options) *check.Result {
	t.Helper()
	pooled, err := check.Check(sc, baseline(t), o)
	if err != nil || pooled.Hit != "" {
		t.Fatalf("%s: %+v, %v", sc.Name, pooled, err)
	}
	if pooled.States > 3000 {
		return pooled
	}
	o.Mode = check.Replay
	replay, err := check.Check(sc, baseline(t), o)
	if err != nil || !reflect.DeepEqual(pooled, replay) {
		t.Errorf("%s: by replay %+v, %v; pooled %+v", sc.Name, replay, err, pooled)
	}
	return pooled
}

// edges reads such as "a > b > c; d > e".
func edges(t *testing.T, text string) (all [][2]task.LockClass) {
	t.Helper()
	for chain := range strings.SplitSeq(text, ";") {
		words := strings.Split(strings.TrimSpace(chain), " > ")
		for i := range words[1:] {
			all = append(all, [2]task.LockClass{class(t, words[i]), class(t, words[i+1])})
		}
	}
	return all
}

func class(t *testing.T, name string) task.LockClass {
	t.Helper()
	for c := range task.LockClasses {
		if c.String() == name {
			return c
		}
	}
	t.Fatalf("no lock class is called %q", name)
	return 0
}

func shipped(t *testing.T, name string) *daxtest.Scenario {
	t.Helper()
	sc, err := daxtest.ScenarioNamed(name)
	if err != nil {
		t.Fatal(err)
	}
	return sc
}

func baseline(t *testing.T) func() daxcore.EntryLock {
	t.Helper()
	s, err := strategies.Find(strategies.Baseline)
	if err != nil {
		t.Fatal(err)
	}
	return s[0].EntryLock
}

// action is an operation that is written in Go.
func action(name string, run func(w *daxcore.World, t daxcore.Task)) daxtest.Task {
	return daxtest.Task{{Name: name, Run: run}}
}

// threads is a scenario of the threads of one process, and of ps beside it.
func threads(t *testing.T, vmaLocks bool, tasks string) *daxtest.Scenario {
	t.Helper()
	sc := scenario(t, "", tasks)
	sc.VMALocks = vmaLocks
	return sc
}

// inProcess makes a world whose tasks are threads of one process, though none
// of their operations says so.
func inProcess(l daxcore.EntryLock, tasks int) *daxcore.World {
	w := daxcore.NewWorld(daxcore.Config{Tasks: tasks, Files: 1, FilePages: daxtest.FilePages, Entries: l, Buckets: 4})
	w.Map(0, &mm.VMA{Pages: daxtest.FilePages, Space: w.AddSpace(false)})
	return w
}

// hold takes a sleeping lock round something.
type hold func(t daxcore.Task, w *daxcore.World, inside func())

func holdEntry(t daxcore.Task, w *daxcore.World, inside func()) {
	if cookie, r := w.Grab(t, w.Files[0], daxtest.B, daxcore.PTE); r == 0 {
		t.At(task.Grabbed, daxtest.B, uint64(cookie))
		inside()
		t.At(task.Releasing, daxtest.B, uint64(cookie))
		w.Unlock(t, w.Files[0], daxtest.B, cookie)
	}
}

func holdFile(t daxcore.Task, w *daxcore.World, inside func()) {
	w.Files[0].InvalidateLock.Lock(t)
	inside()
	w.Files[0].InvalidateLock.Unlock(t)
}

func holdReading(t daxcore.Task, w *daxcore.World, inside func()) {
	w.Files[0].InvalidateLock.RLock(t)
	inside()
	w.Files[0].InvalidateLock.RUnlock(t)
}

func holdSpace(t daxcore.Task, w *daxcore.World, inside func()) {
	w.Spaces[0].MmapLock.Lock(t)
	inside()
	w.Spaces[0].MmapLock.Unlock(t)
}

// nest takes locks one inside the other.
func nest(name string, locks ...hold) daxtest.Task {
	return action(name, func(w *daxcore.World, t daxcore.Task) {
		t.At(task.Start, 0, 0)
		var within func(rest []hold)
		within = func(rest []hold) {
			if len(rest) != 0 {
				rest[0](t, w, func() { within(rest[1:]) })
			}
		}
		within(locks)
	})
}

// after runs a task once another has finished.
func after(id int, tk daxtest.Task) daxtest.Task {
	return action(tk[0].Name+" later", func(w *daxcore.World, t daxcore.Task) {
		t.(interface{ Until(int) }).Until(id)
		tk[0].Run(w, t)
	})
}

// TestInversions: what tasks do, the cycles that are reported, and whether a
// schedule makes a deadlock of them.
func TestInversions(t *testing.T) {
	ab, ba := nest("AB", holdFile, holdEntry), nest("BA", holdEntry, holdFile)
	const both = "invalidate_lock > entry lock > invalidate_lock"
	for name, c := range map[string]struct {
		tasks []daxtest.Task
		want  []string
		hangs bool
	}{
		"one order":                {[]daxtest.Task{ab, ab}, nil, false},
		"both orders":              {[]daxtest.Task{ab, ba}, []string{both}, true},
		"one behind the other":     {[]daxtest.Task{ab, after(0, ba)}, []string{both}, false},
		"in one task":              {[]daxtest.Task{append(append(daxtest.Task{}, ab...), ba...)}, []string{both}, false},
		"below a third lock":       {[]daxtest.Task{nest("CAB", holdSpace, holdFile, holdEntry), nest("CBA", holdSpace, holdEntry, holdFile)}, []string{both}, false},
		"readers":                  {[]daxtest.Task{nest("aB", holdReading, holdEntry), nest("Ba", holdEntry, holdReading)}, []string{both}, false},
		"readers and a writer":     {[]daxtest.Task{nest("aB", holdReading, holdEntry), nest("Ba", holdEntry, holdReading), nest("A", holdFile)}, []string{both}, true},
		"three classes":            {[]daxtest.Task{nest("CA", holdSpace, holdFile), ab, nest("BC", holdEntry, holdSpace)}, []string{"mmap_lock > invalidate_lock > entry lock > mmap_lock"}, true},
		"three classes, two tasks": {[]daxtest.Task{nest("CAB", holdSpace, holdFile, holdEntry), nest("BC", holdEntry, holdSpace)}, []string{"mmap_lock > entry lock > mmap_lock"}, true},
		"inside itself":            {[]daxtest.Task{nest("aa", holdReading, holdReading)}, []string{"invalidate_lock > invalidate_lock"}, false},
		"inside itself and writer": {[]daxtest.Task{nest("aa", holdReading, holdReading), nest("A", holdFile)}, []string{"invalidate_lock > invalidate_lock"}, true},
	} {
		t.Run(name, func(t *testing.T) {
			sc := &daxtest.Scenario{Name: name, Tasks: c.tasks, Build: inProcess}
			r := bothWays(t, sc, check.Options{})
			if len(r.Inversions) != len(c.want) {
				t.Fatalf("inversions %v, want %v", r.Inversions, c.want)
			}
			for i, v := range r.Inversions {
				if v.String() != c.want[i] || (v.Deadlock != nil) != c.hangs || v.None == c.hangs {
					t.Errorf("%v, deadlock %v, none %v; want %v, %v", v, v.Deadlock, v.None, c.want[i], c.hangs)
				}
				if v.Deadlock != nil {
					stuckAs(t, sc, v)
				}
			}
			if hangs := len(r.Violations) != 0; hangs != c.hangs {
				t.Errorf("violations %v", losses(r))
			}
		})
	}
}

// TestEachInversionHasItsOwnDeadlock or none: one is real here, and one is not.
func TestEachInversionHasItsOwnDeadlock(t *testing.T) {
	mappings := func(t daxcore.Task, w *daxcore.World, inside func()) {
		w.Files[0].IMmap.Lock(t)
		inside()
		w.Files[0].IMmap.Unlock(t)
	}
	one := append(nest("CD", holdSpace, mappings), nest("DC", mappings, holdSpace)...)
	sc := &daxtest.Scenario{Name: "two inversions", Tasks: []daxtest.Task{nest("AB", holdFile, holdEntry), nest("BA", holdEntry, holdFile), one}, Build: inProcess}
	r := bothWays(t, sc, check.Options{})
	if len(r.Inversions) != 2 {
		t.Fatalf("%v", r.Inversions)
	}
	if v := r.Inversions[0]; v.Edges[0].Outer != task.MmapLock || v.Deadlock != nil || !v.None {
		t.Errorf("%v: deadlock %v, none %v", v, v.Deadlock, v.None)
	}
	if v := r.Inversions[1]; v.Edges[0].Outer != task.InvalidateLock || v.Deadlock == nil || v.None {
		t.Errorf("%v: deadlock %v, none %v", v, v.Deadlock, v.None)
	}
}

// stuckAs plays the schedule of a deadlock, and wants nobody to be able to go on.
func stuckAs(t *testing.T, sc *daxtest.Scenario, v check.Inversion) {
	t.Helper()
	s := daxtest.NewStepper(sc.World(baseline(t)()), sc.Tasks)
	defer s.Stop()
	s.Order = &lockorder.Recorder{}
	if err := s.Play(v.Deadlock.String()); err != nil || !s.Hung() || len(s.Ready()) != 0 {
		t.Fatalf("%v: %v, ready %v", v.Deadlock, err, s.Ready())
	}
	for _, e := range v.Edges {
		found := false
		for id := range sc.Tasks {
			x := s.Chain(id)
			found = found || s.Status(id) == step.Asleep && x.Wants.Class == e.Inner && slices.ContainsFunc(x.Held, func(h lockorder.Hold) bool { return h.Class == e.Outer })
		}
		if !found {
			t.Errorf("nobody holds %v and waits for %v", e.Outer, e.Inner)
		}
	}
}

// TestInversionsAreOpenWhereASearchEnds: a limit, or something else that is
// violated, may hide a deadlock.
func TestInversionsAreOpenWhereASearchEnds(t *testing.T) {
	ab, ba := nest("AB", holdFile, holdEntry), nest("BA", holdEntry, holdFile)
	sc := &daxtest.Scenario{Name: "open"}
	leak := action("leak", func(w *daxcore.World, t daxcore.Task) { w.Grab(t, w.Files[0], daxtest.B+1, daxcore.PTE) })
	ended := func(o check.Options, tasks ...daxtest.Task) *check.Result {
		sc.Tasks = tasks
		r, err := check.Check(sc, baseline(t), o)
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range r.Inversions {
			if whole := r.Hit == "" && len(r.Violations) == 0; v.None != whole || v.Deadlock != nil {
				t.Errorf("%v with violations %v, hit %q: none %v, deadlock %v", v, losses(r), r.Hit, v.None, v.Deadlock)
			}
		}
		return r
	}
	if r := ended(check.Options{}, ab, after(0, ba), leak); len(r.Inversions) != 1 {
		t.Errorf("inversions %v", r.Inversions)
	}
	met := 0
	for most := 10; ended(check.Options{MaxStates: most}, after(1, ab), ba, after(0, ba)).Hit != ""; most++ {
		met += len(ended(check.Options{MaxStates: most}, after(1, ab), ba, after(0, ba)).Inversions)
	}
	if met == 0 {
		t.Error("no search ended behind an inversion")
	}
}
