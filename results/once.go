package results

import "fmt"

// once is the simulations of a file that were met, each with its line: 20 bytes, and the
// room of a map, for a record.
type once struct {
	at map[key]uint32
	keys
}

// again is the error of a record whose case and seed stand in a line before. Repeated runs
// of the live engine are no repetition.
func (o *once) again(r *Record, line int) error {
	if r.Engine != "sim" {
		return nil
	}
	at := o.ofRun(r)
	if first := o.at[at]; first != 0 {
		return fmt.Errorf("its case and seed stand in line %d, which counts: remove what does not belong there", first)
	}
	if o.at == nil {
		o.at = map[key]uint32{}
	}
	o.at[at] = uint32(line)
	return nil
}
