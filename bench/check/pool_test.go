package check

import (
	"testing"

	"daxwait/daxcore"
	"daxwait/daxcore/daxtest"
)

// TestNoPlaceTakesAllRoom: coroutines that stand where few are wanted leave room for
// those that stand elsewhere.
func TestNoPlaceTakesAllRoom(t *testing.T) {
	tasks, err := daxtest.ParseTasks("F(0,B+1) then F(9,B); F(0,B+1) then I(B+1); I(B+1) then F(0,B+1); F(9,B) then F(0,B+1)")
	if err != nil {
		t.Fatal(err)
	}
	s := newSearch(&daxtest.Scenario{Entries: "pte B+1", Tasks: tasks}, daxcore.Policy{}.Design, Options{MaxStates: 3000})
	defer s.close()
	if err := s.run(); err != nil {
		t.Fatal(err)
	}
	p, parked, most := s.engines[0].pool, 0, 0
	for _, places := range p.places {
		for _, pl := range places {
			parked += len(pl.parked)
			most = max(most, len(pl.parked))
		}
	}
	if most > maxAtPlace || most < maxAtPlace/2 || parked != p.parked {
		t.Errorf("%d coroutines are parked at one place, at most %d may be; %d are at all places, and %d are counted", most, maxAtPlace, parked, p.parked)
	}
}
