package machine

// FIFO is CPUs with one queue, first come first served. A task that finds a CPU free
// takes the one that was freed last.
type FIFO struct {
	free  []int32 // the next to be taken last
	ready ring
	cpus  int
}

// NewFIFO returns free CPUs for so many tasks.
func NewFIFO(cpus, tasks int) *FIFO {
	f := &FIFO{cpus: cpus, ready: newRing(tasks)}
	f.Reset()
	return f
}

// Reset takes all CPUs from everybody, and everybody off the queue.
func (f *FIFO) Reset() {
	f.ready.n = 0
	f.free = f.free[:0]
	for cpu := f.cpus - 1; cpu >= 0; cpu-- {
		f.free = append(f.free, int32(cpu))
	}
}

// Take takes a free CPU, if there is one.
func (f *FIFO) Take() (cpu int32, ok bool) {
	n := len(f.free)
	if n == 0 {
		return 0, false
	}
	cpu = f.free[n-1]
	f.free = f.free[:n-1]
	return cpu, true
}

// Queue has a task wait for a CPU, behind all others or before them.
func (f *FIFO) Queue(id int, first bool) {
	if first {
		f.ready.pushFront(id)
	} else {
		f.ready.push(id)
	}
}

// Waited reports whether anybody waits for a CPU.
func (f *FIFO) Waited() bool { return f.ready.n > 0 }

// Give gives a CPU to the first that waits for one, or frees it.
func (f *FIFO) Give(cpu int32) (id int, given bool) {
	if f.ready.n == 0 {
		f.free = append(f.free, cpu)
		return 0, false
	}
	return f.ready.pop(), true
}
