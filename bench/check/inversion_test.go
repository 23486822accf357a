package check_test

import (
	"slices"
	"testing"

	"daxwait/bench/check"
	"daxwait/daxcore"
	"daxwait/daxcore/daxtest"
	"daxwait/daxcore/lockorder"
	"daxwait/daxcore/mm"
	"daxwait/daxcore/step"
	"daxwait/daxcore/task"
)

// inProcess makes a world whose tasks are threads of one process, though none
// of their operations says so.
func inProcess(d daxcore.Design, tasks int) *daxcore.World {
	w := daxcore.NewWorld(daxcore.Config{Tasks: tasks, Files: 1, FilePages: daxtest.FilePages, Entries: d, Buckets: 4})
	w.Map(0, &mm.VMA{Pages: daxtest.FilePages, AddressSpace: w.AddAddressSpace(false)})
	return w
}

// action is an operation that is written in Go.
func action(name string, run func(w *daxcore.World, t daxcore.Task)) daxtest.Task {
	return daxtest.Task{{Name: name, Run: run}}
}

// hold takes a sleeping lock round something.
type hold func(t daxcore.Task, w *daxcore.World, inside func())

func holdEntry(t daxcore.Task, w *daxcore.World, inside func()) {
	if cookie, r := w.Grab(t, w.Files[0], daxtest.B, daxcore.PTE); r == 0 {
		t.At(task.Grabbed, daxtest.B, uint64(cookie))
		inside()
		t.At(task.Releasing, daxtest.B, uint64(cookie))
		w.UnlockEntry(t, w.Files[0], daxtest.B, cookie)
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
	w.AddressSpaces[0].MmapLock.Lock(t)
	inside()
	w.AddressSpaces[0].MmapLock.Unlock(t)
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
	s := daxtest.NewStepper(sc.World(baseline(t)), sc.Tasks)
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
