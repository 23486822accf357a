package check

import (
	"math"
	"math/rand/v2"

	"daxwait/daxcore/daxtest"
	"daxwait/daxcore/task"
)

// draw answers the choices of a random schedule, within the budgets of its
// scenario.
type draw struct {
	rng  *rand.Rand
	left [task.Choices]int
	// yes has the answers of a step, of which asked were given.
	yes   uint8
	asked int
}

func newDraw(sc *daxtest.Scenario, rng *rand.Rand) *draw {
	return &draw{rng: rng, left: [task.Choices]int{task.AllocFails: sc.AllocFails, task.Refuses: sc.Refusals, task.TimePasses: math.MaxInt}}
}

// begin is told that a step begins.
func (d *draw) begin() { d.yes, d.asked = 0, 0 }

// choose answers a choice.
func (d *draw) choose(_ int, c task.Choice) bool {
	answer := d.left[c] > 0 && d.asked < maxChoices && d.rng.IntN(4) == 0
	if answer {
		d.left[c]--
		d.yes |= 1 << d.asked
	}
	d.asked++
	return answer
}
