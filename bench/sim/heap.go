package sim

// event is that a task goes on at a time. Events of one time come in the order
// in which they were scheduled.
type event struct {
	at   int64
	seq  uint64
	task int32
}

func (e event) before(o event) bool { return e.at < o.at || e.at == o.at && e.seq < o.seq }

// heap is a queue of events, four children to a node.
type heap []event

func (h *heap) push(e event) {
	q := append(*h, e)
	i := len(q) - 1
	for i > 0 {
		up := (i - 1) / 4
		if !e.before(q[up]) {
			break
		}
		q[i] = q[up]
		i = up
	}
	q[i] = e
	*h = q
}

// pop takes the first event. There is one.
func (h *heap) pop() event {
	q := *h
	first := q[0]
	n := len(q) - 1
	last := q[n]
	q = q[:n]
	*h = q
	for i := 0; n > 0; {
		least := 4*i + 1
		if least >= n {
			q[i] = last
			break
		}
		for c := least + 1; c < min(4*i+5, n); c++ {
			if q[c].before(q[least]) {
				least = c
			}
		}
		if !q[least].before(last) {
			q[i] = last
			break
		}
		q[i] = q[least]
		i = least
	}
	return first
}
