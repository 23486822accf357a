package check

import (
	"runtime"
	"testing"

	"daxwait/daxcore"
	"daxwait/daxcore/daxtest"
	"daxwait/strategies"
)

// TestBytesPerState: a stored state takes 100 bytes at most, edges and slack
// included, once there are enough of them.
func TestBytesPerState(t *testing.T) {
	tasks, err := daxtest.ParseTasks("F(0,B+1) then F(9,B); F(0,B+1) then I(B+1); I(B+1) then F(0,B+1); F(9,B) then F(0,B+1); F(0,B+1)")
	if err != nil {
		t.Fatal(err)
	}
	upstream, err := strategies.Find(strategies.Baseline)
	if err != nil {
		t.Fatal(err)
	}
	s := newSearch(&daxtest.Scenario{Entries: "pte B+1", Tasks: tasks}, upstream[0].EntryLock, Options{})
	defer s.close()
	if err := s.run(); err != nil {
		t.Fatal(err)
	}
	n := s.graph.States()
	if n < 10_000 {
		t.Fatalf("only %d states", n)
	}
	if each := float64(s.graph.Bytes()) / float64(n); each > 100 {
		t.Errorf("%.0f bytes for each of %d states", each, n)
	} else {
		t.Logf("%.0f bytes for each of %d states", each, n)
	}
}

// TestBytesAreWhatASearchTakes: what is counted against the limit of memory is what
// the heap has, within a twentieth and what coroutines take that are parked.
func TestBytesAreWhatASearchTakes(t *testing.T) {
	tasks, err := daxtest.ParseTasks("F(0,B+1) then F(9,B); F(0,B+1) then I(B+1); I(B+1) then F(0,B+1); F(9,B) then F(0,B+1); I(B+1) then F(0,B+1)")
	if err != nil {
		t.Fatal(err)
	}
	heap := func() int64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return int64(m.HeapAlloc)
	}
	searched := func(states int) *search {
		s := newSearch(&daxtest.Scenario{Entries: "pte B+1", Tasks: tasks}, daxcore.Policy{}.Design, Options{MaxStates: states})
		t.Cleanup(s.close)
		if err := s.run(); err != nil {
			t.Fatal(err)
		}
		return s
	}
	searched(10) // what the program takes only once
	was := heap()
	s := searched(0)
	takes := heap() - was
	counted := s.bytes()*4/5 - int64(s.graph.Looking())
	const parked = 1 << 20
	if takes > counted*21/20+parked || takes < counted*9/10 {
		t.Errorf("%d KB are counted, and the heap has %d KB more", counted>>10, takes>>10)
	} else {
		t.Logf("%d KB are counted, and the heap has %d KB more", counted>>10, takes>>10)
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	s.graph.MayLivelock(len(tasks), nil)
	runtime.ReadMemStats(&after)
	looking, made := int64(s.graph.Looking()), int64(after.TotalAlloc-before.TotalAlloc)
	if made > 2*looking || made < looking/2 { // slices that grow are made again
		t.Errorf("a look for livelocks made %d KB, and %d KB are counted", made>>10, looking>>10)
	} else {
		t.Logf("a look for livelocks made %d KB, and %d KB are counted", made>>10, looking>>10)
	}
}
