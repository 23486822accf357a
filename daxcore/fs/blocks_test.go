package fs_test

import (
	"math/rand/v2"
	"testing"

	"daxwait/daxcore/fs"
)

func TestAFileBeginsAsAHole(t *testing.T) {
	b := fs.New(1024, 512)
	if x := b.At(0, 5000); x != (fs.Extent{Kind: fs.Hole, Pages: 1024}) {
		t.Errorf("%+v", x)
	}
	if b.Pages() != 1024 || b.PFN(7) != 519 || b.Uncommitted() {
		t.Error("pages, frames or journal")
	}
}

func TestBehindTheFileIsAHole(t *testing.T) {
	b := fs.New(128, 512)
	b.Set(0, 1000, fs.Written) // no more than there are
	if x := b.At(128, 1); x.Kind != fs.Hole || x.Pages != 1 {
		t.Errorf("%+v", x)
	}
	if x := b.At(40, 1000); x.Kind != fs.Written || x.Pages != 88 || x.PFN != 552 {
		t.Errorf("%+v", x)
	}
}

func TestAnExtentEndsWithTheFile(t *testing.T) {
	for _, pages := range []uint64{1, 63, 64, 65, 1000, 1024} {
		if x := fs.New(pages, 512).At(0, 5000); x.Pages != pages {
			t.Errorf("a hole of %d pages is found to have %d", pages, x.Pages)
		}
	}
}

func TestUnwrittenIsAllocatedWithoutData(t *testing.T) {
	b := fs.New(1024, 512)
	b.Set(10, 20, fs.Unwritten)
	b.Set(15, 5, fs.Written)
	for index, want := range map[uint64]fs.Extent{
		0:  {Kind: fs.Hole, Pages: 10},
		10: {Kind: fs.Unwritten, PFN: 522, Pages: 5},
		17: {Kind: fs.Written, PFN: 529, Pages: 3},
		20: {Kind: fs.Unwritten, PFN: 532, Pages: 10},
		30: {Kind: fs.Hole, Pages: 994},
	} {
		if x := b.At(index, 2000); x != want {
			t.Errorf("at %d: %+v, want %+v", index, x, want)
		}
	}
	b.Set(15, 5, fs.Unwritten) // the data goes, the blocks stay
	if x := b.At(10, 1000); x.Kind != fs.Unwritten || x.Pages != 20 {
		t.Errorf("%+v", x)
	}
}

func TestTheJournalIsBehindUntilItCommits(t *testing.T) {
	b := fs.New(1024, 512)
	for _, k := range []fs.Kind{fs.Unwritten, fs.Written, fs.Hole} {
		b.Set(3, 1, k)
		if !b.Uncommitted() {
			t.Errorf("making a page %v leaves nothing to commit", k)
		}
		b.Commit()
		if b.Uncommitted() {
			t.Errorf("%v: not committed", k)
		}
	}
}

// play runs a byte string as operations, and compares each extent with a map
// from page to kind.
func play(t *testing.T, script []byte) {
	const pages, pfn = 384, 512
	b := fs.New(pages, pfn)
	kinds := map[uint64]fs.Kind{}
	for ; len(script) >= 4; script = script[4:] {
		index, n := uint64(script[0])*2%pages, uint64(script[1])
		if kind := fs.Kind(script[2] % 4); kind <= fs.Written {
			b.Set(index, n, kind)
			for i := index; i < min(index+n, pages); i++ {
				kinds[i] = kind
			}
			continue
		}
		limit := 1 + n + uint64(script[3])
		want := fs.Extent{Kind: kinds[index]}
		for i := index; i < pages && want.Pages < limit && kinds[i] == want.Kind; i++ {
			want.Pages++
		}
		if want.Kind != fs.Hole {
			want.PFN = pfn + index
		}
		if x := b.At(index, limit); x != want {
			t.Fatalf("At(%d, %d) = %+v, want %+v", index, limit, x, want)
		}
	}
}

func FuzzBlocks(f *testing.F) {
	f.Add([]byte{30, 70, 2, 0, 0, 200, 3, 0, 30, 255, 3, 255})
	f.Fuzz(func(t *testing.T, script []byte) { play(t, script) })
}

// TestExtentsOverWordBorders plays long random scripts.
func TestExtentsOverWordBorders(t *testing.T) {
	for seed := range uint64(100) {
		rng := rand.New(rand.NewPCG(seed, 1))
		script := make([]byte, 4*300)
		for i := range script {
			script[i] = byte(rng.Uint32())
		}
		play(t, script)
	}
}
