package xarray

import "math/bits"

// AppendState appends what the array holds to dst: a count, then for each
// entry in index order a word with its index, order and marks, and the entry.
// Arrays that hold the same append the same, however they came to it.
func (a *Array) AppendState(dst []uint64) []uint64 {
	count := len(dst)
	dst = append(dst, 0)
	switch {
	case a.head.IsNode():
		dst = a.appendNode(dst, a.child(a.head), 0)
	case a.head != 0:
		dst = append(dst, uint64(a.headMarks), uint64(a.head))
	}
	dst[count] = uint64(len(dst)-count-1) / 2
	return dst
}

func (a *Array) appendNode(dst []uint64, n *node, index uint64) []uint64 {
	for m := n.used; m != 0; m &= m - 1 {
		o := lowest(m)
		e := n.slots[o]
		at := index | uint64(o)<<n.shift
		if e.IsNode() {
			dst = a.appendNode(dst, a.child(e), at)
		} else {
			dst = append(dst, a.arena.describe(n, o, at), uint64(e))
		}
	}
	return dst
}

// describe is the first word for the entry in slot o of n.
func (ar *arena) describe(n *node, o uint8, index uint64) uint64 {
	var marks uint64
	for m, marked := range ar.row(n) {
		marks |= marked >> o & 1 << m
	}
	order := uint64(n.shift) + uint64(bits.Len8(n.run(o)-1))
	return index<<16 | order<<8 | marks
}

// SetState makes the array hold what AppendState has appended, and returns
// the words behind that. Cursors on the array must be reset.
func (a *Array) SetState(src []uint64) []uint64 {
	end := 1 + 2*src[0]
	entries, rest := src[1:end], src[end:]
	if left, ok := a.overwrite(entries); ok && len(left) == 0 {
		return rest
	}
	if a.head.IsNode() {
		a.arena.releaseTree(a.head)
	}
	a.head, a.headMarks = 0, 0
	for ; len(entries) != 0; entries = entries[2:] {
		c := a.At(entries[0]>>16, uint8(entries[0]>>8))
		c.Store(Entry(entries[1]))
		for b := range present {
			if entries[0]>>b&1 != 0 {
				c.SetMark(b)
			}
		}
	}
	return rest
}

// overwrite replaces entries where they are, if indexes, orders and marks are
// those of the state. It returns the words it did not use.
func (a *Array) overwrite(src []uint64) (left []uint64, ok bool) {
	switch {
	case a.head.IsNode():
		return a.overwriteNode(src, a.child(a.head), 0)
	case a.head == 0:
		return src, true
	case len(src) == 0 || src[0] != uint64(a.headMarks):
		return src, false
	}
	a.head = Entry(src[1])
	return src[2:], true
}

func (a *Array) overwriteNode(src []uint64, n *node, index uint64) (left []uint64, ok bool) {
	for m := n.used; m != 0; m &= m - 1 {
		o := lowest(m)
		e := n.slots[o]
		at := index | uint64(o)<<n.shift
		if e.IsNode() {
			if src, ok = a.overwriteNode(src, a.child(e), at); !ok {
				return src, false
			}
			continue
		}
		if len(src) == 0 || src[0] != a.arena.describe(n, o, at) {
			return src, false
		}
		n.slots[o] = Entry(src[1])
		src = src[2:]
	}
	return src, true
}

// hidden is a link to a node that no array has.
const hidden = ^Entry(0) &^ 1

// Hide makes any use of the array panic until Show. It is for engines that
// hold against their tasks that they use it without its lock; cursors that
// stand on a node already escape it.
func (a *Array) Hide() {
	if a.head != hidden {
		a.shown, a.head, a.arena.finger = a.head, hidden, nil
	}
}

// Hidden reports whether the array is.
func (a *Array) Hidden() bool { return a.head == hidden }

// Show ends Hide, if it is hidden.
func (a *Array) Show() {
	if a.head == hidden {
		a.head = a.shown
	}
}
