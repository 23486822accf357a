// Package order turns an order of locks into a record of it.
//
// It stands between daxcore/lockorder, which knows no results, and results,
// which know no model.
package order

import (
	"daxwait/daxcore/lockorder"
	"daxwait/results"
)

// Of returns the record of a graph.
func Of(g *lockorder.Graph) *results.LockOrder {
	o := &results.LockOrder{Order: g.Order().String()}
	for _, e := range g.Edges() {
		o.Edges = append(o.Edges, results.LockEdge{Outer: e.Outer.String(), Inner: e.Inner.String(), Chain: e.Chain.String()})
	}
	for _, v := range g.Inversions() {
		o.Inversions = append(o.Inversions, Inverted(v))
	}
	return o
}

// Inverted returns the record of an inversion.
func Inverted(v lockorder.Inversion) results.Inversion {
	r := results.Inversion{Cycle: v.String()}
	for _, e := range v.Edges {
		r.Chains = append(r.Chains, e.Chain.String())
	}
	return r
}
