package rcu

// AppendState appends who reads and who waits for whom to dst.
func (d *Domain) AppendState(dst []uint64) []uint64 {
	dst = append(d.readers(dst), uint64(len(d.periods)))
	for _, p := range d.periods {
		dst = append(append(dst, uint64(p.id)), p.left...)
	}
	return dst
}

// SetState makes it what AppendState has appended, and returns the words
// behind that. No task is inside of Leave or Wait.
func (d *Domain) SetState(src []uint64) []uint64 {
	words := (len(d.inside) + 63) / 64
	for id := range d.inside {
		d.inside[id] = uint32(src[id/64] >> (id % 64) & 1)
	}
	n := int(src[words])
	src = src[words+1:]
	d.periods, d.waiting = d.periods[:0], int32(n)
	for range n {
		d.periods = append(d.periods, period{int(src[0]), append([]uint64(nil), src[1:1+words]...)})
		src = src[1+words:]
	}
	return src
}
