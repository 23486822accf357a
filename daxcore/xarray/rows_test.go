package xarray

import "testing"

// The tests here are named after the rows of the table of XArray facts that
// docs/model.md gives: what fs/dax relies on, and what it stumbled over.

const (
	pte, pmd = 0, 9
	base     = 2 * 512
	end      = ^uint64(0)
)

// with returns an array that has a PTE entry at each index, its value that.
func with(indexes ...uint64) *Array {
	a := new(Array)
	for _, i := range indexes {
		c := a.At(i, pte)
		c.Store(Value(i))
	}
	return a
}

// withPMD returns an array with one PMD entry at base, of value 7.
func withPMD() *Array {
	a := new(Array)
	c := a.At(base+99, pmd)
	c.Store(Value(7))
	return a
}

func TestRowOrderNineFillsEightSlots(t *testing.T) {
	a := withPMD()
	c := a.At(base+300, pmd)
	if c.Index() != base || c.shift != 6 || c.sibs != 7 || c.Order() != pmd {
		t.Errorf("cursor at %#x shift %d sibs %d", c.Index(), c.shift, c.sibs)
	}
	c.Load()
	if c.node.shift != 6 || c.node.slots[c.offset] != Value(7) {
		t.Fatalf("canonical slot %v in a node of shift %d", c.node.slots[c.offset], c.node.shift)
	}
	for s := uint8(1); s < 8; s++ {
		if got := c.node.slots[c.offset+s]; got != sibling(c.offset) {
			t.Errorf("slot %d holds %v", s, got)
		}
	}
}

func TestRowWords(t *testing.T) {
	if !Value(1<<63-1).IsValue() || Value(5).Value() != 5 || Value(5).IsInternal() {
		t.Error("value entries")
	}
	for _, e := range []Entry{Retry, Zero, sibling(62)} {
		if !e.IsInternal() || e.IsValue() || e.IsNode() {
			t.Errorf("%v is not plainly internal", e)
		}
	}
	if Retry != 0x402 || Retry.IsSibling() || !sibling(0).IsSibling() {
		t.Error("retry entry, siblings")
	}
}

func TestRowPositionIsStaleUntilReset(t *testing.T) {
	a := with(base + 5)
	c := a.At(base+5, pte)
	if c.Positioned() {
		t.Error("a new cursor is positioned")
	}
	c.Load()
	if !c.Positioned() {
		t.Error("a cursor that walked is fresh")
	}
	c.Reset()
	if c.Positioned() || c.Index() != base+5 {
		t.Error("reset keeps the index and nothing else")
	}
	c.Load()
	if c.Set(base + 6); c.Positioned() {
		t.Error("a cursor that was moved is positioned")
	}
}

func TestRowMarksOfAPMD(t *testing.T) {
	a := withPMD()
	c := a.At(base+17, pte)
	c.SetMark(Mark1)
	for i := uint64(base); i < base+512; i++ {
		if c := a.At(i, pte); !c.Marked(Mark1) || c.Marked(Mark0) {
			t.Fatalf("index base+%d: mark not seen", i-base)
		}
	}
	c = a.At(base+400, pte)
	c.ClearMark(Mark1)
	if c := a.At(base, pmd); c.Marked(Mark1) {
		t.Error("mark not cleared through another index")
	}
}

func TestRowLoad(t *testing.T) {
	a := withPMD()
	for i := uint64(base); i < base+512; i++ {
		c := a.At(i, pte)
		if e := c.Load(); e != Value(7) || c.Index() != i {
			t.Fatalf("order 0 at base+%d: %v, index %#x", i-base, e, c.Index())
		}
	}
	for _, k := range []uint64{0, 1, 63} {
		c := with(base+k, 9000).At(base, pmd)
		if e := c.Load(); !e.IsNode() {
			t.Errorf("order 9 over a PTE at base+%d: %v, want a node", k, e)
		}
	}
	for _, k := range []uint64{64, 65, 511} {
		c := with(base+k, 9000).At(base, pmd)
		if e := c.Load(); e != 0 {
			t.Errorf("order 9 over a PTE at base+%d: %v, want absent", k, e)
		}
	}
	if c := with(0).At(0, pmd); c.Load() != Value(0) {
		t.Error("a lone entry at index 0 is not returned as itself")
	}
	if c := with(9000).At(base, pmd); c.Load() != 0 {
		t.Error("an empty chunk has something")
	}
}

func TestRowConflictFresh(t *testing.T) {
	c := withPMD().At(base+300, pte)
	if e := c.FindConflict(); e != Value(7) || c.Index() != base+300 {
		t.Errorf("order 0 under a PMD: %v, index %#x", e, c.Index())
	}
	for _, k := range []uint64{0, 1, 63, 64, 200, 511} {
		c := with(base+k, base+511, 9000).At(base, pmd)
		if e := c.FindConflict(); e != Value(base+k) {
			t.Errorf("order 9 over a PTE at base+%d: %v", k, e)
		}
		if c.Index() != base || c.node.shift != 0 || c.EntryIndex() != base+k {
			t.Errorf("k=%d: index %#x, stands at %#x in a node of shift %d", k, c.Index(), c.EntryIndex(), c.node.shift)
		}
	}
	if c := with(base-1, base+512).At(base, pmd); c.FindConflict() != 0 {
		t.Error("neighbours of an empty chunk conflict")
	}
}

