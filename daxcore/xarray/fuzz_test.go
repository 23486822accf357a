package xarray

import (
	"bytes"
	"encoding/binary"
	"math/bits"
	"math/rand/v2"
	"testing"
)

var fuzzOrders = [...]uint8{0, 0, 0, 9, 9, 3, 6, 7}

// indexes gathers fuzz input where the trees differ: near 0, at chunk and node
// borders, far up.
func fuzzIndex(b byte, hi byte) uint64 {
	base := [...]uint64{0, 0, 64, 512, 512 + 64, 4096, 4096 - 512, 1 << 18, 1 << 30}[int(hi)%9]
	return base + uint64(b)%80
}

// check compares a whole array with its dumb twin, and its own invariants.
func check(t *testing.T, a *Array, d *dumb) {
	t.Helper()
	const end = ^uint64(0)
	c := a.At(0, 0)
	for i, s := range d.spans {
		e := c.Next(end)
		if e != s.e || c.Index() != s.first || c.EntryIndex() != s.first {
			t.Fatalf("entry %d: %v at %#x (stands at %#x), want %v at %#x", i, e, c.Index(), c.EntryIndex(), s.e, s.first)
		}
	}
	if e := c.Next(end); e != 0 {
		t.Fatalf("%v at %#x behind the last entry", e, c.Index())
	}
	for m := range present {
		c := a.At(0, 0)
		for _, s := range d.spans {
			if s.marks>>m&1 == 0 {
				continue
			}
			if e := c.NextMarked(end, m); e != s.e || c.Index() != s.first {
				t.Fatalf("mark %d: %v at %#x, want %v at %#x", m, e, c.Index(), s.e, s.first)
			}
		}
		if e := c.NextMarked(end, m); e != 0 {
			t.Fatalf("mark %d: %v at %#x behind the last", m, e, c.Index())
		}
	}
	if root := a.top(); root != nil {
		if got := countNodes(t, a, root); got != a.Nodes() {
			t.Fatalf("%d nodes in the tree, %d counted", got, a.Nodes())
		}
	} else if a.Nodes() != 0 {
		t.Fatalf("%d nodes counted, none in the tree", a.Nodes())
	}
}

// countNodes checks the bitmaps, parents and siblings of a subtree.
func countNodes(t *testing.T, a *Array, n *node) int {
	t.Helper()
	count := 1
	for o := uint8(0); o < Slots; o++ {
		e := n.slots[o]
		if used := n.used>>o&1 != 0; used != (e != 0 && !e.IsSibling()) {
			t.Fatalf("shift %d slot %d: %v, present %v", n.shift, o, e, used)
		}
		if e.IsSibling() && n.slots[e>>2].IsSibling() {
			t.Fatalf("shift %d slot %d: sibling of a sibling", n.shift, o)
		}
		if !e.IsNode() {
			continue
		}
		child := a.child(e)
		if child.offset != o || a.parent(child) != n || child.shift+nodeBits != n.shift {
			t.Fatalf("shift %d slot %d: child does not know its place", n.shift, o)
		}
		for b := range present + 1 {
			if (a.arena.bitmap(child, b) != 0) != (a.arena.bitmap(n, b)>>o&1 != 0) {
				t.Fatalf("shift %d slot %d: bitmap %d disagrees with the child's", n.shift, o, b)
			}
		}
		count += countNodes(t, a, child)
	}
	return count
}

// play runs a byte string as operations on both arrays.
func play(t *testing.T, script []byte) {
	var a, copied Array
	var d dumb
	r := bytes.NewReader(script)
	var op [4]byte
	for step := uint64(1); ; step++ {
		if err := binary.Read(r, binary.LittleEndian, &op); err != nil {
			break
		}
		index, order := fuzzIndex(op[1], op[2]), fuzzOrders[op[3]%8]
		m := Mark(op[3] >> 3 % 3)
		c := a.At(index, order)
		switch op[0] % 10 {
		case 0, 1, 2:
			if op[0] >= 128 {
				c.FindConflict() // a position must not change what is stored
			}
			want := c.Missing()
			before := a.Nodes()
			old, _ := d.load(index, order)
			empty := old == 0 && !c.anyInRange()
			c.Store(Value(step))
			d.store(index, order, Value(step))
			if got := a.Nodes() - before; empty && got != want {
				t.Fatalf("step %d: Missing said %d, store took %d", step, want, got)
			}
			if e := c.Load(); e != Value(step) {
				t.Fatalf("step %d: stored, then loaded %v", step, e)
			}
		case 3, 4:
			c.Store(0)
			d.store(index, order, 0)
			if c.Index() != index&^(1<<order-1) {
				t.Fatalf("step %d: erasing moved the index to %#x", step, c.Index())
			}
		case 5:
			c := a.At(index, 0)
			s := d.at(index)
			if s != nil {
				s.marks |= 1 << m
			}
			c.SetMark(m)
			if c.Marked(m) != (s != nil) {
				t.Fatalf("step %d: Marked %v", step, c.Marked(m))
			}
		case 6:
			c := a.At(index, 0)
			if s := d.at(index); s != nil {
				s.marks &^= 1 << m
			}
			c.ClearMark(m)
		case 7:
			e := c.Load()
			want, node := d.load(index, order)
			if node != e.IsNode() || !node && e != want {
				t.Fatalf("step %d: load(%#x, order %d) = %v, want %v (node %v)", step, index, order, e, want, node)
			}
		case 8:
			i, j := d.overlap(c.Index(), c.Index()|(1<<order-1))
			lone := len(d.spans) == 1 && d.spans[0].first == 0 && d.spans[0].order == 0
			for ; i < j; i++ {
				if e := c.FindConflict(); e != d.spans[i].e {
					t.Fatalf("step %d: conflict %v, want %v", step, e, d.spans[i].e)
				}
				if !lone && c.EntryIndex() != d.spans[i].first {
					t.Fatalf("step %d: conflict stands at %#x, want %#x", step, c.EntryIndex(), d.spans[i].first)
				}
				if d.spans[i].order >= order {
					break
				}
			}
			if e := c.FindConflict(); e != 0 {
				t.Fatalf("step %d: conflict %v behind the last", step, e)
			}
		case 9:
			copied.SetState(a.AppendState(nil))
			check(t, &copied, &d)
		}
	}
	check(t, &a, &d)
}

func (c *Cursor) anyInRange() bool {
	probe := *c
	probe.Reset()
	return probe.FindConflict() != 0
}

func FuzzArray(f *testing.F) {
	f.Add([]byte{0, 0, 0, 0, 0, 7, 0, 0, 7, 0, 0, 3, 3, 0, 0, 0})
	f.Add([]byte{0, 70, 3, 0, 0, 0, 3, 3, 5, 9, 3, 8, 8, 0, 3, 3, 3, 1, 3, 0})
	f.Fuzz(func(t *testing.T, script []byte) { play(t, script) })
}

// TestDumb plays long random scripts, which a fuzzing run would need luck for.
func TestDumb(t *testing.T) {
	for seed := range uint64(2000) {
		rng := rand.New(rand.NewPCG(seed, 1))
		script := make([]byte, 4*400)
		for i := range script {
			script[i] = byte(rng.Uint32())
		}
		play(t, script)
	}
}

func TestRun(t *testing.T) {
	for order := range uint8(12) {
		var a Array
		c := a.At(1<<13, order)
		c.Store(Value(1))
		if got := c.node.run(c.offset); got != 1<<(order%nodeBits) || bits.OnesCount64(c.node.used) != 1 {
			t.Errorf("order %d fills %d slots", order, got)
		}
	}
}
