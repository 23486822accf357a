package bench

import (
	"cmp"
	"slices"

	"daxwait/results"
)

// maxPileups is how many pile-ups a record describes.
const maxPileups = 100

// pileUp is how a hang came about: who stopped when, on what, and behind whom.
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
		s.Behind = -1
		if lock := x.scene.world.SleepsOn(id); lock != "" {
			s.On = lock
		} else if holder, keyed := x.holder(id); keyed {
			s.Behind, s.Lost = holder, holder < 0
		}
		p.Stops = append(p.Stops, s)
	}
	slices.SortStableFunc(p.Stops, func(a, b results.Stop) int { return cmp.Compare(a.NS, b.NS) })
	for i := range p.Stops {
		if s := &p.Stops[i]; s.On != results.OnEntry {
			s.Behind = x.behind(s.Task, p.Stops)
		}
	}
	return p
}

// behind returns whom a task waits for that sleeps on another lock than an
// entry's. Of the readers that have a lock, it is the first that sleeps on an
// entry.
func (x *Contestant) behind(id int, stops []results.Stop) int {
	ahead, file := x.scene.world.Ahead(id)
	if ahead >= 0 {
		return ahead
	}
	for _, s := range stops {
		key, _, keyed := x.scene.world.Key(s.Task)
		if keyed && (file < 0 || int(key.File) == file) {
			return s.Task
		}
	}
	return -1
}
