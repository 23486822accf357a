package step

import (
	"fmt"

	"daxwait/daxcore/task"
)

// payment is what a task owes for sleeps and wakes. Steps take no time, but an
// engine in which time passes charges for what is spent, and a design that
// parks and wakes past the wait table would win by what it does not pay.
//
// A sleep on an entry costs [task.Recheck] before the step that it ends is over,
// and a wake [task.WakeOne] before it, in the same step. Free are the sleeps
// that an event names as those of another lock, and wakes inside of a semaphore.
// A task that says itself how many nanoseconds it takes has not paid: the price is the
// profile's.
type payment struct {
	wakes   int  // paid in this step, and not yet sent
	movers  int  // locks of semaphores that the task holds
	free    bool // the sleep that follows is no design's
	recheck bool // is owed
}

func (p *payment) spend(c task.Cost, ns int64) {
	switch {
	case ns != 0:
	case c == task.WakeOne:
		p.wakes++
	case c == task.Recheck:
		p.recheck = false
	}
}

func (p *payment) observe(k task.Kind) {
	if k == task.SemSlept || k == task.Graced {
		p.free = true
	}
}

// woken begins what a task does when its sleep has ended. A task that was not
// woken may sleep on.
func (c *Coroutine) woken() {
	if !c.spurious {
		c.pays.recheck, c.pays.free = !c.pays.free, false
	}
}

// wakes sends a wake that was paid for.
func (c *Coroutine) wakes(id int) {
	switch p := &c.pays; {
	case p.wakes != 0:
		p.wakes--
	case p.movers == 0:
		c.host.Problem(c, fmt.Sprintf("wakes task %d and does not pay for it (task.WakeOne): a design wakes by Mapping.WakeOn or HandOff", id))
	}
}

// settle ends a step.
func (c *Coroutine) settle() {
	if c.pays.recheck {
		c.pays.recheck = false
		c.host.Problem(c, "goes on after a sleep and does not pay for its look (task.Recheck): a design sleeps by Mapping.SleepOn")
	}
}
