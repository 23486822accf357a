package waitqueue

// Swap has two tasks take each other's places. No task is inside a section.
func (q *Table) Swap(a, b int) {
	ra, rb := ref(a+1), ref(b+1)
	other := func(r *ref) {
		switch *r {
		case ra:
			*r = rb
		case rb:
			*r = ra
		}
	}
	for i := range q.heads {
		other(&q.heads[i].first)
		other(&q.heads[i].last)
	}
	for i := range q.waiters {
		other(&q.waiters[i].next)
		other(&q.waiters[i].prev)
	}
	q.waiters[a], q.waiters[b] = q.waiters[b], q.waiters[a]
}

// AppendPlace appends to dst where a task stands: for what it is queued, behind how
// many others, and what was handed to it. No two tasks stand in one place of a queue.
func (q *Table) AppendPlace(dst []uint64, id int) []uint64 {
	w := &q.waiters[id]
	dst = append(dst, w.grant, uint64(w.queued))
	if w.queued == 0 {
		return dst
	}
	before := uint64(0)
	for r := q.heads[w.key.hash(q.bits)].first; r != ref(id+1); r = q.waiters[r-1].next {
		if q.waiters[r-1].key == w.key {
			before++
		}
	}
	return append(dst, w.key.Index, uint64(w.key.File)<<32|uint64(w.key.Queue)<<24|uint64(w.mode), before)
}
