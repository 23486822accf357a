package bench

import (
	"fmt"
	"slices"
	"strings"

	"daxwait/results"
)

// onHang keeps who waits for whom. Nobody runs meanwhile.
func (x *Contestant) onHang(asleep []int) {
	x.c.Timeline.Hung(x.engine.Now())
	if x.c.Pattern.Process != nil && x.measured && len(x.record.Pileups) < maxPileups {
		if p := x.pileUp(asleep); p != nil {
			x.record.Pileups = append(x.record.Pileups, *p)
		}
	}
	if x.hangs++; len(x.record.Hangs) == maxHangs {
		return
	}
	// Those that were lost first, then those that wait behind them.
	var lost, behind []string
	for _, id := range asleep {
		text := fmt.Sprintf("task %d %s", id, x.scene.world.WaitsFor(id))
		switch holder, keyed := x.holder(id); {
		case !keyed:
			behind = append(behind, text)
		case holder < 0:
			lost = append(lost, text+", "+results.NobodyHolds)
		default:
			behind = append(behind, fmt.Sprintf("%s, %s %d", text, results.HeldBy, holder))
		}
	}
	all := append(lost, behind...)
	text := fmt.Sprintf("after %d operations: %s", x.operations(), strings.Join(all[:min(3, len(all))], "; "))
	if len(all) > 3 {
		text += fmt.Sprintf("; and %d more", len(all)-3)
	}
	x.record.Hangs = append(x.record.Hangs, text)
}

func (x *Contestant) operations() (n int64) {
	for _, w := range x.workers {
		n += w.inWorld
	}
	return n
}

// holder finds who holds the entry whose key a task sleeps on, or -1; keyed is
// false if it sleeps on something else.
func (x *Contestant) holder(id int) (holder int, keyed bool) {
	key, _, ok := x.scene.world.Key(id)
	if !ok {
		return -1, false
	}
	holder = slices.IndexFunc(x.workers, func(w *worker) bool {
		e, holding := x.engine.Task(w.id).Book().Holds()
		return holding && e.File == key.File && e.Index <= key.Index && key.Index <= e.Index|(1<<e.Order-1)
	})
	return holder, true
}
