package xarray

import "math/bits"

// position says where a cursor stands.
type position uint8

const (
	fresh  position = iota // walks from the root when used next
	atHead                 // on the head: a lone entry, or a tree below its order
	bounds                 // outside what the tree covers, or behind the end
	atNode                 // on node.slots[offset], a canonical slot
	inStep                 // the same in a node of single indexes, and index is that of the slot
)

// extent is an order: the shift of the slots that hold its entries, and how many
// siblings stand behind the canonical one.
type extent struct{ shift, sibs uint8 }

// Cursor walks an Array. It covers the range index … index+1<<order-1 given to
// [Array.At]; what it stands on may be smaller or larger.
//
// A Cursor is a value: copying one that is fresh is free of surprises.
type Cursor struct {
	a     *Array
	node  *node
	index uint64
	extent
	offset uint8
	pos    position
}

// Index returns the index that the cursor is set to: not where it stands.
func (c *Cursor) Index() uint64 { return c.index }

// Order returns the order that the cursor was made for.
func (c *Cursor) Order() uint8 { return c.shift + uint8(bits.Len8(c.sibs)) }

// Positioned reports whether the cursor stands somewhere, so that the next
// search goes on from there.
func (c *Cursor) Positioned() bool { return c.pos != fresh }

// Reset makes the cursor fresh. The index stays.
func (c *Cursor) Reset() { c.node, c.pos = nil, fresh }

// Set makes the cursor fresh at another index of its order.
func (c *Cursor) Set(index uint64) {
	c.Reset()
	c.index = index &^ (uint64(1)<<c.Order() - 1)
}

// EntryIndex returns the first index of the entry that the cursor stands on.
// It differs from Index after a search that met a smaller or larger entry.
func (c *Cursor) EntryIndex() uint64 {
	if c.pos < atNode {
		return 0
	}
	index := uint64(c.offset) << c.node.shift
	for n := c.node; n.parent != 0; {
		p := c.a.parent(n)
		index |= uint64(n.offset) << p.shift
		n = p
	}
	return index
}

// walk takes a fresh cursor from the root to its index, not below slots of
// shift, and returns what is there.
//
// It keeps the level in a register: to read it from each node would lengthen
// the chain of loads that a walk is.
func (c *Cursor) walk(shift uint8) Entry {
	a, index := c.a, c.index
	e := a.head
	if !e.IsNode() {
		return c.atTop(e, index == 0)
	}
	nodes := a.arena.nodes
	n := nodes[e.id()]
	level := n.shift
	if index>>(level&63) > slotMask || level < shift {
		return c.atTop(e, index>>(level&63) <= slotMask)
	}
	for {
		o := index >> (level & 63) & slotMask
		e = n.slots[o]
		if e&1 == 0 {
			if e >= firstNode {
				if level > shift {
					n = nodes[e.id()]
					level -= nodeBits
					continue
				}
			} else if e != 0 {
				o = uint64(e>>2) & slotMask
				e = n.slots[o]
			}
		}
		c.node, c.offset, c.pos = n, uint8(o), atNode
		return e
	}
}

// atTop leaves the cursor on the head e, or outside of what it covers.
func (c *Cursor) atTop(e Entry, inside bool) Entry {
	if !inside {
		c.pos = bounds
		return 0
	}
	c.pos = atHead
	return e
}

// Load returns the entry in the cursor's first slot, and stands on it. If the
// range is cut up into smaller entries that is a node, or, when the first
// slot's part of the range is empty, absent, whatever the rest holds.
func (c *Cursor) Load() Entry {
	switch c.pos {
	case fresh:
		return c.walk(c.shift)
	case atNode, inStep:
		if e := c.node.slots[c.offset]; !e.IsNode() || c.node.shift == c.shift {
			return e
		}
		return c.walk(c.shift)
	case atHead:
		return c.a.head
	}
	return 0
}

// FindConflict returns an entry that overlaps the cursor's range, or 0. A
// fresh cursor finds the first one in index order; a positioned one the next
// behind where it stands: nothing, if it stands on an entry of its own order
// or more. The index stays, the position moves.
func (c *Cursor) FindConflict() Entry {
	switch c.pos {
	case fresh:
		e := c.walk(0)
		if c.pos != atNode {
			return e
		}
		c.a.arena.finger, c.a.arena.fingerIndex = c.node, c.index
		if e != 0 {
			return e
		}
	case atHead, bounds:
		return 0
	}
	n, o := c.node, c.offset
	for n.shift <= c.shift {
		last := uint8(slotMask)
		if n.shift == c.shift {
			last = uint8(c.index>>n.shift)&slotMask | c.sibs
		}
		m := n.used & onesAbove(o) & (^uint64(0) >> (slotMask - last))
		if m != 0 {
			return c.dive(n, lowest(m), present)
		}
		if n.shift == c.shift || n.parent == 0 {
			break
		}
		n, o = c.a.parent(n), n.offset
	}
	return 0
}

// dive goes down from slot o of n to the first entry that the bitmap names.
func (c *Cursor) dive(n *node, o uint8, which Mark) Entry {
	e := n.slots[o]
	for e.IsNode() {
		n = c.a.child(e)
		o = lowest(c.a.arena.bitmap(n, which))
		e = n.slots[o]
	}
	c.node, c.offset, c.pos = n, o, atNode
	return e
}

// run returns how many slots the entry in slot o of n fills.
func (n *node) run(o uint8) uint8 {
	end := o + 1
	for end < Slots && n.slots[end] == sibling(o) {
		end++
	}
	return end - o
}
