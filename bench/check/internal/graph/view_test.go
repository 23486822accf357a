package graph

import (
	"sync"
	"testing"

	"daxwait/daxcore/step"
)

// TestAViewStays: it has what there was, however much is added to the graph while it
// is read, past blocks of columns and sizes of the table.
func TestAViewStays(t *testing.T) {
	for _, keep := range []Keep{0, Edges, Compact} {
		g := New(keep)
		print := func(i int) Print { return PrintOf([]uint64{uint64(i)}) }
		add := func(from, to int) {
			for i := from; i < to; i++ {
				g.Add(&Found{Print: print(i)}, uint32(max(0, i-1)), step.Step{Task: uint8(i % 3)})
			}
		}
		const had, has = 1500, 9000
		add(0, had)
		view := g.Now()
		var wg sync.WaitGroup
		look := func() {
			for i := range has {
				if id, ok := view.Find(print(i)); ok != (i < had) || ok && int(id) != i {
					t.Errorf("%v: state %d is %d, %v", keep, i, id, ok)
					return
				}
			}
			if n := len(view.Path(had - 1)); n != had-1 || view.States() != had {
				t.Errorf("%v: a path of %d steps, %d states", keep, n, view.States())
			}
		}
		wg.Go(look)
		add(had, had+100) // in the table that the view has
		wg.Wait()
		look()
		wg.Go(look)
		add(had+100, has)
		wg.Wait()
		look()
		if id, ok := g.Find(print(has - 1)); !ok || id != has-1 {
			t.Errorf("%v: the graph has %d, %v", keep, id, ok)
		}
	}
}
