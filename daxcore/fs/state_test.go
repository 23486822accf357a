package fs_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"daxwait/daxcore/fs"
)

// behind are words behind a state, which are none of its business.
var behind = []uint64{7, 0, ^uint64(0)}

// filePages is so many that the map needs more than one header, and no whole
// number of words.
const filePages = 40*64 + 13

// acted returns a block map after n random changes.
func acted(seed uint64, n int) *fs.Blocks {
	b := fs.New(filePages, 512)
	rng := rand.New(rand.NewPCG(seed, 2))
	for range n {
		if rng.IntN(5) == 0 {
			b.Commit()
		}
		b.Set(rng.Uint64N(filePages), rng.Uint64N(1000), fs.Kind(rng.IntN(3)))
	}
	return b
}

// same wants two maps to have the same extents, and the same to commit.
func same(t *testing.T, b, want *fs.Blocks) {
	t.Helper()
	if b.Uncommitted() != want.Uncommitted() {
		t.Fatalf("uncommitted: %v, want %v", b.Uncommitted(), want.Uncommitted())
	}
	for at := uint64(0); at < filePages; {
		got, x := b.At(at, filePages), want.At(at, filePages)
		if got != x {
			t.Fatalf("at %d: %+v, want %+v", at, got, x)
		}
		at += x.Pages
	}
}

// TestStateIsTheMap: one that is made page by page, over other blocks, has the
// state of the first.
func TestStateIsTheMap(t *testing.T) {
	for seed := range uint64(50) {
		rng := rand.New(rand.NewPCG(seed, 3))
		a, b := acted(seed, rng.IntN(40)), acted(seed+1000, rng.IntN(40))
		for _, i := range rng.Perm(filePages) {
			index := uint64(i)
			b.Set(index, 1, a.At(index, 1).Kind)
		}
		if !a.Uncommitted() {
			b.Commit()
		}
		if got, want := b.AppendState(nil), a.AppendState(nil); !slices.Equal(got, want) {
			t.Fatalf("seed %d: the same blocks, but states %#x and %#x", seed, got, want)
		}
	}
}

// TestStatesOfOtherMapsDiffer: by page, kind, and what is to be committed.
func TestStatesOfOtherMapsDiffer(t *testing.T) {
	var all []*fs.Blocks
	for _, set := range []func(b *fs.Blocks){
		func(*fs.Blocks) {},
		func(b *fs.Blocks) { b.Set(3, 1, fs.Written) },
		func(b *fs.Blocks) { b.Set(3, 1, fs.Written); b.Commit() },
		func(b *fs.Blocks) { b.Set(3, 1, fs.Unwritten) },
		func(b *fs.Blocks) { b.Set(3, 1, fs.Written); b.Set(3, 1, fs.Hole) },
		func(b *fs.Blocks) { b.Set(4, 1, fs.Written) },
		func(b *fs.Blocks) { b.Set(filePages-1, 1, fs.Written) },
		func(b *fs.Blocks) { b.Set(0, filePages, fs.Written) },
		func(b *fs.Blocks) { b.Set(0, 64, fs.Written) },
		func(b *fs.Blocks) { b.Set(64, 64, fs.Written) },
	} {
		b := fs.New(filePages, 512)
		set(b)
		all = append(all, b)
	}
	for i, a := range all {
		for j, b := range all[:i] {
			if slices.Equal(a.AppendState(nil), b.AppendState(nil)) {
				t.Errorf("cases %d and %d have the same state", i, j)
			}
		}
	}
}

func TestAMapGoesOnFromAState(t *testing.T) {
	for seed := range uint64(200) {
		rng := rand.New(rand.NewPCG(seed, 4))
		from, b := acted(seed, rng.IntN(40)), acted(seed+1000, rng.IntN(40))
		state := from.AppendState([]uint64{42})
		rest := b.SetState(append(state, behind...)[1:])
		if state[0] != 42 || !slices.Equal(rest, behind) {
			t.Fatalf("seed %d: the words around a state are now %d, %v", seed, state[0], rest)
		}
		for range 10 {
			same(t, b, from)
			if got, want := b.AppendState(nil), from.AppendState(nil); !slices.Equal(got, want) {
				t.Fatalf("seed %d: state %#x, the original's %#x", seed, got, want)
			}
			index, n, kind := rng.Uint64N(filePages), rng.Uint64N(1000), fs.Kind(rng.IntN(3))
			b.Set(index, n, kind)
			from.Set(index, n, kind)
		}
	}
}
