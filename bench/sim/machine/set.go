package machine

import "math/bits"

// set is a set of CPUs.
type set []uint64

func newSet(cpus int) set { return make(set, (cpus+63)/64) }

func (s set) add(cpu int32)      { s[cpu>>6] |= 1 << (cpu & 63) }
func (s set) remove(cpu int32)   { s[cpu>>6] &^= 1 << (cpu & 63) }
func (s set) has(cpu int32) bool { return s[cpu>>6]>>(cpu&63)&1 != 0 }

// from returns the first at or behind a CPU, and below the end; below 0 is none.
func (s set) from(cpu, end int32) int32 {
	for cpu < end {
		if w := s[cpu>>6] >> (cpu & 63); w != 0 {
			if cpu += int32(bits.TrailingZeros64(w)); cpu < end {
				return cpu
			}
			return none
		}
		cpu = (cpu>>6 + 1) << 6
	}
	return none
}
