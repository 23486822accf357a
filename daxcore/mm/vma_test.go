package mm_test

import (
	"math/rand/v2"
	"testing"

	"daxwait/daxcore/mm"
	"daxwait/daxcore/task"
)

// toucher is the only task of these tests.
type toucher struct {
	task.Task // what is not below is not to be called
	locks     int
	spent     []task.Cost
}

func (t *toucher) ID() int                     { return 0 }
func (t *toucher) Lock(s *task.Spin)           { s.Acquire(); t.locks++ }
func (t *toucher) Unlock(s *task.Spin)         { s.Release() }
func (t *toucher) Spend(c task.Cost, ns int64) { t.spent = append(t.spent, c) }

const end = ^uint64(0)

func vma(start, pages uint64) *mm.VMA {
	v := &mm.VMA{Start: start, Pages: pages}
	v.Init(1, 0, 0)
	return v
}

// has wants a slot, and what is mapped there.
func has(t *testing.T, v *mm.VMA, index uint64, slot mm.Slot, readable, writable bool) {
	t.Helper()
	s, r := v.Look(new(toucher), index, false)
	_, w := v.Look(new(toucher), index, true)
	if s != slot || r != readable || w != writable {
		t.Errorf("at %#x: %v, readable %v, writable %v; want %v, %v, %v", index, s, r, w, slot, readable, writable)
	}
}

func TestNothingIsMappedAtFirst(t *testing.T) {
	has(t, vma(0, 1024), 7, mm.None, false, false)
}

func TestPTEMapsOnePage(t *testing.T) {
	v := vma(0, 1024)
	tk := new(toucher)
	if !v.MapPTE(tk, 7, false) || !v.MapPTE(tk, 8, true) {
		t.Error("fails")
	}
	has(t, v, 7, mm.Table, true, false)
	has(t, v, 8, mm.Table, true, true)
	has(t, v, 9, mm.Table, false, false)
	has(t, v, 7+512, mm.None, false, false)
	if len(tk.spent) != 2 || tk.spent[0] != task.InstallPTE {
		t.Errorf("costs %v", tk.spent)
	}
}

func TestPMDMapsTheChunk(t *testing.T) {
	v := vma(0, 1024)
	tk := new(toucher)
	if !v.MapPMD(tk, 512+7, false) {
		t.Error("fails")
	}
	has(t, v, 512, mm.Huge, true, false)
	has(t, v, 1023, mm.Huge, true, false)
	has(t, v, 511, mm.None, false, false)
	v.MapPMD(tk, 512, true)
	has(t, v, 600, mm.Huge, true, true)
	v.MapPMD(tk, 512, false)
	has(t, v, 600, mm.Huge, true, true) // a read takes nothing away
	if tk.spent[0] != task.InstallPMD {
		t.Errorf("costs %v", tk.spent)
	}
}

func TestATableIsSticky(t *testing.T) {
	// One PTE puts a table there. Zapping empties it but leaves it, so that no
	// PMD can be mapped ever after; only munmap takes it away.
	v, tk := vma(0, 1024), new(toucher)
	v.MapPTE(tk, 7, true)
	v.Zap(tk, 0, end)
	has(t, v, 7, mm.Table, false, false)
	if v.MapPMD(tk, 0, true) {
		t.Error("a PMD is mapped over a table")
	}
	has(t, v, 7, mm.Table, false, false)
	v.Unmap(tk)
	has(t, v, 7, mm.None, false, false)
	if !v.MapPMD(tk, 0, true) {
		t.Error("no PMD after munmap")
	}
}

func TestAPMDLeavesNoTableWhenZapped(t *testing.T) {
	v, tk := vma(0, 1024), new(toucher)
	v.MapPMD(tk, 0, true)
	v.Zap(tk, 5, 5) // a part takes the whole
	has(t, v, 300, mm.None, false, false)
	if !v.MapPMD(tk, 0, false) {
		t.Error("no PMD again")
	}
	has(t, v, 300, mm.Huge, true, false)
}

