package machine

// ring is a queue of tasks, each of which is in it once at most.
type ring struct {
	ids   []int32
	first int
	n     int
}

func newRing(n int) ring { return ring{ids: make([]int32, max(1, n))} }

func (r *ring) push(id int) {
	r.ids[(r.first+r.n)%len(r.ids)] = int32(id)
	r.n++
}

// pushFront puts a task before all others.
func (r *ring) pushFront(id int) {
	r.first = (r.first + len(r.ids) - 1) % len(r.ids)
	r.ids[r.first] = int32(id)
	r.n++
}

// pop takes the first. There is one.
func (r *ring) pop() int {
	id := r.ids[r.first]
	r.first = (r.first + 1) % len(r.ids)
	r.n--
	return int(id)
}
