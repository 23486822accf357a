package bench

import (
	"cmp"
	"slices"

	"daxwait/results"
)

// maxPileups is how many pile-ups a record describes.
const maxPileups = 100

// pileUp is how a hang came about: who stopped when, and on what. The first to
// stop was lost; the others wait for it, or for who waits for it.
func (x *Contestant) pileUp(asleep []int) *results.Pileup {
	p := &results.Pileup{Ops: x.operations(), Tasks: len(x.workers)}
	for id, w := range x.workers {
		if !slices.Contains(asleep, id) {
			p.Going = append(p.Going, w.role)
		}
	}
	for _, id := range asleep {
		since, known := x.engine.Since(id)
		if !known {
			return nil
		}
		s := results.Stop{Task: id, Role: x.workers[id].role, NS: since - x.entered, On: results.OnEntry}
		if lock := x.scene.world.SleepsOn(id); lock != "" {
			s.On = lock
		} else if holder, keyed := x.holder(id); keyed && holder < 0 {
			s.Lost = true
		}
		p.Stops = append(p.Stops, s)
	}
	slices.SortStableFunc(p.Stops, func(a, b results.Stop) int { return cmp.Compare(a.NS, b.NS) })
	return p
}
