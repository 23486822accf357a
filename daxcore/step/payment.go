package step

import (
	"fmt"

	"daxwait/daxcore/task"
)

// payment is what a task owes, see [task.Payment]. In steps each is due before the
// step is over, and wakes inside of a semaphore are free.
type payment struct {
	task.Payment
	movers int // locks of semaphores that the task holds
}

// woken begins what a task does when its sleep has ended. A task that was not
// woken may sleep on.
func (c *Coroutine) woken() {
	if !c.spurious {
		c.pays.Woken()
	}
}

// wakes sends a wake that was paid for.
func (c *Coroutine) wakes(id int) {
	if !c.pays.Send() && c.pays.movers == 0 {
		c.host.Problem(c, fmt.Sprintf("wakes task %d and does not pay for it (task.WakeOne): a design wakes by Mapping.WakeOn or HandOff", id))
	}
}

// settle ends a step.
func (c *Coroutine) settle() {
	if c.pays.Settle() {
		c.host.Problem(c, "goes on after a sleep and does not pay for its look (task.Recheck): a design sleeps by Mapping.SleepOn")
	}
}
