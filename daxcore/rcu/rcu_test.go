package rcu_test

import (
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"daxwait/daxcore/rcu"
	"daxwait/daxcore/task"
)

// log is what the tasks of a test did.
type log struct {
	parked, woken []int
	yields        int
	depth         int
}

// actor is a task whose Park returns at once: it only notes that it slept. The
// first Park of each is spurious.
type actor struct {
	task.Task // what is not below is not to be called
	id        int
	log       *log
}

func (a actor) ID() int            { return a.id }
func (a actor) Lock(*task.Spin)    { a.log.depth++ }
func (a actor) Unlock(*task.Spin)  { a.log.depth-- }
func (a actor) Wake(id int)        { a.log.woken = append(a.log.woken, id) }
func (a actor) Yield(task.Label)   { a.log.yields++ }
func (a actor) Observe(task.Event) {}
func (a actor) Park() bool {
	a.log.parked = append(a.log.parked, a.id)
	return len(a.log.parked)%2 == 0
}

type scene struct {
	log
	rcu.Domain
}

func newScene(tasks int) *scene {
	s := new(scene)
	s.Init(tasks, 0)
	return s
}

func (s *scene) task(id int) actor { return actor{id: id, log: &s.log} }

func (s *scene) expect(t *testing.T, parked, woken []int) {
	t.Helper()
	if !slices.Equal(s.parked, parked) || !slices.Equal(s.woken, woken) || s.depth != 0 {
		t.Errorf("parked %v, woken %v, %d locks held; want %v, %v", s.parked, s.woken, s.depth, parked, woken)
	}
	s.parked, s.woken = nil, nil
}

func TestNobodyInsideIsNoWait(t *testing.T) {
	s := newScene(3)
	s.Enter(s.task(1))
	s.Leave(s.task(1))
	s.Wait(s.task(0))
	s.expect(t, nil, nil)
	if s.yields != 1 {
		t.Errorf("%d scheduling points before a period", s.yields)
	}
}

// TestPeriodWaitsForWhoWasInside: not for who came after it began, nor for one
// who came back.
func TestPeriodWaitsForWhoWasInside(t *testing.T) {
	s := newScene(130)
	s.Enter(s.task(1))
	s.Enter(s.task(129))
	s.Wait(s.task(0))
	s.expect(t, []int{0, 0}, nil) // a spurious return does not end it
	s.Enter(s.task(2))
	s.Leave(s.task(2))
	s.Leave(s.task(1))
	s.Enter(s.task(1))
	s.expect(t, nil, nil)
	if w := s.Waiting(0); !slices.Equal(w, []int{129}) {
		t.Errorf("waits for %v", w)
	}
	s.Leave(s.task(129))
	s.expect(t, nil, []int{0})
	if w := s.Waiting(0); w != nil {
		t.Errorf("still waits for %v", w)
	}
	s.Leave(s.task(1))
	s.expect(t, nil, nil)
}

func TestPeriodsEndByThemselves(t *testing.T) {
	s := newScene(4)
	s.Enter(s.task(1))
	s.Wait(s.task(3))
	s.Enter(s.task(2))
	s.Wait(s.task(0))
	s.expect(t, []int{3, 3, 0, 0}, nil)
	s.Leave(s.task(1))
	s.expect(t, nil, []int{3})
	s.Leave(s.task(2))
	s.expect(t, nil, []int{0})
}

// TestState: who waits is told apart, however it came about.
func TestState(t *testing.T) {
	s, o := newScene(70), newScene(70)
	for _, id := range []int{69, 3} {
		s.Enter(s.task(id))
	}
	s.Wait(s.task(5))
	s.Wait(s.task(0))
	s.Leave(s.task(3))
	o.Enter(o.task(69))
	o.Wait(o.task(0))
	o.Wait(o.task(5))
	state := s.AppendState([]uint64{7})
	if other := o.AppendState([]uint64{7}); !slices.Equal(state, other) {
		t.Errorf("%x and %x are one state", state, other)
	}
	n := newScene(70)
	n.Enter(n.task(1))
	n.Wait(n.task(2))
	if rest := n.SetState(append(slices.Clone(state[1:]), 9, 8)); !slices.Equal(rest, []uint64{9, 8}) {
		t.Errorf("behind it: %v", rest)
	}
	if again := n.AppendState([]uint64{7}); !slices.Equal(again, state) {
		t.Errorf("%x is given back as %x", state, again)
	}
	n.log = log{}
	n.Leave(n.task(1)) // not inside any more
	n.expect(t, nil, nil)
	n.Leave(n.task(69))
	n.expect(t, nil, []int{0, 5})
}

// gopher is a task that is a goroutine.
type gopher struct {
	task.Task
	id     int
	tokens []chan struct{}
	locks  *sync.Mutex
}

func (g gopher) ID() int            { return g.id }
func (g gopher) Lock(*task.Spin)    { g.locks.Lock() }
func (g gopher) Unlock(*task.Spin)  { g.locks.Unlock() }
func (g gopher) Wake(id int)        { g.tokens[id] <- struct{}{} }
func (g gopher) Yield(task.Label)   {}
func (g gopher) Observe(task.Event) {}
func (g gopher) Park() bool         { <-g.tokens[g.id]; return true }

// TestGoroutines frees what others read, in earnest.
func TestGoroutines(t *testing.T) {
	const readers = 3
	rounds := 2000
	if testing.Short() {
		rounds = 300
	}
	var d rcu.Domain
	d.Init(readers+1, 0)
	var locks sync.Mutex
	tokens := make([]chan struct{}, readers+1)
	for i := range tokens {
		tokens[i] = make(chan struct{}, 1)
	}
	type memory struct{ freed atomic.Bool }
	var shared atomic.Pointer[memory]
	shared.Store(new(memory))
	var done atomic.Bool
	var wg, reading sync.WaitGroup
	reading.Add(readers)
	for id := range readers {
		g := gopher{id: id + 1, tokens: tokens, locks: &locks}
		wg.Go(func() {
			for n := 0; !done.Load(); n++ {
				if n == 1 {
					reading.Done()
				}
				d.Enter(g)
				if m := shared.Load(); m.freed.Load() {
					t.Error("read after it was freed")
				}
				d.Leave(g)
			}
		})
	}
	g := gopher{tokens: tokens, locks: &locks}
	reading.Wait()
	for range rounds {
		old := shared.Swap(new(memory))
		d.Wait(g)
		old.freed.Store(true)
	}
	done.Store(true)
	wg.Wait()
}
