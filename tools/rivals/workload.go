package rivals

import (
	"math"

	"daxwait/daxcore/step"
	"daxwait/daxcore/task"
)

// workload is tasks that think, lock one entry, hold it and give it to the
// first in the queue. Think and hold times are drawn from exponential
// distributions, all others are constant. Times are in ns; one of 0 does not
// take place. There is a CPU for each task.
type workload struct {
	tasks       int
	seed        uint64
	think, hold int64
	// walk is paid with the spinlock held, by who asks and by who releases;
	// wake with it held, by who releases, if somebody waits.
	walk, wake int64
	// recheck is paid by the woken, install by who holds the entry, and
	// contextSwitch by who comes back from a think or a sleep.
	recheck, install, contextSwitch int64
}

// bare is a workload in which nothing costs anything but thinking and holding.
func bare(tasks int) *workload {
	return &workload{tasks: tasks, seed: 1, think: 10_000, hold: 1_000}
}

// full charges five kinds of costs besides, as much as the profile "default".
func full(tasks int) *workload {
	w := bare(tasks)
	w.walk, w.wake, w.recheck, w.install, w.contextSwitch = 100, 1_000, 200, 700, 500
	return w
}

// theory returns the acquisitions in a microsecond of a bare workload, M/M/1//N.
func (w *workload) theory() float64 {
	sum, term := 0.0, 1.0
	for k := range w.tasks + 1 {
		sum += term
		term *= float64(w.tasks-k) * float64(w.hold) / float64(w.think)
	}
	return (1 - 1/sum) * 1000 / float64(w.hold)
}

// simulator runs a workload.
type simulator interface {
	// run has each task lock the entry so many times more, and returns the
	// virtual time at which the last has, in ns.
	run(each int) int64
	close()
}

// stream is a stream of random numbers as those of bench/sim: splitmix64, one
// for each task and purpose.
type stream struct{ state uint64 }

func newStream(seed uint64, id int, c task.Cost) stream {
	return stream{step.Mix(step.Mix(seed, uint64(id)), uint64(c))}
}

func (s *stream) exp(mean int64) int64 {
	s.state += 0x9E3779B97F4A7C15
	z := s.state
	z = (z ^ z>>30) * 0xBF58476D1CE4E5B9
	z = (z ^ z>>27) * 0x94D049BB133111EB
	u := (float64((z^z>>31)>>11) + 0.5) / (1 << 53)
	return int64(-math.Log(u)*float64(mean) + 0.5)
}
