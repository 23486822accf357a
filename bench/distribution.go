package bench

import "daxwait/results"

// distribution counts values in bins that are 1/16 of an octave wide: narrow
// enough for a picture.
type distribution struct {
	counts [64 * steps]int64
}

const steps = 16

// add adds the values of another.
func (d *distribution) add(o *distribution) {
	for i, n := range o.counts {
		d.counts[i] += n
	}
}

// binOf returns the bin of a value, upper bounds included.
func binOf(ns int64) int {
	if ns < steps {
		return int(max(0, ns))
	}
	octave := 0
	for v := ns; v >= 2*steps; v >>= 1 {
		octave++
	}
	return min(octave*steps+int(ns>>octave), 64*steps-1)
}

// upper is the largest value of a bin.
func upper(bin int) int64 {
	if bin < 2*steps {
		return int64(bin)
	}
	octave := bin/steps - 1
	return int64(bin-octave*steps+1)<<octave - 1
}

// bins returns those that have anything, in order.
func (d *distribution) bins() []results.Bin {
	var bins []results.Bin
	for i, n := range d.counts {
		if n != 0 {
			bins = append(bins, results.Bin{NS: upper(i), Count: n})
		}
	}
	return bins
}
