package mm_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"daxwait/daxcore/mm"
)

// behind are words behind a state, which are none of its business.
var behind = []uint64{7, 0, ^uint64(0)}

// The mapping of these tests begins and ends in the middle of chunks.
const firstPage, pages = 600, 4000

// act does a random operation, the same for the same rng, and returns what it
// told.
func act(v *mm.VMA, rng *rand.Rand) bool {
	tk := new(toucher)
	index, n, write := firstPage+rng.Uint64N(pages), rng.Uint64N(900), rng.IntN(2) == 0
	switch rng.IntN(9) {
	case 0, 1, 2:
		return v.MapPTE(tk, index, write)
	case 3:
		return v.MapPMD(tk, index, write)
	case 4:
		return v.MapZero(tk, index)
	case 5:
		v.Split(tk, index)
	case 6:
		v.Zap(tk, index, index+n)
	case 7:
		v.Protect(tk, index, index+n)
	case 8:
		if n < 50 {
			v.Unmap(tk)
		}
	}
	return false
}

func acted(seed uint64, n int) *mm.VMA {
	v := vma(firstPage, pages)
	rng := rand.New(rand.NewPCG(seed, 2))
	for range n {
		act(v, rng)
	}
	return v
}

// TestStateIsWhatIsMapped: page tables that map the same have the same state,
// whatever was mapped there before.
func TestStateIsWhatIsMapped(t *testing.T) {
	for seed := range uint64(100) {
		rng := rand.New(rand.NewPCG(seed, 3))
		a, b, tk := acted(seed, rng.IntN(150)), acted(seed+1000, rng.IntN(150)), new(toucher)
		if rng.IntN(2) == 0 {
			b.Unmap(tk)
		} else {
			b = vma(firstPage, pages)
		}
		for _, i := range rng.Perm(pages) {
			index := firstPage + uint64(i)
			slot, readable := a.Look(tk, index, false)
			_, writable := a.Look(tk, index, true)
			switch {
			case slot == mm.Huge:
				b.MapPMD(tk, index, writable)
			case slot == mm.Table:
				b.MapPTE(tk, index, true)
				if !readable {
					b.Zap(tk, index, index)
				} else if !writable {
					b.Protect(tk, index, index)
				}
			}
		}
		if got, want := b.AppendState(nil), a.AppendState(nil); !slices.Equal(got, want) {
			t.Fatalf("seed %d: the same is mapped, but states are %#x and %#x", seed, got, want)
		}
	}
}

// TestStatesOfOtherTablesDiffer: an empty table is not none, and a zero page
// that may be written is none.
func TestStatesOfOtherTablesDiffer(t *testing.T) {
	tk := new(toucher)
	var all []*mm.VMA
	for _, set := range []func(v *mm.VMA){
		func(*mm.VMA) {},
		func(v *mm.VMA) { v.MapPTE(tk, 3, false) },
		func(v *mm.VMA) { v.MapPTE(tk, 3, true) },
		func(v *mm.VMA) { v.MapPTE(tk, 4, false) },
		func(v *mm.VMA) { v.MapPTE(tk, 3, true); v.Zap(tk, 3, 3) },
		func(v *mm.VMA) { v.MapPMD(tk, 3, true) },
		func(v *mm.VMA) { v.MapPMD(tk, 3, false) },
		func(v *mm.VMA) { v.MapPMD(tk, 512, false) },
		func(v *mm.VMA) { v.MapPTE(tk, 515, false) },
	} {
		v := vma(0, 1024)
		set(v)
		all = append(all, v)
	}
	for i, a := range all {
		for j, b := range all[:i] {
			if slices.Equal(a.AppendState(nil), b.AppendState(nil)) {
				t.Errorf("cases %d and %d have the same state", i, j)
			}
		}
	}
}

// restoreAndGoOn gives v the state of from, and wants both to be used alike
// from then on.
func restoreAndGoOn(t *testing.T, seed uint64, v, from *mm.VMA) {
	t.Helper()
	state := from.AppendState([]uint64{42})
	rest := v.SetState(append(state, behind...)[1:])
	if state[0] != 42 || !slices.Equal(rest, behind) {
		t.Fatalf("the words around a state are now %d, %v", state[0], rest)
	}
	tk := new(toucher)
	one, other := rand.New(rand.NewPCG(seed, 4)), rand.New(rand.NewPCG(seed, 4))
	for n := range 40 {
		if got, want := v.AppendState(nil), from.AppendState(nil); !slices.Equal(got, want) {
			t.Fatalf("operation %d after the state was set: %#x, the original %#x", n, got, want)
		}
		if got, want := act(v, one), act(from, other); got != want {
			t.Fatalf("operation %d after the state was set: %v, the original %v", n, got, want)
		}
		index, write := firstPage+one.Uint64N(pages), one.IntN(2) == 0
		other.Uint64N(pages)
		other.IntN(2)
		slot, mapped := v.Look(tk, index, write)
		if s, m := from.Look(tk, index, write); slot != s || mapped != m {
			t.Fatalf("at %d: %v, mapped %v; in the original %v, %v", index, slot, mapped, s, m)
		}
	}
}

func TestAMappingGoesOnFromAState(t *testing.T) {
	for seed := range uint64(300) {
		rng := rand.New(rand.NewPCG(seed, 5))
		restoreAndGoOn(t, seed, acted(seed+1000, rng.IntN(150)), acted(seed, rng.IntN(150)))
	}
}

func FuzzState(f *testing.F) {
	f.Add(uint64(1), uint8(100), uint64(2), uint8(0))
	f.Fuzz(func(t *testing.T, seed uint64, n uint8, other uint64, m uint8) {
		restoreAndGoOn(t, seed, acted(other, int(m)), acted(seed, int(n)))
	})
}
