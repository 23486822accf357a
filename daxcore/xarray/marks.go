package xarray

// Mark names one of the three marks that an entry may carry.
type Mark uint8

// The marks. Their meaning is their user's.
const (
	Mark0 Mark = iota
	Mark1
	Mark2
	// present selects, where marks do, all canonical slots in use.
	present
)

// row is the marks of a node: a bit for an entry with the mark, or for a child
// below which there is one. Most nodes have none, so that rows stand apart from
// them; a node that once had a mark keeps its row.
type row [present]uint64

// row returns the marks of n, to be read: those of all nodes without a row are one.
func (ar *arena) row(n *node) *row { return &ar.rows[n.row] }

// ownRow returns the marks of n, to be written. Rows got before may not be used
// after that.
func (ar *arena) ownRow(n *node) *row {
	if n.row == 0 {
		n.row = uint32(len(ar.rows))
		ar.rows = append(ar.rows, row{})
	}
	return &ar.rows[n.row]
}

// bitmap returns the slots of n that which selects.
func (ar *arena) bitmap(n *node, which Mark) uint64 {
	if which == present {
		return n.used
	}
	return ar.rows[n.row][which]
}

// unmarkAbove clears mark m in the ancestors of n that have it nowhere below. The
// row of nodes without one is zero, and stays so.
func (a *Array) unmarkAbove(n *node, m Mark) {
	for a.arena.row(n)[m] == 0 && n.parent != 0 {
		o := n.offset
		n = a.parent(n)
		a.arena.row(n)[m] &^= 1 << o
	}
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
		for {
			r := c.a.arena.ownRow(n)
			if r[m]>>o&1 != 0 {
				return
			}
			r[m] |= 1 << o
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
	case n.row != 0:
		c.a.arena.row(n)[m] &^= 1 << o
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
	return c.a.arena.row(n)[m]>>o&1 != 0
}

// here returns the node and slot of the entry at the cursor's index, walking
// there if need be; n is nil for a lone entry.
func (c *Cursor) here() (n *node, o uint8, ok bool) {
	e := c.Load()
	return c.node, c.offset, e != 0
}
