package oracle

import (
	"math/rand/v2"

	"daxwait/daxcore/task"
)

// An open queue is played by this many tasks, each of which takes the next
// arrival when it is done with its last. Where all are busy an arrival finds
// nobody to take it, and is taken late; but it is the last of a FIFO queue as
// long as the tasks are many, so it is served when it would have been, and its
// wait counts from when it was to come.
const openTasks = 256

func openMM1(p *Params) *plan {
	var arrivals *rand.Rand
	at := 0.0
	return &plan{
		tasks: openTasks, hold: cost{mean: p.S}, think: cost{mean: 1 / p.Lambda}, lock: handOff(1),
		body: func(w *worker) {
			if arrivals == nil {
				arrivals = w.rand // of the first task: arrivals are one stream
			}
			for !w.run.rec.done {
				at += arrivals.ExpFloat64() / p.Lambda
				asked := int64(at * w.run.unit)
				if away := asked - w.Now(); away > 0 {
					w.Spend(task.ThinkSleep, away)
				}
				w.operate(pte, 0, asked, 0)
			}
		},
	}
}

func openMD1(p *Params) *plan {
	l := openMM1(p)
	l.hold.constant = true
	return l
}
