package graph

import (
	"math/bits"

	"daxwait/daxcore/step"
)

// Print is the fingerprint of a state. Two states that differ share one with a
// chance of about n²/2¹²⁸ in a search of n states; and two local states of a
// task one of their 64 bits with about n²/2⁶⁴, n being the local states.
type Print struct{ A, B uint64 }

// PrintOf returns the fingerprint of words.
func PrintOf(words []uint64) Print {
	a, b := uint64(0x243F6A8885A308D3), uint64(0x13198A2E03707344)
	for _, w := range words {
		a = (a ^ w) * 0x9E3779B97F4A7C15
		a ^= a >> 32
		b = (bits.RotateLeft64(b, 23) + w) * 0xD6E8FEB86659FD93
		b ^= b >> 29
	}
	return Print{step.Mix(a, b), step.Mix(b, a^uint64(len(words)))}
}
