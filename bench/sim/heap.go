package sim

import "math/bits"

// event is that a task goes on at a time. Events of one time come in the order
// in which they were scheduled: key is a count, and below that the task. Four
// fill a cache line.
type event struct {
	at  int64
	key uint64
}

// idBits is how many bits of a key are the number of the task.
type idBits uint8

func (b idBits) of(e event) int                { return int(e.key & (1<<(b&63) - 1)) }
func (b idBits) key(seq uint64, id int) uint64 { return seq<<(b&63) | uint64(id) }

func (e event) before(o event) bool { return e.sooner(o) != 0 }

// sooner is 1 if e comes before o, else 0, found without a branch: nothing that a
// CPU could predict decides it. No time is negative.
func (e event) sooner(o event) int {
	_, borrow := bits.Sub64(e.key, o.key, 0)
	_, borrow = bits.Sub64(uint64(e.at), uint64(o.at), borrow)
	return int(borrow)
}

// heap is a queue of events, four children to a node. An event that comes before all
// others stands beside it: one that is scheduled for the present is the next to be taken,
// most often, and need not go up the queue and have another come down.
type heap struct {
	q     []event
	next  event // if it is one, before all of q
	sifts int64 // steps that events took up or down
}

func (h *heap) empty() bool { return h.next.key == 0 && len(h.q) == 0 }

// first returns the first event. There is one.
func (h *heap) first() event {
	if h.next.key != 0 {
		return h.next
	}
	return h.q[0]
}

func (h *heap) push(e event) {
	if h.next.key == 0 {
		if len(h.q) == 0 || e.before(h.q[0]) {
			h.next = e
			return
		}
	} else if e.before(h.next) {
		e, h.next = h.next, e
	}
	q := append(h.q, e)
	i := len(q) - 1
	for i > 0 {
		up := (i - 1) / 4
		if !e.before(q[up]) {
			break
		}
		q[i] = q[up]
		i = up
		h.sifts++
	}
	q[i] = e
	h.q = q
}

// pop takes the first event. There is one.
func (h *heap) pop() event {
	if first := h.next; first.key != 0 {
		h.next.key = 0
		return first
	}
	n := len(h.q) - 1
	first, last := h.q[0], h.q[n]
	h.q = h.q[:n]
	if n > 0 {
		h.sink(last)
	}
	return first
}

// exchange takes the first event and adds another, at the price of one. There
// is one, and it comes before the other.
func (h *heap) exchange(e event) event {
	first := h.next
	if first.key != 0 {
		h.next.key = 0
		h.push(e)
		return first
	}
	first = h.q[0]
	h.sink(e)
	return first
}

// sink puts an event where the first was.
func (h *heap) sink(e event) {
	q := h.q
	i := 0
	for {
		least := 4*i + 1
		if least >= len(q) {
			break
		}
		if c := least + 3; c < len(q) {
			least += q[least+1].sooner(q[least])
			c -= 1 - q[c].sooner(q[c-1])
			least += (c - least) * q[c].sooner(q[least])
		} else {
			for c = least + 1; c < len(q); c++ {
				least += (c - least) * q[c].sooner(q[least])
			}
		}
		if !q[least].before(e) {
			break
		}
		q[i] = q[least]
		i = least
		h.sifts++
	}
	q[i] = e
}
