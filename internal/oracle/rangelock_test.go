package oracle

import (
	"slices"
	"testing"
)

// TestRangeLock: behind a PMD operation that has to wait, a PTE operation whose
// index becomes free goes first if queued ones are scanned, and not in order.
func TestRangeLock(t *testing.T) {
	for _, c := range []struct {
		scan bool
		ends []int64
	}{{false, []int64{10, 20, 30, 40}}, {true, []int64{10, 20, 30, 20}}} {
		ops := []struct {
			class int
			index uint64
			hold  int64
		}{{pte, 0, 10}, {pte, 1, 20}, {pmd, 0, 10}, {pte, 0, 10}}
		ends := make([]int64, len(ops))
		queue := &family{plan: func(*Params) *plan {
			return &plan{
				tasks: len(ops), once: true, lock: func(int) locker { return newRangeLock(2, c.scan) },
				body: func(w *worker) {
					o := ops[w.ID()]
					w.operate(o.class, o.index, 0, o.hold)
					ends[w.ID()] = w.Now()
				},
			}
		}}
		if _, err := simulate(t.Context(), &Case{family: queue}, &Options{}); err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(ends, c.ends) {
			t.Errorf("scan %v: operations end at %v, want %v", c.scan, ends, c.ends)
		}
	}
}
