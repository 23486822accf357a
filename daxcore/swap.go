package daxcore

// Swap has two tasks take each other's places, in queues, in semaphores and with
// their mappings: the world is then what it would be if each had done what the
// other did. It is for tasks that do the same, in worlds without a journal, of a
// design that keeps nothing of its own. Without address spaces the i-th mapping of a
// file is that of task i, if there is one; with one, threads share what there is. No
// task is inside a section.
func (w *World) Swap(a, b int) {
	w.Table.Swap(a, b)
	w.readers.Swap(a, b)
	for _, s := range w.AddressSpaces {
		s.Swap(a, b)
	}
	for _, m := range w.Files {
		m.InvalidateLock.Swap(a, b)
		m.IMmap.Swap(a, b)
		for _, v := range m.vmas {
			v.Lock().Swap(a, b)
		}
		if w.own(m, a) && w.own(m, b) {
			m.vmas[a].Swap(m.vmas[b])
		}
	}
}

// AppendPlace appends to dst what a task is to the world: two tasks that do the
// same and append the same can be told apart by nothing else, as far as one task
// at a time is looked at.
func (w *World) AppendPlace(dst []uint64, id int) []uint64 {
	dst = w.readers.AppendPlace(w.Table.AppendPlace(dst, id), id)
	for _, s := range w.AddressSpaces {
		dst = s.AppendPlace(dst, id)
	}
	for _, m := range w.Files {
		dst = m.InvalidateLock.AppendPlace(dst, id)
		dst = m.IMmap.AppendPlace(dst, id)
		for _, v := range m.vmas {
			dst = v.Lock().AppendPlace(dst, id)
		}
		if w.own(m, id) {
			dst = m.vmas[id].AppendTables(dst)
		}
	}
	return dst
}

// own reports whether a task has a mapping of a file of its own.
func (w *World) own(m *Mapping, id int) bool { return len(w.AddressSpaces) == 0 && id < len(m.vmas) }
