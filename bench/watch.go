package bench

import (
	"daxwait/bench/sim"
	"daxwait/daxcore/task"
)

// watch is who watches a simulation.
func (x *Contestant) watch() sim.Watch {
	if x.c.Timeline == nil {
		return x.ledger
	}
	return both{x.ledger, x.c.Timeline}
}

// both tells two who watch.
type both [2]sim.Watch

// Observed implements [sim.Watch].
func (b both) Observed(id int, now int64, e task.Event) {
	b[0].Observed(id, now, e)
	b[1].Observed(id, now, e)
}

// At implements [sim.Watch].
func (b both) At(id int, now int64, l task.Label, x, y uint64) {
	b[0].At(id, now, l, x, y)
	b[1].At(id, now, l, x, y)
}

// Woke implements [sim.Watch].
func (b both) Woke(id, woken int, now int64) {
	b[0].Woke(id, woken, now)
	b[1].Woke(id, woken, now)
}

// Rests implements [sim.Watch].
func (b both) Rests(id int, now int64, c task.Cost) {
	b[0].Rests(id, now, c)
	b[1].Rests(id, now, c)
}

// Rested implements [sim.Watch].
func (b both) Rested(id int, now int64) {
	b[0].Rested(id, now)
	b[1].Rested(id, now)
}

// Took implements [sim.Watch].
func (b both) Took(id, cpu int, now int64) {
	b[0].Took(id, cpu, now)
	b[1].Took(id, cpu, now)
}

// Left implements [sim.Watch].
func (b both) Left(id, cpu int, now int64, runnable bool) {
	b[0].Left(id, cpu, now, runnable)
	b[1].Left(id, cpu, now, runnable)
}
