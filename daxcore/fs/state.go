package fs

import "daxwait/daxcore/bitmap"

// AppendState appends the block map to dst.
func (b *Blocks) AppendState(dst []uint64) []uint64 {
	dst = append(dst, uint64(b.uncommitted))
	return bitmap.Append(bitmap.Append(dst, b.allocated), b.written)
}

// SetState makes the block map what AppendState has appended, and returns the
// words behind that.
func (b *Blocks) SetState(src []uint64) []uint64 {
	b.uncommitted = uint32(src[0])
	return bitmap.Set(b.written, bitmap.Set(b.allocated, src[1:]))
}
