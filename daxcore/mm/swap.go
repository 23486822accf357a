package mm

// Swap has two tasks take each other's places. No task is inside a section.
func (s *AddressSpace) Swap(a, b int) {
	s.MmapLock.Swap(a, b)
	s.byVMA[a], s.byVMA[b] = s.byVMA[b], s.byVMA[a]
}

// AppendPlace appends to dst what a task is to s.
func (s *AddressSpace) AppendPlace(dst []uint64, id int) []uint64 {
	return append(s.MmapLock.AppendPlace(dst, id), boolWord(s.byVMA[id]))
}

// Swap exchanges what two mappings of the same pages have in their page tables.
func (v *VMA) Swap(o *VMA) { v.chunks, o.chunks = o.chunks, v.chunks }
