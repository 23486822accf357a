// Package bitmap writes bitmaps of many equal words in few, for states that
// are stored by the million.
//
// What users get wrong is the size: Set wants a bitmap of as many words as the
// one that Append was given.
package bitmap

import "math/bits"

// group is how many words share a header: two bits for each.
const group = 32

// Append appends the bitmap to dst: for each 32 words a header that says which
// are all ones and which mixed, and the mixed ones.
func Append(dst, words []uint64) []uint64 {
	for ; len(words) != 0; words = words[min(group, len(words)):] {
		at := len(dst)
		dst = append(dst, 0)
		var header uint64
		for i, w := range words[:min(group, len(words))] {
			switch w {
			case 0:
			case ^uint64(0):
				header |= 1 << i
			default:
				header |= 1 << (i + group)
				dst = append(dst, w)
			}
		}
		dst[at] = header
	}
	return dst
}

// Set makes words the bitmap that Append has appended, and returns what is
// behind it.
func Set(words, src []uint64) []uint64 {
	for ; len(words) != 0; words = words[min(group, len(words)):] {
		header := src[0]
		src = src[1:]
		part := words[:min(group, len(words))]
		clear(part)
		for ; header != 0; header &= header - 1 {
			if i := bits.TrailingZeros64(header); i < group {
				part[i] = ^uint64(0)
			} else {
				part[i-group], src = src[0], src[1:]
			}
		}
	}
	return src
}
