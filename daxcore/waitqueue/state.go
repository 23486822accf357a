package waitqueue

// AppendState appends who is queued for what and in which order, and what was
// handed over and not yet looked at, to dst. No task is inside a section. In
// which order waiters of different keys stand makes no difference but to the
// cost of a walk, and is left out.
func (q *Table) AppendState(dst []uint64) []uint64 {
	count := len(dst)
	dst = append(dst, 0)
	for i := range q.heads {
		for r := q.heads[i].first; r != 0; r = q.waiters[r-1].next {
			w := &q.waiters[r-1]
			dst = append(dst, w.key.Index, uint64(w.key.File)<<32|uint64(w.key.Queue)<<24|uint64(w.mode)<<16|uint64(r-1))
			byKey(dst[count+1:])
		}
	}
	queued := len(dst) - count - 1
	for i := range q.waiters {
		if g := q.waiters[i].grant; g != 0 {
			dst = append(dst, uint64(i), g)
		}
	}
	dst[count] = uint64(queued)<<32 | uint64(len(dst)-count-1)
	return dst
}

// SetState makes the queues what AppendState has appended, from a table of the
// same shape, and returns the words behind that.
func (q *Table) SetState(src []uint64) []uint64 {
	for i := range q.heads {
		if h := &q.heads[i]; h.active != 0 {
			h.first, h.last, h.active = 0, 0, 0
		}
	}
	for i := range q.waiters {
		w := &q.waiters[i]
		w.next, w.prev, w.queued, w.grant = 0, 0, 0, 0
	}
	queued, end := 1+src[0]>>32, 1+src[0]&(1<<32-1)
	for at := uint64(1); at < queued; at += 2 {
		key := Key{File: uint32(src[at+1] >> 32), Queue: uint8(src[at+1] >> 24), Index: src[at]}
		q.enqueue(&q.heads[key.hash(q.bits)], ref(src[at+1]&0xffff+1), key, Mode(src[at+1]>>16&0xff), true)
	}
	for at := queued; at < end; at += 2 {
		q.waiters[src[at]].grant = src[at+1]
	}
	return src[end:]
}

// byKey moves the last waiter before those of higher keys.
func byKey(queue []uint64) {
	for at := len(queue) - 2; at >= 2; at -= 2 {
		index, of := queue[at], queue[at+1]>>24 // the file and the number of the queue
		if before := queue[at-1] >> 24; before < of || before == of && queue[at-2] <= index {
			return
		}
		queue[at], queue[at-2] = queue[at-2], queue[at]
		queue[at+1], queue[at-1] = queue[at-1], queue[at+1]
	}
}
