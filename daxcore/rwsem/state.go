package rwsem

// AppendState appends who holds s and who is queued, in order, to dst.
func (s *Sem) AppendState(dst []uint64) []uint64 {
	dst = append(dst, uint64(s.readers)<<32|uint64(s.writer)<<16|uint64(len(s.queue)))
	for _, w := range s.queue {
		id := uint64(w.id) << 1
		if w.write {
			id |= 1
		}
		dst = append(dst, id)
	}
	return dst
}

// SetState makes s what AppendState has appended, and returns the words behind
// that.
func (s *Sem) SetState(src []uint64) []uint64 {
	n := src[0] & 0xffff
	s.readers, s.writer = int32(src[0]>>32), int32(src[0]>>16&0xffff)
	s.queue = s.queue[:0]
	for _, id := range src[1 : 1+n] {
		s.queue = append(s.queue, waiter{int32(id >> 1), id&1 != 0})
	}
	return src[1+n:]
}
