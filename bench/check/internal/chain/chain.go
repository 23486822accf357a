// Package chain says which cells of a matrix share a search. Cells that differ only in
// their policy are a chain. They are searched one after the other, in their order, and
// with each search the policies of those behind it that have no result yet are
// [daxcore.Peers]: one that answers the same to all that the search asks has the same
// graph, and so the same result.
//
// What users get wrong is to search a cell before the one that stands before it in its
// chain is done: what is known would then depend on who is faster.
package chain

import "daxwait/daxcore"

// Chains are those of a matrix, whose cells are numbers. Cells of different chains may be
// searched at the same time.
type Chains struct {
	cells  []cell
	chains int
}

type cell struct {
	policy       daxcore.Policy
	before, next int // in its chain, or none
	from         int // whose result it has, or none
}

const none = -1

// Of puts cells into chains: those for which of returns the same key, in the order of
// their numbers. A cell that is alone is a chain of its own.
func Of(cells int, of func(i int) (key string, p daxcore.Policy, alone bool)) *Chains {
	c := &Chains{cells: make([]cell, cells)}
	last := map[string]int{}
	for i := range c.cells {
		key, policy, alone := of(i)
		c.cells[i] = cell{policy: policy, before: none, next: none, from: none}
		if alone {
			c.chains++
			continue
		}
		if at, ok := last[key]; ok {
			c.cells[i].before, c.cells[at].next = at, i
		} else {
			c.chains++
		}
		last[key] = i
	}
	return c
}

// Chains is how many there are.
func (c *Chains) Chains() int { return c.chains }

// Before is the cell that has to be done before one.
func (c *Chains) Before(i int) (before int, ok bool) {
	before = c.cells[i].before
	return before, before != none
}

// Known is the cell whose result is that of another, which is not to be searched then.
func (c *Chains) Known(i int) (from int, ok bool) {
	from = c.cells[i].from
	return from, from != none
}

// rest are the cells behind one that have no result yet, as many as can be peers.
func (c *Chains) rest(i int) (rest []int) {
	for i = c.cells[i].next; i != none && len(rest) < daxcore.MostPeers; i = c.cells[i].next {
		if c.cells[i].from == none {
			rest = append(rest, i)
		}
	}
	return rest
}

// Design is the design with which a cell is searched so that others may share that, and
// their peers; nil if there are none. Its result goes to them by Share.
func (c *Chains) Design(i int) (daxcore.Design, *daxcore.Peers) {
	var policies []daxcore.Policy
	for _, o := range c.rest(i) {
		policies = append(policies, c.cells[o].policy)
	}
	if policies == nil {
		return nil, nil
	}
	peers := daxcore.NewPeers(policies)
	return peers.Of(c.cells[i].policy), peers
}

// Share gives the result of a cell to those that were alike to the end of its search.
func (c *Chains) Share(i int, peers *daxcore.Peers) {
	for n, o := range c.rest(i) {
		if peers.Alike(n) {
			c.cells[o].from = i
		}
	}
}
