package machine

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// TestQueueAgainstSorting does what a queue does with a slice that is kept sorted. Keys
// are few, so that the order of coming counts.
func TestQueueAgainstSorting(t *testing.T) {
	const tasks = 64
	r := rand.New(rand.NewPCG(1, 2))
	h := queue{at: make([]int32, tasks)}
	var sorted []waiting
	in := map[int32]bool{}
	for seq := range uint64(20_000) {
		switch id := r.Int32N(tasks); {
		case in[id] && r.IntN(2) == 0: // from the middle
			i := slices.IndexFunc(sorted, func(w waiting) bool { return w.id == id })
			if got := h.remove(int(h.at[id])); got != sorted[i] {
				t.Fatalf("removed %+v, want %+v", got, sorted[i])
			}
			sorted = slices.Delete(sorted, i, i+1)
			in[id] = false
		case in[id]:
			got := h.pop()
			if got != sorted[0] {
				t.Fatalf("took %+v, want %+v", got, sorted[0])
			}
			sorted, in[got.id] = sorted[1:], false
		default:
			w := waiting{r.Int64N(9) - 4, seq, id}
			i, _ := slices.BinarySearchFunc(sorted, w, func(a, b waiting) int {
				if a.before(b) {
					return -1
				}
				return 1
			})
			h.push(w)
			sorted, in[id] = slices.Insert(sorted, i, w), true
		}
	}
}

func TestSetFrom(t *testing.T) {
	s := newSet(200)
	for _, cpu := range []int32{3, 63, 64, 130, 199} {
		s.add(cpu)
	}
	s.remove(130)
	for _, c := range []struct{ from, end, want int32 }{
		{0, 200, 3}, {3, 200, 3}, {4, 200, 63}, {4, 63, none}, {64, 200, 64}, {65, 200, 199}, {65, 199, none}, {199, 200, 199}, {0, 0, none},
	} {
		if got := s.from(c.from, c.end); got != c.want {
			t.Errorf("from %d below %d: %d, want %d", c.from, c.end, got, c.want)
		}
	}
}
