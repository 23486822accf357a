package sim

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// TestHeapAgainstSorting does what a heap does with a slice that is kept sorted.
// Times are few, so that the order of scheduling counts.
func TestHeapAgainstSorting(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	var h heap
	var sorted []event
	insert := func(e event) {
		i, _ := slices.BinarySearchFunc(sorted, e, func(a, b event) int {
			if a.before(b) {
				return -1
			}
			return 1
		})
		sorted = slices.Insert(sorted, i, e)
	}
	for seq := range uint64(20_000) {
		e := event{at: r.Int64N(50), key: (seq+1)<<8 | r.Uint64N(256)}
		var got, want event
		switch op := r.IntN(5); {
		case op > 2 || len(sorted) == 0: // longer and longer
			h.push(e)
			insert(e)
			continue
		case op == 0:
			got = h.pop()
		default:
			e.at += sorted[0].at
			got = h.exchange(e)
			insert(e)
		}
		want, sorted = sorted[0], sorted[1:]
		if got != want {
			t.Fatalf("took %+v, want %+v", got, want)
		}
	}
	for _, want := range sorted {
		if got := h.pop(); got != want {
			t.Fatalf("took %+v, want %+v", got, want)
		}
	}
}
