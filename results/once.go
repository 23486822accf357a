package results

import "fmt"

// played is what makes two records of the simulator the same case with the same seeds:
// whatever differs in them, they cannot both be right.
type played struct {
	Group
	strategy, hold, loop string
	seed                 uint64
}

// once is the simulations of a file that were met, each with its line.
type once map[played]int

// again is the error of a record whose case and seed stand in a line before. Repeated runs
// of the live engine are no repetition.
func (o once) again(r *Record, line int) error {
	if r.Engine != "sim" {
		return nil
	}
	at := played{r.Group(), r.Strategy, r.Hold, r.Loop, r.Seed}
	if first := o[at]; first != 0 {
		return fmt.Errorf("its case and seed stand in line %d, which counts: remove what does not belong there", first)
	}
	o[at] = line
	return nil
}
