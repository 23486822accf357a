// Package crew has workers do pieces of work, in the order of their numbers, while the
// caller does something else.
//
// Which worker does which piece is for the moment to decide. So what a piece leaves
// behind must not depend on who did it, but for this: a worker does its pieces in the
// order of their numbers.
package crew

import (
	"sync"
	"sync/atomic"
)

// Do has so many workers do so many pieces, and meanwhile does something else. It
// returns when all is done. If one worker or one piece is all there is, the other
// thing comes first, and no goroutine is made.
func Do(workers, pieces int, piece func(worker, n int), meanwhile func()) {
	workers = min(workers, pieces)
	if workers <= 1 {
		meanwhile()
		for n := range pieces {
			piece(0, n)
		}
		return
	}
	var wg sync.WaitGroup
	var next atomic.Int64
	for w := range workers {
		wg.Go(func() {
			for n := next.Add(1) - 1; n < int64(pieces); n = next.Add(1) - 1 {
				piece(w, int(n))
			}
		})
	}
	meanwhile()
	wg.Wait()
}
