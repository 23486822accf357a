package check

import (
	"testing"

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
