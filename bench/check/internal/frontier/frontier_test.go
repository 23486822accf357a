package frontier

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// states are n, most of whose words are those of the state before.
func states(seed uint64, n int) (all [][]uint64) {
	rng := rand.New(rand.NewPCG(seed, 1))
	words := make([]uint64, 60)
	for range n {
		for range rng.IntN(6) {
			words[rng.IntN(len(words))] = rng.Uint64() >> rng.IntN(64)
		}
		all = append(all, slices.Clone(words[:20+rng.IntN(41)]))
	}
	return all
}

// TestLevelGivesBackWhatWasPut, in order, from memory and from a file, and again
// after it was emptied.
func TestLevelGivesBackWhatWasPut(t *testing.T) {
	for _, limit := range []int{0, 3 * blockSize} {
		dir := t.TempDir()
		l := New(limit, dir)
		for round := range uint64(3) {
			put := states(round, 30_000)
			for i, words := range put {
				if err := l.Add(uint32(i)*7, words); err != nil {
					t.Fatal(err)
				}
			}
			if limit != 0 && l.Bytes() > limit+17*blockSize || (l.wrote != 0) != (limit != 0) {
				t.Errorf("limit %d: %d bytes in memory, %d written", limit, l.Bytes(), l.wrote)
			}
			for i, want := range put {
				id, words, ok, err := l.Take([]uint64{1, 2})
				if id != uint32(i)*7 || !ok || err != nil || !slices.Equal(words[2:], want) || words[0] != 1 {
					t.Fatalf("limit %d, round %d, state %d: %d, %v, %v: %v, want %v", limit, round, i, id, ok, err, words, want)
				}
			}
			if _, _, ok, err := l.Take(nil); ok || err != nil {
				t.Errorf("one more: %v, %v", ok, err)
			}
			l.Reset()
		}
		if err := l.Close(); err != nil {
			t.Error(err)
		}
		if left, _ := filepath.Glob(filepath.Join(dir, "*")); len(left) != 0 {
			t.Errorf("left behind: %v", left)
		}
	}
}

// TestLevelIsSmall: a state takes what it differs in.
func TestLevelIsSmall(t *testing.T) {
	l := New(0, "")
	put := states(7, 20_000)
	for i, words := range put {
		if err := l.Add(uint32(i), words); err != nil {
			t.Fatal(err)
		}
	}
	if each := l.Bytes() / len(put); each > 100 {
		t.Errorf("%d bytes for a state of 20 to 60 words", each)
	}
}

// TestLargeStates have blocks of their own.
func TestLargeStates(t *testing.T) {
	l := New(0, "")
	large := make([]uint64, 2*blockSize)
	for i := range large {
		large[i] = ^uint64(i)
	}
	for id, words := range [][]uint64{{1}, large, {2, 3}} {
		if err := l.Add(uint32(id), words); err != nil {
			t.Fatal(err)
		}
	}
	for _, want := range [][]uint64{{1}, large, {2, 3}} {
		if _, words, ok, err := l.Take(nil); !ok || err != nil || !slices.Equal(words, want) {
			t.Errorf("%d words, want %d", len(words), len(want))
		}
	}
}

// TestNoFile: where no file can be made, the error says what for.
func TestNoFile(t *testing.T) {
	l := New(blockSize, filepath.Join(t.TempDir(), "none"))
	var err error
	for i := 0; err == nil && i < 1e6; i++ {
		err = l.Add(uint32(i), []uint64{uint64(i) << 40})
	}
	if !os.IsNotExist(unwrapped(err)) {
		t.Errorf("%v", err)
	}
}

func unwrapped(err error) error {
	if u, ok := err.(interface{ Unwrap() error }); ok {
		return u.Unwrap()
	}
	return err
}