func TestRowConflictPositioned(t *testing.T) {
	c := with(base+3, base+4).At(base+3, pte)
	c.FindConflict()
	if e := c.FindConflict(); e != 0 {
		t.Errorf("order 0, positioned: %v, want absent at once", e)
	}
	it := with(base+3, base+4).At(0, pte)
	it.Next(end)
	if e := it.FindConflict(); e != 0 {
		t.Errorf("order 0, positioned by an iteration: %v, want absent at once", e)
	}
	it = withPMD().At(base, pte)
	it.Next(end)
	if e := it.FindConflict(); e != 0 {
		t.Errorf("order 0, positioned on a PMD: %v", e)
	}
	c = with(base+3, base+70, base+512).At(base, pmd)
	for _, want := range []Entry{Value(base + 3), Value(base + 70), 0} {
		if e := c.FindConflict(); e != want {
			t.Errorf("order 9, positioned: %v, want %v", e, want)
		}
	}
}

func TestRowStoreOrderZeroOnPMD(t *testing.T) {
	a := withPMD()
	c := a.At(base+1, pte)
	c.SetMark(Mark0)
	c = a.At(base+300, pte)
	if old := c.Store(Value(8)); old != Value(7) {
		t.Errorf("old %v", old)
	}
	for i := uint64(base); i < base+512; i++ {
		if e := a.Load(i); e != Value(8) {
			t.Fatalf("base+%d holds %v: the PMD did not stay whole", i-base, e)
		}
	}
	if c := a.At(base, pmd); !c.Marked(Mark0) {
		t.Error("the mark is lost")
	}
}

func TestRowStoreOrderNineOverPTEs(t *testing.T) {
	a := with(base+3, base+100, base+512)
	m := a.At(base+100, pte)
	m.SetMark(Mark2)
	nodes := a.Nodes()
	c := a.At(base, pmd)
	if old := c.Store(Value(9)); !old.IsNode() {
		t.Errorf("old %v, want a node", old)
	}
	for i := uint64(base); i < base+512; i++ {
		if e := a.Load(i); e != Value(9) {
			t.Fatalf("base+%d holds %v", i-base, e)
		}
	}
	if a.Load(base+512) != Value(base+512) {
		t.Error("the next chunk's entry is gone")
	}
	if a.Nodes() != nodes-2 {
		t.Errorf("%d nodes, want %d: child nodes stay", a.Nodes(), nodes-2)
	}
	if c := a.At(base, pmd); !c.Marked(Mark2) || c.Marked(Mark0) {
		t.Error("the marks of the lost entries are not those of the new one")
	}
}

func TestRowErase(t *testing.T) {
	a := withPMD()
	c := a.At(base+300, pte)
	c.SetMark(Mark0)
	c.Store(0)
	if c.Index() != base+300 || !a.Empty() {
		t.Errorf("index %#x, empty %v", c.Index(), a.Empty())
	}
	c = a.At(base, pmd)
	c.Store(Value(1))
	if c.Marked(Mark0) {
		t.Error("a mark outlived its entry")
	}
	a = with(base+3, base+100, base+512)
	c = a.At(base, pmd)
	c.Store(0)
	if a.Load(base+3) != 0 || a.Load(base+100) != 0 || a.Load(base+512) == 0 {
		t.Error("order 9 erases its range and no more")
	}
	c.Reset()
	if old := c.Store(0); old != 0 || a.Load(base+512) == 0 {
		t.Error("erasing nothing does something")
	}
}

func TestRowIterationFromTheMiddle(t *testing.T) {
	a := withPMD()
	n := a.At(base+512, pte)
	n.Store(Value(1))
	c := a.At(base+300, pte)
	if e := c.Next(end); e != Value(7) || c.Index() != base+300 {
		t.Errorf("first %v at %#x, want the PMD at the start index", e, c.Index())
	}
	if e := c.Next(end); e != Value(1) || c.Index() != base+512 {
		t.Errorf("then %v at %#x, want what follows the PMD", e, c.Index())
	}
}

func TestRowPause(t *testing.T) {
	c := with(base+3, base+4).At(base, pte)
	c.Next(end)
	if c.Pause(); c.Positioned() || c.Index() != base+4 {
		t.Errorf("paused on base+3: index base+%d", c.Index()-base)
	}
	c = withPMD().At(base, pte)
	c.Next(end)
	if c.Pause(); c.Index() != base+512 {
		t.Errorf("paused on a PMD: index base+%d", c.Index()-base)
	}
	c = withPMD().At(base+300, pte)
	c.Next(end)
	if c.Pause(); c.Index() != base+300+512 {
		t.Errorf("paused in the middle of a PMD: index base+%d, want i+512", c.Index()-base)
	}
}

func TestRowLoneEntryAtZero(t *testing.T) {
	a := with(0)
	if a.Nodes() != 0 {
		t.Errorf("%d nodes", a.Nodes())
	}
	c := a.At(0, pte)
	if e := c.FindConflict(); e != Value(0) {
		t.Errorf("fresh: %v", e)
	}
	if e := c.FindConflict(); e != 0 {
		t.Errorf("positioned: %v, want absent", e)
	}
	a = with(0, 700)
	c = a.At(700, pte)
	c.Store(0)
	if a.Nodes() != 0 || a.Load(0) != Value(0) {
		t.Error("the array does not shrink to the lone entry")
	}
}
