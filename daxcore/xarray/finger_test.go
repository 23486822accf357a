package xarray

import "testing"

// A search leaves a finger on the node in which it ended, for the store that
// follows. Nodes are reused: a finger that outlived its node would lead a store
// to whatever range has it now.
func TestFingerGoesWithItsNode(t *testing.T) {
	const here, there = base + 5, 4*base + 5
	a := with(here, 8*base) // another entry keeps the tree tall
	c := a.At(here, pte)
	c.FindConflict()
	c.Store(0) // the node goes
	c = a.At(there, pte)
	c.Store(Value(1)) // and is reused
	c = a.At(here, pte)
	c.Store(Value(2))
	if a.Load(there) != Value(1) || a.Load(here) != Value(2) {
		t.Errorf("stored at %#x: there %v, elsewhere %v", here, a.Load(here), a.Load(there))
	}
}
