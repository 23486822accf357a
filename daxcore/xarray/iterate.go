package xarray

import "iter"

// Next returns the next entry at or below the index max, or 0. A fresh cursor
// begins with the entry at its index; if that began earlier, the cursor's
// index stays in its middle. After that the index is the start of each entry.
func (c *Cursor) Next(max uint64) Entry { return c.next(max, present) }

// Entries is the entries that [Cursor.Next] returns one after the other. The loop's
// body may use the cursor as between two of its calls: pause it, store, mark.
// Within a node of single indexes a step is a part of the loop, no call.
func (c *Cursor) Entries(max uint64) iter.Seq[Entry] {
	return func(yield func(Entry) bool) {
		for e := c.Next(max); e != 0; {
			if !yield(e) {
				return
			}
			if e = c.step(max); e == 0 {
				e = c.Next(max)
			}
		}
	}
}

// step is Next if the next index is in the same node and has an entry; if it cannot
// tell it does nothing, and returns 0.
func (c *Cursor) step(max uint64) Entry {
	if i := c.index + 1; c.pos == inStep && i <= max && i&slotMask != 0 {
		if e := c.node.slots[i&slotMask]; e.IsValue() {
			c.index, c.offset = i, uint8(i&slotMask)
			return e
		}
	}
	return 0
}

// NextMarked is Next over the entries that have mark m.
func (c *Cursor) NextMarked(max uint64, m Mark) Entry { return c.next(max, m) }

func (c *Cursor) next(max uint64, which Mark) Entry {
	if c.index > max {
		return 0
	}
	switch c.pos {
	case bounds:
		return 0
	case atHead:
		c.index, c.pos = 1, bounds
		return 0
	case fresh:
		if e, found := c.first(which); found {
			return e
		}
	}
	n, o := c.node, c.offset
	for {
		if m := c.a.arena.bitmap(n, which) & onesAbove(o); m != 0 {
			e := c.dive(n, lowest(m), which)
			if c.index = c.EntryIndex(); c.node.shift == 0 {
				c.pos = inStep
			}
			if c.index > max {
				c.Reset()
				return 0
			}
			return e
		}
		if n.parent == 0 {
			c.pos = bounds
			return 0
		}
		n, o = c.a.parent(n), n.offset
	}
}

// first walks a fresh cursor to its index. found is false if there is nothing
// there but there may be further on.
func (c *Cursor) first(which Mark) (e Entry, found bool) {
	e = c.a.head
	if !e.IsNode() {
		if c.index != 0 || which != present && c.a.headMarks>>which&1 == 0 {
			e = 0
		}
		c.atTop(e, e != 0)
		return e, true
	}
	if c.index>>c.a.child(e).shift>>nodeBits != 0 {
		return c.atTop(e, false), true
	}
	for e.IsNode() {
		n := c.a.child(e)
		o := uint8(c.index>>n.shift) & slotMask
		e = n.slots[o]
		if e.IsSibling() {
			o = uint8(e>>2) & slotMask
			e = n.slots[o]
		}
		c.node, c.offset, c.pos = n, o, atNode
		if c.a.arena.bitmap(n, which)>>o&1 == 0 {
			return 0, false
		}
	}
	return e, true
}

// Pause makes the cursor fresh with its index behind the current entry, for a
// loop that drops the lock and goes on with what follows. The index advances
// by the entry's size: from the middle of an entry, past the next one's start.
func (c *Cursor) Pause() {
	switch c.pos {
	case atHead:
		c.index++
	case atNode, inStep:
		c.index += uint64(c.node.run(c.offset)) << c.node.shift
	}
	c.Reset()
}
