package xarray

// Store puts e over the cursor's range and returns what its first slot held
// (a node, if smaller entries lay there). e is a value, or 0 to erase.
//
//   - An entry of the cursor's order or more that is there already is replaced
//     as a whole: it keeps its order and its marks.
//   - Smaller entries are lost. The new one takes over their marks together.
//   - Erasing clears marks, and nodes that became empty.
func (c *Cursor) Store(e Entry) Entry {
	switch c.pos {
	case fresh:
		ar := &c.a.arena
		n := ar.finger
		if n == nil || (c.index^ar.fingerIndex)>>(n.shift&63) > slotMask {
			return c.storeByWalk(e)
		}
		o := uint8(c.index>>(n.shift&63)) & slotMask
		if s := n.slots[o]; !s.IsValue() && s.IsSibling() {
			o = uint8(s>>2) & slotMask
		}
		c.node, c.offset, c.pos = n, o, atNode
	case atHead, bounds:
		return c.storeByWalk(e)
	}
	if n := c.node; e != 0 && c.fits(n, c.offset) {
		old := n.slots[c.offset&slotMask]
		n.slots[c.offset&slotMask] = e
		return old
	}
	return c.storeByWalk(e)
}

// fits reports whether slot o of n is the canonical one of an entry of the cursor's
// order or more.
func (c *Cursor) fits(n *node, o uint8) bool {
	return n.slots[o&slotMask].IsValue() && n.shift >= c.shift &&
		(c.sibs == 0 || n.shift > c.shift || n.slots[(o|c.sibs)&slotMask] == sibling(o))
}

// storeByWalk is Store of what does not replace an entry where the cursor stands.
func (c *Cursor) storeByWalk(e Entry) Entry {
	if c.pos >= atNode && c.node.shift < c.shift {
		c.Reset() // a search went below the range
	}
	old := c.Load()
	switch {
	case e == 0:
		c.erase()
	case c.pos >= atNode && c.fits(c.node, c.offset):
		c.node.slots[c.offset&slotMask] = e
	case c.index == 0 && c.shift|c.sibs == 0 && !c.a.head.IsNode():
		c.a.head, c.pos = e, atHead
	default:
		c.create(e)
	}
	return old
}

// Missing returns how many nodes a Store of an entry would have to allocate.
func (c *Cursor) Missing() int {
	probe := *c
	probe.Reset()
	e := probe.Load()
	a := c.a
	if e != 0 || c.index == 0 && c.shift|c.sibs == 0 && !a.head.IsNode() {
		return 0
	}
	if probe.pos == atNode {
		return int(probe.node.shift-c.shift) / nodeBits
	}
	// The tree is absent or too low: count from the target up to a root that
	// covers the index, less the levels that are there and lie on the path.
	top := c.shift
	for c.index>>top>>nodeBits != 0 {
		top += nodeBits
	}
	path := int(top-c.shift)/nodeBits + 1
	switch root := a.top(); {
	case root != nil:
		return path + int(top-root.shift)/nodeBits - 1
	case a.head != 0:
		return path + int(top)/nodeBits
	}
	return path
}

// create makes the nodes on the way to the cursor's slots, and fills those.
// Preconditions: no entry of the cursor's order or more is there, and Load has
// positioned the cursor.
func (c *Cursor) create(e Entry) {
	a, n := c.a, c.node
	if c.pos < atNode {
		n = a.grow(c.index, c.shift)
	}
	for n.shift > c.shift {
		o := uint8(c.index>>n.shift) & slotMask
		child := n.slots[o]
		if child == 0 {
			l, fresh := a.arena.alloc()
			fresh.shift, fresh.offset = n.shift-nodeBits, o
			fresh.parent = c.linkTo(n)
			child = l.entry()
			n.slots[o] = child
			n.used |= 1 << o
		}
		n = a.child(child)
	}
	first := uint8(c.index>>n.shift) & slotMask
	mask := rangeMask(first, c.sibs+1)
	for o := first; o <= first+c.sibs; o++ {
		if s := n.slots[o]; s.IsNode() {
			a.arena.releaseTree(s)
		}
		n.slots[o] = sibling(first)
	}
	n.slots[first] = e
	n.used = n.used&^mask | 1<<first
	if n.row != 0 {
		for m, marked := range a.arena.row(n) {
			if marked&mask != 0 {
				a.arena.row(n)[m] = marked&^mask | 1<<first
			}
		}
	}
	c.node, c.offset, c.pos = n, first, atNode
}

// linkTo returns the link to n.
func (c *Cursor) linkTo(n *node) link {
	if n.parent == 0 {
		return linkOf(c.a.head)
	}
	return linkOf(c.a.parent(n).slots[n.offset])
}

// erase empties what the cursor stands on and the rest of its range.
// Preconditions: Load positioned the cursor.
func (c *Cursor) erase() {
	a := c.a
	if c.pos == atHead {
		if a.head.IsNode() {
			a.arena.releaseTree(a.head)
		}
		a.head, a.headMarks = 0, 0
		return
	}
	if c.pos < atNode {
		return
	}
	n, first := c.node, c.offset
	last := first + n.run(first) - 1
	if n.shift == c.shift {
		first = min(first, uint8(c.index>>n.shift)&slotMask)
		last = max(last, first|c.sibs)
	}
	mask := rangeMask(first, last-first+1)
	for o := first; o <= last; o++ {
		if s := n.slots[o]; s.IsNode() {
			a.arena.releaseTree(s)
		}
		n.slots[o] = 0
	}
	n.used &^= mask
	if n.row != 0 {
		for m, marked := range a.arena.row(n) {
			if marked&mask != 0 {
				a.arena.row(n)[m] = marked &^ mask
				a.unmarkAbove(n, Mark(m))
			}
		}
	}
	if n.used == 0 {
		c.prune(n)
	}
	if root := a.top(); root != nil && root.used <= 1 {
		a.shrink()
		c.Reset()
	}
}

// prune frees n and every ancestor that became empty with it, save the root.
func (c *Cursor) prune(n *node) {
	a := c.a
	c.Reset()
	for n.used == 0 && n.parent != 0 {
		p, o := a.parent(n), n.offset
		a.arena.release(linkOf(p.slots[o]))
		p.slots[o] = 0
		p.used &^= 1 << o
		n = p
	}
}
