package machine

// Distance is how far a woken task's CPU is from that of its waker.
type Distance uint8

// The distances.
const (
	Own  Distance = iota // the waker's own, which an interrupt has woken
	Near                 // another of its socket
	Away                 // of another socket
)

// loadBias is what the load of the CPU that a task had last counts, in percent: half of
// the imbalance that Linux tolerates within a socket, 117 %.
const loadBias = 108

// Between is how far it is from one CPU to another.
func (f *Fair) Between(a, b int32) Distance {
	switch {
	case a == b:
		return Own
	case f.socket(a) == f.socket(b):
		return Near
	}
	return Away
}

func (f *Fair) socket(cpu int32) int32 { return f.cpus[cpu].socket }

// within returns the CPUs of a socket, from and below.
func (f *Fair) within(socket int32) (from, end int32) {
	from = socket * int32(f.m.Cores)
	return from, min(from+int32(f.m.Cores), int32(len(f.cpus)))
}

// Idle reports whether any CPU is.
func (f *Fair) Idle() bool { return f.idlers > 0 }

// Choose returns the CPU for a task that is woken on one, by a task or by an interrupt:
// the one that it had last; the waker's, if that is idle, or no more loaded with it than the other without; an
// idle one of the same socket, if there is one. Load decays over tens of milliseconds, so
// that a task which sleeps for less is part of it: it is how many tasks are at home there.
func (f *Fair) Choose(id, waker int32) int32 {
	last := f.tasks[id].cpu
	if f.idle.has(last) {
		return last
	}
	target := last
	if f.idle.has(waker) || (f.cpus[waker].homes+1)*100 < (f.cpus[last].homes-1)*loadBias {
		target = waker
	}
	from, end := f.within(f.socket(target))
	if cpu := f.idle.from(target, end); cpu != none {
		return cpu
	}
	if cpu := f.idle.from(from, target); cpu != none {
		return cpu
	}
	return target
}
