package check

import (
	"context"
	"slices"
	"sync"

	"daxwait/daxcore/daxtest"
	"daxwait/results"
)

// Watch is told how far the searches of a matrix are. Nil functions are not
// called; Tell is called from several goroutines.
type Watch struct {
	// Done: one more cell is.
	Done func()
	// Tell: a search has stored so many states, of as many as it may.
	Tell func(states, most int)
}

func (w Watch) done() {
	if w.Done != nil {
		w.Done()
	}
}

func (w Watch) tell(states, most int) {
	if w.Tell != nil {
		w.Tell(states, most)
	}
}

// Search searches cells, workers of them at a time, and calls found for each that
// has a verdict, in their order; a lone cell is searched by all workers. Of cells in
// which designs decide the same, one is searched (package chain). Why one
// has none is in its Err. A task that spins, or reads the clock of an engine, ends it,
// but of a cell that is away: nothing can stop the one, and others need not follow.
func Search(ctx context.Context, cells []*Cell, workers int, w Watch, found func(*Cell)) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	workers = max(1, workers)
	chains := chained(cells)
	each := 1
	if chains.Chains() == 1 { // one is searched at a time
		each = workers
	}
	work := make(chan int)
	finished := make([]chan struct{}, len(cells))
	for i := range finished {
		finished[i] = make(chan struct{})
	}
	var wg sync.WaitGroup
	for range min(workers, len(cells)) {
		wg.Go(func() {
			for i := range work {
				if before, ok := chains.Before(i); ok {
					<-finished[before]
				}
				find(ctx, cells, i, chains, each, w)
				if err := cells[i].Err; daxtest.Fatal(err) && cells[i].Away == nil {
					cancel(err)
				}
				close(finished[i])
			}
		})
	}
	wg.Go(func() {
		for i := range cells {
			work <- i
		}
		close(work)
	})
	for i, c := range cells {
		<-finished[i]
		w.done()
		if c.Err == nil && found != nil {
			found(c)
		}
	}
	wg.Wait()
}

// Found are the cells that have a verdict for which what holds.
func Found(cells []*Cell, what string) (some []*Cell) {
	for _, c := range cells {
		if c.Verdict != nil && c.Verdict.Verdict == what {
			some = append(some, c)
		}
	}
	return some
}

// Losing are the cells with a violation, those of fewest steps first.
func Losing(cells []*Cell) []*Cell {
	some := Found(cells, results.Violation)
	slices.SortStableFunc(some, func(a, b *Cell) int { return a.Verdict.Depth - b.Verdict.Depth })
	return some
}
