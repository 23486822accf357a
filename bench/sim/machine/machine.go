package machine

import "math/bits"

// Machine is CPUs and how they are scheduled.
type Machine struct {
	Name, About string
	Scheduler   Scheduler
	// Profile is the name of the cost profile that was measured on it, if there is one.
	Profile string
	// Sockets of Cores CPUs each; a socket shares its last cache.
	Sockets, Cores int
	Preemption     Preemption
	// Tick is the time between two ticks, in ns.
	Tick int64
	// Slice is what a task may use before another of its queue has the CPU, Latency
	// the time in which each task of a queue has it once, and Wakeup how much further
	// ahead than a woken task the running one must be to make way, in ns, for one CPU.
	// EEVDF has a Slice only. [Machine.scale] says what they are on more.
	Slice, Latency, Wakeup int64
	// Hot is for how long after it ran a task is left where its caches are.
	Hot int64
}

// Scheduler is the name of one.
type Scheduler string

// The schedulers.
const (
	FirstCome Scheduler = "fifo"
	CFS       Scheduler = "cfs"
	EEVDF     Scheduler = "eevdf"
)

// Preemption says where in the kernel a task loses its CPU. On the way back to user
// mode, and there, it always may.
type Preemption string

// The kinds of preemption.
const (
	Voluntary Preemption = "voluntary" // nowhere
	Full      Preemption = "full"      // outside of spinlocks
	Lazy      Preemption = "lazy"      // the same, at the tick after; in user mode at the tick
)

// Of is CPUs of one socket, as many as a simulation has, under a scheduler with the
// defaults of Linux at HZ=250 and preempt=voluntary; of fifo it is nil.
func Of(s Scheduler) *Machine {
	if s == FirstCome {
		return nil
	}
	return &Machine{
		Name: string(s), About: "as many CPUs as a simulation has, which share a last cache, under " + string(s),
		Scheduler: s, Sockets: 1, Preemption: Voluntary, Tick: 4e6, Slice: 750e3, Latency: 6e6, Wakeup: 1e6, Hot: 500e3,
	}
}

// CPUs is how many the machine has; 0 is as many as a simulation has.
func (m *Machine) CPUs() int { return m.Sockets * m.Cores }

// With is the machine with another number of CPUs on as many sockets, the last of
// which may have fewer.
func (m *Machine) With(cpus int) *Machine {
	q := *m
	q.Sockets = min(m.Sockets, cpus)
	q.Cores = (cpus + q.Sockets - 1) / q.Sockets
	return &q
}

// scale is what times are multiplied by on so many CPUs: 1 + log2, of 8 at most.
func scale(cpus int) int64 { return int64(bits.Len(uint(min(cpus, 8)))) }
