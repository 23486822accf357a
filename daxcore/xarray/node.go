package xarray

import "math/bits"

// Slots is the number of slots of a node, and nodeBits their logarithm.
const (
	Slots    = 1 << nodeBits
	nodeBits = 6
	slotMask = Slots - 1
)

// node is one level of the tree. slots covers Slots<<shift indexes. A bit of used
// stands for a canonical slot that holds an entry or a child; the marks are in a row
// of the arena, by its number.
//
// A node on the free list is zero but for parent, which links the list, and its row,
// which is zero.
type node struct {
	slots  [Slots]Entry
	used   uint64
	parent link
	row    uint32
	shift  uint8
	offset uint8
}

// link is the number of a node plus one, or 0 for none.
type link uint32

// firstNode is the internal entry that links to node 0. What lies below it is
// a sibling or has a meaning of its own.
const firstNode Entry = 1024<<2 | 2

func (e Entry) id() uint32  { return uint32(e>>2) - 1024 }
func (l link) entry() Entry { return firstNode + Entry(l-1)<<2 }
func linkOf(e Entry) link   { return link(e.id()) + 1 }

// rangeMask has n bits from bit o on.
func rangeMask(o, n uint8) uint64 {
	return (^uint64(0) >> (Slots - uint(n))) << o
}

// onesAbove has the bits above o.
func onesAbove(o uint8) uint64 { return ^uint64(0) << o << 1 }

// lowest returns the number of the lowest bit of m, which is not 0.
func lowest(m uint64) uint8 { return uint8(bits.TrailingZeros64(m)) & slotMask }

// slabNodes nodes are allocated together: ten fill one of the runtime's
// size classes (5376 bytes) to 99.7 %.
const slabNodes = 10

// arena hands out nodes by number.
type arena struct {
	nodes []*node // by number
	spare []node  // of the newest slab, those without a number
	free  link
	live  int
	rows  []row // of marks; the first is the one of all nodes without
	// finger is the node in which the last conflict search ended, and
	// fingerIndex the index it was for: whoever locks an entry unlocks it.
	finger      *node
	fingerIndex uint64
}

func (ar *arena) alloc() (link, *node) {
	ar.live++
	if l := ar.free; l != 0 {
		n := ar.nodes[l-1]
		ar.free, n.parent = n.parent, 0
		return l, n
	}
	n := ar.extend()
	return link(len(ar.nodes)), n
}

// extend gives a node of the slab the next number.
func (ar *arena) extend() *node {
	if len(ar.nodes) == 0 {
		ar.rows = append(ar.rows, row{})
	}
	if len(ar.spare) == 0 {
		ar.spare = make([]node, slabNodes)
	}
	n := &ar.spare[0]
	ar.nodes, ar.spare = append(ar.nodes, n), ar.spare[1:]
	return n
}

// release puts a node on the free list.
// Preconditions: its slots are zero.
func (ar *arena) release(l link) {
	n := ar.nodes[l-1]
	if n.row != 0 {
		ar.rows[n.row] = row{}
	}
	n.used, n.shift, n.offset = 0, 0, 0
	n.parent, ar.free = ar.free, l
	ar.live--
	ar.finger = nil
}

// releaseTree frees the node that e links to and all below.
func (ar *arena) releaseTree(e Entry) {
	n := ar.nodes[e.id()]
	for m := n.used; m != 0; m &= m - 1 {
		if child := n.slots[bits.TrailingZeros64(m)]; child.IsNode() {
			ar.releaseTree(child)
		}
	}
	n.slots = [Slots]Entry{}
	ar.release(linkOf(e))
}
