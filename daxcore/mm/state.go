package mm

import "daxwait/daxcore/bitmap"

// AppendState appends the page tables to dst: for each chunk that has any a
// word that names it, and the bitmaps of its table; then a zero.
func (v *VMA) AppendState(dst []uint64) []uint64 {
	dst = append(v.AppendTables(dst), 0)
	if v.AddressSpace == nil {
		return dst
	}
	return v.own.AppendState(append(dst, boolWord(v.unmapped)))
}

// AppendTables appends the page tables alone: nothing if there are none.
func (v *VMA) AppendTables(dst []uint64) []uint64 {
	for i := range v.chunks {
		c := &v.chunks[i]
		if *c == (tables{}) {
			continue
		}
		head := uint64(i+1)<<16 | uint64(c.slot)<<1
		if c.hugeWritable {
			head |= 1
		}
		dst = append(dst, head)
		dst = bitmap.Append(dst, c.present[:])
		dst = bitmap.Append(dst, c.writable[:])
	}
	return dst
}

func boolWord(b bool) uint64 {
	if b {
		return 1
	}
	return 0
}

// SetState makes the page tables what AppendState has appended, and returns
// the words behind that.
func (v *VMA) SetState(src []uint64) []uint64 {
	next := 0
	for src[0] != 0 {
		i := int(src[0]>>16) - 1
		clear(v.chunks[next:i])
		c := &v.chunks[i]
		c.slot, c.hugeWritable = Slot(src[0]>>1&3), src[0]&1 != 0
		src = bitmap.Set(c.present[:], src[1:])
		src = bitmap.Set(c.writable[:], src)
		next = i + 1
	}
	clear(v.chunks[next:])
	if src = src[1:]; v.AddressSpace == nil {
		return src
	}
	v.unmapped = src[0] != 0
	return v.own.SetState(src[1:])
}
