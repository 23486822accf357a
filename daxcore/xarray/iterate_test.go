package xarray

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// tour goes over acted(seed) by way of either Entries or Next, does things to the
// cursor on the way, and returns where it was and what it left.
func tour(seed uint64, entries bool) (met []string) {
	a := acted(seed, 200)
	rng := rand.New(rand.NewPCG(seed, 3))
	for _, i := range append(upTo(100), 1<<31) { // full nodes, and one that keeps the tree tall
		c := a.At(4096+i, pte)
		c.Store(Value(i))
	}
	first := fuzzIndex(byte(rng.Uint32()), byte(rng.Uint32()))
	last := first + rng.Uint64N(1<<rng.IntN(20))
	c := a.At(first, pte)
	visit := func(e Entry) bool {
		met = append(met, fmt.Sprint(e, c.Index(), c.EntryIndex()))
		switch rng.IntN(24) {
		case 0:
			c.Pause()
		case 1:
			c.Reset()
			c.Next(last)
		case 2:
			c.Store(0)
		case 3:
			c.Store(Value(uint64(len(met))))
		case 4:
			c.FindConflict()
		case 5:
			c.SetMark(Mark1)
		case 6:
			at := a.At(c.Index()+1, pte)
			if at.Load(); at.EntryIndex() != c.EntryIndex() { // or its node might go
				at.Store(0)
			}
		case 7:
			return len(met)%16 != 0
		}
		return true
	}
	if entries {
		for e := range c.Entries(last) {
			if !visit(e) {
				break
			}
		}
	} else {
		for e := c.Next(last); e != 0 && visit(e); e = c.Next(last) {
		}
	}
	return append(met, fmt.Sprint(c.Index(), c.Positioned(), a.AppendState(nil)))
}

// upTo returns the numbers below n.
func upTo(n uint64) (all []uint64) {
	for i := range n {
		all = append(all, i)
	}
	return all
}

// TestEntriesAreNext: whatever the loop does meanwhile.
func TestEntriesAreNext(t *testing.T) {
	steps := 0
	for seed := range uint64(500) {
		want, got := tour(seed, false), tour(seed, true)
		if steps += len(want); !slices.Equal(got, want) {
			t.Fatalf("seed %d:\n%q, want\n%q", seed, got, want)
		}
	}
	if steps < 5000 {
		t.Errorf("%d steps, want 5000 at least", steps)
	}
}

// TestEntriesEndAtTheLast: in the middle of a node, too.
func TestEntriesEndAtTheLast(t *testing.T) {
	a := denseArray(200)
	for _, last := range []uint64{0, 1, 62, 63, 64, 100, 199, 300} {
		n := uint64(0)
		c := a.At(0, pte)
		for e := range c.Entries(last) {
			if e != Value(n<<4) || c.Index() != n {
				t.Fatalf("up to %d: entry %d is %v at %d", last, n, e, c.Index())
			}
			n++
		}
		if want := min(last+1, 200); n != want {
			t.Errorf("up to %d: %d entries, want %d", last, n, want)
		}
	}
}
