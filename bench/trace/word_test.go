package trace

import "testing"

func TestWord(t *testing.T) {
	for _, test := range []struct {
		word Word
		want string
		pfn  uint64
	}{
		{0, "none", 0},
		{0x11, "pfn 0x0 empty", 0},
		{0x15, "pfn 0x0 pmd empty", 0},
		{0x21040e1, "pfn 0x108207", 0x108207},
		{0x21040e3, "pfn 0x108207 locked", 0x108207},
		{0x291400d, "pfn 0x148a00 pmd zero", 0x148a00},
		{0x66209, "pfn 0x3310 zero", 0x3310},
		{0x402, "conflict", 0},
		{0x2002, "fallback", 0},
		{0x6, "internal 0x1", 0},
		{0xffff888000000000, "pointer 0xffff888000000000", 0},
	} {
		if got := test.word.String(); got != test.want || test.word.PFN() != test.pfn {
			t.Errorf("%#x: %q, pfn %#x; want %q, %#x", uint64(test.word), got, test.word.PFN(), test.want, test.pfn)
		}
	}
	for _, w := range []Word{0, 0x402, 0x2002, 0xffff88800000001c} {
		if w.Value() || w.Locked() || w.PMD() || w.Zero() || w.Empty() {
			t.Errorf("%v is taken for an entry", w)
		}
	}
}
