package rwsem

// Swap has two tasks take each other's places. No task is inside a section.
func (s *Sem) Swap(a, b int) {
	switch int(s.writer) - 1 {
	case a:
		s.writer = int32(b + 1)
	case b:
		s.writer = int32(a + 1)
	}
	for i := range s.queue {
		switch w := &s.queue[i]; int(w.id) {
		case a:
			w.id = int32(b)
		case b:
			w.id = int32(a)
		}
	}
}

// AppendPlace appends to dst where a task stands in the queue, from 1, or 0; and
// whether it has s alone.
func (s *Sem) AppendPlace(dst []uint64, id int) []uint64 {
	at, alone := uint64(0), uint64(0)
	for i, w := range s.queue {
		if int(w.id) == id {
			at = uint64(i + 1)
		}
	}
	if int(s.writer) == id+1 {
		alone = 1
	}
	return append(dst, at, alone)
}
