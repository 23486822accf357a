package xarray

// Array is the tree. The zero Array is empty and ready to use.
//
// Synchronization: none of its own. Whoever uses an Array or a Cursor on it
// holds the lock that belongs to it (the xa_lock of fs/dax).
type Array struct {
	// head is absent, a lone entry at index 0 (it has no node), or the root.
	head      Entry
	headMarks uint8
	shown     Entry // head, while it is hidden
	arena     arena
}

// At returns a fresh cursor for the 1<<order indexes around index. The index
// is rounded down to a multiple of the range.
func (a *Array) At(index uint64, order uint8) Cursor {
	return Cursor{a: a, index: index >> (order & 63) << (order & 63), extent: extents[order&63]}
}

// extents is by order.
var extents = func() (by [64]extent) {
	for order := range by {
		by[order] = extent{uint8(order / nodeBits * nodeBits), 1<<(order%nodeBits) - 1}
	}
	return
}()

// Load returns the entry at index, or 0.
func (a *Array) Load(index uint64) Entry {
	c := Cursor{a: a, index: index}
	return c.Load()
}

// Nodes returns how many nodes the tree has.
func (a *Array) Nodes() int { return a.arena.live }

// Empty reports whether the array has no entry.
func (a *Array) Empty() bool { return a.head == 0 }

// child returns the node that e links to.
func (a *Array) child(e Entry) *node { return a.arena.nodes[e.id()] }

// parent returns the node above n, which is not the root.
func (a *Array) parent(n *node) *node { return a.arena.nodes[n.parent-1] }

// top returns the root node, or nil if head is not a node.
func (a *Array) top() *node {
	if a.head.IsNode() {
		return a.child(a.head)
	}
	return nil
}

// grow makes the tree tall enough for index and for slots of the given shift,
// and returns its root.
func (a *Array) grow(index uint64, shift uint8) *node {
	root := a.top()
	if root == nil {
		lone, marks := a.head, a.headMarks
		l, n := a.arena.alloc()
		a.head, a.headMarks = l.entry(), 0
		if lone == 0 {
			for n.shift = shift; index>>n.shift>>nodeBits != 0; {
				n.shift += nodeBits
			}
			return n
		}
		n.slots[0], n.used = lone, 1
		for m := range present {
			if marks>>m&1 != 0 {
				a.arena.ownRow(n)[m] = 1
			}
		}
		root = n
	}
	for root.shift < shift || index>>root.shift>>nodeBits != 0 {
		l, n := a.arena.alloc()
		n.shift = root.shift + nodeBits
		n.slots[0], n.used = a.head, 1
		if root.row != 0 {
			below := *a.arena.row(root)
			for m, marked := range below {
				if marked != 0 {
					a.arena.ownRow(n)[m] = 1
				}
			}
		}
		root.parent, root.offset = l, 0
		a.head = l.entry()
		root = n
	}
	return root
}

// shrink drops root nodes that hold nothing but slot 0, down to a lone entry.
func (a *Array) shrink() {
	for {
		root := a.top()
		if root == nil || root.used > 1 {
			return
		}
		l, e := linkOf(a.head), root.slots[0]
		switch {
		case root.used == 0:
			a.head = 0
		case e.IsNode():
			a.child(e).parent = 0
			a.head = e
		case root.shift == 0 && root.run(0) == 1:
			for m, marked := range a.arena.row(root) {
				a.headMarks |= uint8(marked) << m
			}
			a.head = e
		default:
			return // an entry of several slots needs its node
		}
		root.slots[0] = 0
		a.arena.release(l)
	}
}
