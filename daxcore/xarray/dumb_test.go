package xarray

import "slices"

// span is one entry of the dumb array.
type span struct {
	first uint64
	order uint8
	e     Entry
	marks uint8
}

func (s span) last() uint64 { return s.first | (1<<s.order - 1) }

// dumb is the second implementation: a sorted list of entries, no tree.
type dumb struct{ spans []span }

// overlap returns the half-open part of the list that meets [lo, hi].
func (d *dumb) overlap(lo, hi uint64) (int, int) {
	i := 0
	for i < len(d.spans) && d.spans[i].last() < lo {
		i++
	}
	j := i
	for j < len(d.spans) && d.spans[j].first <= hi {
		j++
	}
	return i, j
}

func (d *dumb) store(index uint64, order uint8, e Entry) {
	lo := index &^ (1<<order - 1)
	hi := lo | (1<<order - 1)
	i, j := d.overlap(lo, hi)
	if j == i+1 && d.spans[i].order >= order && e != 0 {
		d.spans[i].e = e
		return
	}
	var marks uint8
	for _, s := range d.spans[i:j] {
		marks |= s.marks
	}
	d.spans = slices.Delete(d.spans, i, j)
	if e != 0 {
		d.spans = slices.Insert(d.spans, i, span{lo, order, e, marks})
	}
}

// load answers as a fresh cursor of the order does; node stands for any node.
func (d *dumb) load(index uint64, order uint8) (e Entry, node bool) {
	lo := index &^ (1<<order - 1)
	slot := lo | (1<<(order/nodeBits*nodeBits) - 1)
	i, j := d.overlap(lo, slot)
	if i == j {
		return 0, false
	}
	s := d.spans[i]
	lone := len(d.spans) == 1 && s.first == 0 && s.order == 0
	if lone || s.order >= order/nodeBits*nodeBits {
		return s.e, false
	}
	return 0, true
}

func (d *dumb) at(index uint64) *span {
	if i, j := d.overlap(index, index); i < j {
		return &d.spans[i]
	}
	return nil
}
