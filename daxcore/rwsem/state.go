package rwsem

// AppendState appends who holds s and who is queued, in order, to dst. How long
// they have waited is no part of it: where states are used, time stands still.
func (s *Sem) AppendState(dst []uint64) []uint64 {
	head := uint64(s.readers)<<32 | uint64(s.writer)<<16 | uint64(len(s.queue))
	if s.handOff {
		head |= handOffBit
	}
	dst = append(dst, head)
	for _, w := range s.queue {
		id := uint64(w.id) << 2
		if w.write {
			id |= 1
		}
		if w.woken {
			id |= 2
		}
		dst = append(dst, id)
	}
	return dst
}

const handOffBit = 1 << 63

// SetState makes s what AppendState has appended, and returns the words behind
// that.
func (s *Sem) SetState(src []uint64) []uint64 {
	head := src[0]
	n := head & 0xffff
	s.handOff = head&handOffBit != 0
	s.readers, s.writer = int32(head&^handOffBit>>32), int32(head>>16&0xffff)
	s.queue = s.queue[:0]
	for _, id := range src[1 : 1+n] {
		s.queue = append(s.queue, waiter{id: int32(id >> 2), write: id&1 != 0, woken: id&2 != 0})
	}
	return src[1+n:]
}
