package machine

// waiting is a task in a queue. Of equal keys, the first to come is the first.
type waiting struct {
	key int64
	seq uint64
	id  int32
}

func (w waiting) before(o waiting) bool {
	return w.key < o.key || w.key == o.key && w.seq < o.seq
}

// queue is tasks by a key: a heap that knows where each task is.
type queue struct {
	q     []waiting
	at    []int32 // by task, shared by all queues: a task is in one at most
	steps int64   // that tasks took up or down
}

// empty is the queue without its tasks.
func (h queue) empty() queue {
	h.q = h.q[:0]
	return h
}

func (h *queue) push(w waiting) {
	h.q = append(h.q, w)
	h.up(len(h.q)-1, w)
}

// up puts w at i, or above.
func (h *queue) up(i int, w waiting) {
	for i > 0 {
		p := (i - 1) / 2
		if !w.before(h.q[p]) {
			break
		}
		h.put(i, h.q[p])
		i = p
	}
	h.put(i, w)
}

func (h *queue) put(i int, w waiting) {
	h.q[i] = w
	h.at[w.id] = int32(i)
	h.steps++
}

// pop takes the first. There is one.
func (h *queue) pop() waiting { return h.remove(0) }

// remove takes the one at i.
func (h *queue) remove(i int) waiting {
	gone, n := h.q[i], len(h.q)-1
	last := h.q[n]
	h.q = h.q[:n]
	if i == n {
		return gone
	}
	if i > 0 && last.before(h.q[(i-1)/2]) {
		h.up(i, last)
		return gone
	}
	for {
		c := 2*i + 1
		if c >= n {
			break
		}
		if c+1 < n && h.q[c+1].before(h.q[c]) {
			c++
		}
		if !h.q[c].before(last) {
			break
		}
		h.put(i, h.q[c])
		i = c
	}
	h.put(i, last)
	return gone
}
