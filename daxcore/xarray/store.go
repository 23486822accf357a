package xarray

// Store puts e over the cursor's range and returns what its first slot held
// (a node, if smaller entries lay there). e is a value, or 0 to erase.
//
//   - An entry of the cursor's order or more that is there already is replaced
//     as a whole: it keeps its order and its marks.
//   - Smaller entries are lost. The new one takes over their marks together.
//   - Erasing clears marks, and nodes that became empty.
func (c *Cursor) Store(e Entry) Entry {
	if c.pos == atNode && c.node.shift < c.shift {
		c.Reset() // a search went below the range
	}
	if c.pos == fresh && !c.touch() {
		c.walk(c.shift)
	}
	if n := c.node; c.pos == atNode && e != 0 {
		old := n.slots[c.offset&slotMask]
		if old.IsValue() && (c.sibs == 0 || n.shift > c.shift ||
			n.slots[(c.offset|c.sibs)&slotMask] == sibling(c.offset)) {
			n.slots[c.offset&slotMask] = e
			return old
		}
	}
	old := c.Load()
	switch {
	case e == 0:
		c.erase()
	case c.index == 0 && c.shift|c.sibs == 0 && !c.a.head.IsNode():
		c.a.head, c.pos = e, atHead
	default:
		c.create(e)
	}
	return old
}

// touch positions a fresh cursor by the finger, if its entry lies there.
func (c *Cursor) touch() bool {
	ar := &c.a.arena
	n := ar.finger
	if n == nil {
		return false
	}
	level := n.shift & 63
	if level < c.shift || (c.index^ar.fingerIndex)>>level > slotMask {
		return false
	}
	o := c.index >> level & slotMask
	if s := n.slots[o]; !s.IsValue() {
		if !s.IsSibling() {
			return false
		}
		o = uint64(s>>2) & slotMask
	}
	c.node, c.offset, c.pos = n, uint8(o), atNode
	return true
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
// Preconditions: no entry of the cursor's order or more is there.
func (c *Cursor) create(e Entry) {
	a := c.a
	n := a.grow(c.index, c.shift)
	for n.shift > c.shift {
		o := uint8(c.index>>n.shift) & slotMask
		child := n.slots[o]
		if child == 0 {
			l, fresh := a.arena.alloc()
			fresh.shift, fresh.offset = n.shift-nodeBits, o
			fresh.parent = c.linkTo(n)
			child = l.entry()
			n.slots[o] = child
			n.bits[present] |= 1 << o
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
	n.bits[present] = n.bits[present]&^mask | 1<<first
	for m := range present {
		if n.bits[m]&mask != 0 {
			n.bits[m] = n.bits[m]&^mask | 1<<first
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
	if c.pos != atNode {
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
	n.bits[present] &^= mask
	for m := range present {
		if n.bits[m]&mask != 0 {
			n.bits[m] &^= mask
			a.unmarkAbove(n, m)
		}
	}
	if n.bits[present] == 0 {
		c.prune(n)
	}
	if root := a.top(); root != nil && root.bits[present] <= 1 {
		a.shrink()
		c.Reset()
	}
}

// prune frees n and every ancestor that became empty with it, save the root.
func (c *Cursor) prune(n *node) {
	a := c.a
	c.Reset()
	for n.bits[present] == 0 && n.parent != 0 {
		p, o := a.parent(n), n.offset
		a.arena.release(linkOf(p.slots[o]))
		p.slots[o] = 0
		p.bits[present] &^= 1 << o
		n = p
	}
}

// unmarkAbove clears mark m in the ancestors of n that have it nowhere below.
func (a *Array) unmarkAbove(n *node, m Mark) {
	for n.bits[m] == 0 && n.parent != 0 {
		p := a.parent(n)
		p.bits[m] &^= 1 << n.offset
		n = p
	}
}

// here returns the node and slot of the entry at the cursor's index, walking
// there if need be; n is nil for a lone entry.
func (c *Cursor) here() (n *node, o uint8, ok bool) {
	e := c.Load()
	return c.node, c.offset, e != 0
}

// SetMark sets m on the entry that the cursor stands on; if it is fresh, on
// the one at its index. Where there is none, nothing happens.
func (c *Cursor) SetMark(m Mark) {
	n, o, ok := c.here()
	switch {
	case !ok:
	case c.pos == atHead:
		c.a.headMarks |= 1 << m
	default:
		for n.bits[m]>>o&1 == 0 {
			n.bits[m] |= 1 << o
			if n.parent == 0 {
				return
			}
			n, o = c.a.parent(n), n.offset
		}
	}
}

// ClearMark clears m on the entry that SetMark would set it on.
func (c *Cursor) ClearMark(m Mark) {
	n, o, ok := c.here()
	switch {
	case !ok:
	case c.pos == atHead:
		c.a.headMarks &^= 1 << m
	default:
		n.bits[m] &^= 1 << o
		c.a.unmarkAbove(n, m)
	}
}

// Marked reports whether the entry that SetMark would set m on has it.
func (c *Cursor) Marked(m Mark) bool {
	n, o, ok := c.here()
	switch {
	case !ok:
		return false
	case c.pos == atHead:
		return c.a.headMarks>>m&1 != 0
	}
	return n.bits[m]>>o&1 != 0
}
