package contained_test

import (
	"os"
	"runtime"
	"sync"
	"testing"
	"time"

	"daxwait/bench/contained"
	"daxwait/daxcore"
	"daxwait/daxcore/task"
	"daxwait/internal/contain"
	"daxwait/strategies"
)

// TestMain makes the test program a child where it is started as one.
func TestMain(m *testing.M) {
	if contain.Called() {
		contained.Serve(catalogue())
	}
	os.Exit(m.Run())
}

// catalogue is what ships, and the broken designs.
func catalogue() strategies.Catalogue {
	all := strategies.All()
	for _, b := range broken() {
		all = all.With(&strategies.Strategy{Name: b.name, CheckOnly: true, New: b.make})
	}
	return all.With(lossy())
}

// lossy is code that loses wakeups, as a past kernel did, and comes back.
func lossy() *strategies.Strategy {
	return &strategies.Strategy{Name: "lossy", CheckOnly: true, New: daxcore.Policy{PMDMeets: daxcore.WaitAtBase, OnRemoval: daxcore.WakeNext}.Design}
}

// brokenDesign is one that does not come back, and how that is told.
type brokenDesign struct {
	name   string
	reason contain.Reason
	// lines are the beginnings of lines of this file, of which one is told; none is told
	// if there are none.
	lines []string
	// plays: a search makes a verdict of it.
	plays bool
	make  daxcore.Design
}

// faulty does something wrong in a method; nil ones are the kernel's.
type faulty struct {
	daxcore.EntryLock
	get, unlock, release func()
}

func (f *faulty) Get(t daxcore.Task, m *daxcore.Mapping, index uint64, order uint8) (daxcore.Entry, bool) {
	if f.get != nil {
		f.get()
	}
	return f.EntryLock.Get(t, m, index, order)
}

func (f *faulty) Unlock(t daxcore.Task, m *daxcore.Mapping, index uint64, cookie daxcore.Entry) {
	if f.unlock != nil {
		f.unlock()
	}
	f.EntryLock.Unlock(t, m, index, cookie)
}

func (f *faulty) Release(t daxcore.Task, m *daxcore.Mapping, index uint64, e daxcore.Entry, owned bool, why daxcore.Reason) {
	if f.release != nil {
		f.release()
	}
	f.EntryLock.Release(t, m, index, e, owned, why)
}

// of makes a design of what it does wrong.
func of(set func(*faulty)) daxcore.Design {
	return func(daxcore.Room) daxcore.EntryLock {
		f := &faulty{EntryLock: daxcore.Kernel(daxcore.Policy{})}
		set(f)
		return f
	}
}

// broken are designs with one fault each.
func broken() []brokenDesign {
	inGet := func(do func()) daxcore.Design { return of(func(f *faulty) { f.get = do }) }
	loop := []string{"for n := uint(0); ; n++ {", "if n == ^uint(0) {"}
	return []brokenDesign{
		{"loop-in-get", contain.Spins, loop, false, inGet(spin)},
		{"loop-in-unlock", contain.Spins, loop, false, of(func(f *faulty) { f.unlock = spin })},
		{"loop-with-time", contain.Spins, []string{"t.Unlock(&m.XALock)", "t.Spend(task.ThinkRun, 1000)", "t.Lock(&m.XALock)"}, false, func(daxcore.Room) daxcore.EntryLock {
			return idler{daxcore.Kernel(daxcore.Policy{})}
		}},
		{"goexit", contain.Gone, []string{"runtime.Goexit()"}, false, inGet(func() {
			runtime.Goexit()
		})},
		{"channel", contain.Blocked, []string{"<-make(chan int)"}, false, inGet(func() {
			<-make(chan int)
		})},
		{"mutex-twice", contain.Blocked, []string{"mu.Lock() // again"}, false, inGet(func() {
			var mu sync.Mutex
			mu.Lock()
			mu.Lock() // again
		})},
		{"sleep", contain.Sleeps, []string{"time.Sleep(2 * time.Hour)"}, false, inGet(func() {
			time.Sleep(2 * time.Hour)
		})},
		{"recursion", contain.Recursion, []string{"func deeper(", "return deeper(n+1) + 1", "if n < 0 {", "}"}, false, inGet(func() {
			if deeper(0) == 0 {
				panic("it ends")
			}
		})},
		{"allocation", contain.Memory, []string{"piece := make(", "piece[i] = 1", "for i := 0;", "all = append(", "if len(all) =="}, false, inGet(hoard)},
		{"panic-in-get", contain.Panicked, []string{`panic("in Get")`}, true, inGet(func() {
			panic("in Get")
		})},
		{"panic-in-unlock", contain.Panicked, []string{`panic("in Unlock")`}, true, of(func(f *faulty) {
			f.unlock = func() {
				panic("in Unlock")
			}
		})},
		{"panic-in-release", contain.Panicked, []string{`panic("in Release")`}, true, of(func(f *faulty) {
			f.release = func() {
				panic("in Release")
			}
		})},
		{"panic-in-goroutine", contain.Panicked, []string{`panic("in a goroutine")`}, false, inGet(func() {
			go func() {
				panic("in a goroutine")
			}()
			time.Sleep(time.Hour)
		})},
		{"map-race", contain.MapRace, []string{"m[n%8+id] = n"}, false, inGet(race)},
		{"new-panics", contain.NewPanicked, []string{`panic("in New")`}, false, func(daxcore.Room) daxcore.EntryLock {
			panic("in New")
		}},
		{"new-nil", contain.NewNil, nil, false, func(daxcore.Room) daxcore.EntryLock { return nil }},
		{"new-loops", contain.Spins, loop, false, func(daxcore.Room) daxcore.EntryLock {
			spin()
			return daxcore.Kernel(daxcore.Policy{})
		}},
	}
}

// idler has time pass for ever.
type idler struct{ daxcore.EntryLock }

func (idler) Get(t daxcore.Task, m *daxcore.Mapping, _ uint64, _ uint8) (daxcore.Entry, bool) {
	for {
		t.Unlock(&m.XALock)
		t.Spend(task.ThinkRun, 1000)
		t.Lock(&m.XALock)
	}
}

func spin() {
	for n := uint(0); ; n++ {
		if n == ^uint(0) {
			return
		}
	}
}

func deeper(n int) int {
	if n < 0 {
		return n
	}
	return deeper(n+1) + 1
}

// hoard takes memory without end.
func hoard() {
	var all [][]byte
	for {
		piece := make([]byte, 1<<20)
		for i := 0; i < len(piece); i += 4096 {
			piece[i] = 1
		}
		all = append(all, piece)
		if len(all) == 1<<30 {
			return
		}
	}
}

// race writes a map in two goroutines.
func race() {
	m := map[int]int{}
	for id := range 2 {
		go func() {
			for n := 0; ; n++ {
				m[n%8+id] = n
			}
		}()
	}
	time.Sleep(time.Hour)
}
