package crew

import (
	"slices"
	"sync/atomic"
	"testing"
)

// TestDo: each piece is done once, by a worker that exists, each worker does its
// pieces in order, and the other thing is done once before Do returns.
func TestDo(t *testing.T) {
	for _, workers := range []int{0, 1, 2, 3, 9} {
		for _, pieces := range []int{0, 1, 2, 7, 100} {
			by := make([]int, pieces)
			done := make([]atomic.Int32, pieces)
			mine := make([][]int, max(1, workers))
			meanwhile := 0
			Do(workers, pieces, func(w, n int) {
				done[n].Add(1)
				by[n] = w
				mine[w] = append(mine[w], n)
			}, func() { meanwhile++ })
			for n := range done {
				if got := done[n].Load(); got != 1 {
					t.Errorf("%d workers, %d pieces: piece %d is done %d times", workers, pieces, n, got)
				}
			}
			for w, list := range mine {
				if !slices.IsSorted(list) {
					t.Errorf("%d workers, %d pieces: worker %d does %v", workers, pieces, w, list)
				}
			}
			if meanwhile != 1 {
				t.Errorf("%d workers, %d pieces: %d times meanwhile", workers, pieces, meanwhile)
			}
		}
	}
}

// TestDoMeanwhile: with several workers and pieces, all go on at the same time: each
// waits for the other here.
func TestDoMeanwhile(t *testing.T) {
	piece, other := make(chan bool), make(chan bool)
	Do(2, 2, func(_, n int) {
		if n == 0 {
			piece <- true
			<-other
		}
	}, func() {
		<-piece
		other <- true
	})
}

// TestDoAlone: one worker does the other thing first, so that its pieces may use what
// that leaves behind.
func TestDoAlone(t *testing.T) {
	done := false
	Do(1, 3, func(_, n int) {
		if !done {
			t.Errorf("piece %d is done before", n)
		}
	}, func() { done = true })
}