func TestAPTEDoesNotGoWhereAPMDIs(t *testing.T) {
	v, tk := vma(0, 1024), new(toucher)
	v.MapPMD(tk, 0, false)
	tk.spent = nil
	if v.MapPTE(tk, 7, true) || len(tk.spent) != 0 {
		t.Error("mapped, or paid for")
	}
	has(t, v, 7, mm.Huge, true, false)
}

func TestSplitLeavesAnEmptyTable(t *testing.T) {
	v, tk := vma(0, 1024), new(toucher)
	v.MapPMD(tk, 0, true)
	v.Split(tk, 7)
	has(t, v, 7, mm.Table, false, false)
	v.MapPTE(tk, 9, true)
	v.Split(tk, 7)
	has(t, v, 9, mm.Table, true, true)
	v.Split(tk, 512)
	has(t, v, 512, mm.None, false, false)
}

func TestProtectTakesWritingAway(t *testing.T) {
	v, tk := vma(0, 1024), new(toucher)
	v.MapPTE(tk, 7, true)
	v.MapPTE(tk, 8, true)
	v.MapPMD(tk, 512, true)
	v.Protect(tk, 8, 600)
	has(t, v, 7, mm.Table, true, true)
	has(t, v, 8, mm.Table, true, false)
	has(t, v, 512, mm.Huge, true, false)
}

func TestContainsAndSuits(t *testing.T) {
	v := vma(500, 1100) // to 1599: one whole chunk, 512 to 1023, and another to 1535
	for index, want := range map[uint64]bool{500: false, 511: false, 512: true, 1023: true, 1024: true, 1535: true, 1536: false, 1599: false} {
		if v.Suits(index) != want {
			t.Errorf("Suits(%d) is %v", index, !want)
		}
	}
	if !v.Contains(500, 1599) || v.Contains(499, 500) || v.Contains(1599, 1600) {
		t.Error("Contains")
	}
	v.Skewed = true
	if v.Suits(512) {
		t.Error("a skewed mapping suits")
	}
}

func TestRangesOutsideTheMappingAreLeftAlone(t *testing.T) {
	v, tk := vma(600, 100), new(toucher)
	v.MapPTE(tk, 600, true)
	tk.locks = 0
	v.Zap(tk, 0, 599)
	v.Zap(tk, 700, end)
	if tk.locks != 0 {
		t.Error("takes the lock for nothing")
	}
	has(t, v, 600, mm.Table, true, true)
	v.Zap(tk, 0, end)
	has(t, v, 600, mm.Table, false, false)
}

// TestRangesOverWordBorders compares with a map from page to what is there.
func TestRangesOverWordBorders(t *testing.T) {
	const start, pages = 100, 1100
	rng := rand.New(rand.NewPCG(1, 1))
	v, tk := vma(start, pages), new(toucher)
	writable := map[uint64]bool{} // present pages
	for range 3000 {
		a := start + rng.Uint64N(pages)
		b := min(a+rng.Uint64N(200), start+pages-1)
		switch rng.IntN(4) {
		case 0, 1:
			for i := a; i <= min(b, a+20); i++ {
				w := rng.IntN(2) == 0
				v.MapPTE(tk, i, w)
				writable[i] = writable[i] || w
			}
		case 2:
			v.Zap(tk, a, b)
			for i := a; i <= b; i++ {
				delete(writable, i)
			}
		case 3:
			v.Protect(tk, a, b)
			for i := a; i <= b; i++ {
				if _, ok := writable[i]; ok {
					writable[i] = false
				}
			}
		}
		i := start + rng.Uint64N(pages)
		_, r := v.Look(tk, i, false)
		_, w := v.Look(tk, i, true)
		if want, ok := writable[i]; r != ok || w != want {
			t.Fatalf("page %d: readable %v, writable %v; want %v, %v", i, r, w, ok, want)
		}
	}
}

// TestZeroPageIsMappedWhereNothingIs: not over a PMD that may be written.
func TestZeroPageIsMappedWhereNothingIs(t *testing.T) {
	v, tk := vma(0, 1024), new(toucher)
	v.MapPMD(tk, 7, true)
	if v.MapZero(tk, 7) {
		t.Error("over a PMD")
	}
	has(t, v, 7, mm.Huge, true, true)
	v.MapPTE(tk, 512, true)
	if v.MapZero(tk, 600) {
		t.Error("over a table")
	}
}
