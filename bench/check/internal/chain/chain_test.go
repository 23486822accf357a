package chain

import (
	"testing"

	"daxwait/daxcore"
)

// links are six cells in two chains, a and b, and one that is alone.
func links() *Chains {
	return Of(6, func(i int) (string, daxcore.Policy, bool) {
		p := daxcore.Policy{}
		p.Rules.PMDOff = i == 4
		return []string{"a", "b", "a", "a", "a", "b"}[i], p, i == 3
	})
}

func TestCellsOfAKeyAreAChain(t *testing.T) {
	c := links()
	if c.Chains() != 3 {
		t.Errorf("%d chains, want 3", c.Chains())
	}
	for i, want := range []int{none, none, 0, none, 2, 1} {
		if before, ok := c.Before(i); before != want || ok != (want != none) {
			t.Errorf("cell %d is behind %d, want %d", i, before, want)
		}
	}
}

func TestAResultGoesToWhoAnswersTheSame(t *testing.T) {
	c := links()
	design, peers := c.Design(0)
	daxcore.Decided(design(daxcore.Room{}), func(r daxcore.Rules) bool { return r.PMDOff })
	c.Share(0, peers)
	for i, want := range []int{none, none, 0, none, none, none} {
		if from, ok := c.Known(i); from != want || ok != (want != none) {
			t.Errorf("cell %d has the result of %d, want %d", i, from, want)
		}
	}
	if _, peers := c.Design(4); peers != nil {
		t.Error("the last of a chain has peers")
	}
	if _, peers := c.Design(3); peers != nil {
		t.Error("a cell that is alone has peers")
	}
}
