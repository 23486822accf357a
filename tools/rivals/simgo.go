package rivals

import (
	"github.com/fschuetz04/simgo"

	"daxwait/daxcore/task"
)

// onSimgo runs a workload on simgo, whose times are floating-point numbers.
type onSimgo struct {
	*workload
	*simgo.Simulation
	thinks, holds []stream

	spinning []*simgo.Event // for the spinlock, in order
	spin     bool           // is held
	sleeping []*simgo.Event // for the entry
	locked   bool
}

func newOnSimgo(w *workload) *onSimgo {
	s := &onSimgo{workload: w, Simulation: simgo.NewSimulation()}
	for id := range w.tasks {
		s.thinks = append(s.thinks, newStream(w.seed, id, task.ThinkSleep))
		s.holds = append(s.holds, newStream(w.seed, id, task.HoldRun))
	}
	return s
}

func (s *onSimgo) run(each int) int64 {
	for id := range s.tasks {
		s.Process(func(p simgo.Process) {
			for range each {
				think := s.thinks[id].exp(s.think)
				spend(p, think)
				if think != 0 {
					spend(p, s.contextSwitch)
				}
				s.lock(p)
				spend(p, s.holds[id].exp(s.hold))
				s.unlock(p)
			}
		})
	}
	s.Run()
	return int64(s.Now())
}

func (s *onSimgo) close() { s.Shutdown() }

func spend(p simgo.Process, ns int64) {
	if ns != 0 {
		p.Wait(p.Timeout(float64(ns)))
	}
}

// await queues p and waits until it is its turn.
func await(p simgo.Process, queue *[]*simgo.Event) {
	turn := p.Event()
	*queue = append(*queue, turn)
	p.Wait(turn)
}

// admit lets the first in a queue go on, if there is one.
func admit(queue *[]*simgo.Event) bool {
	q := *queue
	if len(q) == 0 {
		return false
	}
	q[0].Trigger()
	*queue = append(q[:0], q[1:]...)
	return true
}

func (s *onSimgo) spinLock(p simgo.Process) {
	if s.spin {
		await(p, &s.spinning)
	}
	s.spin = true
}

func (s *onSimgo) spinUnlock() { s.spin = admit(&s.spinning) }

func (s *onSimgo) lock(p simgo.Process) {
	s.spinLock(p)
	spend(p, s.walk)
	if !s.locked {
		s.locked = true
		s.spinUnlock()
	} else {
		s.spinUnlock()
		await(p, &s.sleeping)
		spend(p, s.contextSwitch)
		spend(p, s.recheck)
	}
	spend(p, s.install)
}

func (s *onSimgo) unlock(p simgo.Process) {
	s.spinLock(p)
	spend(p, s.walk)
	if len(s.sleeping) != 0 {
		spend(p, s.wake)
	}
	s.locked = admit(&s.sleeping)
	s.spinUnlock()
}
