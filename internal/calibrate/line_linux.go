package calibrate

import "sync/atomic"

// cacheLine has two CPUs count in turn, and returns the way from one to the
// other.
func cacheLine() (ns float64, err error) {
	const turns = 20000
	var count struct {
		_ [64]byte // a line of its own
		n atomic.Uint32
		_ [64]byte
	}
	turn := func(mine int) func(i int) {
		return func(i int) {
			for count.n.Load() != uint32(2*i+mine) {
			}
			count.n.Store(uint32(2*i + mine + 1))
		}
	}
	err = pinned([]int{0, 1},
		func() error { ns = each(turns, turn(0)) / 2; return nil },
		func() error { each(turns, turn(1)); return nil })
	return ns, err
}
