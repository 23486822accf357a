// Package graph keeps what a search has found: states by number, how each was come
// to, and the steps between them. It knows no world; a state is its [Print] here.
//
// Numbers are given in the order in which states are found, and columns of numbers
// grow by blocks, so that nothing is copied and little is kept for later. Edges are
// kept only if they are asked for: what needs them is told by [Graph.Keeps].
package graph
