package bitmap_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"daxwait/daxcore/bitmap"
)

// TestRoundTrip: any bitmap comes back, whatever was there before, and what
// follows it is untouched.
func TestRoundTrip(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for n := range 100 {
		words, before := make([]uint64, n), make([]uint64, n)
		for i := range words {
			words[i] = [...]uint64{0, ^uint64(0), rng.Uint64(), 1}[rng.IntN(4)]
			before[i] = [...]uint64{0, ^uint64(0), rng.Uint64()}[rng.IntN(3)]
		}
		state := append(bitmap.Append([]uint64{42}, words), 43)
		rest := bitmap.Set(before, state[1:])
		if !slices.Equal(words, before) || state[0] != 42 || len(rest) != 1 || rest[0] != 43 {
			t.Fatalf("%x came back as %x, with %x behind", words, before, rest)
		}
	}
}

func TestEqualWordsTakeNoRoom(t *testing.T) {
	words := make([]uint64, 64)
	for i := range 8 {
		words[i] = ^uint64(0)
	}
	if n := len(bitmap.Append(nil, words)); n != 2 {
		t.Errorf("%d words", n)
	}
}
