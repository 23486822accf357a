package trace

import "math/bits"

// Quantiles describes how long something took.
//
// A percentile XX is sorted[floor(N·XX/100)], counted from 0 and capped at
// the last, rounded to 100 ns; it is exact below 104.8576 ms and within one
// part in 2048 above. Max is exact.
type Quantiles struct {
	N             int64 // how many were measured; if 0 the rest means nothing
	P50, P90, P99 int64 // ns
	Max           int64 // ns
}

const (
	unitNS  = 100     // one step of the counting table
	exactTo = 1 << 20 // units counted one by one: 104.8576 ms
	subBits = 10      // each octave above has 1<<subBits buckets

	numBuckets = exactTo + 44<<subBits // as many octaves as 64 bits have above exactTo
)

// histogram counts durations in bounded memory: at most 8 MiB for the
// counting table and 350 KiB above, and no more than the values need.
type histogram struct {
	n, max int64
	counts []uint64 // by bucket
}

// bucket finds where a number of units is counted.
func bucket(u uint64) int {
	if u < exactTo {
		return int(u)
	}
	shift := bits.Len64(u) - 1 - subBits
	octave := bits.Len64(u) - bits.Len64(exactTo)
	return exactTo + octave<<subBits + int(u>>shift&(1<<subBits-1))
}

// unitsOf is the middle of a bucket.
func unitsOf(b int) uint64 {
	if b < exactTo {
		return uint64(b)
	}
	b -= exactTo
	shift := b>>subBits + bits.Len64(exactTo) - 1 - subBits
	return (1<<subBits|uint64(b)&(1<<subBits-1))<<shift | 1<<(shift-1)
}

// add counts a duration of d ns, which must not be negative.
func (h *histogram) add(d int64) {
	h.n++
	h.max = max(h.max, d)
	b := bucket((uint64(d) + unitNS/2) / unitNS)
	if b >= len(h.counts) {
		size := min(max(b+1, 2*len(h.counts), 1024), numBuckets)
		h.counts = append(make([]uint64, 0, size), h.counts...)[:size]
	}
	h.counts[b]++
}

// quantiles reads off the result.
func (h *histogram) quantiles() Quantiles {
	q := Quantiles{N: h.n, Max: h.max}
	if h.n == 0 {
		return q
	}
	want := [...]struct {
		percent int64
		into    *int64
	}{{50, &q.P50}, {90, &q.P90}, {99, &q.P99}}
	var below int64
	i := 0
	for b, c := range h.counts {
		below += int64(c)
		for i < len(want) && rank(h.n, want[i].percent) < below {
			*want[i].into = int64(unitsOf(b)) * unitNS
			if rank(h.n, want[i].percent) == h.n-1 || *want[i].into > roundUnit(h.max) {
				*want[i].into = roundUnit(h.max) // the last value is known
			}
			i++
		}
	}
	return q
}

// rank is the place of a percentile among n sorted values.
func rank(n, percent int64) int64 {
	return min(n/100*percent+n%100*percent/100, n-1)
}

// roundUnit rounds ns to the resolution of the percentiles.
func roundUnit(ns int64) int64 { return (ns + unitNS/2) / unitNS * unitNS }
