package rcu

import "slices"

// Swap has two tasks take each other's places. No task is inside of Leave or Wait.
func (d *Domain) Swap(a, b int) {
	d.inside[a], d.inside[b] = d.inside[b], d.inside[a]
	for i := range d.periods {
		p := &d.periods[i]
		switch p.id {
		case a:
			p.id = b
		case b:
			p.id = a
		}
		if has(p.left, a) != has(p.left, b) {
			p.left[a/64] ^= 1 << (a % 64)
			p.left[b/64] ^= 1 << (b % 64)
		}
	}
	slices.SortFunc(d.periods, func(p, o period) int { return p.id - o.id })
}

func has(bits []uint64, id int) bool { return bits[id/64]>>(id%64)&1 != 0 }

// AppendPlace appends to dst what a task is to d: whether it reads, whether it
// waits, and how many wait for it.
func (d *Domain) AppendPlace(dst []uint64, id int) []uint64 {
	waits, awaited := uint64(0), uint64(0)
	for _, p := range d.periods {
		if p.id == id {
			waits = 1
		}
		if has(p.left, id) {
			awaited++
		}
	}
	return append(dst, uint64(d.inside[id]), waits, awaited)
}
