package graph

import "testing"

// TestPrintTellsWordsApart: no bit, no place and no length is left out.
func TestPrintTellsWordsApart(t *testing.T) {
	for n := 1; n <= 20; n++ {
		words := make([]uint64, n)
		for i := range words {
			words[i] = uint64(i) * 0x0101010101010101
		}
		seen := map[Print]string{PrintOf(words): "as they are"}
		note := func(what string) {
			p := PrintOf(words)
			if other, ok := seen[p]; ok {
				t.Fatalf("%d words: %s prints as %s", n, what, other)
			}
			seen[p] = what
		}
		for i := range words {
			for bit := range 64 {
				words[i] ^= 1 << bit
				note("a flipped bit")
				words[i] ^= 1 << bit
			}
			if i > 0 {
				words[i], words[i-1] = words[i-1], words[i]
				note("two words exchanged")
				words[i], words[i-1] = words[i-1], words[i]
			}
		}
		words = append(words, 0)
		note("a zero behind them")
	}
}
