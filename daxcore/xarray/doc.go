// Package xarray is a multi-order XArray: a radix tree of 64-slot nodes in
// which one entry may cover a power-of-two range of indexes.
//
// An entry of order 9 (a PMD entry of fs/dax) lives in eight consecutive slots
// of a node whose slots cover 64 indexes each: one canonical slot holds it and
// seven sibling slots point back to the canonical one. Each of the 512 indexes
// finds it, and a store through any of them replaces the whole.
//
// # The pattern that users get wrong
//
// A [Cursor] is either fresh (it will walk from the root when it is used next)
// or positioned (it sits on a slot). The same call means different things in
// the two states: [Cursor.FindConflict] on a fresh cursor reports the first
// entry in the cursor's range, on a positioned one only what comes after it.
// A position does not outlive the lock that protects the array. So:
//
//	c := a.At(index, order) // fresh
//	e := c.FindConflict()   // positioned, the lock is held
//	...                     // the lock is dropped, the task sleeps
//	c.Reset()               // fresh again, the index is kept
//	e = c.FindConflict()
//
// [Cursor.Pause] makes the cursor fresh too, but moves the index behind the
// current entry. Linux 6.15.0 called it where a reset was needed, and skipped
// the very entry that it had waited for.
//
// Nodes stand in an arena and are linked by number, never by address. What an
// array holds can be taken down in words and set again ([Array.AppendState]).
//
// An Array does no locking; its user holds a lock around every cursor section.
package xarray
